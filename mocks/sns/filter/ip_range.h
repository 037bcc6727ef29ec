// A CIDR block of IPv4 or IPv6 addresses.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace lambent::sns {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  size_t size = 0;  // 4 or 16
};
std::optional<IpAddress> read_address(const std::string& text);

struct IpRange {
  IpAddress base;
  unsigned bits = 0;

  bool contains(const std::string& address) const;
};

// "10.0.0.0/24". Throws std::invalid_argument in the words of SNS.
IpRange read_ip_range(const std::string& text);

}  // namespace lambent::sns
