// One HTTP request to somewhere else, awaited: deliveries to HTTP endpoints, the command line against a running
// emulator. One connection per request; redirects are answers like any other. https: the peer's certificate must be of its
// host and of an authority that OpenSSL knows by default (SSL_CERT_FILE and SSL_CERT_DIR name others).
//
//   HttpRequest request{.method = "POST", .body = text};
//   HttpResponse answer = co_await http_request(loop, "http://localhost:4566/path?query", std::move(request));
//
// Host, Content-Length and Connection are added; `target` and `peer` of the request are not looked at. Any status is
// an answer; HttpClientError is thrown for what is no answer: a bad address, a name not known or not found out in time, nobody there, time out, garbage, a body
// over the limit. The clock is held while it runs. Cancelling the task closes the connection.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/loop.h"
#include "http/message.h"

namespace lambent {

class HttpClientError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct HttpClientLimits {
  std::chrono::milliseconds connect{5'000};   // real time, for the host's name and then for the connection
  std::chrono::milliseconds answer{60'000};   // from the connection to the whole answer; 0 without end
  std::uint64_t max_body = 64ull << 20;
};

struct HttpUrl {
  std::string host;    // without brackets
  std::uint16_t port = 80;  // https: 443
  bool secure = false;
  std::string target;  // "/path?query"
};
std::optional<HttpUrl> parse_url(std::string_view url);  // nothing for what is not http[s]://host[:port][/path]

Task<HttpResponse> http_request(Loop& loop, std::string url, HttpRequest request, HttpClientLimits limits = {});

}  // namespace lambent
