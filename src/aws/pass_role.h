// What a call needs that hands a role to a service: iam:PassRole. AWS source: IAM User Guide, "Granting a user permissions
// to pass a role to an AWS service".
//
//   if (role) out.push_back(pass_role(call, *role, "lambda.amazonaws.com"));
#pragma once
#include <string>

#include "aws/access_need.h"

namespace lambent {

// `service` is who gets it (iam:PassedToService). Only roles of one's own account can be passed: for another's it throws
// AccessDeniedException with `status`, 403 or what the service has for refusals.
Need pass_role(const Call& call, const std::string& role_arn, const std::string& service, int status = 403);

}  // namespace lambent
