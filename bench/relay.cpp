// bench_relay: the bare two-hop relay that lambent's figures are compared with.
//
//   bench_relay --runtimes N     prints "PORT" and serves until killed
//
//   caller --POST--> core --answer to GET next--> runtime --POST response--> core --answer--> caller
//
// The core is plain Beast on one thread with the settings measured best (plain sockets, concrete executor, no
// time-outs): no JSON, no policy, no journal, no log. The N runtimes are child processes of this program that speak
// over raw blocking sockets, one request ahead of nothing, and echo the event: what any core must pay for two hops.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <deque>
#include <list>

#include "base/parking.h"

namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using lambent::Parking;
using lambent::Task;
using lambent::use_task;
using Socket = net::basic_stream_socket<net::ip::tcp, lambent::Executor>;
using Acceptor = net::basic_socket_acceptor<net::ip::tcp, lambent::Executor>;
constexpr auto kTuple = net::as_tuple(use_task);

struct Invocation {
  explicit Invocation(lambent::Executor executor) : done(executor) {}
  std::string body;
  Parking done;
};
struct Core {
  net::io_context io{1};
  std::deque<Invocation*> waiting_calls;
  std::deque<Parking*> waiting_runtimes;
  std::unordered_map<std::string, Invocation*> running;
  std::uint64_t count = 0;
};

using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

Task<void> caller(Core& core, Socket socket) {
  boost::beast::flat_buffer buffer;
  for (;;) {
    Request request;
    auto [ec, n] = co_await http::async_read(socket, buffer, request, kTuple);
    if (ec) co_return;
    Invocation invocation(core.io.get_executor());
    invocation.body = std::move(request.body());
    core.waiting_calls.push_back(&invocation);
    if (!core.waiting_runtimes.empty()) {
      core.waiting_runtimes.front()->wake();
      core.waiting_runtimes.pop_front();
    }
    co_await invocation.done.wait();
    Response response(http::status::ok, 11);
    response.set(http::field::content_type, "application/json");
    response.body() = std::move(invocation.body);
    response.prepare_payload();
    auto [failed, sent] = co_await http::async_write(socket, response, kTuple);
    if (failed) co_return;
  }
}

Task<void> runtime(Core& core, Socket socket) {
  boost::beast::flat_buffer buffer;
  Parking ready(core.io.get_executor());
  for (;;) {
    Request request;
    auto [ec, n] = co_await http::async_read(socket, buffer, request, kTuple);
    if (ec) co_return;
    Response response(http::status::ok, 11);
    if (request.method() == http::verb::get) {
      while (core.waiting_calls.empty()) {
        core.waiting_runtimes.push_back(&ready);
        co_await ready.wait();
      }
      Invocation* invocation = core.waiting_calls.front();
      core.waiting_calls.pop_front();
      std::string id = std::to_string(++core.count);
      response.set("Lambda-Runtime-Aws-Request-Id", id);
      response.set(http::field::content_type, "application/json");
      response.body() = std::move(invocation->body);
      core.running[id] = invocation;
    } else {
      std::string target(request.target());
      auto begin = target.find("/invocation/") + 12;
      auto found = core.running.find(target.substr(begin, target.find('/', begin) - begin));
      if (found != core.running.end()) {
        found->second->body = std::move(request.body());
        found->second->done.wake();
        core.running.erase(found);
      }
      response.result(http::status::accepted);
      response.body() = "{\"status\":\"OK\"}\n";
    }
    response.prepare_payload();
    auto [failed, sent] = co_await http::async_write(socket, response, kTuple);
    if (failed) co_return;
  }
}

using Serve = Task<void> (*)(Core&, Socket);

Task<void> accept(Core& core, Acceptor& acceptor, Serve serve) {
  for (;;) {
    auto [ec, socket] = co_await acceptor.async_accept(kTuple);
    if (ec) co_return;
    socket.set_option(net::ip::tcp::no_delay(true));
    net::co_spawn(core.io.get_executor(), serve(core, std::move(socket)), net::detached);
  }
}

// The child: next, echo, next, echo, over one connection; one write per request.
class Echo {
 public:
  explicit Echo(int port) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::exit(1);
    int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  [[noreturn]] void run() {
    for (;;) {
      send("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      std::string head, body;
      receive(head, body);
      auto at = head.find("Request-Id: ") + 12;
      std::string id = head.substr(at, head.find('\r', at) - at);
      send("POST /2018-06-01/runtime/invocation/" + id + "/response HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body);
      receive(head, body);
    }
  }

 private:
  void send(const std::string& bytes) {
    if (::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) std::exit(0);
  }
  void receive(std::string& head, std::string& body) {
    size_t end, whole = 0;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos) more();
    head = in_.substr(0, end + 2);
    auto at = head.find("Content-Length: ");
    whole = end + 4 + (at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10));
    while (in_.size() < whole) more();
    body = in_.substr(end + 4, whole - end - 4);
    in_.erase(0, whole);
  }
  void more() {
    char bytes[65536];
    ssize_t n = ::recv(fd_, bytes, sizeof bytes, 0);
    if (n <= 0) std::exit(0);
    in_.append(bytes, static_cast<size_t>(n));
  }
  int fd_;
  std::string in_;
};

}  // namespace

int main(int argc, char** argv) {
  int runtimes = 1;
  if (argc == 3 && std::strcmp(argv[1], "--runtimes") == 0) runtimes = std::atoi(argv[2]);
  else if (argc != 1) {
    std::fprintf(stderr, "usage: bench_relay [--runtimes N]\n");
    return 2;
  }
  Core core;
  net::ip::tcp::endpoint any(net::ip::address_v4::loopback(), 0);
  Acceptor callers(core.io.get_executor(), any), workers(core.io.get_executor(), any);
  int port = workers.local_endpoint().port();
  for (int i = 0; i < runtimes; ++i) {
    if (::fork() == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      Echo(port).run();
    }
  }
  net::co_spawn(core.io.get_executor(), accept(core, callers, caller), net::detached);
  net::co_spawn(core.io.get_executor(), accept(core, workers, runtime), net::detached);
  std::printf("%d\n", callers.local_endpoint().port());
  std::fflush(stdout);
  core.io.run();
}
