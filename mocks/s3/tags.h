// Tags of buckets and objects. AWS source: S3 user guide, "Categorizing your objects using tags".
#pragma once
#include "mocks/s3/rows.h"

namespace lambent::s3 {

enum class Tagged { bucket, object };

Texts tags_of_set(const Json& tag_set, Tagged what);  // [{Key, Value}]. Throws InvalidTag, BadRequest
Texts tags_of_header(const std::string& header);      // "a=1&b=2". Throws InvalidArgument, InvalidTag
Json tag_set(const Texts& tags);

}  // namespace lambent::s3
