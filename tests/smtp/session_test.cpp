#include "smtp/session.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "smtp/password.h"

namespace lambent::smtp {
namespace {

struct Talk {
  explicit Talk(Options options = {}) : session(std::move(options)) { session.take_output(); }
  // What the session says to these bytes; recipients are taken, mails too.
  std::string say(const std::string& bytes) {
    session.feed(bytes);
    while (session.asks() != Asks::nothing) {
      if (session.asks() == Asks::message) {
        mails.push_back(session.envelope());
        session.answer("250 Ok id-1");
      } else if (session.asks() == Asks::recipient) {
        session.answer(session.candidate() == "no@x" ? "550 5.1.1 Requested action not taken: mailbox unavailable" : "250 Ok");
      } else {
        login = session.user() + "/" + session.password();
        session.answer(session.password() == "secret" ? "235 2.7.0 Authentication successful" : "535 Authentication Credentials Invalid");
      }
    }
    return session.take_output();
  }
  Session session;
  std::vector<Envelope> mails;
  std::string login;
};

TEST(Smtp, AWebPageGetsNoFurtherThanItsFirstLine) {
  for (const char* request : {"POST / HTTP/1.1\r\nHost: x\r\n\r\nEHLO x\r\nMAIL FROM:<a@x>\r\n", "Content-Type: text/plain\r\n"}) {
    Talk t;
    EXPECT_EQ(t.say(request), "421 4.7.0 This is no HTTP server\r\n") << request;
    EXPECT_TRUE(t.session.closed());
  }
}

TEST(Smtp, AMailFromBeginToEnd) {
  Session session(Options{.host = "mail.test"});
  EXPECT_EQ(session.take_output(), "220 mail.test ESMTP lambent\r\n");
  Talk t;
  EXPECT_EQ(t.say("EHLO me\r\n"), "250-localhost\r\n250-8BITMIME\r\n250-SIZE 41943040\r\n250-AUTH PLAIN LOGIN\r\n250 Ok\r\n");
  EXPECT_EQ(t.say("MAIL FROM:<a@x> SIZE=20 BODY=8BITMIME\r\nRCPT TO:<b@y>\r\nRCPT TO:<no@x>\r\nRCPT TO: c@y\r\n"),
            "250 Ok\r\n250 Ok\r\n550 5.1.1 Requested action not taken: mailbox unavailable\r\n250 Ok\r\n");
  EXPECT_EQ(t.say("DATA\r\n"), "354 End data with <CR><LF>.<CR><LF>\r\n");
  EXPECT_TRUE(t.session.in_mail());
  EXPECT_EQ(t.say("Subject: s\r\n\r\n..one dot\r\nbare\n.\nline feeds\r\n.\r\nQUIT\r\n"), "250 Ok id-1\r\n221 2.0.0 Bye\r\n");
  ASSERT_EQ(t.mails.size(), 1u);
  EXPECT_EQ(t.mails[0].from, "a@x");
  EXPECT_EQ(t.mails[0].to, (std::vector<std::string>{"b@y", "c@y"}));
  EXPECT_EQ(t.mails[0].data, "Subject: s\r\n\r\n.one dot\r\nbare\n.\nline feeds\r\n") << "only CRLF . CRLF ends a mail";
  EXPECT_TRUE(t.session.closed());
}

TEST(Smtp, Authentication) {
  Talk t;
  t.say("EHLO me\r\n");
  EXPECT_EQ(t.say("AUTH PLAIN " + base64_encode(std::string("\0key\0wrong", 10)) + "\r\n"), "535 Authentication Credentials Invalid\r\n");
  EXPECT_EQ(t.say("AUTH LOGIN\r\n"), "334 VXNlcm5hbWU6\r\n");
  EXPECT_EQ(t.say(base64_encode("key") + "\r\n"), "334 UGFzc3dvcmQ6\r\n");
  EXPECT_EQ(t.say(base64_encode("secret") + "\r\n"), "235 2.7.0 Authentication successful\r\n");
  EXPECT_EQ(t.login, "key/secret");
  EXPECT_EQ(t.say("AUTH PLAIN x\r\n"), "503 5.5.1 Already authenticated\r\n");
  t.say("MAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\nDATA\r\n.\r\n");
  EXPECT_EQ(t.mails.at(0).user, "key");
  t.say("MAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\nDATA\r\n.\r\n");
  EXPECT_EQ(t.mails.at(1).user, "key") << "he stays who he is";
  Talk other;
  other.say("EHLO me\r\n");
  EXPECT_EQ(other.say("AUTH PLAIN\r\n*\r\n"), "334 \r\n501 5.7.0 Authentication cancelled\r\n");
  EXPECT_EQ(other.say("AUTH CRAM-MD5\r\n"), "504 5.5.4 Unrecognized authentication type\r\n");
  EXPECT_EQ(other.say("AUTH PLAIN !!!\r\n"), "501 5.5.2 Cannot decode the credentials\r\n");
  const std::string wrong = "AUTH PLAIN " + base64_encode(std::string("\0k\0w", 4)) + "\r\n";
  EXPECT_TRUE(other.say(wrong + wrong + wrong).ends_with("421 4.7.0 Too many errors, closing connection\r\n"));
}

TEST(Smtp, CommandsOutOfPlace) {
  Talk t;
  EXPECT_EQ(t.say("MAIL FROM:<a@x>\r\n"), "503 5.5.1 EHLO or HELO comes first\r\n");
  EXPECT_EQ(t.say("EHLO\r\n"), "501 5.5.4 Syntax: EHLO hostname\r\n");
  t.say("HELO me\r\n");
  EXPECT_EQ(t.say("RCPT TO:<a@x>\r\n"), "503 5.5.1 Error: need MAIL command\r\n");
  EXPECT_EQ(t.say("DATA\r\n"), "503 5.5.1 Error: need MAIL command\r\n");
  EXPECT_EQ(t.say("MAIL TO:<a@x>\r\n"), "501 5.5.4 Syntax: MAIL FROM:<address>\r\n");
  EXPECT_EQ(t.say("MAIL FROM:<a@x> SMTPUTF8\r\n"), "555 5.5.4 Unsupported option: SMTPUTF8\r\n");
  EXPECT_EQ(t.say("MAIL FROM:<>\r\nMAIL FROM:<a@x>\r\nDATA\r\n"), "250 Ok\r\n503 5.5.1 A mail has been begun\r\n503 5.5.1 Error: need RCPT command\r\n");
  EXPECT_EQ(t.say("STARTTLS\r\n"), "502 5.5.1 STARTTLS is not emulated by lambent\r\n");
  EXPECT_EQ(t.say("SEND\r\n"), "502 5.5.1 Unrecognized command\r\n");
  EXPECT_EQ(t.say("rset\r\nnoop\r\nvrfy a\r\n"), "250 Ok\r\n250 Ok\r\n252 2.1.5 Cannot verify the address, but mail for it is taken\r\n");
}

TEST(Smtp, AHandshakeBeginsTheSessionAnew) {
  Session session(Options{.starttls = true});
  session.take_output();
  session.feed("STARTTLS\r\nEHLO me\r\n");
  EXPECT_EQ(session.take_output(), "503 5.5.1 EHLO or HELO comes first\r\n250-localhost\r\n250-8BITMIME\r\n250-SIZE 41943040\r\n250-STARTTLS\r\n250-AUTH PLAIN LOGIN\r\n250 Ok\r\n");
  session.feed("STARTTLS\r\nMAIL FROM:<smuggled@x>\r\n");
  ASSERT_EQ(session.asks(), Asks::tls);
  session.answer("220 2.0.0 Ready to start TLS");
  EXPECT_EQ(session.take_output(), "220 2.0.0 Ready to start TLS\r\n");
  EXPECT_TRUE(session.securing());
  session.secured();
  EXPECT_EQ(session.take_output(), "") << "what came in the clear behind STARTTLS is nobody's";
  session.feed("MAIL FROM:<a@x>\r\n");
  EXPECT_EQ(session.take_output(), "503 5.5.1 EHLO or HELO comes first\r\n");
  session.feed("EHLO me\r\nSTARTTLS\r\n");
  EXPECT_EQ(session.take_output(), "250-localhost\r\n250-8BITMIME\r\n250-SIZE 41943040\r\n250-AUTH PLAIN LOGIN\r\n250 Ok\r\n503 5.5.1 TLS is already active\r\n");
  EXPECT_TRUE(session.envelope().tls);

  Session without(Options{.starttls = true});
  without.feed("EHLO me\r\nSTARTTLS\r\n");
  without.take_output();
  without.answer("454 4.7.0 TLS not available due to a local problem");
  EXPECT_FALSE(without.securing());
  without.feed("MAIL FROM:<a@x>\r\n");
  EXPECT_EQ(without.take_output(), "454 4.7.0 TLS not available due to a local problem\r\n250 Ok\r\n");
}

TEST(Smtp, AMailThereIsNoRoomForIsRefusedAtItsEnd) {
  Talk t;
  t.say("EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\nDATA\r\n" + std::string(100'000, 'x'));
  EXPECT_GE(t.session.held(), 100'000u);
  t.session.drop_data();
  EXPECT_EQ(t.say(std::string(100'000, 'y') + "\r\n.\r\n"), "452 4.3.1 Requested action not taken: insufficient system storage\r\n");
  EXPECT_TRUE(t.mails.empty());
  EXPECT_EQ(t.say("MAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\nDATA\r\n.\r\n"), "250 Ok\r\n250 Ok\r\n354 End data with <CR><LF>.<CR><LF>\r\n250 Ok id-1\r\n");
}

TEST(Smtp, LimitsHold) {
  Options options;
  options.max_mail = 100'000;
  options.max_recipients = 2;
  options.max_faults = 5;
  Talk t(options);
  t.say("EHLO me\r\n");
  EXPECT_EQ(t.say("MAIL FROM:<a@x> SIZE=100001\r\n"), "552 5.3.4 Message size exceeds fixed limit\r\n");
  EXPECT_EQ(t.say("MAIL FROM:<a@x>\r\nRCPT TO:<1@y>\r\nRCPT TO:<2@y>\r\nRCPT TO:<3@y>\r\n"), "250 Ok\r\n250 Ok\r\n250 Ok\r\n452 4.5.3 Too many recipients\r\n");
  t.say("DATA\r\n");
  EXPECT_EQ(t.say(std::string(250'000, 'x')), "");
  EXPECT_LE(t.session.envelope().data.size(), 100'000u);
  EXPECT_EQ(t.say("\r\n.\r\n"), "552 5.3.4 Message size exceeds fixed limit\r\n");
  EXPECT_TRUE(t.say("A\r\nB\r\nC\r\nD\r\n").ends_with("421 4.7.0 Too many errors, closing connection\r\n"));
  Talk lines;
  EXPECT_EQ(lines.say(std::string(20'000, 'x')), "500 5.5.2 Line too long\r\n");
  EXPECT_TRUE(lines.session.closed());
  Talk slow;
  slow.session.time_out();
  EXPECT_EQ(slow.session.take_output(), "451 4.4.2 Timeout waiting for data from client.\r\n");
}

TEST(Smtp, AReplyCannotSmuggleAnother) {
  Session session(Options{});
  session.take_output();
  session.feed("EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\n");
  session.take_output();
  session.answer("550 bad\r\n250 Ok");
  EXPECT_EQ(session.take_output(), "550-bad \r\n250 Ok\r\n");
}

TEST(Smtp, Paths) {
  std::string address;
  std::string_view rest;
  EXPECT_TRUE(read_path("<@relay:a@x> SIZE=1", address, rest));
  EXPECT_EQ(address, "a@x");
  EXPECT_EQ(rest, "SIZE=1");
  EXPECT_FALSE(read_path("<a@x", address, rest));
  EXPECT_FALSE(read_path("<a b@x>", address, rest));
  EXPECT_FALSE(read_path("", address, rest));
  EXPECT_FALSE(read_path("<" + std::string(400, 'x') + ">", address, rest));
}

// The algorithm as the SES developer guide gives it, computed with its Python script.
TEST(Smtp, PasswordsAreMadeOfSecrets) {
  EXPECT_EQ(password_of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"), "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9");
}

}  // namespace
}  // namespace lambent::smtp
