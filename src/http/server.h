// An HTTP/1.1 server on the loop: listener, sessions, limits, time-outs. It knows nothing of AWS.
//
//   HttpServer server(loop, {.max_body = 8 << 20}, handler);   // handler: Task<HttpResponse>(HttpRequest)
//   server.listen("127.0.0.1", 0);                             // throws ListenError (port in use, no right)
//   server.port();
//
// Keep-alive and pipelining-safe; one request of a connection is handled at a time. While a request is half
// read the clock is held. Targets in absolute form are accepted and reduced to path and query (SDKs prefix
// hosts, spec/wire.md section 1; such a host reaches the handler in the Host header). Limits answer 413 and
// 431, a broken request 400. A handler that throws answers 500 and logs an error. No Beast in this header.
//
// Fields of an answer are made safe (no line feeds), Content-Length, Date (emulated time) and Connection are added;
// "Connection: close" among the handler's fields closes after the answer. Sockets are not inherited by children.
//
// The destructor closes every connection; handlers still running are cancelled and drained first (the loop is run
// until they have ended), so never destroy a server from within one of its own handlers. Without running handlers it
// returns at once.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "base/loop.h"
#include "http/message.h"

namespace lambent {

class ListenError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What becomes of a handler whose peer has closed the connection (or its sending half): a call goes on to its end as
// AWS runs it, a long poll is cancelled (its co_await throws operation_aborted), since nobody will read the answer.
enum class PeerGone { go_on, cancel };

struct HttpLimits {
  std::uint64_t max_body = 64ull << 20;   // beyond: 413
  std::uint32_t max_header = 64u << 10;   // beyond: 431
  int idle_seconds = 0;                   // close an idle or half-read connection after; 0 never
  PeerGone peer_gone = PeerGone::go_on;
};

using HttpHandler = std::function<Task<HttpResponse>(HttpRequest)>;

class HttpServer {
 public:
  HttpServer(Loop& loop, HttpLimits limits, HttpHandler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;

  // An IP address ("127.0.0.1", "::1", "0.0.0.0"); port 0 takes a free one. May be called for several.
  void listen(const std::string& address, std::uint16_t port);
  std::uint16_t port() const;  // of the first listener
  void close();                // stops accepting, closes the connections, cancels their handlers
  size_t connections() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lambent
