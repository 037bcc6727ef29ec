#include "smtp/relay.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "base/name_lookup.h"
#include "base/text.h"

namespace lambent::smtp {
namespace {

using Socket = net::basic_stream_socket<net::ip::tcp, Executor>;
constexpr auto kTuple = net::as_tuple(use_task);
constexpr auto kPatience = std::chrono::seconds(60);
constexpr size_t kMostWaiting = 64u << 20;
constexpr size_t kLongestReply = 64u << 10;

// One connection to the other server. `error` is set by the first thing that goes wrong.
struct Talk {
  explicit Talk(Executor executor) : socket(executor) {}
  Socket socket;
  std::string unread, error;
};

// A reply of one or more lines, the last with a blank behind the code.
Task<std::string> read_reply(Talk& talk) {
  std::string reply;
  std::array<char, 4096> room;
  for (;;) {
    for (size_t end = talk.unread.find('\n'); end != std::string::npos; end = talk.unread.find('\n')) {
      const std::string line = talk.unread.substr(0, end + 1);
      talk.unread.erase(0, end + 1);
      reply += line;
      if (line.size() < 4 || line[3] != '-') co_return std::string(trim(reply));
    }
    if (reply.size() + talk.unread.size() > kLongestReply) break;
    auto [ec, bytes] = co_await talk.socket.async_read_some(net::buffer(room), kTuple);
    if (ec) break;
    talk.unread.append(room.data(), bytes);
  }
  co_return "";
}

// Sends a command and reads the reply; false, with talk.error set, unless it begins with `wanted`.
Task<bool> ask(Talk& talk, std::string command, char wanted) {
  if (!command.empty()) {
    auto [ec, sent] = co_await net::async_write(talk.socket, net::buffer(command), kTuple);
    if (ec) {
      talk.error = ec.message();
      co_return false;
    }
  }
  std::string reply = co_await read_reply(talk);
  if (reply.empty()) talk.error = "the connection was closed";
  if (!reply.empty() && reply[0] != wanted) talk.error = reply;
  co_return talk.error.empty();
}

std::string stuffed(const std::string& data) {
  std::string out;
  out.reserve(data.size() + 1024);
  bool start = true;
  for (size_t i = 0; i < data.size(); ++i) {
    const bool bare = data[i] == '\r' && (i + 1 == data.size() || data[i + 1] != '\n');
    if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r')) out += '\r';
    if (start && data[i] == '.') out += '.';
    out += data[i];
    if (bare) out += '\n';  // a server that takes it for the end of a line finds one
    start = data[i] == '\n' || bare;
  }
  return out + (out.ends_with("\r\n") || out.empty() ? ".\r\n" : "\r\n.\r\n");
}

Task<void> converse(Talk& talk, RelayMail mail) {
  bool ok = co_await ask(talk, "", '2');
  if (ok) ok = co_await ask(talk, "EHLO lambent\r\n", '2');
  if (ok) ok = co_await ask(talk, "MAIL FROM:<" + mail.from + ">\r\n", '2');
  size_t taken = 0;
  std::string refused;
  for (size_t i = 0; ok && i < mail.to.size(); ++i) {
    bool good = co_await ask(talk, "RCPT TO:<" + mail.to[i] + ">\r\n", '2');
    if (good) ++taken;
    if (!good) refused += (refused.empty() ? "" : "; ") + mail.to[i] + ": " + talk.error;
    talk.error.clear();
  }
  if (!ok) co_return;
  if (taken > 0) ok = co_await ask(talk, "DATA\r\n", '3');
  if (taken > 0 && ok) ok = co_await ask(talk, stuffed(mail.data), '2');
  if (ok) co_await ask(talk, "QUIT\r\n", '2');
  if (ok) talk.error = refused;
}

bool fit_for_a_command(const RelayMail& mail) {
  auto bad = [](const std::string& address) { return address.find_first_of("\r\n<> ") != std::string::npos; };
  return !bad(mail.from) && std::none_of(mail.to.begin(), mail.to.end(), bad);
}

}  // namespace

Task<std::string> deliver(Executor executor, RelayTarget target, RelayMail mail) {
  if (!fit_for_a_command(mail)) co_return "an address cannot be written in a command";
  auto talk = std::make_shared<Talk>(executor);
  const std::string port = std::to_string(target.port);
  std::vector<net::ip::tcp::endpoint> found;
  std::string unknown;
  try {
    found = co_await look_up(executor, target.host, target.port, kPatience);
  } catch (const LookupError& e) {
    unknown = e.what();
  }
  if (!unknown.empty()) co_return unknown;
  SteadyTimer limit(executor, kPatience);
  auto over = std::make_shared<bool>(false);
  auto close_late = [talk, over](boost::system::error_code cancelled) {
    boost::system::error_code ignored;
    if (cancelled) return;
    *over = true;
    talk->socket.close(ignored);
  };
  limit.async_wait(close_late);
  auto [ec, endpoint] = co_await net::async_connect(talk->socket, found, kTuple);
  if (ec) co_return target.host + ":" + port + ": " + (*over ? std::string("no answer within a minute") : ec.message());
  co_await converse(*talk, std::move(mail));
  co_return *over ? std::string("no answer within a minute") : talk->error;
}

Relay::Relay(Loop& loop, RelayTarget target, Failed failed) : state_(std::make_shared<State>(State{loop, std::move(target), std::move(failed), {}, 0, false})), tasks_(loop.io()) {}

void Relay::send(RelayMail mail) {
  if (state_->bytes + mail.data.size() > kMostWaiting) {
    state_->failed(mail.id + ": more than 64 MB of mail wait for the relay");
    return;
  }
  state_->bytes += mail.data.size();
  state_->queue.push_back(std::move(mail));
  if (std::exchange(state_->running, true)) return;
  tasks_.spawn("smtp relay", work(state_));
}

Task<void> Relay::work(std::shared_ptr<State> state) {
  while (!state->queue.empty()) {
    RelayMail mail = std::move(state->queue.front());
    state->queue.pop_front();
    state->bytes -= mail.data.size();
    std::string id = mail.id;
    std::string error = co_await deliver(state->loop.executor(), state->target, std::move(mail));
    if (!error.empty()) state->failed(id + ": " + error);
  }
  state->running = false;
}

}  // namespace lambent::smtp
