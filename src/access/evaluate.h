// The decision itself, in AWS's order: explicit deny, root, resource policy, identity, boundary, session. Pure.
// AWS source: IAM User Guide, "Policy evaluation logic".
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "access/context.h"
#include "access/directory.h"

namespace lambent::access {

struct Inputs {
  const Principal& caller;
  const Need& need;
  const Entity* entity = nullptr;  // of the caller; null for root, services, anonymous and what has been deleted
  std::vector<Policy> session_policies;
};

// Nothing: allowed. `considered`, `missing_statement` and `attach_to` of the denial are filled.
// `allowing`, if given, gets the statements of the entity's policies that allow; it counts only if nothing is returned.
std::optional<Denial> evaluate(const Inputs& in, const Context& context, std::vector<PolicyStatement>* allowing = nullptr);

// Whether a statement of a resource policy is about the caller.
bool is_about(const Statement& s, const Principal& caller);

// Whether a statement's action and resource (not principal, not conditions) are about this need.
bool statement_applies(const Statement& s, const Need& need, const Context& context, bool variables);

}  // namespace lambent::access
