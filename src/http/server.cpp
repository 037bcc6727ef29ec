#include "http/server.h"

#include <fcntl.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/system/system_error.hpp>
#include <list>

#include "base/log.h"
#include "http/session.h"

namespace lambent {
namespace {

using Acceptor = net::basic_socket_acceptor<net::ip::tcp, Executor>;
constexpr std::uint32_t kSweepsPerIdle = 4;
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

std::string reason(const std::string& address, std::uint16_t port, boost::system::error_code ec) {
  std::string where = "port " + std::to_string(port) + " on " + address;
  if (ec == net::error::address_in_use) return where + " is in use";
  if (ec == net::error::access_denied) return where + " may not be opened by this user: " + ec.message();
  return where + " cannot be opened: " + ec.message();
}

}  // namespace

// Shared with what is under way on the loop, so that a server may go while an accept or an ended session still has
// to be told; only a running handler, which uses what belongs to others, is waited for.
struct HttpServer::State : std::enable_shared_from_this<State> {
  State(Loop& loop, HttpLimits limits, HttpHandler handler) : around(loop, limits, std::move(handler)), sweeper(loop.executor()) {}

  SessionSurroundings around;
  std::list<Acceptor> acceptors;
  std::list<std::shared_ptr<Session>> sessions;
  SteadyTimer sweeper;
  std::uint16_t first_port = 0;
  bool sweeping = false;
  bool complained = false;

  void accept(Acceptor& acceptor);
  void on_accepted(Acceptor& acceptor, boost::system::error_code ec, TcpSocket socket);
  void begin(TcpSocket socket);
  void sweep();
  bool handling() const {
    return std::any_of(sessions.begin(), sessions.end(), [](const auto& session) { return session->in_handler(); });
  }
};

void HttpServer::State::accept(Acceptor& acceptor) {
  auto self = shared_from_this();
  acceptor.async_accept([self, &acceptor](boost::system::error_code ec, TcpSocket socket) {
    if (acceptor.is_open()) self->on_accepted(acceptor, ec, std::move(socket));
  });
}

void HttpServer::State::on_accepted(Acceptor& acceptor, boost::system::error_code ec, TcpSocket socket) {
  if (!ec) {
    begin(std::move(socket));
    accept(acceptor);
    return;
  }
  // Out of file descriptors: the connection stays in the queue, so asking again at once would spin.
  if (!complained) log_warn("a connection could not be accepted: " + ec.message());
  complained = true;
  auto self = shared_from_this();
  auto pause = std::make_shared<SteadyTimer>(around.loop.executor(), kAcceptPause);
  pause->async_wait([self, pause, &acceptor](boost::system::error_code) {
    if (acceptor.is_open()) self->accept(acceptor);
  });
}

void HttpServer::State::begin(TcpSocket socket) {
  auto here = sessions.insert(sessions.end(), std::make_shared<Session>(std::move(socket), around));
  auto self = shared_from_this();
  auto ended = [self, here](std::exception_ptr error) {
    std::shared_ptr<Session> session = std::move(*here);
    self->sessions.erase(here);
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const boost::system::system_error& e) {
      if (e.code() != net::error::operation_aborted) log_error(std::string("a connection failed: ") + e.what());
    } catch (const std::exception& e) {
      log_error(std::string("a connection failed: ") + e.what());
    }
  };
  Session& session = **here;
  net::co_spawn(around.loop.executor(), session.run(), net::bind_cancellation_slot(session.signal().slot(), ended));
}

void HttpServer::State::sweep() {
  auto self = shared_from_this();
  sweeper.expires_after(std::chrono::milliseconds(around.limits.idle_seconds * 1000 / kSweepsPerIdle));
  sweeper.async_wait([self](boost::system::error_code cancelled) {
    if (cancelled) return;
    std::uint32_t tick = ++self->around.tick;
    for (auto it = self->sessions.begin(); tick >= kSweepsPerIdle && it != self->sessions.end();) {
      std::shared_ptr<Session> session = *it++;
      if (session->idle_since(tick - kSweepsPerIdle)) session->end();
    }
    self->sweep();
  });
}

HttpServer::HttpServer(Loop& loop, HttpLimits limits, HttpHandler handler)
    : state_(std::make_shared<State>(loop, limits, std::move(handler))) {}

HttpServer::~HttpServer() {
  close();
  net::io_context& io = state_->around.loop.io();
  while (state_->handling()) {
    if (io.stopped()) io.restart();
    if (io.run_one() == 0) break;
  }
}

void HttpServer::listen(const std::string& address, std::uint16_t port) {
  boost::system::error_code ec;
  auto ip = net::ip::make_address(address, ec);
  if (ec) throw ListenError("cannot listen on '" + address + "': it is not an IP address");
  net::ip::tcp::endpoint endpoint(ip, port);
  Acceptor acceptor(state_->around.loop.executor());
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) {
    ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
    acceptor.set_option(net::socket_base::reuse_address(true), ec);
    if (ip.is_v6()) acceptor.set_option(net::ip::v6_only(true), ec);
    acceptor.bind(endpoint, ec);
  }
  if (!ec) acceptor.listen(net::socket_base::max_listen_connections, ec);
  if (ec) throw ListenError(reason(address, port, ec));
  if (!state_->first_port) state_->first_port = acceptor.local_endpoint().port();
  state_->acceptors.push_back(std::move(acceptor));
  state_->accept(state_->acceptors.back());
  if (state_->around.limits.idle_seconds > 0 && !state_->sweeping) {
    state_->sweeping = true;
    state_->sweep();
  }
}

std::uint16_t HttpServer::port() const { return state_->first_port; }
size_t HttpServer::connections() const { return state_->sessions.size(); }

void HttpServer::close() {
  for (auto& acceptor : state_->acceptors) {
    boost::system::error_code ignored;
    acceptor.close(ignored);
  }
  state_->sweeper.cancel();
  for (auto it = state_->sessions.begin(); it != state_->sessions.end();) {
    std::shared_ptr<Session> session = *it++;
    session->end();
  }
}

}  // namespace lambent
