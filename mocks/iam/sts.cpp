#include "mocks/iam/sts.h"

#include <cmath>

#include "access/authorizer.h"
#include "access/policy.h"
#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent::iam {

struct Sts::Operations {
  static constexpr Operation<Sts> table[] = {
      {"AssumeRole", &Sts::assume_role},
      {"GetAccessKeyInfo", &Sts::get_access_key_info},
      {"GetCallerIdentity", &Sts::get_caller_identity},
      {"GetSessionToken", &Sts::get_session_token},
  };
};

namespace {

constexpr std::int64_t kDefaultSeconds = 3600, kChainedSeconds = 3600, kTokenSeconds = 43200;

Json credentials_json(const access::Session& s) {
  return object({{"AccessKeyId", s.access_key}, {"SecretAccessKey", s.secret}, {"SessionToken", s.token}, {"Expiration", std::floor(epoch_seconds(s.expires))}});
}

}  // namespace

std::vector<std::string_view> Sts::operations() const { return operation_names(Operations::table); }
Task<Json> Sts::handle(Call call) { return dispatch<Sts>(*this, Operations::table, std::move(call)); }

const EntityRow* Sts::find_role(const std::string& text) const {
  auto arn = Arn::parse(text);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/")) return nullptr;
  const EntityRow* row = entities_.roles.find(entity_key(arn->account, text.substr(text.rfind('/') + 1)));
  return row && row->arn == text ? row : nullptr;
}

std::vector<Need> Sts::needs(const Call& call) const {
  std::vector<Need> out;
  if (call.operation != "AssumeRole") {
    out.emplace_back("sts:" + call.operation, "*");
    return out;
  }
  std::string arn = text_at(call.input, "RoleArn");
  auto parts = Arn::parse(arn);
  if (!parts || parts->service != "iam" || !parts->resource.starts_with("role/")) throw AwsError("ValidationError", 400, arn + " is invalid");
  const EntityRow* role = find_role(arn);
  auto ask = [&](const char* action) {
    Need need(action, arn);
    need.kind = ResourceKind::role_trust;
    need.resource_account = parts->account;
    // A role that does not exist refuses as one that trusts nobody.
    need.resource_policy = role ? try_parse_json(role->trust).value_or(Json::object()) : Json::object();
    if (auto id = find_text(call.input, "ExternalId")) need.keys.push_back({"sts:ExternalId", {*id}});
    need.keys.push_back({"sts:RoleSessionName", {text_at(call.input, "RoleSessionName")}});
    if (const Json* tags = lambent::find(call.input, "Tags")) {
      std::vector<std::string> keys;
      for (const auto& tag : *tags) {
        keys.push_back(text_at(tag, "Key"));
        need.keys.push_back({"aws:RequestTag/" + text_at(tag, "Key"), {text_at(tag, "Value")}});
      }
      need.keys.push_back({"aws:TagKeys", keys});
    }
    out.push_back(std::move(need));
  };
  ask("sts:AssumeRole");
  if (lambent::has(call.input, "Tags")) ask("sts:TagSession");
  return out;
}

AwsError Sts::refused(const Call& call, const Denial& denial) const {
  if (call.operation == "AssumeRole" && !denial.explicit_deny)
    return AwsError("AccessDenied", 403, "User: " + denial.principal + " is not authorized to perform: " + denial.action + " on resource: " + denial.resource);
  return Service::refused(call, denial);
}

Json Sts::assume_role(const Call& call) {
  const EntityRow* role = find_role(text_at(call.input, "RoleArn"));
  for (const char* member : {"SerialNumber", "TokenCode", "SourceIdentity", "ProvidedContexts", "TransitiveTagKeys"})
    if (lambent::has(call.input, member)) throw not_emulated("sts", std::string("AssumeRole with ") + member);
  bool chained = call.caller.kind == PrincipalKind::role_session;
  std::int64_t seconds = int_at(call.input, "DurationSeconds", kDefaultSeconds);
  if (chained && seconds > kChainedSeconds)
    throw AwsError("ValidationError", 400, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
  if (lambent::has(call.input, "DurationSeconds") && seconds > role->max_session_seconds)
    throw AwsError("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

  auto entity = entities_.find(role->arn);
  Principal session = access::role_session(*entity, role->arn, text_at(call.input, "RoleSessionName"), aws_.clock().now());
  if (auto policy = find_text(call.input, "Policy")) session.session_policies.push_back(access::check_policy(*policy, access::PolicyKind::identity));
  if (const Json* arns = lambent::find(call.input, "PolicyArns"))
    for (const auto& one : *arns) {
      std::string arn = text_at(one, "arn");
      auto document = entities_.policy_document(arn);
      if (!document) throw AwsError("MalformedPolicyDocument", 400, "The policy " + arn + " does not exist");
      session.session_policies.push_back(parse_json(*document));
    }
  if (const Json* tags = lambent::find(call.input, "Tags"))
    for (const auto& tag : *tags) {
      for (const auto& [key, value] : session.session_tags)
        if (iequals(key, text_at(tag, "Key")))
          throw AwsError("InvalidParameterValue", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      session.session_tags[text_at(tag, "Key")] = text_at(tag, "Value");
    }
  Json who = object({{"AssumedRoleId", session.user_id}, {"Arn", session.arn}});
  // A session made inside a function goes on belonging to the invocation that made it.
  access::Session issued = credentials_.issue(std::move(session), std::chrono::seconds(seconds), call.caller.activity);
  return object({{"Credentials", credentials_json(issued)}, {"AssumedRoleUser", who}});
}

Json Sts::get_caller_identity(const Call& call) {
  return object({{"UserId", call.caller.user_id}, {"Account", call.caller.account}, {"Arn", call.caller.arn}});
}

Json Sts::get_session_token(const Call& call) {
  for (const char* member : {"SerialNumber", "TokenCode"})
    if (lambent::has(call.input, member)) throw not_emulated("sts", std::string("GetSessionToken with ") + member);
  if (call.caller.issued != TimePoint{}) throw AwsError("AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
  Principal same = call.caller;
  same.issued = aws_.clock().now();
  access::Session issued = credentials_.issue(std::move(same), std::chrono::seconds(int_at(call.input, "DurationSeconds", kTokenSeconds)));
  return object({{"Credentials", credentials_json(issued)}});
}

Json Sts::get_access_key_info(const Call& call) {
  std::string id = text_at(call.input, "AccessKeyId");
  if (const KeyRow* key = entities_.keys.find(id)) return object({{"Account", key->account}});
  if (const access::Session* session = credentials_.find(id)) return object({{"Account", session->principal.account}});
  throw AwsError("ValidationError", 400, "Invalid Access Key ID provided.");
}

}  // namespace lambent::iam
