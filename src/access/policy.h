// IAM policy documents as values. Pure: no clock, no tables.
//
// parse_policy() takes what is stored and is lenient: a statement it cannot understand matches nothing, as an unknown
// operator does in AWS. check_policy() is what saving does first: it throws MalformedPolicyDocument in IAM's words.
// AWS source: IAM User Guide, "Grammar of the IAM JSON policy language".
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::access {

enum class Effect { allow, deny };
enum class SetOperator { none, for_all, for_any };

struct Condition {
  std::string op;  // without ForAllValues:, ForAnyValue: and IfExists
  SetOperator set = SetOperator::none;
  bool if_exists = false;
  std::string key;
  std::vector<std::string> values;
};

// Who a statement of a resource policy is about. `any` is "*" or {"AWS": "*"}.
struct Principals {
  bool any = false;
  std::vector<std::string> aws, services, federated;
};

struct Statement {
  std::string sid;
  Effect effect = Effect::allow;
  std::vector<std::string> actions, not_actions;
  std::vector<std::string> resources, not_resources;
  std::optional<Principals> principals, not_principals;
  std::vector<Condition> conditions;
  bool readable = true;  // false: applies to nothing
  Json source;
};

struct Policy {
  std::string name;        // how reports call it: an ARN, or the name of an inline policy
  bool variables = false;  // Version 2012-10-17: ${...} is replaced
  std::vector<Statement> statements;
};

Policy parse_policy(const Json& document, std::string name);

enum class PolicyKind { identity, trust };
// The document of a text about to be saved. Throws AwsError MalformedPolicyDocument.
Json check_policy(const std::string& text, PolicyKind kind);

}  // namespace lambent::access
