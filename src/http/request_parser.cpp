#include "http/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "base/text.h"

namespace lambent {
namespace {

namespace http = boost::beast::http;
using BeastView = boost::beast::string_view;

constexpr size_t kFields = 1000;
constexpr size_t kReservedAtOnce = 1 << 20;  // a declared length is believed only so far before the bytes come

std::string_view view(BeastView s) { return {s.data(), s.size()}; }

// What a trailer must not bring: framing, routing, and who is asking.
bool barred_in_trailer(std::string_view name) {
  for (std::string_view barred : {"content-length", "transfer-encoding", "host", "connection", "expect", "authorization",
                                  "origin", "content-encoding", "content-type"})
    if (iequals(name, barred)) return true;
  return istarts_with(name, "sec-");
}

// "http://host:port/path?query" to authority and "/path?query"; false if it is no such thing.
bool split_absolute(std::string_view target, std::string& authority, std::string& rest) {
  auto scheme = target.find("://");
  if (scheme == std::string_view::npos) return false;
  if (!iequals(target.substr(0, scheme), "http") && !iequals(target.substr(0, scheme), "https")) return false;
  target.remove_prefix(scheme + 3);
  auto end = target.find_first_of("/?");
  auto host = target.substr(0, end);
  if (host.empty() || host.find('@') != std::string_view::npos) return false;
  authority = host;
  rest = end == std::string_view::npos ? "/" : std::string(target.substr(end));
  if (rest.front() == '?') rest.insert(rest.begin(), '/');
  return true;
}

}  // namespace

class RequestParser::Machine final : public http::basic_parser<true> {
 public:
  explicit Machine(size_t header_room) : header_room_(header_room) {}
  HttpRequest request;
  bool asked_to_continue = false;
  bool expects = false;
  int version = 11;

 private:
  using error_code = boost::beast::error_code;
  void on_request_impl(http::verb, BeastView method, BeastView target, int v, error_code& ec) override {
    request.method = view(method);
    request.target = view(target);
    request.headers.reserve(12);
    version = v;
    spend(method.size() + target.size(), ec);
  }
  void on_response_impl(int, BeastView, int, error_code&) override {}
  void on_field_impl(http::field, BeastView name, BeastView value, error_code& ec) override {
    spend(name.size() + value.size() + 4, ec);
    if (ec) return;
    if (is_header_done() && (request.headers.has(view(name)) || barred_in_trailer(view(name)))) return;
    request.headers.add(view(name), view(value));
    if (request.headers.size() > kFields) ec = http::error::header_limit;
  }
  void on_header_impl(error_code& ec) override {
    size_t hosts = request.headers.all("Host").size();
    if (hosts > 1) {
      ec = http::error::bad_field;
      return;
    }
    if (request.target.empty() || (request.target[0] != '/' && request.target != "*")) {
      std::string authority, rest;
      if (!split_absolute(request.target, authority, rest)) {
        ec = http::error::bad_target;
        return;
      }
      request.target = std::move(rest);
      request.headers.set("Host", authority);
    }
    expects = version >= 11 && iequals(request.headers.get("Expect"), "100-continue");
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) request.body.reserve(std::min<std::uint64_t>(*length, kReservedAtOnce));
  }
  std::size_t on_body_impl(BeastView bytes, error_code&) override {
    request.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, BeastView extensions, error_code& ec) override {
    if (extensions.size() > 4096) ec = http::error::bad_chunk_extension;
  }
  std::size_t on_chunk_body_impl(std::uint64_t, BeastView bytes, error_code&) override {
    request.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_finish_impl(error_code&) override {}

  // Beast bounds what is unread of a header, not its whole: fields that trickle in would never end.
  void spend(size_t bytes, error_code& ec) {
    if (bytes > header_room_) {
      ec = http::error::header_limit;
      return;
    }
    header_room_ -= bytes;
  }
  size_t header_room_;
};

RequestParser::RequestParser(std::uint64_t max_body, std::uint32_t max_header)
    : max_body_(max_body), max_header_(max_header) {}
RequestParser::~RequestParser() = default;

size_t RequestParser::feed(std::string_view bytes) {
  size_t blank = 0;
  if (!machine_) {
    // Some clients end a body with a line feed too many: empty lines before a request are skipped (RFC 9112, 2.2).
    while (blank < bytes.size() && (bytes[blank] == '\r' || bytes[blank] == '\n')) ++blank;
    bytes.remove_prefix(blank);
    if (bytes.empty()) return blank;
    machine_ = std::make_unique<Machine>(max_header_);
    machine_->eager(true);
    machine_->header_limit(max_header_);
    machine_->body_limit(max_body_);
  }
  if (complete() || failed()) return blank;
  boost::beast::error_code ec;
  size_t used = machine_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
  if (ec == http::error::need_more) {
    // A chunk header or a trailer that does not end: Beast would wait for ever.
    if (bytes.size() - used > max_header_) fail(431, "The request's header is too long.");
  } else if (ec == http::error::body_limit) {
    fail(413, "The request body is larger than " + std::to_string(max_body_) + " bytes.");
  } else if (ec == http::error::header_limit) {
    fail(431, "The request's header is larger than " + std::to_string(max_header_) + " bytes.");
  } else if (ec) {
    fail(400, "This is not an HTTP/1.1 request: " + ec.message() + ".");
  }
  return blank + used;
}

void RequestParser::fail(int status, std::string why) { failure_ = HttpResponse::text(status, why + "\n"); }

bool RequestParser::started() const { return machine_ && !machine_->is_done(); }
bool RequestParser::complete() const { return machine_ && !failed() && machine_->is_done(); }
bool RequestParser::in_body() const { return started() && machine_->is_header_done(); }

bool RequestParser::wants_continue() {
  if (!machine_ || !machine_->expects || machine_->asked_to_continue) return false;
  if (failed() || !in_body() || !machine_->request.body.empty()) return false;
  machine_->asked_to_continue = true;
  return true;
}

bool RequestParser::keep_alive() const { return machine_->keep_alive(); }
bool RequestParser::http_1_0() const { return machine_->version < 11; }

HttpRequest RequestParser::take() {
  HttpRequest out = std::move(machine_->request);
  machine_.reset();
  return out;
}

}  // namespace lambent
