// The Authorizer of the door: looks the caller up in the Directory and evaluates.
#pragma once
#include "access/directory.h"
#include "aws/access_need.h"

namespace lambent::access {

class PolicyAuthorizer final : public Authorizer {
 public:
  PolicyAuthorizer(const Directory& directory, const Clock& clock) : directory_(directory), clock_(clock) {}

  std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>* allowing) const override;
  Principal assume_for_service(const std::string& role_arn, const std::string& service, const std::string& session_name,
                               const std::string& source_arn) const override;

 private:
  const Directory& directory_;
  const Clock& clock_;
};

// arn:aws:iam::A:role/path/NAME and a session name to the session's principal. The role must exist.
Principal role_session(const Entity& role, const std::string& role_arn, const std::string& session_name, TimePoint now);

}  // namespace lambent::access
