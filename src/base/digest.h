// Digests over OpenSSL. Results are raw bytes; hex_encode() and base64_encode() are in text.h.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace lambent {

std::string sha1(std::string_view bytes);
std::string sha256(std::string_view bytes);
std::string sha384(std::string_view bytes);
std::string sha512(std::string_view bytes);
std::string md5(std::string_view bytes);
std::string hmac_sha1(std::string_view key, std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);
std::uint32_t crc32_of(std::string_view bytes);
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace lambent
