// What a request asks of an object or a bucket beyond what is kept here: refused by name, or in S3's own words.
#pragma once
#include <string>

#include "base/json.h"

namespace lambent::s3 {

// Encryption other than SSE-S3, object lock, appending, archives: 501. ACLs and grants: AccessControlListNotSupported, as a
// bucket whose owner owns all objects answers (the default of AWS).
void refuse_demands(const std::string& operation, const Json& input);

}  // namespace lambent::s3
