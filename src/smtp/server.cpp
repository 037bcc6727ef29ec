#include "smtp/server.h"

#include <fcntl.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
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
  explicit Connection(Socket given) : socket(std::move(given)), silence(socket.get_executor()) {}
  Socket socket;
  std::unique_ptr<net::ssl::stream<Socket&>> tls;  // once a handshake was asked for
  bool secure = false;                             // and has been made
  Clock::Hold hold;      // while a mail comes in
  SteadyTimer silence;   // its end
  std::size_t held = 0;  // bytes of its mail, as counted
  std::string peer;
  std::uint32_t last_active = 0;
  bool timed_out = false;
  bool deciding = false;  // somebody else works on the mail: that is not idle
};

Task<bool> write(Connection& connection, std::string bytes) {
  if (bytes.empty()) co_return true;
  boost::system::error_code failed;
  if (connection.secure) {
    auto [ec, sent] = co_await net::async_write(*connection.tls, net::buffer(bytes), kTuple);
    failed = ec;
  } else {
    auto [ec, sent] = co_await net::async_write(connection.socket, net::buffer(bytes), kTuple);
    failed = ec;
  }
  co_return !failed;
}

// What was read; nothing at the end or a failure.
Task<std::size_t> read(Connection& connection, std::vector<char>& room) {
  if (connection.secure) {
    auto [ec, bytes] = co_await connection.tls->async_read_some(net::buffer(room), kTuple);
    co_return ec ? 0 : bytes;
  }
  auto [ec, bytes] = co_await connection.socket.async_read_some(net::buffer(room), kTuple);
  co_return ec ? 0 : bytes;
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
  std::size_t held = 0;
  std::unique_ptr<net::ssl::context> tls;  // since the first STARTTLS
  Tasks tasks;  // one for each connection

  void accept();
  void begin(Socket socket);
  void sweep();
  void count(Connection& connection, Session& session);
  void hold_clock(std::shared_ptr<Connection> connection);
  std::string prepare_tls(Connection& connection);
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
  session.envelope().tls = mail.tls;
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
      connection->silence.cancel();
      connection->hold.release();
      state.held -= connection->held;
      state.connections.remove(connection);
    }
  };
  Listed listed{*self, connection};
  Options options = self->options;
  options.starttls = static_cast<bool>(self->door.tls_key);
  Session session(std::move(options));
  std::vector<char> room(64 << 10);
  bool open = co_await write(*connection, session.take_output());
  while (open && !session.closed()) {
    if (session.securing()) {
      auto [ec] = co_await connection->tls->async_handshake(net::ssl::stream_base::server, kTuple);
      if (ec) break;
      connection->secure = true;
      session.secured();
    } else if (session.asks() == Asks::tls) {
      session.answer(self->prepare_tls(*connection));
    } else if (session.asks() != Asks::nothing) {
      connection->hold.release();  // what the mail sets going holds the clock as far as it must
      connection->deciding = true;
      std::string reply = co_await decide(self, session, connection->peer);
      connection->deciding = false;
      session.answer(reply);
    } else {
      if (session.in_mail()) self->hold_clock(connection);
      std::size_t bytes = co_await read(*connection, room);
      connection->silence.cancel();
      if (bytes == 0 && !connection->timed_out) break;
      if (connection->timed_out)
        session.time_out();
      else
        session.feed(std::string_view(room.data(), bytes));
    }
    if (!session.in_mail()) connection->hold.release();
    self->count(*connection, session);
    connection->last_active = self->tick;
    open = co_await write(*connection, session.take_output());
  }
}

// For as long as its sender goes on: one that has fallen silent must not stop time for all.
void SmtpServer::State::hold_clock(std::shared_ptr<Connection> connection) {
  connection->hold = loop.clock().hold();
  connection->silence.expires_after(limits.silence);
  connection->silence.async_wait([connection](boost::system::error_code cancelled) {
    if (!cancelled) connection->hold.release();
  });
}

// While a mail is worked on it counts as it did when it had come.
void SmtpServer::State::count(Connection& connection, Session& session) {
  if (session.asks() == Asks::message) return;
  std::size_t now = session.held();
  if (now > connection.held && held + now - connection.held > limits.max_bytes) {
    session.drop_data();
    now = session.held();
  }
  held += now - connection.held;
  connection.held = now;
}

std::string SmtpServer::State::prepare_tls(Connection& connection) {
  try {
    if (!tls) {
      TlsKey key = door.tls_key();
      auto made = std::make_unique<net::ssl::context>(net::ssl::context::tls_server);
      made->set_options(net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1);
      made->use_certificate(net::buffer(key.certificate_pem), net::ssl::context::pem);
      made->use_private_key(net::buffer(key.private_pem), net::ssl::context::pem);
      tls = std::move(made);
    }
    connection.tls = std::make_unique<net::ssl::stream<Socket&>>(connection.socket, *tls);
    return "220 2.0.0 Ready to start TLS";
  } catch (const std::exception& e) {
    log_error(std::string("there is no TLS for SMTP: ") + e.what());
    return "454 4.7.0 TLS not available due to a local problem";
  }
}

void SmtpServer::State::sweep() {
  auto self = shared_from_this();
  sweeper.expires_after(limits.idle / kSweepsPerIdle);
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
  if (state_->limits.idle.count() > 0) state_->sweep();
}

std::uint16_t SmtpServer::port() const { return state_->port; }
std::size_t SmtpServer::connections() const { return state_->connections.size(); }
std::size_t SmtpServer::held_bytes() const { return state_->held; }

void SmtpServer::close() {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
  state_->sweeper.cancel();
  for (const auto& connection : state_->connections) connection->socket.close(ignored);
}

}  // namespace lambent::smtp
