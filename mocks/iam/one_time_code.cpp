#include "mocks/iam/one_time_code.h"

#include "base/digest.h"

namespace lambent::iam {
namespace {

constexpr auto kStep = std::chrono::seconds(30);
constexpr int kDrift = 1, kDriftWhenEnabled = 10;  // steps

}  // namespace

std::string base32_encode(std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned buffer = 0, bits = 0;
  for (char c : bytes) {
    buffer = buffer << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(digits[buffer >> (bits - 5) & 31]);
    buffer &= (1u << bits) - 1;
  }
  if (bits > 0) out.push_back(digits[buffer << (5 - bits) & 31]);
  return out;
}

std::string one_time_code(const std::string& secret, TimePoint at, int steps) {
  auto counter = static_cast<std::uint64_t>(at.time_since_epoch() / kStep + steps);
  std::string message(8, '\0');
  for (size_t i = 8; i-- > 0; counter >>= 8) message[i] = static_cast<char>(counter & 0xFF);
  std::string hash = hmac_sha1(secret, message);
  auto byte = [&](size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(hash[i])); };
  size_t from = byte(19) & 15;
  std::uint32_t number = ((byte(from) & 0x7F) << 24 | byte(from + 1) << 16 | byte(from + 2) << 8 | byte(from + 3)) % 1'000'000;
  std::string digits = std::to_string(number);
  return std::string(6 - digits.size(), '0') + digits;
}

bool code_fits(const std::string& secret, TimePoint now, const std::string& code) {
  for (int step = -kDrift; step <= kDrift; ++step)
    if (one_time_code(secret, now, step) == code) return true;
  return false;
}

bool codes_follow(const std::string& secret, TimePoint now, const std::string& first, const std::string& second) {
  for (int step = -kDriftWhenEnabled; step <= kDriftWhenEnabled; ++step)
    if (one_time_code(secret, now, step) == first && one_time_code(secret, now, step + 1) == second) return true;
  return false;
}

}  // namespace lambent::iam
