// Parts of uploads: their numbers, and the list that completes one. Throws AwsError in S3's words.
#pragma once
#include <cstdint>
#include <vector>

#include "aws/error.h"
#include "mocks/s3/rows.h"

namespace lambent::s3 {

struct ListedPart {
  std::int64_t number = 0;
  std::string etag;
  Checksum checksum;  // algorithm empty: none was given

  bool fits(const PartRow& part) const;
};

std::string part_key(const std::string& upload_key, std::int64_t number);
std::int64_t part_number(const Json& input);  // 1 to 10,000
std::vector<ListedPart> listed_parts(const Json& input);  // MultipartUpload of CompleteMultipartUpload, in order
AwsError invalid_part(const ListedPart& part, const std::string& upload_id);
AwsError too_small(const ListedPart& listed, const PartRow& part, std::uint64_t smallest);

// Algorithm and sort of an upload's checksum. Without any: CRC64NVME of the whole object. Throws InvalidRequest.
Checksum asked_checksum(const Json& input);
// Throws InvalidRequest for a part of another algorithm than the upload's.
void check_algorithm(const UploadRow& upload, const std::string& algorithm);

}  // namespace lambent::s3
