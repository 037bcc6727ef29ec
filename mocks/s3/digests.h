// Checksums as requests give them and answers show them. AWS source: S3 user guide, "Checking object integrity".
#pragma once
#include <optional>
#include <string_view>

#include "mocks/s3/rows.h"

namespace lambent::s3 {

inline constexpr const char* kDefaultAlgorithm = "CRC64NVME";  // of S3 where a client names none

// Of a whole body: what is given (ContentMD5 and one Checksum… member) is compared, then kept; `asked` is the algorithm to use
// if the client names none. `md5` is the body's, raw. Throws BadDigest, InvalidDigest, InvalidRequest, 501 for XXHASH.
Checksum checked(const Json& input, std::string_view bytes, std::string_view md5, const std::string& asked);

// The Checksum… member that is given, algorithm and value; nothing: none. Throws InvalidRequest for two.
std::optional<Checksum> given_checksum(const Json& input);
// ChecksumAlgorithm, if it is one that can be computed here. Throws 501.
std::optional<std::string> asked_algorithm(const Json& input);

enum class WithType { yes, no };  // ChecksumType is shown of objects, not of parts
void show_checksum(const Checksum& checksum, Json& answer, WithType type);

// Of the checksums of parts, base64, by their algorithm: "…-<count>".
Checksum composite_of(const std::string& algorithm, const std::vector<std::string>& parts);

}  // namespace lambent::s3
