// HTTP requests and responses as plain values. No Beast here: only server.cpp and client.cpp know it.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/task.h"

namespace lambent {

// Header fields in the order they came; names compare without case.
class HttpFields {
 public:
  std::string_view get(std::string_view name) const;  // "" if absent; the first of several
  bool has(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  void set(std::string_view name, std::string_view value);  // replaces
  void add(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  size_t size() const { return fields_.size(); }
  void reserve(size_t fields) { fields_.reserve(fields); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// The connection a request came by, seen by its handler, and there as long as that runs.
class PeerLine {
 public:
  // From now on the handler is cancelled when the peer goes away, as PeerGone::cancel (server.h) has it.
  virtual void cancel_when_gone() = 0;
  virtual bool hung_up() const = 0;  // the peer has

 protected:
  ~PeerLine() = default;
};

struct HttpRequest {
  std::string method;   // upper case as sent
  std::string target;   // as sent: origin form "/path?query"; of an absolute form the server keeps path and query
  HttpFields headers;
  std::string body;     // whole, chunked coding removed
  std::string peer;     // IP address of the other end, without port
  PeerLine* line = nullptr;  // null: it did not come by a connection

  std::string_view path() const;   // still percent-encoded, without the query
  std::string_view query() const;  // still percent-encoded, without '?'
};

// How a connection is broken instead of answered, for tests of clients: no byte until the client gives up, a reset, an
// answer cut short, bytes that are no HTTP.
enum class Broken { no, silent, reset, truncated, garbage };

struct HttpResponse {
  int status = 200;
  HttpFields headers;  // Content-Length, Date and Connection are the server's business
  std::string body;
  Broken broken = Broken::no;
  // An answer that is made while it is sent: each piece goes out before the next is asked for, an empty one is the end. The
  // clock is not held meanwhile; the coroutine is cancelled when the client leaves or the server closes. `body` does not count.
  std::function<Task<std::string>()> pieces;

  static HttpResponse json(int status, std::string body);
  static HttpResponse text(int status, std::string body);
};

// Name and value of each query or form parameter, decoded, in order.
std::vector<std::pair<std::string, std::string>> parse_form(std::string_view encoded);

}  // namespace lambent
