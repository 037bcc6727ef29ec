// Policy documents: any text is refused in IAM's words or saved, and what is saved can be read and decided by.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "access/context.h"
#include "access/evaluate.h"
#include "access/policy.h"
#include "aws/error.h"

using namespace lambent;
using namespace lambent::access;

namespace {

void decide_by(const Json& document) {
  static const Principal caller = [] {
    Principal p;
    p.kind = PrincipalKind::role_session;
    p.account = "000000000000";
    p.arn = "arn:aws:sts::000000000000:assumed-role/worker/job";
    p.entity_arn = "arn:aws:iam::000000000000:role/worker";
    p.session_name = "job";
    return p;
  }();
  Entity role;
  role.name = "worker";
  role.policies = {std::make_shared<Policy>(parse_policy(document, "fuzzed"))};
  role.boundary = role.policies[0];
  Need need("sns:Publish", "arn:aws:sns:us-east-1:000000000000:news");
  need.keys = {{"sns:Endpoint", {"https://example.com/${aws:username}"}}};
  const Call call("sns", "Publish", Json::object(), caller, {"000000000000", "us-east-1"});
  (void)evaluate({.caller = caller, .need = need, .entity = &role, .session_policies = {}}, Context(call, need, TimePoint{}, role.tags), nullptr);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (PolicyKind kind : {PolicyKind::identity, PolicyKind::trust}) {
    try {
      decide_by(check_policy(text, kind));
    } catch (const AwsError& e) {
      if (e.code() != "MalformedPolicyDocument" && e.code() != "LimitExceeded") std::abort();
    }
  }
  // What is stored is read leniently: nothing may come of it but a policy.
  if (const auto json = try_parse_json(text)) decide_by(*json);
  return 0;
}
