#include "smtp/session.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace lambent::smtp {
namespace {

constexpr size_t kLongestAddress = 320;
constexpr size_t kFlushed = 64 << 10;  // of a line of data without an end
constexpr int kMostLogins = 3;
constexpr std::string_view kSize = "552 5.3.4 Message size exceeds fixed limit";
constexpr std::string_view kNoRoom = "452 4.3.1 Requested action not taken: insufficient system storage";

}  // namespace

bool read_path(std::string_view text, std::string& address, std::string_view& parameters) {
  text = trim(text);
  size_t end = 0;
  if (text.starts_with('<')) {
    end = text.find('>');
    if (end == std::string_view::npos) return false;
    address = text.substr(1, end - 1);
    ++end;
    if (address.starts_with('@')) address.erase(0, address.find(':') == std::string::npos ? 0 : address.find(':') + 1);  // a route
  } else {
    end = std::min(text.find(' '), text.size());
    address = text.substr(0, end);
    if (address.empty()) return false;
  }
  parameters = trim(text.substr(end));
  const bool bad = std::any_of(address.begin(), address.end(), [](char c) { return (c >= 0 && c <= ' ') || c == 127; });
  return !bad && address.size() <= kLongestAddress;
}

Session::Session(Options options) : options_(std::move(options)) { say("220 " + options_.host + " ESMTP lambent"); }

std::string Session::take_output() {
  std::string out;
  out.swap(out_);
  return out;
}

void Session::say(std::string_view reply) {
  for (;;) {
    const size_t end = reply.find('\n');
    std::string line(reply.substr(0, end));
    std::replace(line.begin(), line.end(), '\r', ' ');
    if (end != std::string_view::npos && line.size() > 3) line[3] = '-';
    out_ += line + "\r\n";
    if (end == std::string_view::npos) break;
    reply.remove_prefix(end + 1);
  }
}

void Session::fault(std::string_view reply) {
  say(reply);
  if (++faults_ < options_.max_faults) return;
  say("421 4.7.0 Too many errors, closing connection");
  closed_ = true;
}

void Session::forget_mail() {
  mail_begun_ = false;
  envelope_.from.clear();
  envelope_.to.clear();
  envelope_.data = std::string();
  refused_ = {};
}

void Session::drop_data() {
  if (expects_ != Expects::data || !refused_.empty()) return;
  refused_ = kNoRoom;
  envelope_.data = std::string();
}

void Session::secured() {
  securing_ = false;
  greeted_ = false;
  forget_mail();
  envelope_.user.clear();
  envelope_.tls = true;
}

void Session::time_out() {
  say("451 4.4.2 Timeout waiting for data from client.");
  closed_ = true;
}

void Session::feed(std::string_view bytes) {
  in_ += bytes;
  go_on();
}

void Session::go_on() {
  std::string line;
  while (!closed_ && !securing_ && asks_ == Asks::nothing) {
    if (expects_ == Expects::data) {
      if (!take_data()) return;
      continue;
    }
    if (!take_line(line)) return;
    switch (expects_) {
      case Expects::plain: on_plain(line); break;
      case Expects::login_user: on_login_user(line); break;
      case Expects::login_password: on_login_password(line); break;
      default: on_command(line);
    }
  }
}

bool Session::take_line(std::string& line) {
  const size_t end = in_.find('\n');
  if (std::min(end, in_.size()) > options_.max_line) {
    say("500 5.5.2 Line too long");
    closed_ = true;
    return false;
  }
  if (end == std::string::npos) return false;
  line = in_.substr(0, end);
  if (line.ends_with('\r')) line.pop_back();
  in_.erase(0, end + 1);
  return true;
}

bool Session::append_data(std::string_view piece) {
  const bool ended = piece.ends_with("\r\n");
  if (line_start_ && piece == ".\r\n") return false;
  if (line_start_ && piece.starts_with('.')) piece.remove_prefix(1);
  line_start_ = ended;
  if (envelope_.data.size() + piece.size() > options_.max_mail) {
    if (refused_.empty()) refused_ = kSize;
    envelope_.data = std::string();
  }
  if (refused_.empty()) envelope_.data += piece;
  return true;
}

// Takes what has been fed; true at the end of the message.
bool Session::take_data() {
  size_t done = 0;
  bool ended = false;
  while (!ended) {
    const size_t end = in_.find('\n', done);
    if (end == std::string::npos) break;
    ended = !append_data(std::string_view(in_).substr(done, end + 1 - done));
    done = end + 1;
  }
  if (!ended && in_.size() - done > kFlushed) {  // all but the last byte, which may be the CR of a line's end
    append_data(std::string_view(in_).substr(done, in_.size() - done - 1));
    done = in_.size() - 1;
  }
  in_.erase(0, done);
  if (!ended) return false;
  expects_ = Expects::command;
  if (!refused_.empty()) {
    say(refused_);
    forget_mail();
  } else {
    asks_ = Asks::message;
  }
  return true;
}

void Session::answer(const std::string& reply) {
  const Asks asked = std::exchange(asks_, Asks::nothing);
  const bool good = reply.starts_with('2');
  if (asked == Asks::nothing) return;
  if (asked == Asks::authentication) {
    if (good) envelope_.user = user_;
    password_.clear();
    say(reply);
    if (!good && ++refused_logins_ >= kMostLogins) {
      say("421 4.7.0 Too many errors, closing connection");
      closed_ = true;
    }
  } else if (asked == Asks::recipient) {
    if (good) envelope_.to.push_back(candidate_);
    if (good)
      say(reply);
    else
      fault(reply);
  } else if (asked == Asks::tls) {
    securing_ = good;
    if (good) in_.clear();  // what came before the handshake counts for nothing
    say(reply);
  } else {
    say(reply);
    forget_mail();
  }
  go_on();
}

}  // namespace lambent::smtp
