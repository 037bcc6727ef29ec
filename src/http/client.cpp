#include "http/client.h"

#include <fcntl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>

#include "base/name_lookup.h"
#include "base/text.h"

namespace lambent {
namespace {

namespace http = boost::beast::http;
using Socket = net::basic_stream_socket<net::ip::tcp, Executor>;
using Endpoint = net::ip::tcp::endpoint;
using Parser = http::response_parser<http::string_body>;
constexpr auto kTuple = net::as_tuple(use_task);

// Closes the socket when the time is over. The callback outlives this and looks at the shared state only.
class Limit {
 public:
  Limit(Executor executor, std::shared_ptr<Socket> socket, std::chrono::milliseconds after) : timer_(executor), over_(std::make_shared<bool>(false)) {
    if (after.count() == 0) return;
    timer_.expires_after(after);
    timer_.async_wait([socket, over = over_](boost::system::error_code cancelled) {
      boost::system::error_code ignored;
      if (cancelled) return;
      *over = true;
      socket->close(ignored);
    });
  }
  bool over() const { return *over_; }

 private:
  SteadyTimer timer_;
  std::shared_ptr<bool> over_;
};

std::string in_brackets(const std::string& host) { return host.find(':') == std::string::npos ? host : "[" + host + "]"; }

std::string request_text(const HttpUrl& url, const HttpRequest& request) {
  std::string out = request.method + " " + url.target + " HTTP/1.1\r\n";
  if (!request.headers.has("Host")) {
    out += "Host: " + in_brackets(url.host);
    if (url.port != (url.secure ? 443 : 80)) out += ":" + std::to_string(url.port);
    out += "\r\n";
  }
  for (const auto& [name, value] : request.headers) {
    if (iequals(name, "Content-Length") || iequals(name, "Connection") || iequals(name, "Transfer-Encoding")) continue;
    if ((name + value).find_first_of("\r\n") != std::string::npos) throw HttpClientError("a header field with a line feed: " + printable(name));
    out += name + ": " + value + "\r\n";
  }
  bool bodiless = request.body.empty() && (request.method == "GET" || request.method == "HEAD" || request.method == "DELETE");
  if (!bodiless) out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return out + "Connection: close\r\n\r\n";
}

Task<std::vector<Endpoint>> addresses_of(Executor executor, HttpUrl url, std::chrono::milliseconds limit) {
  std::string failure;
  try {
    co_return co_await look_up(executor, url.host, url.port, limit);
  } catch (const LookupError& e) {
    failure = e.what();
  }
  throw HttpClientError(failure);
}

HttpResponse answer_of(Parser& parser) {
  auto message = parser.release();
  HttpResponse out{static_cast<int>(message.result_int()), {}, std::move(message.body())};
  for (const auto& field : message) {
    auto name = field.name_string();
    auto value = field.value();
    out.headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  return out;
}

std::string where(const HttpUrl& url) { return in_brackets(url.host) + ":" + std::to_string(url.port); }

Task<std::shared_ptr<Socket>> connect(Executor executor, HttpUrl url, HttpClientLimits limits) {
  std::vector<Endpoint> endpoints = co_await addresses_of(executor, url, limits.connect);
  auto socket = std::make_shared<Socket>(executor);
  Limit limit(executor, socket, limits.connect);
  boost::system::error_code failure = net::error::host_not_found;
  for (const Endpoint& endpoint : endpoints) {
    boost::system::error_code ignored;
    socket->close(ignored);
    socket->open(endpoint.protocol(), failure);
    if (failure) continue;
    ::fcntl(socket->native_handle(), F_SETFD, FD_CLOEXEC);
    auto [ec] = co_await socket->async_connect(endpoint, kTuple);
    failure = ec;
    if (ec == net::error::operation_aborted && !limit.over()) throw boost::system::system_error(ec);
    if (limit.over()) throw HttpClientError("no connection to " + where(url) + " within " + std::to_string(limits.connect.count()) + " ms");
    if (!failure) co_return socket;
  }
  throw HttpClientError("no connection to " + where(url) + ": " + failure.message());
}

template <class Stream>
Task<HttpResponse> talk(Stream& stream, const Limit& limit, std::string peer, std::string head, HttpRequest request, HttpClientLimits limits) {
  std::array<net::const_buffer, 2> bytes{net::buffer(head), net::buffer(request.body)};
  // A server may refuse a request it has not read to the end: what it said is read even if the writing fails.
  auto [unsent, sent] = co_await net::async_write(stream, bytes, kTuple);
  Parser parser;
  parser.body_limit(limits.max_body);
  parser.skip(request.method == "HEAD");
  boost::beast::flat_buffer buffer;
  auto [read, got] = co_await http::async_read(stream, buffer, parser, kTuple);
  boost::system::error_code ec = read;
  if (ec == net::error::operation_aborted && !limit.over()) throw boost::system::system_error(ec);  // the task was cancelled
  // Servers that end a body by closing do not always end TLS first.
  if (ec == net::ssl::error::stream_truncated && parser.is_header_done() && parser.need_eof()) ec = {};
  if (limit.over()) throw HttpClientError("no answer from " + peer + " within " + std::to_string(limits.answer.count()) + " ms");
  if (ec == http::error::body_limit) throw HttpClientError("the answer of " + peer + " is larger than " + std::to_string(limits.max_body) + " bytes");
  if (ec) {
    boost::system::error_code why = unsent ? unsent : ec;
    throw HttpClientError("no answer from " + peer + ": " + why.message());
  }
  co_return answer_of(parser);
}

Task<HttpResponse> exchange(std::shared_ptr<Socket> socket, HttpUrl url, std::string head, HttpRequest request, HttpClientLimits limits) {
  Limit limit(socket->get_executor(), socket, limits.answer);
  if (!url.secure) co_return co_await talk(*socket, limit, where(url), std::move(head), std::move(request), limits);
  boost::system::error_code ec;
  net::ssl::context context(net::ssl::context::tls_client);
  context.set_default_verify_paths(ec);
  net::ssl::stream<Socket&> stream(*socket, context);
  stream.set_verify_mode(net::ssl::verify_peer);
  stream.set_verify_callback(net::ssl::host_name_verification(url.host));
  net::ip::make_address(url.host, ec);
  if (ec) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  auto [failed] = co_await stream.async_handshake(net::ssl::stream_base::client, kTuple);
  if (limit.over()) throw HttpClientError("no answer from " + where(url) + " within " + std::to_string(limits.answer.count()) + " ms");
  if (failed == net::error::operation_aborted) throw boost::system::system_error(failed);
  if (failed) throw HttpClientError("no secure connection to " + where(url) + ": " + failed.message());
  co_return co_await talk(stream, limit, where(url), std::move(head), std::move(request), limits);
}

}  // namespace

std::optional<HttpUrl> parse_url(std::string_view url) {
  bool secure = istarts_with(url, "https://");
  if (!secure && !istarts_with(url, "http://")) return std::nullopt;
  url.remove_prefix(secure ? 8 : 7);
  if (url.find_first_of(" \r\n\t") != std::string_view::npos) return std::nullopt;
  auto fragment = url.find('#');
  url = url.substr(0, fragment);
  auto slash = url.find_first_of("/?");
  std::string_view authority = url.substr(0, slash);
  HttpUrl out;
  out.secure = secure;
  if (secure) out.port = 443;
  out.target = slash == std::string_view::npos ? "/" : std::string(url.substr(slash));
  if (out.target.front() == '?') out.target.insert(out.target.begin(), '/');
  std::string_view port;
  if (authority.starts_with('[')) {
    auto end = authority.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    out.host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
  } else {
    auto colon = authority.find(':');
    out.host = authority.substr(0, colon);
    if (colon != std::string_view::npos) port = authority.substr(colon);
  }
  if (out.host.empty() || out.host.find('@') != std::string::npos) return std::nullopt;
  if (!port.empty()) {
    if (port.front() != ':') return std::nullopt;
    auto [end, error] = std::from_chars(port.data() + 1, port.data() + port.size(), out.port);
    if (error != std::errc() || end != port.data() + port.size() || out.port == 0) return std::nullopt;
  }
  return out;
}

Task<HttpResponse> http_request(Loop& loop, std::string url_text, HttpRequest request, HttpClientLimits limits) {
  auto url = parse_url(url_text);
  if (!url) throw HttpClientError("not an address of the form http[s]://host:port/path: " + printable(url_text));
  std::string head = request_text(*url, request);
  Clock::Hold hold = loop.clock().hold();
  std::shared_ptr<Socket> socket = co_await connect(loop.executor(), *url, limits);
  co_return co_await exchange(std::move(socket), *url, std::move(head), std::move(request), limits);
}

}  // namespace lambent
