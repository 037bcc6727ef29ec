#include "smtp/server.h"

#include <fcntl.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/write.hpp>
#include <list>

#include "base/log.h"
#include "base/text.h"

namespace lambent::smtp {
namespace {

using Socket = net::basic_stream_socket<net::ip::tcp, Executor>;
using Acceptor = net::basic_socket_acceptor<net::ip::tcp, Executor>;
constexpr auto kTuple = net::as_tuple(use_task);
constexpr std::uint32_t kSweepsPerIdle = 4;
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

struct Connection {
  explicit Connection(Socket given) : socket(std::move(given)) {}
  Socket socket;
  std::string peer;
  std::uint32_t last_active = 0;
  bool timed_out = false;
  bool deciding = false;  // somebody else works on the mail: that is not idle
};

Task<bool> write(Connection& connection, std::string bytes) {
  if (bytes.empty()) co_return true;
  auto [ec, sent] = co_await net::async_write(connection.socket, net::buffer(bytes), kTuple);
  co_return !ec;
}

void shut(Connection& connection) {
  boost::system::error_code ignored;
  connection.socket.shutdown(net::ip::tcp::socket::shutdown_both, ignored);
  connection.socket.close(ignored);
}

}  // namespace

struct SmtpServer::State : std::enable_shared_from_this<State> {
  State(Loop& loop, Options options, ServerLimits limits, Door door)
      : loop(loop), options(std::move(options)), limits(limits), door(std::move(door)), acceptor(loop.executor()), sweeper(loop.executor()), tasks(loop.io()) {}

  Loop& loop;
  const Options options;
  const ServerLimits limits;
  const Door door;
  Acceptor acceptor;
  SteadyTimer sweeper;
  std::list<std::shared_ptr<Connection>> connections;
  std::uint32_t tick = 0;
  std::uint16_t port = 0;
  Tasks tasks;  // one for each connection

  void accept();
  void begin(Socket socket);
  void sweep();
  static Task<void> serve(std::shared_ptr<State> self, std::shared_ptr<Connection> connection);
  static Task<void> turn_away(std::shared_ptr<Connection> connection);
  static Task<std::string> decide(std::shared_ptr<State> self, Session& session, std::string peer);
};

void SmtpServer::State::accept() {
  auto self = shared_from_this();
  acceptor.async_accept([self](boost::system::error_code ec, Socket socket) {
    if (!self->acceptor.is_open()) return;
    if (!ec) {
      self->begin(std::move(socket));
      self->accept();
      return;
    }
    // Out of file descriptors: asking again at once would spin.
    log_warn("an SMTP connection could not be accepted: " + ec.message());
    auto pause = std::make_shared<SteadyTimer>(self->loop.executor(), kAcceptPause);
    pause->async_wait([self, pause](boost::system::error_code) {
      if (self->acceptor.is_open()) self->accept();
    });
  });
}

void SmtpServer::State::begin(Socket socket) {
  auto connection = std::make_shared<Connection>(std::move(socket));
  ::fcntl(connection->socket.native_handle(), F_SETFD, FD_CLOEXEC);
  boost::system::error_code ec;
  connection->socket.set_option(net::ip::tcp::no_delay(true), ec);
  auto remote = connection->socket.remote_endpoint(ec);
  if (!ec) connection->peer = remote.address().to_string();
  if (connection->peer.starts_with("::ffff:")) connection->peer.erase(0, 7);
  connection->last_active = tick;
  if (connections.size() >= limits.max_connections) {
    tasks.spawn("smtp refusal", turn_away(connection));
    return;
  }
  connections.push_back(connection);
  tasks.spawn("smtp session", serve(shared_from_this(), connection));
}

Task<void> SmtpServer::State::turn_away(std::shared_ptr<Connection> connection) {
  co_await write(*connection, "421 4.3.2 Too many connections\r\n");
  shut(*connection);
}

Task<std::string> SmtpServer::State::decide(std::shared_ptr<State> self, Session& session, std::string peer) {
  if (session.asks() == Asks::authentication) co_return self->door.authenticate(session.user(), session.password());
  if (session.asks() == Asks::recipient) co_return self->door.recipient(session.envelope(), session.candidate(), peer);
  Envelope mail = std::move(session.envelope());
  session.envelope().user = mail.user;  // stays who he is
  std::string failure;
  try {
    co_return co_await self->door.message(std::move(mail), std::move(peer));
  } catch (const boost::system::system_error&) {
    throw;  // cancelled
  } catch (const std::exception& e) {
    failure = e.what();
  }
  log_error("a mail failed: " + printable(failure));
  co_return "451 4.3.0 lambent failed: " + printable(failure);
}

Task<void> SmtpServer::State::serve(std::shared_ptr<State> self, std::shared_ptr<Connection> connection) {
  struct Listed {  // until this ends, however it does
    State& state;
    std::shared_ptr<Connection> connection;
    ~Listed() {
      shut(*connection);
      state.connections.remove(connection);
    }
  };
  Listed listed{*self, connection};
  Session session(self->options);
  Clock::Hold hold;
  bool held = false;
  std::vector<char> room(64 << 10);
  bool open = co_await write(*connection, session.take_output());
  while (open && !session.closed()) {
    if (session.asks() != Asks::nothing) {
      hold.release();  // what the mail sets going holds the clock as far as it must
      held = false;
      connection->deciding = true;
      std::string reply = co_await decide(self, session, connection->peer);
      connection->deciding = false;
      session.answer(reply);
    } else {
      if (session.in_mail() && !held) hold = self->loop.clock().hold();
      if (!session.in_mail()) hold.release();
      held = session.in_mail();
      auto [ec, bytes] = co_await connection->socket.async_read_some(net::buffer(room), kTuple);
      if (ec && !connection->timed_out) break;
      if (connection->timed_out)
        session.time_out();
      else
        session.feed(std::string_view(room.data(), bytes));
    }
    connection->last_active = self->tick;
    open = co_await write(*connection, session.take_output());
  }
}

void SmtpServer::State::sweep() {
  auto self = shared_from_this();
  sweeper.expires_after(std::chrono::milliseconds(limits.idle_seconds * 1000 / kSweepsPerIdle));
  sweeper.async_wait([self](boost::system::error_code cancelled) {
    if (cancelled) return;
    ++self->tick;
    for (const auto& connection : self->connections) {
      if (connection->deciding || self->tick - connection->last_active <= kSweepsPerIdle) continue;
      boost::system::error_code ignored;
      if (connection->timed_out) connection->socket.close(ignored);  // it does not even read that it is over
      connection->timed_out = true;
      connection->socket.cancel(ignored);
    }
    self->sweep();
  });
}

SmtpServer::SmtpServer(Loop& loop, Options options, ServerLimits limits, Door door)
    : state_(std::make_shared<State>(loop, std::move(options), limits, std::move(door))) {}

SmtpServer::~SmtpServer() {
  close();
  state_->tasks.cancel();
  state_->tasks.drain();
}

void SmtpServer::listen(const std::string& address, std::uint16_t port) {
  boost::system::error_code ec;
  auto ip = net::ip::make_address(address, ec);
  if (ec) throw std::runtime_error("cannot listen on '" + address + "': it is not an IP address");
  net::ip::tcp::endpoint endpoint(ip, port);
  Acceptor& acceptor = state_->acceptor;
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) {
    ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
    acceptor.set_option(net::socket_base::reuse_address(true), ec);
    if (ip.is_v6()) acceptor.set_option(net::ip::v6_only(true), ec);
    acceptor.bind(endpoint, ec);
  }
  if (!ec) acceptor.listen(net::socket_base::max_listen_connections, ec);
  if (ec) throw std::runtime_error("the SMTP port " + std::to_string(port) + " on " + address + " cannot be opened: " + ec.message());
  state_->port = acceptor.local_endpoint().port();
  state_->accept();
  if (state_->limits.idle_seconds > 0) state_->sweep();
}

std::uint16_t SmtpServer::port() const { return state_->port; }
std::size_t SmtpServer::connections() const { return state_->connections.size(); }

void SmtpServer::close() {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
  state_->sweeper.cancel();
  for (const auto& connection : state_->connections) connection->socket.close(ignored);
}

}  // namespace lambent::smtp
