#include "mocks/states/items/unpack.h"

#include <zlib.h>

#include "mocks/states/items/source.h"

namespace lambent::states::items {
namespace {

class Inflater {
 public:
  Inflater() {
    constexpr int kGzip = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, kGzip) != Z_OK) throw ReadFault("The gzip stream cannot be read.");
  }
  Inflater(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }
  z_stream& operator*() { return stream_; }

 private:
  z_stream stream_{};
};

}  // namespace

bool packed(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string unpack(std::string_view bytes, size_t& room) {
  Inflater inflater;
  z_stream& stream = *inflater;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out, piece(size_t{1} << 16, '\0');
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    int done = inflate(&stream, Z_NO_FLUSH);
    out.append(piece, 0, piece.size() - stream.avail_out);
    if (out.size() > room) throw ReadFault("The gzip streams unpack to more than 1 GiB.");
    if (done == Z_STREAM_END && stream.avail_in == 0) {
      room -= out.size();
      return out;
    }
    if (done == Z_STREAM_END) done = inflateReset(&stream);  // several members follow each other
    if (done != Z_OK) throw ReadFault("The gzip stream is broken.");
  }
}

}  // namespace lambent::states::items
