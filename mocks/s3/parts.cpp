#include "mocks/s3/parts.h"

#include "base/text.h"
#include "mocks/s3/digests.h"
#include "mocks/s3/faults.h"

namespace lambent::s3 {
namespace {

constexpr std::int64_t kMostParts = 10'000;

// Only linear checksums can be told of a whole object without its bytes; digests are only of parts.
bool can_be_full(const std::string& algorithm) { return algorithm.starts_with("CRC"); }

}  // namespace

std::string part_key(const std::string& upload_key, std::int64_t number) {
  std::string digits = std::to_string(number);
  return upload_key + "/" + std::string(5 - std::min<size_t>(5, digits.size()), '0') + digits;
}

std::int64_t part_number(const Json& input) {
  std::int64_t number = int_at(input, "PartNumber");
  if (number < 1 || number > kMostParts)
    throw invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", std::to_string(number));
  return number;
}

bool ListedPart::fits(const PartRow& part) const {
  if (etag != part.etag) return false;
  return checksum.algorithm.empty() || (checksum.algorithm == part.checksum.algorithm && checksum.value == part.checksum.value);
}

std::vector<ListedPart> listed_parts(const Json& input) {
  const Json* upload = find(input, "MultipartUpload");
  const Json* parts = upload ? find(*upload, "Parts") : nullptr;
  if (!parts || parts->empty()) throw malformed_xml();
  std::vector<ListedPart> out;
  for (const auto& one : *parts) {
    ListedPart part{int_at(one, "PartNumber"), text_at(one, "ETag"), given_checksum(one).value_or(Checksum())};
    if (part.number < 1 || part.number > kMostParts) throw invalid_argument("PartNumber must be >= 1", "partNumber", std::to_string(part.number));
    if (part.etag.size() >= 2 && part.etag.front() == '"' && part.etag.back() == '"') part.etag = part.etag.substr(1, part.etag.size() - 2);
    if (!out.empty() && part.number <= out.back().number)
      throw AwsError("InvalidPartOrder", 400, "The list of parts was not in ascending order. Parts must be ordered by part number.");
    out.push_back(std::move(part));
  }
  return out;
}

AwsError invalid_part(const ListedPart& part, const std::string& upload_id) {
  return AwsError("InvalidPart", 400,
                  "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
                  object({{"UploadId", upload_id}, {"PartNumber", std::to_string(part.number)}, {"ETag", part.etag}}));
}

AwsError too_small(const ListedPart& listed, const PartRow& part, std::uint64_t smallest) {
  return AwsError("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size",
                  object({{"ProposedSize", std::to_string(part.size)}, {"MinSizeAllowed", std::to_string(smallest)},
                          {"PartNumber", std::to_string(listed.number)}, {"ETag", part.etag}}));
}

Checksum asked_checksum(const Json& input) {
  auto algorithm = asked_algorithm(input);
  auto type = find_text(input, "ChecksumType");
  if (!algorithm) {
    if (type) throw AwsError("InvalidRequest", 400, "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    return Checksum{kDefaultAlgorithm, "", false};
  }
  bool composite = type ? *type == "COMPOSITE" : *algorithm != "CRC64NVME";
  if ((composite && *algorithm == "CRC64NVME") || (!composite && !can_be_full(*algorithm)))
    throw AwsError("InvalidRequest", 400, "The " + *type + " checksum type cannot be used with the " + lower(*algorithm) + " checksum algorithm.");
  return Checksum{*algorithm, "", composite};
}

void check_algorithm(const UploadRow& upload, const std::string& algorithm) {
  if (algorithm == upload.checksum.algorithm) return;
  throw AwsError("InvalidRequest", 400, "Checksum Type mismatch occurred, expected checksum Type: " + lower(upload.checksum.algorithm) +
                                            ", actual checksum Type: " + lower(algorithm));
}

}  // namespace lambent::s3
