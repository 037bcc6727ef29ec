#include "mocks/s3/demands.h"

#include "mocks/s3/faults.h"

namespace lambent::s3 {
namespace {

constexpr const char* kNotHere[] = {"SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "SSEKMSKeyId", "SSEKMSEncryptionContext",
                                    "CopySourceSSECustomerAlgorithm", "CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5", "ObjectLockMode",
                                    "ObjectLockRetainUntilDate", "ObjectLockLegalHoldStatus", "MFA", "WriteOffsetBytes", "IfMatchLastModifiedTime",
                                    "IfMatchSize", "IfMatchInitiatedTime", "BucketNamespace"};
constexpr const char* kFlagsNotHere[] = {"BucketKeyEnabled", "ObjectLockEnabledForBucket", "BypassGovernanceRetention"};
constexpr const char* kGrants[] = {"GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"};
// Objects of these classes can be read at once; archives would have to be restored first.
constexpr const char* kClasses[] = {"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"};

}  // namespace

void refuse_demands(const std::string& operation, const Json& input) {
  for (const char* member : kNotHere)
    if (has(input, member)) throw unsupported(member);
  for (const char* member : kFlagsNotHere)
    if (bool_at(input, member)) throw unsupported(member);
  const std::string sse = text_at(input, "ServerSideEncryption", "AES256");
  if (sse != "AES256") throw unsupported("ServerSideEncryption " + sse);

  const std::string acl = text_at(input, "ACL", "private");
  bool grants = acl != "private" && acl != "bucket-owner-full-control";
  for (const char* member : kGrants) grants |= has(input, member);
  if (grants && operation == "CreateBucket")
    throw AwsError("InvalidBucketAclWithObjectOwnership", 400, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  if (grants) throw AwsError("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
  const std::string ownership = text_at(input, "ObjectOwnership", "BucketOwnerEnforced");
  if (ownership != "BucketOwnerEnforced") throw unsupported("ObjectOwnership " + ownership);

  if (auto storage = find_text(input, "StorageClass")) {
    bool known = false;
    for (const char* one : kClasses) known |= *storage == one;
    if (!known) throw unsupported("StorageClass " + *storage);
  }
}

}  // namespace lambent::s3
