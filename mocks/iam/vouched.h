// Somebody for whom an identity provider vouches, about to assume a role: what web identities and SAML have in common.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "mocks/iam/rows.h"

namespace lambent::iam {

struct Vouched {
  std::string action;        // "sts:AssumeRoleWithSAML"
  std::string provider;      // the principal of trust policies: the provider's ARN or domain
  std::string session_name;
  std::string source_identity;
  Tags tags;
  std::vector<std::string> transitive_tags;
  std::vector<std::pair<std::string, std::vector<std::string>>> keys;  // condition keys of what the provider says
};

}  // namespace lambent::iam
