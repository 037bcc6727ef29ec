// The HTTP request parser: any bytes, in any pieces. However a stream is cut, the same requests must come out of it,
// and nothing may be read past what was given.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "http/request_parser.h"

namespace {

constexpr size_t kMaxBody = 2000, kMaxHeader = 1000;

// All requests of a stream as one text; ends with the status it was refused with, if it was.
std::string read_all(std::string_view bytes, size_t piece) {
  lambent::RequestParser parser(kMaxBody, kMaxHeader);
  std::string out, kept;
  while (!bytes.empty() || !kept.empty()) {
    size_t n = std::min(piece, bytes.size());
    bool fresh = n > 0;
    kept.append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    for (bool again = true; again && !kept.empty();) {
      // A buffer of exactly the given size, so that reading one byte too far is seen.
      std::unique_ptr<char[]> exact(new char[kept.size()]);
      std::memcpy(exact.get(), kept.data(), kept.size());
      size_t used = parser.feed({exact.get(), kept.size()});
      if (used > kept.size()) std::abort();
      kept.erase(0, used);
      again = parser.complete();
      if (parser.failed()) return out + "refused";
      if (!parser.complete()) continue;
      out += parser.keep_alive() ? "+" : "-";
      lambent::HttpRequest request = parser.take();
      if (request.body.size() > kMaxBody) std::abort();
      out += request.method + " " + request.target + "\n";
      for (const auto& [name, value] : request.headers) out += name + ": " + value + "\n";
      out += request.body + "\n";
    }
    if (!fresh) break;
  }
  return out;
}

// How much of the last, unfinished or refused request was understood may depend on the cut; whole requests may not.
bool agree(const std::string& a, const std::string& b) {
  auto whole = [](const std::string& s) { return s.ends_with("refused") ? s.substr(0, s.size() - 7) : s; };
  return whole(a) == whole(b);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  if (size < 2 || size > 20'000) return 0;
  size_t piece = 1 + data[0] % 40;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (!agree(read_all(bytes, bytes.size()), read_all(bytes, piece))) std::abort();
  return 0;
}
