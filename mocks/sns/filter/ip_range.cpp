#include "mocks/sns/filter/ip_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace lambent::sns {

std::optional<IpAddress> read_address(const std::string& text) {
  IpAddress out;
  if (inet_pton(AF_INET, text.c_str(), out.bytes.data()) == 1) {
    out.size = 4;
    return out;
  }
  if (inet_pton(AF_INET6, text.c_str(), out.bytes.data()) == 1) {
    out.size = 16;
    return out;
  }
  return std::nullopt;
}

IpRange read_ip_range(const std::string& text) {
  auto slash = text.find('/');
  if (slash == std::string::npos || std::count(text.begin(), text.end(), '/') != 1) throw std::invalid_argument("Malformed CIDR, one '/' required");
  IpRange out;
  std::string bits = text.substr(slash + 1), address = text.substr(0, slash);
  auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), out.bits);
  if (error != std::errc() || end != bits.data() + bits.size()) throw std::invalid_argument("Malformed CIDR, mask bits must be an integer");
  auto base = read_address(address);
  if (!base) throw std::invalid_argument("Nonstandard IP address: " + address);
  if (out.bits > base->size * 8) throw std::invalid_argument("Malformed CIDR, mask bits must not be greater than " + std::to_string(base->size * 8));
  out.base = *base;
  return out;
}

bool IpRange::contains(const std::string& text) const {
  auto address = read_address(text);
  if (!address || address->size != base.size) return false;
  for (size_t i = 0; i < base.size; ++i) {
    unsigned left = bits > i * 8 ? std::min<unsigned>(8, bits - static_cast<unsigned>(i) * 8) : 0;
    unsigned mask = 0xFFu & ~(0xFFu >> left);
    if ((address->bytes[i] & mask) != (base.bytes[i] & mask)) return false;
  }
  return true;
}

}  // namespace lambent::sns
