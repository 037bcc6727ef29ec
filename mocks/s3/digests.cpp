#include "mocks/s3/digests.h"

#include "base/checksums.h"
#include "base/text.h"
#include "mocks/s3/faults.h"

namespace lambent::s3 {
namespace {

constexpr const char* kAlgorithms[] = {"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"};

void check_computable(const std::string& algorithm) {
  if (algorithm.starts_with("XXHASH")) throw unsupported("the checksum " + algorithm);
}

}  // namespace

std::optional<Checksum> given_checksum(const Json& input) {
  std::optional<Checksum> out;
  for (const char* algorithm : kAlgorithms) {
    auto value = find_text(input, std::string("Checksum") + algorithm);
    if (!value) continue;
    check_computable(algorithm);
    if (out) throw AwsError("InvalidRequest", 400, "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    out = Checksum{algorithm, *value, false};
  }
  return out;
}

std::optional<std::string> asked_algorithm(const Json& input) {
  auto out = find_text(input, "ChecksumAlgorithm");
  if (out) check_computable(*out);
  return out;
}

Checksum checked(const Json& input, std::string_view bytes, std::string_view md5, const std::string& asked) {
  if (auto given = find_text(input, "ContentMD5")) {
    auto raw = base64_decode(*given);
    if (!raw || raw->size() != 16) throw AwsError("InvalidDigest", 400, "The Content-MD5 you specified was invalid.", object({{"Content-MD5", *given}}));
    if (*raw != md5) throw bad_digest("MD5");
  }
  auto given = given_checksum(input);
  std::string algorithm = given ? given->algorithm : asked_algorithm(input).value_or(asked);
  std::string computed = base64_encode(*checksum_of(algorithm, bytes));
  if (given) {
    auto raw = base64_decode(given->value);
    if (!raw || base64_encode(*raw).size() != computed.size())
      throw AwsError("InvalidRequest", 400, "Value for x-amz-checksum-" + lower(algorithm) + " header is invalid.");
    if (base64_encode(*raw) != computed) throw bad_digest(algorithm);
  }
  return Checksum{std::move(algorithm), std::move(computed), false};
}

void show_checksum(const Checksum& checksum, Json& answer, WithType type) {
  if (checksum.algorithm.empty() || checksum.value.empty()) return;
  set_text(answer, "Checksum" + checksum.algorithm, checksum.value);
  if (type == WithType::yes) set_text(answer, "ChecksumType", checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
}

Checksum composite_of(const std::string& algorithm, const std::vector<std::string>& parts) {
  std::string joined;
  for (const auto& part : parts) joined += base64_decode(part).value_or("");
  return Checksum{algorithm, base64_encode(*checksum_of(algorithm, joined)) + "-" + std::to_string(parts.size()), true};
}

}  // namespace lambent::s3
