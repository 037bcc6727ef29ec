#include "base/ids.h"

namespace lambent {

Ids::Ids() {
  std::random_device source;
  std::seed_seq seed{source(), source(), source(), source(), source(), source()};
  engine_.seed(seed);
}
Ids::Ids(std::uint64_t seed) : engine_(seed) {}

std::string Ids::pick(std::string_view alphabet, size_t n) {
  std::string out(n, ' ');
  for (char& c : out) c = alphabet[engine_() % alphabet.size()];
  return out;
}

double Ids::fraction() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

std::string Ids::uuid() {
  static constexpr char digits[] = "0123456789abcdef";
  std::uint64_t high = engine_(), low = engine_();
  high = (high & ~0xF000ULL) | 0x4000ULL;
  low = (low & ~(0xC0ULL << 56)) | (0x80ULL << 56);
  std::string out(36, '-');
  size_t at = 0;
  for (int i = 0; i < 32; ++i) {
    if (at == 8 || at == 13 || at == 18 || at == 23) ++at;
    std::uint64_t word = i < 16 ? high : low;
    out[at++] = digits[word >> (60 - 4 * (i % 16)) & 15];
  }
  return out;
}

std::string Ids::hex(size_t n) { return pick("0123456789abcdef", n); }
std::string Ids::letters(size_t n) { return pick("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", n); }
std::string Ids::upper_base32(size_t n) { return pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", n); }
std::string Ids::base64(size_t n) { return pick("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", n); }
std::string Ids::iam_id(std::string_view prefix) { return std::string(prefix) + upper_base32(17); }
std::string Ids::trace() { return "Root=1-" + hex(8) + "-" + hex(24); }

}  // namespace lambent
