// One SMTP session as bytes in and bytes out (RFC 5321, 4954): no socket, no clock, no state but its own.
//
//   Session session({.host = "localhost"});
//   write(session.take_output());                      // the greeting
//   session.feed(bytes);                               // as they come, in any pieces
//   if (session.asks() != Asks::nothing)               // somebody must decide
//     session.answer("250 Ok");                        // goes on with what has been fed
//   write(session.take_output());  if (session.closed()) close();
//
// The owner reads on only while nothing is asked and no handshake is due, so that what waits in here stays within one piece. A mail ends with
// CRLF . CRLF and nothing else: bare line feeds are part of it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::smtp {

struct Options {
  std::string host = "localhost";
  std::size_t max_mail = 40u << 20;
  std::size_t max_recipients = 100;
  std::size_t max_line = 12'288;  // of commands; long because of AUTH
  int max_faults = 20;            // of commands, then 421
  bool starttls = false;          // offered
};

struct Envelope {
  std::string from;               // "" for <>
  std::vector<std::string> to;
  std::string data;
  std::string user;               // who is authenticated; "" nobody
  bool tls = false;               // it came over TLS
};

enum class Asks {
  nothing,
  authentication,  // user() and password(): answer "235 …" or "535 …"
  recipient,       // candidate(): answer "250 …" or a refusal
  message,         // envelope(): answer what became of it
  tls              // answer "220 …", write it, shake hands and say so by secured(); or "454 …"
};

class Session {
 public:
  explicit Session(Options options);

  void feed(std::string_view bytes);
  Asks asks() const { return asks_; }
  void answer(const std::string& reply);  // without CRLF; lines separated by '\n'
  std::string take_output();
  bool closed() const { return closed_; }
  bool in_mail() const { return mail_begun_; }  // between MAIL and the end of the message
  void time_out();                              // says so and closes
  bool securing() const { return securing_; }   // what comes now is no SMTP
  void secured();                               // the session begins anew (RFC 3207)
  std::size_t held() const { return in_.capacity() + envelope_.data.capacity(); }  // bytes of what has been fed
  void drop_data();                             // there is no room for the message that is coming: it is refused at its end

  const std::string& user() const { return user_; }
  const std::string& password() const { return password_; }
  const std::string& candidate() const { return candidate_; }
  Envelope& envelope() { return envelope_; }

 private:
  enum class Expects { command, plain, login_user, login_password, data };
  void go_on();
  bool take_line(std::string& line);
  bool take_data();
  void on_command(const std::string& line);
  void on_auth(std::string_view rest);
  void on_plain(std::string_view encoded);
  void on_login_user(std::string_view encoded);
  void on_login_password(std::string_view encoded);
  void on_mail(std::string_view rest);
  void on_rcpt(std::string_view rest);
  void on_data();
  void on_starttls();
  void hello(std::string_view name, bool extended);
  void say(std::string_view reply);
  void fault(std::string_view reply);
  void forget_mail();
  bool append_data(std::string_view piece);

  const Options options_;
  std::string in_, out_;
  Expects expects_ = Expects::command;
  Asks asks_ = Asks::nothing;
  bool closed_ = false, greeted_ = false, mail_begun_ = false;
  bool securing_ = false;
  bool line_start_ = true;
  std::string_view refused_;  // what is said of the message at its end, of which nothing is kept
  int faults_ = 0, refused_logins_ = 0;
  std::string user_, password_, candidate_;
  Envelope envelope_;
};

// The path of "<a@b>" or "a@b" in front of parameters; false if there is none. "<>" gives "".
bool read_path(std::string_view text, std::string& address, std::string_view& parameters);

}  // namespace lambent::smtp
