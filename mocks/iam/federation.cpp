// Temporary credentials of users and of the root: GetSessionToken, GetFederationToken.
#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/sts.h"

namespace lambent::iam {
namespace {

constexpr std::int64_t kFederationSeconds = 43200, kRootSeconds = 3600;

void check_long_term(const Call& call) {
  bool person = call.caller.kind == PrincipalKind::user || call.caller.kind == PrincipalKind::root;
  if (!person || call.caller.issued != TimePoint{}) throw AwsError("AccessDenied", 403, "Cannot call " + call.operation + " with session credentials");
}

std::chrono::seconds lifetime(const Call& call) {
  std::int64_t seconds = int_at(call.input, "DurationSeconds", kFederationSeconds);
  bool root = call.caller.kind == PrincipalKind::root;  // an hour at most, also if more is asked for
  return std::chrono::seconds(root ? std::min(seconds, kRootSeconds) : seconds);
}

}  // namespace

Json Sts::get_session_token(const Call& call) {
  check_long_term(call);
  Principal same = call.caller;
  same.mfa = mfa_passed(call);
  same.issued = aws_.clock().now();
  return answer(call, std::move(same), lifetime(call), 0);
}

Json Sts::get_federation_token(const Call& call) {
  check_long_term(call);
  std::string name = text_at(call.input, "Name");
  Principal session;
  session.kind = PrincipalKind::federated_user;
  session.account = call.caller.account;
  session.arn = make_arn("sts", "", session.account, "federated-user/" + name);
  session.entity_arn = call.caller.entity_arn;
  session.entity_id = call.caller.entity_id;
  session.user_id = session.account + ":" + name;
  session.issued = aws_.clock().now();
  session.session_tags = session_tags(call.input);
  std::int64_t packed = limit_session(call, session);
  Json who = object({{"FederatedUserId", session.user_id}, {"Arn", session.arn}});
  Json out = answer(call, std::move(session), lifetime(call), packed);
  set(out, "FederatedUser", who);
  return out;
}

}  // namespace lambent::iam
