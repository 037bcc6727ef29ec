#include "base/name_lookup.h"

#include <netdb.h>

#include <cstring>

#include "base/clock.h"
#include "base/text.h"

namespace lambent {
namespace {

using Endpoint = net::ip::tcp::endpoint;
using std::chrono::milliseconds;
constexpr milliseconds kFirstLook{1}, kLastLook{16}, kLooksAfterwards{500};  // whether there is an answer

// One question. The library writes into it until it has ended.
struct Question {
  std::string host, port;
  addrinfo wanted{};
  gaicb asked{};

  Question(std::string name, std::uint16_t number) : host(std::move(name)), port(std::to_string(number)) {
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    asked.ar_name = host.c_str();
    asked.ar_service = port.c_str();
    asked.ar_request = &wanted;
  }
  ~Question() {
    if (asked.ar_result) ::freeaddrinfo(asked.ar_result);
  }
  Question(const Question&) = delete;
  bool running() { return ::gai_error(&asked) == EAI_INPROGRESS; }
};

// Owns a question; one that still runs at the end is taken back or, if it has begun, kept alive for the library.
class Asked {
 public:
  Asked(std::string host, std::uint16_t port) : question_(std::make_unique<Question>(std::move(host), port)) {}
  Asked(Asked&&) = default;
  ~Asked() {
    if (question_ && question_->running() && ::gai_cancel(&question_->asked) == EAI_NOTCANCELED) question_.release();
  }
  Question& operator*() { return *question_; }
  Question* operator->() { return question_.get(); }

 private:
  std::unique_ptr<Question> question_;
};

// Looks now and then whether a question that nobody waits for has ended; goes with the loop.
struct Afterwards : std::enable_shared_from_this<Afterwards> {
  Afterwards(Executor executor, Asked question) : timer(executor), asked(std::move(question)) {}
  void look() {
    timer.expires_after(kLooksAfterwards);
    timer.async_wait([self = shared_from_this()](boost::system::error_code) {
      if (self->asked->running()) self->look();
    });
  }
  SteadyTimer timer;
  Asked asked;
};

class Waiting {
 public:
  Waiting(Executor executor, Asked asked) : executor_(executor), asked_(std::move(asked)) {}
  ~Waiting() {
    if (asked_->running() && ::gai_cancel(&asked_->asked) == EAI_NOTCANCELED) std::make_shared<Afterwards>(executor_, std::move(asked_))->look();
  }
  Waiting(const Waiting&) = delete;
  Question& question() { return *asked_; }

 private:
  Executor executor_;
  Asked asked_;
};

}  // namespace

Task<std::vector<Endpoint>> look_up(Executor executor, std::string host, std::uint16_t port, milliseconds limit) {
  std::vector<Endpoint> out;
  boost::system::error_code ec;
  auto literal = net::ip::make_address(host, ec);
  if (!ec) {
    out.emplace_back(literal, port);
    co_return out;
  }
  if (host == "localhost" || host.ends_with(".localhost")) {  // RFC 6761: never asked of a resolver
    out.emplace_back(net::ip::address_v4::loopback(), port);
    out.emplace_back(net::ip::address_v6::loopback(), port);
    co_return out;
  }
  Waiting waiting(executor, Asked(host, port));
  Question& question = waiting.question();
  gaicb* list[] = {&question.asked};
  if (int failed = ::getaddrinfo_a(GAI_NOWAIT, list, 1, nullptr)) throw LookupError("the host name " + printable(host) + " cannot be looked up: " + ::gai_strerror(failed));
  SteadyTimer timer(executor);
  milliseconds waited{0};
  for (milliseconds pause = kFirstLook; question.running(); pause = std::min(2 * pause, kLastLook)) {
    if (limit.count() > 0 && waited >= limit)
      throw LookupError("the host name " + printable(host) + " could not be looked up within " + std::to_string(limit.count()) + " ms");
    timer.expires_after(pause);
    co_await timer.async_wait(use_task);
    waited += pause;
  }
  if (int failed = ::gai_error(&question.asked)) throw LookupError("the host name " + printable(host) + " is not known: " + ::gai_strerror(failed));
  for (const addrinfo* one = question.asked.ar_result; one; one = one->ai_next) {
    Endpoint endpoint;
    if (one->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), one->ai_addr, one->ai_addrlen);
    endpoint.resize(one->ai_addrlen);
    out.push_back(endpoint);
  }
  co_return out;
}

}  // namespace lambent
