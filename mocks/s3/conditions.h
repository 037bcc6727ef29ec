// Conditional requests: by ETag and time. AWS source: S3 user guide, "Conditional requests"; RFC 9110 section 13.
#pragma once
#include <string_view>

#include "mocks/s3/rows.h"

namespace lambent::s3 {

bool names_etag(std::string_view list, const std::string& etag);  // `"a", "b"`, `*`

// Of GetObject and HeadObject. Throws PreconditionFailed, or 304 with the headers of that answer.
void check_read(const Json& input, const ObjectRow& object);
// Of the source of a copy. Throws PreconditionFailed.
void check_source(const Json& input, const ObjectRow& object);

}  // namespace lambent::s3
