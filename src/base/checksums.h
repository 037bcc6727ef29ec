// Checksums of object storage besides those of digest.h: CRC-32C (Castagnoli) and CRC-64/NVME. Pure functions.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent {

std::uint32_t crc32c_of(std::string_view bytes);
std::uint64_t crc64nvme_of(std::string_view bytes);

// By the name S3 gives an algorithm: CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5. Raw bytes, of numbers the
// big end first; nothing for another name.
std::optional<std::string> checksum_of(std::string_view algorithm, std::string_view bytes);

}  // namespace lambent
