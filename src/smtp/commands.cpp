// What a session does at each command.
#include <charconv>

#include "base/text.h"
#include "smtp/session.h"

namespace lambent::smtp {

void Session::on_command(const std::string& line) {
  const size_t space = line.find(' ');
  const std::string word = upper(std::string_view(line).substr(0, space));
  const std::string_view rest = space == std::string::npos ? std::string_view() : trim(std::string_view(line).substr(space + 1));
  if (word == "EHLO" || word == "HELO") return hello(rest, word == "EHLO");
  if (word == "QUIT") {
    say("221 2.0.0 Bye");
    closed_ = true;
    return;
  }
  // A web page that speaks HTTP to this port, one header a line.
  for (const char* of_http : {"GET", "POST", "PUT", "HEAD", "OPTIONS", "PATCH", "DELETE", "CONNECT"})
    closed_ |= word == of_http;
  closed_ |= word.ends_with(':');
  if (closed_) return say("421 4.7.0 This is no HTTP server");
  if (word == "NOOP") return say("250 Ok");
  if (word == "RSET") {
    forget_mail();
    return say("250 Ok");
  }
  if (word == "VRFY") return say("252 2.1.5 Cannot verify the address, but mail for it is taken");
  if (word == "STARTTLS") return on_starttls();
  if (word != "AUTH" && word != "MAIL" && word != "RCPT" && word != "DATA") return fault("502 5.5.1 Unrecognized command");
  if (!greeted_) return fault("503 5.5.1 EHLO or HELO comes first");
  if (word == "AUTH") return on_auth(rest);
  if (word == "MAIL") return on_mail(rest);
  if (word == "RCPT") return on_rcpt(rest);
  on_data();
}

void Session::hello(std::string_view name, bool extended) {
  if (name.empty()) return fault("501 5.5.4 Syntax: EHLO hostname");
  greeted_ = true;
  forget_mail();
  if (!extended) return say("250 " + options_.host);
  const bool tls = options_.starttls && !envelope_.tls;
  say("250 " + options_.host + "\n250 8BITMIME\n250 SIZE " + std::to_string(options_.max_mail) + (tls ? "\n250 STARTTLS" : "") + "\n250 AUTH PLAIN LOGIN\n250 Ok");
}

void Session::on_starttls() {
  if (!options_.starttls) return fault("502 5.5.1 STARTTLS is not emulated by lambent");
  if (envelope_.tls) return fault("503 5.5.1 TLS is already active");
  if (!greeted_) return fault("503 5.5.1 EHLO or HELO comes first");
  if (mail_begun_) return fault("503 5.5.1 STARTTLS is not permitted during a mail transaction");
  asks_ = Asks::tls;
}

void Session::on_auth(std::string_view rest) {
  if (!envelope_.user.empty()) return fault("503 5.5.1 Already authenticated");
  if (mail_begun_) return fault("503 5.5.1 AUTH is not permitted during a mail transaction");
  const size_t space = rest.find(' ');
  const std::string mechanism = upper(rest.substr(0, space));
  const std::string_view initial = space == std::string_view::npos ? std::string_view() : trim(rest.substr(space + 1));
  if (mechanism == "PLAIN") {
    if (!initial.empty()) return on_plain(initial);
    expects_ = Expects::plain;
    return say("334 ");
  }
  if (mechanism == "LOGIN") {
    if (!initial.empty()) return on_login_user(initial);
    expects_ = Expects::login_user;
    return say("334 VXNlcm5hbWU6");
  }
  fault(mechanism.empty() ? "501 5.5.4 Syntax: AUTH mechanism" : "504 5.5.4 Unrecognized authentication type");
}

void Session::on_plain(std::string_view encoded) {
  expects_ = Expects::command;
  if (encoded == "*") return fault("501 5.7.0 Authentication cancelled");
  const std::string text = base64_decode(encoded == "=" ? "" : encoded).value_or("");
  const size_t first = text.find('\0'), second = first == std::string::npos ? first : text.find('\0', first + 1);
  if (second == std::string::npos) return fault("501 5.5.2 Cannot decode the credentials");
  user_ = text.substr(first + 1, second - first - 1);
  password_ = text.substr(second + 1);
  asks_ = Asks::authentication;
}

void Session::on_login_user(std::string_view encoded) {
  expects_ = Expects::command;
  if (encoded == "*") return fault("501 5.7.0 Authentication cancelled");
  auto user = base64_decode(encoded);
  if (!user) return fault("501 5.5.2 Cannot decode the credentials");
  user_ = *user;
  expects_ = Expects::login_password;
  say("334 UGFzc3dvcmQ6");
}

void Session::on_login_password(std::string_view encoded) {
  expects_ = Expects::command;
  if (encoded == "*") return fault("501 5.7.0 Authentication cancelled");
  auto password = base64_decode(encoded);
  if (!password) return fault("501 5.5.2 Cannot decode the credentials");
  password_ = *password;
  asks_ = Asks::authentication;
}

void Session::on_mail(std::string_view rest) {
  if (mail_begun_) return fault("503 5.5.1 A mail has been begun");
  std::string from;
  std::string_view parameters;
  if (!istarts_with(rest, "FROM:") || !read_path(rest.substr(5), from, parameters)) return fault("501 5.5.4 Syntax: MAIL FROM:<address>");
  for (const auto& parameter : split(parameters, ' ')) {
    if (parameter.empty()) continue;
    const std::string word = upper(parameter);
    if (word == "BODY=8BITMIME" || word == "BODY=7BIT" || word.starts_with("AUTH=")) continue;
    size_t size = 0;
    const bool is_size = word.starts_with("SIZE=") && std::from_chars(word.data() + 5, word.data() + word.size(), size).ec == std::errc();
    if (!is_size) return fault("555 5.5.4 Unsupported option: " + printable(parameter));
    if (size > options_.max_mail) return fault("552 5.3.4 Message size exceeds fixed limit");
  }
  envelope_.from = from;
  mail_begun_ = true;
  say("250 Ok");
}

void Session::on_rcpt(std::string_view rest) {
  if (!mail_begun_) return fault("503 5.5.1 Error: need MAIL command");
  std::string_view parameters;
  if (!istarts_with(rest, "TO:") || !read_path(rest.substr(3), candidate_, parameters) || candidate_.empty())
    return fault("501 5.5.4 Syntax: RCPT TO:<address>");
  if (!parameters.empty()) return fault("555 5.5.4 Unsupported option: " + printable(parameters));
  if (envelope_.to.size() >= options_.max_recipients) return fault("452 4.5.3 Too many recipients");
  asks_ = Asks::recipient;
}

void Session::on_data() {
  if (!mail_begun_) return fault("503 5.5.1 Error: need MAIL command");
  if (envelope_.to.empty()) return fault("503 5.5.1 Error: need RCPT command");
  expects_ = Expects::data;
  line_start_ = true;
  say("354 End data with <CR><LF>.<CR><LF>");
}

}  // namespace lambent::smtp
