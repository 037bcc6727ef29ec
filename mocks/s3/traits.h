// Headers, metadata and tags of objects: read from a request, checked as S3 does, shown in answers.
#pragma once
#include "mocks/s3/rows.h"

namespace lambent::s3 {

// Of PutObject, CopyObject with REPLACE, CreateMultipartUpload. Throws MetadataTooLarge, InvalidTag, InvalidArgument.
Traits read_traits(const Json& input);
// Adds to an answer of GetObject or HeadObject.
void show_traits(const Traits& traits, Json& answer);

// A key is 1 to 1024 bytes. Throws KeyTooLongError.
void check_key(const std::string& key);

}  // namespace lambent::s3
