// AssumeRole: a session of a role for somebody whom its trust policy and his own policies let.
#include "access/authorizer.h"
#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/sts.h"

namespace lambent::iam {
namespace {

constexpr std::int64_t kDefaultSeconds = 3600, kChainedSeconds = 3600;

AwsError invalid_parameter(const std::string& text) { return AwsError("InvalidParameterValue", 400, text); }

// Tags that come with the caller's own session into the next role.
Tags inherited_tags(const Principal& caller) {
  Tags out;
  for (const auto& key : caller.transitive_tags)
    for (const auto& [known, value] : caller.session_tags)
      if (iequals(known, key)) out[known] = value;
  return out;
}

}  // namespace

const EntityRow* Sts::find_role(const std::string& text) const {
  const EntityRow* row = entities_.find_row(text);
  return row && row->id.starts_with("AROA") ? row : nullptr;
}

Need Sts::trust_need(const std::string& action, const std::string& role_arn) const {
  auto parts = Arn::parse(role_arn);
  if (!parts || parts->service != "iam" || !parts->resource.starts_with("role/")) throw AwsError("ValidationError", 400, role_arn + " is invalid");
  const EntityRow* role = find_role(role_arn);
  Need need(action, role_arn);
  need.kind = ResourceKind::role_trust;
  need.resource_account = parts->account;
  // A role that does not exist refuses as one that trusts nobody.
  need.resource_policy = role ? try_parse_json(entities_.trust_text(*role)).value_or(Json::object()) : Json::object();
  if (role)
    for (const auto& [key, value] : role->tags) {
      need.keys.push_back({"aws:ResourceTag/" + key, {value}});
      need.keys.push_back({"iam:ResourceTag/" + key, {value}});
    }
  return need;
}

std::vector<Need> Sts::role_needs(const Call& call) const {
  if (call.caller.kind == PrincipalKind::federated_user) throw AwsError("AccessDenied", 403, "Cannot call AssumeRole with federated user credentials");
  std::vector<Need> out;
  Tags tags = session_tags(call.input);
  auto transitive = texts_at(call.input, "TransitiveTagKeys");
  std::string source = text_at(call.input, "SourceIdentity", call.caller.source_identity);
  bool mfa = mfa_passed(call);
  auto ask = [&](const char* action) {
    Need need = trust_need(action, text_at(call.input, "RoleArn"));
    if (auto id = find_text(call.input, "ExternalId")) need.keys.push_back({"sts:ExternalId", {*id}});
    need.keys.push_back({"sts:RoleSessionName", {text_at(call.input, "RoleSessionName")}});
    if (!source.empty()) need.keys.push_back({"sts:SourceIdentity", {source}});
    if (!transitive.empty()) need.keys.push_back({"sts:TransitiveTagKeys", transitive});
    if (mfa) {
      need.keys.push_back({"aws:MultiFactorAuthPresent", {"true"}});
      need.keys.push_back({"aws:MultiFactorAuthAge", {"0"}});
    }
    for (auto& key : tag_keys(tags)) need.keys.push_back(std::move(key));
    out.push_back(std::move(need));
  };
  ask("sts:AssumeRole");
  if (!tags.empty() || !inherited_tags(call.caller).empty()) ask("sts:TagSession");
  if (!source.empty()) ask("sts:SetSourceIdentity");
  return out;
}

Json Sts::assume_role(const Call& call) {
  const EntityRow* role = find_role(text_at(call.input, "RoleArn"));
  if (lambent::has(call.input, "ProvidedContexts")) throw not_emulated("sts", "AssumeRole with ProvidedContexts");
  bool chained = call.caller.kind == PrincipalKind::role_session;
  std::int64_t seconds = int_at(call.input, "DurationSeconds", kDefaultSeconds);
  if (chained && seconds > kChainedSeconds)
    throw AwsError("ValidationError", 400, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
  if (lambent::has(call.input, "DurationSeconds") && seconds > role->max_session_seconds)
    throw AwsError("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

  auto entity = entities_.find(role->arn);
  Principal session = access::role_session(*entity, role->arn, text_at(call.input, "RoleSessionName"), aws_.clock().now());
  session.mfa = lambent::has(call.input, "TokenCode");
  session.source_identity = text_at(call.input, "SourceIdentity", call.caller.source_identity);
  if (!call.caller.source_identity.empty() && session.source_identity != call.caller.source_identity)
    throw AwsError("AccessDenied", 403, "The source identity of a session cannot be changed: it is " + call.caller.source_identity + ".");

  session.session_tags = session_tags(call.input);
  for (const auto& key : texts_at(call.input, "TransitiveTagKeys")) {
    if (!has_tag(session.session_tags, key)) throw invalid_parameter("The specified transitive tag key must be included in the requested tags.");
    session.transitive_tags.push_back(key);
  }
  for (const auto& [key, value] : inherited_tags(call.caller)) {
    if (has_tag(session.session_tags, key))
      throw invalid_parameter("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
    session.session_tags[key] = value;
    session.transitive_tags.push_back(key);
  }
  std::int64_t packed = limit_session(call, session);
  Json who = object({{"AssumedRoleId", session.user_id}, {"Arn", session.arn}});
  std::string source = session.source_identity;
  Json out = answer(call, std::move(session), std::chrono::seconds(seconds), packed);
  set(out, "AssumedRoleUser", who);
  if (!source.empty()) set_text(out, "SourceIdentity", source);
  return out;
}

}  // namespace lambent::iam
