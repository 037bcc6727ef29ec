// What x-amz-copy-source says: "/bucket/key" or "bucket/key", percent-encoded, "?versionId=…".
#pragma once
#include <optional>
#include <string>

namespace lambent::s3 {

struct CopySource {
  std::string bucket, key, version;
};

std::optional<CopySource> parse_copy_source(const std::string& text);
CopySource read_copy_source(const std::string& text);  // throws InvalidArgument; also for a version, which no object has

}  // namespace lambent::s3
