#include "aws/pass_role.h"

#include "aws/arn.h"
#include "aws/error.h"

namespace lambent {

Need pass_role(const Call& call, const std::string& role_arn, const std::string& service, int status) {
  auto arn = Arn::parse(role_arn);
  if (arn && !arn->account.empty() && arn->account != call.scope.account)
    throw AwsError("AccessDeniedException", status, "Cross-account pass role is not allowed.");
  Need out("iam:PassRole", role_arn);
  out.resource_account = call.scope.account;
  out.keys.push_back({"iam:PassedToService", {service}});
  return out;
}

}  // namespace lambent
