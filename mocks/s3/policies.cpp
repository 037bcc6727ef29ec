// Policies of buckets. AWS source: S3 user guide, "Bucket policies for Amazon S3".
#include <algorithm>

#include "base/text.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/s3.h"

namespace lambent::s3 {
namespace {

constexpr size_t kLargest = 20 << 10;

AwsError malformed(const std::string& why) { return AwsError("MalformedPolicy", 400, why); }

void check_members(const Json& value, std::initializer_list<std::string_view> known) {
  for (const auto& [key, member] : value.items())
    if (std::find(known.begin(), known.end(), key) == known.end()) throw malformed("Unknown field " + key);
}

bool texts(const Json& value) {
  if (value.is_string()) return true;
  return value.is_array() && !value.empty() && std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_string(); });
}

bool good_principal(const Json& value) {
  if (value == "*") return true;
  if (!value.is_object() || value.empty()) return false;
  for (const auto& [kind, names] : value.items()) {
    bool known = kind == "AWS" || kind == "Service" || kind == "Federated" || kind == "CanonicalUser";
    if (!known || !texts(names)) return false;
  }
  return true;
}

void check_statement(const Json& s, const std::string& bucket) {
  if (!s.is_object()) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  check_members(s, {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"});
  if (!has(s, "Effect")) throw malformed("Missing required field Effect");
  const std::string effect = text_at(s, "Effect");
  if (effect != "Allow" && effect != "Deny") throw malformed("Invalid effect: " + effect);
  const char* principal = has(s, "Principal") ? "Principal" : "NotPrincipal";
  if (!has(s, principal)) throw malformed("Missing required field Principal");
  if (!good_principal(*find(s, principal))) throw malformed("Invalid policy syntax.");
  const char* action = has(s, "Action") ? "Action" : "NotAction";
  if (!has(s, action)) throw malformed("Missing required field Action");
  if (!texts(*find(s, action))) throw malformed("Policy has invalid action");
  for (const auto& one : texts_at(s, action))
    if (one != "*" && !istarts_with(one, "s3:")) throw malformed("Policy has invalid action");
  const char* resource = has(s, "Resource") ? "Resource" : "NotResource";
  if (!has(s, resource)) throw malformed("Missing required field Resource");
  if (!texts(*find(s, resource))) throw malformed("Policy has invalid resource");
  const std::string arn = "arn:aws:s3:::" + bucket;
  for (const auto& one : texts_at(s, resource))
    if (!wildcard_match(one, arn) && !one.starts_with(arn + "/") && !wildcard_match(one, arn + "/")) throw malformed("Policy has invalid resource");
  if (has(s, "Condition") && !find(s, "Condition")->is_object()) throw malformed("Conditions must be an object");
}

void check_policy(const std::string& text, const std::string& bucket) {
  if (text.size() > kLargest) throw AwsError("PolicyTooLarge", 400, "Policy exceeds the maximum allowed document size.");
  auto policy = try_parse_json(text);
  if (!policy || !policy->is_object()) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  check_members(*policy, {"Version", "Id", "Statement"});
  const std::string version = text_at(*policy, "Version", "2008-10-17");
  if (version != "2008-10-17" && version != "2012-10-17") throw malformed("The policy must contain a valid version string");
  const Json* statements = find(*policy, "Statement");
  if (!statements) throw malformed("Missing required field Statement");
  if (statements->is_object()) return check_statement(*statements, bucket);
  if (!statements->is_array() || statements->empty()) throw malformed("Could not parse the policy: Statement is empty!");
  for (const auto& one : *statements) check_statement(one, bucket);
}

}  // namespace

Json S3::put_bucket_policy(const Call& call) {
  Place place = place_of(call);
  std::string text = text_at(call.input, "Policy");
  check_policy(text, place.bucket);
  buckets_.update(place.key(), [&](BucketRow& row) { row.policy = std::move(text); });
  return Json::object();
}

Json S3::get_bucket_policy(const Call& call) {
  Place place = place_of(call);
  const std::string& policy = buckets_.find(place.key())->policy;
  if (policy.empty()) throw AwsError("NoSuchBucketPolicy", 404, "The bucket policy does not exist", object({{"BucketName", place.bucket}}));
  return object({{"Policy", policy}});
}

Json S3::delete_bucket_policy(const Call& call) {
  buckets_.update(place_of(call).key(), [](BucketRow& row) { row.policy.clear(); });
  return Json::object();
}

}  // namespace lambent::s3
