// What the sessions of STS have in common: policies that limit them, tags, and the answer that hands them out.
#include <cmath>

#include "access/policy.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/sts.h"

namespace lambent::iam {
namespace {

// AWS packs policies and tags in a form of its own; the limit on their plain text is what can be told without it.
constexpr size_t kPlainLimit = 2048;
constexpr size_t kManaged = 10, kSessionTags = 50;

Json credentials_json(const access::Session& s) {
  return object({{"AccessKeyId", s.access_key}, {"SecretAccessKey", s.secret}, {"SessionToken", s.token}, {"Expiration", std::floor(epoch_seconds(s.expires))}});
}

}  // namespace

bool has_tag(const Tags& tags, const std::string& key) {
  for (const auto& [known, value] : tags)
    if (iequals(known, key)) return true;
  return false;
}

Tags session_tags(const Json& input) {
  Tags out;
  const Json* tags = find(input, "Tags");
  if (!tags) return out;
  for (const auto& tag : *tags) {
    std::string key = text_at(tag, "Key");
    if (has_tag(out, key)) throw AwsError("InvalidParameterValue", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    if (istarts_with(key, "aws:")) throw AwsError("InvalidParameterValue", 400, "Tag keys beginning with 'aws:' are reserved for system use.");
    out[key] = text_at(tag, "Value");
  }
  if (out.size() > kSessionTags) throw AwsError("InvalidParameterValue", 400, "At most 50 session tags can be passed.");
  return out;
}

std::vector<std::pair<std::string, std::vector<std::string>>> tag_keys(const Tags& tags) {
  std::vector<std::pair<std::string, std::vector<std::string>>> out;
  std::vector<std::string> names;
  for (const auto& [key, value] : tags) {
    names.push_back(key);
    out.push_back({"aws:RequestTag/" + key, {value}});
  }
  if (!names.empty()) out.push_back({"aws:TagKeys", names});
  return out;
}

std::int64_t Sts::limit_session(const Call& call, Principal& session) const {
  size_t size = 0;
  for (const auto& [key, value] : session.session_tags) size += key.size() + value.size();
  if (auto policy = find_text(call.input, "Policy")) {
    size += policy->size();
    session.session_policies.push_back(access::check_policy(*policy, access::PolicyKind::identity));
    session.session_policy_names.emplace_back();
  }
  if (const Json* arns = lambent::find(call.input, "PolicyArns")) {
    if (arns->size() > kManaged) throw AwsError("ValidationError", 400, "At most 10 managed policies can be passed as session policies.");
    for (const auto& one : *arns) {
      std::string arn = text_at(one, "arn");
      const PolicyRow* own = entities_.policies.find(arn);
      bool usable = find_aws_policy(arn) || (own && own->account == session.account);  // of the session's account
      if (!usable) throw AwsError("MalformedPolicyDocument", 400, "The policy " + arn + " does not exist or is not attachable.");
      size += arn.size();
      session.session_policies.push_back(parse_json(*entities_.policy_document(arn)));
      session.session_policy_names.push_back(arn);
    }
  }
  auto percent = static_cast<std::int64_t>((size * 100 + kPlainLimit - 1) / kPlainLimit);
  if (percent > 100) throw AwsError("PackedPolicyTooLarge", 400, "Packed policy consumes " + std::to_string(percent) + "% of allotted space, please use smaller policy.");
  return percent;
}

Json Sts::answer(const Call& call, Principal session, std::chrono::seconds lifetime, std::int64_t packed) {
  // A session made inside a function goes on belonging to the invocation that made it.
  access::Session issued = credentials_.issue(std::move(session), lifetime, call.caller.activity);
  Json out = object({{"Credentials", credentials_json(issued)}});
  if (packed > 0) set(out, "PackedPolicySize", packed);
  return out;
}

}  // namespace lambent::iam
