#include "aws/call.h"

#include "aws/arn.h"

namespace lambent {

Principal Principal::root(const std::string& account) {
  Principal p;
  p.kind = PrincipalKind::root;
  p.account = account;
  p.arn = p.entity_arn = make_arn("iam", "", account, "root");
  p.user_id = account;
  return p;
}

Principal Principal::service(const std::string& name, std::string source_arn, std::string source_account) {
  Principal p;
  p.kind = PrincipalKind::service;
  p.arn = p.entity_arn = name;
  p.source_arn = std::move(source_arn);
  p.source_account = std::move(source_account);
  return p;
}

Principal Principal::anonymous() {
  Principal p;
  p.arn = p.entity_arn = "anonymous";
  return p;
}

}  // namespace lambent
