#include "base/checksums.h"

#include <array>

#include "base/digest.h"

namespace lambent {
namespace {

// Both are reflected: the low bit comes first.
template <class Word>
constexpr std::array<Word, 256> table_of(Word polynomial) {
  std::array<Word, 256> out{};
  for (unsigned i = 0; i < 256; ++i) {
    Word word = i;
    for (int bit = 0; bit < 8; ++bit) word = (word >> 1) ^ (word & 1 ? polynomial : 0);
    out[i] = word;
  }
  return out;
}

constexpr auto kCastagnoli = table_of<std::uint32_t>(0x82F63B78u);
constexpr auto kNvme = table_of<std::uint64_t>(0x9A6C9329AC4BC9B5ull);

template <class Word>
Word run(const std::array<Word, 256>& table, std::string_view bytes) {
  Word word = ~Word{0};
  for (unsigned char byte : bytes) word = (word >> 8) ^ table[(word ^ byte) & 0xFF];
  return ~word;
}

template <class Word>
std::string big_end_first(Word word) {
  std::string out(sizeof word, '\0');
  for (size_t i = 0; i < sizeof word; ++i) out[i] = static_cast<char>(word >> (8 * (sizeof word - 1 - i)));
  return out;
}

}  // namespace

std::uint32_t crc32c_of(std::string_view bytes) { return run(kCastagnoli, bytes); }
std::uint64_t crc64nvme_of(std::string_view bytes) { return run(kNvme, bytes); }

std::optional<std::string> checksum_of(std::string_view algorithm, std::string_view bytes) {
  if (algorithm == "CRC32") return big_end_first(crc32_of(bytes));
  if (algorithm == "CRC32C") return big_end_first(crc32c_of(bytes));
  if (algorithm == "CRC64NVME") return big_end_first(crc64nvme_of(bytes));
  if (algorithm == "SHA1") return sha1(bytes);
  if (algorithm == "SHA256") return sha256(bytes);
  if (algorithm == "SHA512") return sha512(bytes);
  if (algorithm == "MD5") return md5(bytes);
  return std::nullopt;
}

}  // namespace lambent
