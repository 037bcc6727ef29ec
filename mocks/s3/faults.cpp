#include "mocks/s3/faults.h"

namespace lambent::s3 {

AwsError no_such_bucket(const std::string& bucket) {
  return AwsError("NoSuchBucket", 404, "The specified bucket does not exist", object({{"BucketName", bucket}}));
}

AwsError no_such_key(const std::string& key) { return AwsError("NoSuchKey", 404, "The specified key does not exist.", object({{"Key", key}})); }

AwsError no_such_version(const std::string& key, const std::string& version) {
  return AwsError("NoSuchVersion", 404, "The specified version does not exist.", object({{"Key", key}, {"VersionId", version}}));
}

AwsError no_such_upload(const std::string& upload) {
  return AwsError("NoSuchUpload", 404, "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
                  object({{"UploadId", upload}}));
}

AwsError access_denied() { return AwsError("AccessDenied", 403, "Access Denied"); }

AwsError invalid_argument(const std::string& message, const std::string& name, const std::string& value) {
  return AwsError("InvalidArgument", 400, message, object({{"ArgumentName", name}, {"ArgumentValue", value}}));
}

std::int64_t whole_argument(const Json& input, const char* member, const char* name, std::int64_t otherwise) {
  std::int64_t asked = int_at(input, member, otherwise);
  if (asked >= 0 && asked <= 2'147'483'647) return asked;
  throw invalid_argument(std::string("Argument ") + name + " must be an integer between 0 and 2147483647", name, std::to_string(asked));
}

AwsError precondition_failed(const std::string& condition) {
  return AwsError("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold", object({{"Condition", condition}}));
}

AwsError malformed_xml() {
  return AwsError("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");
}

AwsError bad_digest(const std::string& algorithm) {
  if (algorithm == "MD5") return AwsError("BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
  return AwsError("BadDigest", 400, "The " + algorithm + " you specified did not match the calculated checksum.");
}

AwsError unsupported(const std::string& what) { return not_emulated("s3", what); }

}  // namespace lambent::s3
