#include "http/session.h"

#include <fcntl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/system/system_error.hpp>
#include <charconv>

#include "base/log.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent {
namespace {

constexpr auto kTuple = net::as_tuple(use_task);
constexpr size_t kHeadRead = 8 << 10;
constexpr size_t kBodyRead = 128 << 10;
constexpr size_t kReadAhead = 64 << 10;  // of the next requests, while a handler runs
constexpr size_t kJoined = 16 << 10;     // a body up to here is copied behind its head: one buffer, one write
constexpr auto kLinger = std::chrono::seconds(2);

std::string hex_size(size_t n) {
  char digits[16];
  return {digits, std::to_chars(digits, digits + sizeof digits, n, 16).ptr};
}

}  // namespace

std::string_view SessionSurroundings::date() {
  TimePoint now = loop.clock().now();
  std::int64_t second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (second != date_second_) {
    date_second_ = second;
    date_ = http_date(now);
  }
  return date_;
}

Session::Session(TcpSocket socket, SessionSurroundings& around)
    : around_(around), socket_(std::move(socket)), parser_(around.limits.max_body, around.limits.max_header),
      watched_(around.loop.executor()), last_active_(around.tick) {
  boost::system::error_code ec;
  socket_.set_option(net::ip::tcp::no_delay(true), ec);
  socket_.non_blocking(true, ec);
  ::fcntl(socket_.native_handle(), F_SETFD, FD_CLOEXEC);
  auto remote = socket_.remote_endpoint(ec);
  if (!ec) peer_ = remote.address().to_string();
  if (peer_.starts_with("::ffff:")) peer_.erase(0, 7);
}

void Session::end() {
  gone_ = true;
  half_read_.release();
  if (watched_.waiting()) watched_.wake();  // at once: a loop that never turns again must still let go of everything
  signal_.emit(net::cancellation_type::terminal);
  // Outside a running loop Asio posts the emission with a bare pointer into the signal; the session may end first.
  auto self = shared_from_this();
  net::post(around_.loop.executor(), [self] {});
}

Task<void> Session::run() {
  for (;;) {
    bool read = co_await read_request();
    if (!read) break;
    bool stays = co_await answer();
    if (!stays) break;
  }
  if (parser_.failed() && !gone_) co_await refuse();
  boost::system::error_code ignored;
  socket_.shutdown(net::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

Task<bool> Session::read_request() {
  bool held = false;
  for (;;) {
    if (!unread_.empty()) unread_.consume(parser_.feed(unread_.view()));
    if (parser_.complete() || parser_.failed()) {
      half_read_.release();
      co_return parser_.complete();
    }
    if (!held && (parser_.started() || !unread_.empty())) {
      half_read_ = around_.loop.clock().hold();
      held = true;
    }
    if (parser_.wants_continue()) {
      bool sent = co_await write("HTTP/1.1 100 Continue\r\n\r\n", "");
      if (!sent) co_return false;
    }
    bool more = co_await read_more();
    if (!more || gone_) {
      half_read_.release();
      co_return false;
    }
  }
}

Task<bool> Session::read_more() {
  if (watching_) {
    co_await watched_.wait();
    co_return !gone_;
  }
  if (gone_) co_return false;
  auto room = unread_.prepare(parser_.in_body() ? kBodyRead : kHeadRead);
  auto [ec, bytes] = co_await socket_.async_read_some(room, kTuple);
  if (ec) {
    gone_ = true;
    co_return false;
  }
  unread_.commit(bytes);
  last_active_ = around_.tick;
  co_return true;
}

Task<bool> Session::answer() {
  if (gone_) co_return false;
  bool keep = parser_.keep_alive();
  bool old = parser_.http_1_0();
  HttpRequest request = parser_.take();
  request.peer = peer_;
  request.line = this;
  std::string method = request.method;

  in_handler_ = true;
  if (around_.limits.peer_gone == PeerGone::cancel) watch();
  HttpResponse response = co_await handle(std::move(request));
  in_handler_ = false;
  last_active_ = around_.tick;
  if (gone_) co_return false;
  if (response.broken != Broken::no) {
    co_await break_off(response.broken);
    co_return false;
  }

  if (asks_to_close(response)) keep = false;
  const bool in_pieces = response.pieces && carries_body(method, response.status);
  if (in_pieces && old) keep = false;  // its end is the connection's
  Connection connection = Connection::keep;
  if (!keep) connection = Connection::close;
  if (keep && old) connection = Connection::keep_1_0;
  bool with_body = carries_body(method, response.status);
  bool joined = with_body && response.body.size() <= kJoined;
  head_.clear();
  const Framing framing = !in_pieces ? Framing::length : old ? Framing::until_close : Framing::chunked;
  append_head(head_, response, method, around_.date(), connection, framing);
  if (joined) head_.append(response.body);
  if (in_pieces) {
    bool begun = co_await write(head_, "");
    if (!begun) co_return false;
    bool whole = co_await write_pieces(std::move(response.pieces), !old);
    co_return whole && keep;
  }
  std::string_view separate;
  if (with_body && !joined) separate = response.body;
  bool written = co_await write(head_, separate);
  co_return written && keep;
}

Task<HttpResponse> Session::handle(HttpRequest request) {
  std::string failure;
  try {
    co_return co_await around_.handler(std::move(request));
  } catch (const boost::system::system_error& e) {
    if (gone_) throw;  // our own cancellation
    failure = e.what();
  } catch (const std::exception& e) {
    failure = e.what();
  }
  log_error("an HTTP handler failed: " + printable(failure));
  co_return HttpResponse::text(500, "lambent failed: " + printable(failure) + "\n");
}

Task<bool> Session::write(std::string_view head, std::string_view body) {
  while (!head.empty() || !body.empty()) {
    std::array<net::const_buffer, 2> both{net::buffer(head), net::buffer(body)};
    boost::system::error_code ec;
    size_t sent = socket_.write_some(both, ec);
    if (ec == net::error::would_block) {
      auto [failed] = co_await socket_.async_wait(TcpSocket::wait_write, kTuple);
      ec = failed;
    }
    if (ec && ec != net::error::interrupted) {
      gone_ = true;
      co_return false;
    }
    size_t of_head = std::min(sent, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(sent - of_head);
    last_active_ = around_.tick;
  }
  co_return true;
}

// The client is watched: one that has gone must not wait for the next piece to be noticed.
Task<bool> Session::write_pieces(std::function<Task<std::string>()> pieces, bool chunked) {
  in_handler_ = true;
  watch();
  bool written = true;
  for (bool more = true; more && written && !gone_;) {
    std::string piece = co_await pieces();
    more = !piece.empty();
    if (chunked) piece = hex_size(piece.size()) + "\r\n" + piece + "\r\n";
    if (more || chunked) written = co_await write(piece, "");
  }
  in_handler_ = false;
  co_return written && !gone_;
}

Task<void> Session::refuse() {
  HttpResponse response = parser_.failure();
  head_.clear();
  append_head(head_, response, "GET", around_.date(), Connection::close);
  head_.append(response.body);
  bool sent = co_await write(head_, "");
  if (sent) co_await linger();
}

Task<void> Session::break_off(Broken how) {
  if (how == Broken::silent) {
    bool more = true;
    while (more) {
      unread_.consume(unread_.size());
      more = co_await read_more();
    }
    co_return;
  }
  if (how == Broken::truncated) co_await write("HTTP/1.1 200 OK\r\nContent-Length: 1024\r\n\r\n<", "");
  if (how == Broken::garbage) co_await write("\x16\xFF\x01lambent garbage\x7F", "");
  if (how != Broken::reset) co_return;
  boost::system::error_code ignored;
  socket_.set_option(net::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

// Closing with bytes unread would reset the connection, and the client might lose the answer that says why.
Task<void> Session::linger() {
  boost::system::error_code ec;
  socket_.shutdown(net::ip::tcp::socket::shutdown_send, ec);
  auto self = shared_from_this();
  SteadyTimer limit(around_.loop.executor(), kLinger);
  auto enough = [self](boost::system::error_code cancelled) {
    boost::system::error_code ignored;
    if (!cancelled) self->socket_.cancel(ignored);
  };
  limit.async_wait(enough);
  bool more = true;
  while (more) {
    unread_.consume(unread_.size());
    more = co_await read_more();
  }
}

void Session::watch() {
  if (watching_ || gone_) return;
  watching_ = true;
  auto self = shared_from_this();
  auto arrived = [self](boost::system::error_code ec, size_t bytes) { self->on_watched(ec, bytes); };
  socket_.async_read_some(unread_.prepare(kHeadRead), arrived);
}

void Session::on_watched(boost::system::error_code ec, size_t bytes) {
  watching_ = false;
  if (ec) {
    hung_up_ = !gone_;
    gone_ = true;
    if (in_handler_) end();
  } else {
    unread_.commit(bytes);
    if (in_handler_ && unread_.size() < kReadAhead) watch();
  }
  if (watched_.waiting()) watched_.wake();
}

}  // namespace lambent
