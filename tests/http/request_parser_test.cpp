#include "http/request_parser.h"

#include <gtest/gtest.h>

namespace lambent {
namespace {

std::string read_in_pieces(std::string_view bytes, size_t piece) {
  RequestParser parser(1 << 20, 8192);
  std::string out, kept;
  while (!bytes.empty()) {
    kept.append(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    for (bool again = true; again && !kept.empty();) {
      kept.erase(0, parser.feed(kept));
      if (parser.failed()) return out + std::to_string(parser.failure().status);
      again = parser.complete();
      if (!again) continue;
      HttpRequest request = parser.take();
      out += request.method + " " + request.target + " [" + request.body + "]";
      for (const auto& [name, value] : request.headers) out += " " + name + "=" + value;
      out += "\n";
    }
  }
  return out;
}

TEST(RequestParser, ReadsTheSameHoweverTheStreamIsCut) {
  const std::string streams[] = {
      "GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc\r\nGET /c HTTP/1.0\r\n\r\n",
      "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n000a\r\n0123456789\r\n0\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n",
      "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nLate: 1\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET http://other/x HTTP/1.1\r\nHost: h\r\nX-Folded: a\r\n b\r\n\r\n",
      "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\n\r\n\r\n",
  };
  for (const auto& stream : streams) {
    std::string whole = read_in_pieces(stream, stream.size());
    EXPECT_FALSE(whole.empty());
    for (size_t piece = 1; piece < 20; ++piece) EXPECT_EQ(read_in_pieces(stream, piece), whole) << "in pieces of " << piece;
  }
}

TEST(RequestParser, ALastChunkMayComeInPieces) {
  EXPECT_EQ(read_in_pieces("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 1),
            "POST /a [hi] Transfer-Encoding=chunked\n");
}

}  // namespace
}  // namespace lambent
