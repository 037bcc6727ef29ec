// One connection of an HttpServer: reads a request, runs the handler, writes the answer, again. Internal to the
// server; owned by its list of sessions through shared_ptr, because a read under way may outlast the coroutine.
//
// While a handler runs on a server with PeerGone::cancel, or one that has asked for it, the session goes on reading: the
// bytes of the next request are kept, the end of the connection cancels the handler. That read is the one the next
// request needs anyway, so watching costs nothing.
#pragma once
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "http/read_buffer.h"
#include "http/request_parser.h"
#include "http/response_head.h"
#include "http/server.h"

namespace lambent {

using TcpSocket = net::basic_stream_socket<net::ip::tcp, Executor>;

// What the sessions of one server share.
struct SessionSurroundings {
  SessionSurroundings(Loop& l, HttpLimits h, HttpHandler f) : loop(l), limits(h), handler(std::move(f)) {}

  Loop& loop;
  const HttpLimits limits;
  const HttpHandler handler;
  std::uint32_t tick = 0;  // raised by the server's sweep; the sessions' notion of time

  std::string_view date();  // http_date of now, made once a second

 private:
  std::string date_;
  std::int64_t date_second_ = -1;
};

class Session final : public PeerLine, public std::enable_shared_from_this<Session> {
 public:
  Session(TcpSocket socket, SessionSurroundings& around);

  Task<void> run();
  void end();  // closes; cancels the handler; no new one begins
  bool idle_since(std::uint32_t tick) const { return !in_handler_ && last_active_ <= tick; }
  bool in_handler() const { return in_handler_; }
  net::cancellation_signal& signal() { return signal_; }

  void cancel_when_gone() override { watch(); }
  bool hung_up() const override { return hung_up_; }

 private:
  Task<bool> read_request();
  Task<bool> read_more();
  Task<bool> answer();
  Task<HttpResponse> handle(HttpRequest request);
  Task<bool> write(std::string_view head, std::string_view body);
  Task<bool> write_pieces(std::function<Task<std::string>()> pieces, bool chunked);
  Task<void> refuse();
  Task<void> break_off(Broken how);
  Task<void> linger();
  void watch();
  void on_watched(boost::system::error_code ec, size_t bytes);

  SessionSurroundings& around_;
  TcpSocket socket_;
  std::string peer_;
  net::cancellation_signal signal_;
  RequestParser parser_;
  ReadBuffer unread_;
  std::string head_;
  Parking watched_;
  Clock::Hold half_read_;
  std::uint32_t last_active_;
  bool watching_ = false;
  bool in_handler_ = false;
  bool gone_ = false;  // nobody reads any more,
  bool hung_up_ = false;  // because the peer does not
};

}  // namespace lambent
