// What each operation must be allowed. AWS source: service authorization reference, "Actions, resources, and condition keys
// for Amazon S3"; S3 user guide, "Required permissions for Amazon S3 API operations".
#include "base/text.h"
#include "http/message.h"
#include "mocks/s3/copy_source.h"
#include "mocks/s3/s3.h"

namespace lambent::s3 {
namespace {

enum class On { service, bucket, object };

struct Rule {
  const char* operation;
  const char* action;
  On on;
};
constexpr Rule kRules[] = {
    {"AbortMultipartUpload", "AbortMultipartUpload", On::object},
    {"CompleteMultipartUpload", "PutObject", On::object},
    {"CopyObject", "PutObject", On::object},
    {"CreateBucket", "CreateBucket", On::bucket},
    {"CreateMultipartUpload", "PutObject", On::object},
    {"DeleteBucketTagging", "PutBucketTagging", On::bucket},
    {"DeleteObject", "DeleteObject", On::object},
    {"DeleteObjectTagging", "DeleteObjectTagging", On::object},
    {"GetObject", "GetObject", On::object},
    {"GetObjectAttributes", "GetObject", On::object},
    {"GetObjectTagging", "GetObjectTagging", On::object},
    {"HeadBucket", "ListBucket", On::bucket},
    {"HeadObject", "GetObject", On::object},
    {"ListBuckets", "ListAllMyBuckets", On::service},
    {"ListMultipartUploads", "ListBucketMultipartUploads", On::bucket},
    {"ListObjects", "ListBucket", On::bucket},
    {"ListObjectsV2", "ListBucket", On::bucket},
    {"ListParts", "ListMultipartUploadParts", On::object},
    {"PutObject", "PutObject", On::object},
    {"PutObjectTagging", "PutObjectTagging", On::object},
    {"UploadPart", "PutObject", On::object},
    {"UploadPartCopy", "PutObject", On::object},
};

// Members of a request that are condition keys of their own.
constexpr std::pair<const char*, const char*> kKeys[] = {
    {"Prefix", "s3:prefix"}, {"Delimiter", "s3:delimiter"}, {"ACL", "s3:x-amz-acl"}, {"CopySource", "s3:x-amz-copy-source"},
    {"MetadataDirective", "s3:x-amz-metadata-directive"}, {"ServerSideEncryption", "s3:x-amz-server-side-encryption"},
    {"StorageClass", "s3:x-amz-storage-class"}, {"IfMatch", "s3:if-match"}, {"IfNoneMatch", "s3:if-none-match"}, {"VersionId", "s3:VersionId"}};

std::string bucket_arn(const std::string& bucket) { return "arn:aws:s3:::" + bucket; }

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Tags that a request would put on an object, from either form.
Pairs asked_tags(const Json& input) {
  const Json* tagging = find(input, "Tagging");
  if (!tagging) return {};
  if (tagging->is_string()) return parse_form(tagging->get<std::string>());
  Pairs out;
  if (const Json* list = find(*tagging, "TagSet"))
    for (const auto& one : *list) out.emplace_back(text_at(one, "Key"), text_at(one, "Value"));
  return out;
}

bool policy_of_the_owner(const Call& call) { return call.operation.ends_with("BucketPolicy"); }

}  // namespace

std::vector<Need> S3::needs(const Call& call) const {
  if (call.operation == "DeleteObjects") return {};  // each key is a call of its own
  const Rule* rule = nullptr;
  for (const auto& one : kRules)
    if (call.operation == one.operation) rule = &one;
  const std::string bucket = text_at(call.input, "Bucket"), key = text_at(call.input, "Key");
  std::vector<Need> out;
  auto add = [&](const std::string& action, const std::string& of, const std::string& name, On on) {
    out.emplace_back("s3:" + action, on == On::service ? "*" : on == On::bucket ? bucket_arn(of) : bucket_arn(of) + "/" + name);
    Need& need = out.back();
    auto place = find_place(of);
    if (!place) return;
    need.resource_account = place->account;
    need.keys.push_back({"s3:ResourceAccount", {place->account}});
    need.keys.push_back({"aws:ResourceAccount", {place->account}});
    const BucketRow& row = *buckets_.find(place->key());
    // The root of the account can always put a policy right that has shut everybody out.
    const bool spared = policy_of_the_owner(call) && call.caller.kind == PrincipalKind::root && call.caller.account == place->account;
    if (!row.policy.empty() && !spared) need.resource_policy = try_parse_json(row.policy);
    if (on == On::bucket)
      for (const auto& [tag, value] : row.tags) need.keys.push_back({"aws:ResourceTag/" + tag, {value}});
    const ObjectRow* held = on == On::object ? find_object(*place, name) : nullptr;
    if (held)
      for (const auto& [tag, value] : held->traits.tags) need.keys.push_back({"s3:ExistingObjectTag/" + tag, {value}});
  };
  add(rule ? rule->action : call.operation, bucket, key, rule ? rule->on : On::bucket);

  Need& first = out.front();
  for (const auto& [member, name] : kKeys)
    if (auto text = find_text(call.input, member)) first.keys.push_back({name, {*text}});
  if (auto most = find_int(call.input, "MaxKeys")) first.keys.push_back({"s3:max-keys", {std::to_string(*most)}});
  if (const Json* configuration = find(call.input, "CreateBucketConfiguration"); configuration && has(*configuration, "LocationConstraint"))
    first.keys.push_back({"s3:LocationConstraint", {text_at(*configuration, "LocationConstraint")}});
  const Pairs tags = asked_tags(call.input);
  const bool of_bucket = call.operation == "PutBucketTagging";
  std::vector<std::string> names;
  for (const auto& [tag, value] : tags) {
    first.keys.push_back({(of_bucket ? "aws:RequestTag/" : "s3:RequestObjectTag/") + tag, {value}});
    names.push_back(tag);
  }
  if (!names.empty()) first.keys.push_back({of_bucket ? "aws:TagKeys" : "s3:RequestObjectTagKeys", names});
  if (!tags.empty() && find_text(call.input, "Tagging")) {
    auto keys = first.keys;
    add("PutObjectTagging", bucket, key, On::object);
    out.back().keys = std::move(keys);
  }
  if (auto source = parse_copy_source(text_at(call.input, "CopySource"))) {
    add("GetObject", source->bucket, source->key, On::object);
    auto place = find_place(source->bucket);
    const ObjectRow* original = place ? find_object(*place, source->key) : nullptr;
    const bool tagged = original && !original->traits.tags.empty() && call.operation == "CopyObject" && text_at(call.input, "TaggingDirective", "COPY") == "COPY";
    if (tagged) {
      add("GetObjectTagging", source->bucket, source->key, On::object);
      add("PutObjectTagging", bucket, key, On::object);
    }
    if (place && !original) add("ListBucket", source->bucket, "", On::bucket);
  }
  if (call.operation == "GetObjectAttributes") add("GetObjectAttributes", bucket, key, On::object);
  // Who may not list a bucket is not told what is missing in it.
  const bool reads = call.operation == "GetObject" || call.operation == "HeadObject" || call.operation == "GetObjectAttributes";
  auto place = reads ? find_place(bucket) : std::nullopt;
  if (place && !find_object(*place, key)) add("ListBucket", bucket, "", On::bucket);
  return out;
}

// In one account the reason is told, to others and to nobody in particular it is not.
AwsError S3::refused(const Call& call, const Denial& denial) const {
  auto place = find_place(text_at(call.input, "Bucket"));
  const bool foreign = call.caller.kind == PrincipalKind::anonymous || (place && place->account != call.caller.account);
  if (foreign) return AwsError("AccessDenied", 403, "Access Denied");
  Denial shown = denial;
  if (shown.resource != "*") shown.resource = "\"" + denial.resource + "\"";
  return AwsError("AccessDenied", 403, denial_text(shown, denial.action));
}

}  // namespace lambent::s3
