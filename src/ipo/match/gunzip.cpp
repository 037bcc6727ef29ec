#include "ipo/match/gunzip.h"

#include <zlib.h>

namespace lambent::ipo {

std::optional<std::string> gunzip(std::string_view bytes, size_t most, std::string& why) {
  z_stream stream{};
  if (bytes.size() > UINT32_MAX || inflateInit2(&stream, 15 + 16) != Z_OK) {
    why = "too large to unpack";
    return std::nullopt;
  }
  // zlib reads through this pointer only.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  char buffer[16384];
  int state = Z_OK;
  while (why.empty()) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof buffer;
    state = inflate(&stream, Z_NO_FLUSH);
    const size_t made = sizeof buffer - stream.avail_out;
    if (state != Z_OK && state != Z_STREAM_END)
      why = state == Z_BUF_ERROR ? "gzip data is cut off" : "not gzip data";
    else if (out.size() + made > most)
      why = "too large when unpacked";
    else
      out.append(buffer, made);
    if (state != Z_STREAM_END || !why.empty()) continue;
    if (stream.avail_in == 0) break;
    if (inflateReset(&stream) != Z_OK) why = "not gzip data";
  }
  inflateEnd(&stream);
  if (!why.empty()) return std::nullopt;
  return out;
}

}  // namespace lambent::ipo
