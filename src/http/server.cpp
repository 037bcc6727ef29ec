#include "http/server.h"

#include <fcntl.h>

#include <boost/asio/as_tuple.hpp>
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
constexpr auto kTuple = net::as_tuple(use_task);
constexpr int kSweepsPerIdle = 4;
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

std::string reason(const std::string& address, std::uint16_t port, boost::system::error_code ec) {
  std::string where = "port " + std::to_string(port) + " on " + address;
  if (ec == net::error::address_in_use) return where + " is in use";
  if (ec == net::error::access_denied) return where + " may not be opened by this user: " + ec.message();
  return where + " cannot be opened: " + ec.message();
}

}  // namespace

struct HttpServer::State {
  State(Loop& loop, HttpLimits limits, HttpHandler handler)
      : around(loop, limits, std::move(handler)), tasks(loop.io()) {}

  SessionSurroundings around;
  std::list<Acceptor> acceptors;
  std::list<std::shared_ptr<Session>> sessions;
  Tasks tasks;  // accepting and sweeping
  std::uint16_t first_port = 0;
  bool sweeping = false;

  Task<void> accept(Acceptor& acceptor);
  Task<void> sweep();
  void begin(TcpSocket socket);
};

Task<void> HttpServer::State::accept(Acceptor& acceptor) {
  bool complained = false;
  for (;;) {
    auto [ec, socket] = co_await acceptor.async_accept(kTuple);
    if (ec == net::error::operation_aborted || !acceptor.is_open()) co_return;
    if (ec) {  // out of file descriptors: the connection stays in the queue, so asking again at once would spin
      if (!complained) log_warn("a connection could not be accepted: " + ec.message());
      complained = true;
      SteadyTimer pause(around.loop.executor(), kAcceptPause);
      co_await pause.async_wait(use_task);
      continue;
    }
    begin(std::move(socket));
  }
}

void HttpServer::State::begin(TcpSocket socket) {
  auto here = sessions.insert(sessions.end(), std::make_shared<Session>(std::move(socket), around));
  auto ended = [this, here](std::exception_ptr error) {
    std::shared_ptr<Session> session = std::move(*here);
    sessions.erase(here);
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

Task<void> HttpServer::State::sweep() {
  SteadyTimer timer(around.loop.executor());
  for (;;) {
    timer.expires_after(std::chrono::milliseconds(around.limits.idle_seconds * 1000 / kSweepsPerIdle));
    co_await timer.async_wait(use_task);
    ++around.tick;
    if (around.tick < kSweepsPerIdle) continue;
    for (auto it = sessions.begin(); it != sessions.end();) {
      Session& session = **it++;
      if (session.idle_since(around.tick - kSweepsPerIdle)) session.end();
    }
  }
}

HttpServer::HttpServer(Loop& loop, HttpLimits limits, HttpHandler handler)
    : state_(std::make_unique<State>(loop, limits, std::move(handler))) {}

HttpServer::~HttpServer() {
  close();
  net::io_context& io = state_->around.loop.io();
  while (!state_->sessions.empty()) {
    if (io.stopped()) io.restart();
    if (io.run_one() == 0) break;
  }
  state_->tasks.drain();
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
  state_->tasks.spawn("accept " + address, state_->accept(state_->acceptors.back()));
  if (state_->around.limits.idle_seconds > 0 && !state_->sweeping) {
    state_->sweeping = true;
    state_->tasks.spawn("sweep idle connections", state_->sweep());
  }
}

std::uint16_t HttpServer::port() const { return state_->first_port; }
size_t HttpServer::connections() const { return state_->sessions.size(); }

void HttpServer::close() {
  for (auto& acceptor : state_->acceptors) {
    boost::system::error_code ignored;
    acceptor.close(ignored);
  }
  state_->tasks.cancel();
  for (auto it = state_->sessions.begin(); it != state_->sessions.end();) {
    std::shared_ptr<Session> session = *it++;
    session->end();
  }
}

}  // namespace lambent
