#include "mocks/iam/vouched.h"

#include "access/authorizer.h"
#include "access/evaluate.h"
#include "mocks/iam/sts.h"

namespace lambent::iam {

// Asked here, not by the door: who the caller is stands in what he brings.
void Sts::check_vouched(const Call& call, const Vouched& who, const std::string& action) const {
  Call asked = call;
  asked.caller = Principal::anonymous();
  asked.caller.federated_by = who.provider;
  Need need = trust_need(action, text_at(call.input, "RoleArn"));
  need.keys.push_back({"sts:RoleSessionName", {who.session_name}});
  if (!who.source_identity.empty()) need.keys.push_back({"sts:SourceIdentity", {who.source_identity}});
  for (const auto& key : who.keys) need.keys.push_back(key);
  for (auto& key : tag_keys(who.tags)) need.keys.push_back(std::move(key));
  access::Context context(asked, need, aws_.clock().now(), who.tags);
  if (access::evaluate({asked.caller, need, nullptr, {}}, context)) throw AwsError("AccessDenied", 403, "Not authorized to perform " + action);
}

Json Sts::assume_vouched(const Call& call, const Vouched& who, std::int64_t seconds) {
  check_vouched(call, who, who.action);
  if (!who.tags.empty()) check_vouched(call, who, "sts:TagSession");
  if (!who.source_identity.empty()) check_vouched(call, who, "sts:SetSourceIdentity");
  const EntityRow* role = find_role(text_at(call.input, "RoleArn"));
  if (seconds > role->max_session_seconds) throw AwsError("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  Principal session = access::role_session(*entities_.find(role->arn), role->arn, who.session_name, aws_.clock().now());
  session.federated_by = who.provider;
  session.session_tags = who.tags;
  session.transitive_tags = who.transitive_tags;
  session.source_identity = who.source_identity;
  std::int64_t packed = limit_session(call, session);
  Json shown = object({{"AssumedRoleId", session.user_id}, {"Arn", session.arn}});
  Json out = answer(call, std::move(session), std::chrono::seconds(seconds), packed);
  set(out, "AssumedRoleUser", shown);
  if (!who.source_identity.empty()) set_text(out, "SourceIdentity", who.source_identity);
  return out;
}

}  // namespace lambent::iam
