#include "mocks/s3/bucket_names.h"

#include "aws/s3_request.h"
#include "base/text.h"
#include "mocks/s3/faults.h"

namespace lambent::s3 {
namespace {

bool looks_like_address(const std::string& name) {
  auto parts = split(name, '.');
  if (parts.size() != 4) return false;
  for (const auto& part : parts)
    if (part.empty() || part.size() > 3 || part.find_first_not_of("0123456789") != std::string::npos) return false;
  return true;
}

}  // namespace

void check_bucket_name(const std::string& name) {
  bool good = possible_bucket_name(name) && name.find("..") == std::string::npos && !looks_like_address(name);
  for (const char* prefix : {"xn--", "sthree-", "amzn-s3-demo-"}) good &= !name.starts_with(prefix);
  for (const char* suffix : {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}) good &= !name.ends_with(suffix);
  if (!good) throw AwsError("InvalidBucketName", 400, "The specified bucket is not valid.", object({{"BucketName", name}}));
}

bool possible_region(const std::string& name) {
  auto parts = split(name, '-');
  if (parts.size() < 3 || parts.size() > 4) return false;
  const std::string& number = parts.back();
  if (number.size() != 1 || number[0] < '1' || number[0] > '9') return false;
  for (size_t i = 0; i + 1 < parts.size(); ++i)
    if (parts[i].size() < 2 || parts[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos) return false;
  return true;
}

}  // namespace lambent::s3
