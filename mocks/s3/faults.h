// S3's refusals, in its words. AWS source: S3 API reference, "Error responses", and answers of S3.
#pragma once
#include <string>

#include "aws/error.h"

namespace lambent::s3 {

AwsError no_such_bucket(const std::string& bucket);
AwsError no_such_key(const std::string& key);
AwsError no_such_version(const std::string& key, const std::string& version);
AwsError no_such_upload(const std::string& upload);
AwsError access_denied();
// A number among the input; throws InvalidArgument for one that is negative or too large.
std::int64_t whole_argument(const Json& input, const char* member, const char* name, std::int64_t otherwise);
AwsError invalid_argument(const std::string& message, const std::string& name, const std::string& value);
AwsError precondition_failed(const std::string& condition);
AwsError malformed_xml();
AwsError bad_digest(const std::string& algorithm);  // "MD5": of Content-MD5
AwsError unsupported(const std::string& what);  // 501

}  // namespace lambent::s3
