// Calls that come by a link in a message: unsigned, so that only the ARN in them says for which region they are.
#pragma once
#include "aws/call.h"
#include "base/text.h"

namespace lambent::sns {

inline Scope asked_scope(const Call& call, const std::string& arn) {
  Scope out = call.scope;
  auto parts = split(arn, ':');
  if (call.caller.kind == PrincipalKind::anonymous && parts.size() >= 6) out.region = parts[3];
  return out;
}

}  // namespace lambent::sns
