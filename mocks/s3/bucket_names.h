// Names that buckets and regions may have. AWS source: S3 user guide, "General purpose bucket naming rules".
#pragma once
#include <string>

namespace lambent::s3 {

void check_bucket_name(const std::string& name);  // throws AwsError InvalidBucketName
bool possible_region(const std::string& name);    // "eu-west-1"

}  // namespace lambent::s3
