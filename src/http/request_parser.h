// Bytes of a connection to requests: HTTP/1.0 and 1.1, bodies by length or chunked with trailers.
//
//   RequestParser parser(max_body, max_header);
//   size_t used = parser.feed(bytes);        // what is not used comes again with more behind it
//   if (parser.failed()) ...                 // answer parser.failure() and close; nothing more can be read
//   if (parser.wants_continue()) ...         // send 100 Continue; true once per request
//   if (parser.complete()) handle(parser.take());   // ready for the next request
//
// A pure value machine: no socket, no clock. Trailer fields are appended to the headers unless a header of that
// name exists. A target in absolute form is reduced to path and query and its authority becomes the Host header.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace lambent {

class RequestParser {
 public:
  RequestParser(std::uint64_t max_body, std::uint32_t max_header);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;

  size_t feed(std::string_view bytes);

  bool started() const;   // some bytes of an unfinished request were used
  bool complete() const;
  bool failed() const { return failure_.status != 200; }
  const HttpResponse& failure() const { return failure_; }  // 400, 413, 431, 501 or 505 with a sentence
  bool wants_continue();
  bool in_body() const;

  // Of the complete request, until take().
  bool keep_alive() const;
  bool http_1_0() const;

  HttpRequest take();

 private:
  class Machine;
  void fail(int status, std::string why);

  const std::uint64_t max_body_;
  const std::uint32_t max_header_;
  std::unique_ptr<Machine> machine_;
  HttpResponse failure_;
};

}  // namespace lambent
