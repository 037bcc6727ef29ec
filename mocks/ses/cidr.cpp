#include "mocks/ses/cidr.h"

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>
#include <vector>

namespace lambent::ses {
namespace {

std::optional<std::vector<unsigned char>> bytes_of(const std::string& text) {
  boost::system::error_code ec;
  auto address = boost::asio::ip::make_address(text, ec);
  if (ec) return std::nullopt;
  if (address.is_v4()) {
    auto bytes = address.to_v4().to_bytes();
    return std::vector<unsigned char>(bytes.begin(), bytes.end());
  }
  auto bytes = address.to_v6().to_bytes();
  return std::vector<unsigned char>(bytes.begin(), bytes.end());
}

struct Range {
  std::vector<unsigned char> bytes;
  size_t bits = 0;
};

std::optional<Range> range_of(const std::string& text) {
  const size_t slash = text.find('/');
  auto bytes = bytes_of(text.substr(0, slash));
  if (!bytes) return std::nullopt;
  size_t bits = bytes->size() * 8;
  if (slash != std::string::npos) {
    auto [end, ec] = std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
    if (ec != std::errc() || end != text.data() + text.size() || bits > bytes->size() * 8) return std::nullopt;
  }
  return Range{std::move(*bytes), bits};
}

}  // namespace

bool is_cidr(const std::string& text) { return range_of(text).has_value(); }

bool in_cidr(const std::string& address, const std::string& cidr) {
  auto bytes = bytes_of(address);
  auto range = range_of(cidr);
  if (!bytes || !range || bytes->size() != range->bytes.size()) return false;
  for (size_t bit = 0; bit < range->bits; ++bit) {
    const unsigned char mask = static_cast<unsigned char>(0x80 >> (bit % 8));
    if (((*bytes)[bit / 8] ^ range->bytes[bit / 8]) & mask) return false;
  }
  return true;
}

}  // namespace lambent::ses
