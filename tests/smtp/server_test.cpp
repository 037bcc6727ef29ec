// Sessions over sockets of this process: limits, time-outs, what holds the clock.
#include "smtp/server.h"

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace lambent::smtp {
namespace {

constexpr size_t kReadAhead = 160u << 10;  // of one session, what it has read and not yet looked at

using Socket = net::basic_stream_socket<net::ip::tcp, Executor>;

struct World {
  explicit World(ServerLimits limits = {}) : server(loop, {}, limits, door()) { server.listen("127.0.0.1", 0); }
  Door door() {
    Door out;
    out.authenticate = [](const std::string&, const std::string&) { return "535 Authentication Credentials Invalid"; };
    out.recipient = [](const Envelope&, const std::string&, const std::string&) { return "250 Ok"; };
    out.message = [this](Envelope mail, std::string) { return take(std::move(mail)); };
    return out;
  }
  Task<std::string> take(Envelope mail) {
    mails.push_back(std::move(mail));
    co_return "250 Ok id-" + std::to_string(mails.size());
  }

  Loop loop{ClockMode::real};
  std::vector<Envelope> mails;
  SmtpServer server;
};

struct Client {
  explicit Client(World& world) : w(world), socket(w.loop.executor()) {
    socket.connect({net::ip::address_v4::loopback(), w.server.port()});
  }
  void say(const std::string& text) { net::write(socket, net::buffer(text)); }
  // Up to and with the line that begins so; "" if the other side ended before.
  std::string hear(const std::string& code) {
    for (;;) {
      std::string line = next_line();
      if (line.empty() || line.starts_with(code)) return line;
    }
  }
  std::string next_line() {
    bool done = false;
    std::string line;
    net::async_read_until(socket, net::dynamic_buffer(unread), '\n', [&](boost::system::error_code ec, size_t length) {
      if (!ec) line = unread.substr(0, length);
      if (!ec) unread.erase(0, length);
      done = true;
    });
    w.loop.run_until([&] { return done; });
    return line;
  }
  // To where the message's text may come.
  void begin_mail() {
    say("EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\nDATA\r\n");
    EXPECT_EQ(hear("354"), "354 End data with <CR><LF>.<CR><LF>\r\n");
  }
  World& w;
  Socket socket;
  std::string unread;
};

TEST(SmtpServer, AllMailsThatComeInShareOneLimit) {
  World w({.max_bytes = 1u << 20});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<Client>(w));
    clients.back()->begin_mail();
  }
  const std::string half(200'000, 'x');
  for (auto& one : clients) {
    one->say(half + "\r\n");
    w.loop.run_until_quiet(std::chrono::milliseconds(1), {});
    EXPECT_LE(w.server.held_bytes(), (1u << 20) + 20 * kReadAhead);
  }
  int taken = 0, refused = 0;
  for (auto& one : clients) {
    one->say(".\r\n");
    const std::string reply = one->next_line();
    taken += reply.starts_with("250 Ok id-");
    refused += reply == "452 4.3.1 Requested action not taken: insufficient system storage\r\n";
  }
  EXPECT_EQ(taken + refused, 20);
  EXPECT_GE(taken, 1);
  EXPECT_GE(refused, 10);
  for (const auto& mail : w.mails) EXPECT_EQ(mail.data, half + "\r\n") << "what is taken is whole";
  clients.clear();
  w.loop.run_until([&] { return w.server.connections() == 0; });
  EXPECT_EQ(w.server.held_bytes(), 0u);
  Client later(w);
  later.begin_mail();
  later.say(half + "\r\n.\r\n");
  EXPECT_TRUE(later.next_line().starts_with("250 Ok id-"));
}

TEST(SmtpServer, WhoFallsSilentIsToldAndSentAway) {
  World w({.idle = std::chrono::milliseconds(40)});
  Client client(w);
  EXPECT_EQ(client.hear("451"), "451 4.4.2 Timeout waiting for data from client.\r\n");
  EXPECT_EQ(client.next_line(), "");
  w.loop.run_until([&] { return w.server.connections() == 0; });
}

TEST(SmtpServer, OnlySoManyComeIn) {
  World w({.max_connections = 2});
  Client first(w), second(w);
  EXPECT_EQ(first.next_line(), "220 localhost ESMTP lambent\r\n");
  EXPECT_EQ(second.next_line(), "220 localhost ESMTP lambent\r\n");
  Client third(w);
  EXPECT_EQ(third.next_line(), "421 4.3.2 Too many connections\r\n");
  EXPECT_EQ(third.next_line(), "");
  first.say("QUIT\r\n");
  first.hear("221");
  w.loop.run_until([&] { return w.server.connections() == 1; });
  Client fourth(w);
  EXPECT_EQ(fourth.next_line(), "220 localhost ESMTP lambent\r\n");
}

TEST(SmtpServer, AMailHoldsTheClockWhileItComesNotWhenItsSenderSleeps) {
  World w({.silence = std::chrono::milliseconds(30)});
  Client client(w);
  client.say("EHLO me\r\n");
  client.hear("250 Ok");
  EXPECT_TRUE(w.loop.clock().quiet());
  client.say("MAIL FROM:<a@x>\r\n");
  w.loop.run_until([&] { return !w.loop.clock().quiet(); });
  EXPECT_EQ(client.hear("250"), "250 Ok\r\n");
  w.loop.run_until([&] { return w.loop.clock().quiet(); });
  client.say("RCPT TO:<b@y>\r\nDATA\r\n");
  w.loop.run_until([&] { return !w.loop.clock().quiet(); });
  client.hear("354");
  client.say("text\r\n.\r\n");
  EXPECT_EQ(client.next_line(), "250 Ok id-1\r\n");
  EXPECT_TRUE(w.loop.clock().quiet());
}

TEST(SmtpServer, TlsThatCannotBeMadeIsSaid) {
  World w;
  Door door = w.door();
  door.tls_key = [] { return TlsKey{"no key", "no certificate"}; };
  SmtpServer server(w.loop, {}, {}, door);
  server.listen("127.0.0.1", 0);
  Client client(w);
  client.socket.close();
  client.socket.connect({net::ip::address_v4::loopback(), server.port()});
  client.say("EHLO me\r\nSTARTTLS\r\n");
  EXPECT_EQ(client.hear("454"), "454 4.7.0 TLS not available due to a local problem\r\n");
  client.say("NOOP\r\n");
  EXPECT_EQ(client.next_line(), "250 Ok\r\n");
}

}  // namespace
}  // namespace lambent::smtp
