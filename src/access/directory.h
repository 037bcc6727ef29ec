// What the evaluator needs to know of users and roles. mocks/iam implements it over its tables.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/policy.h"
#include "aws/call.h"

namespace lambent::access {

// An access key of a user, as the gateway needs it to verify a signature.
struct UserKey {
  std::string secret;
  Principal principal;
  bool active = true;
};

// A user or role as it is now. Parsed once and kept until a policy of it changes.
struct Entity {
  std::vector<std::shared_ptr<const Policy>> policies;  // inline, attached, and those of a user's groups
  std::shared_ptr<const Policy> boundary;               // null: none
  std::shared_ptr<const Policy> trust;                  // roles
  std::map<std::string, std::string> tags;
  std::string id;                                       // AROA…, AIDA…
  std::string name;
};

class Directory {
 public:
  virtual ~Directory() = default;
  virtual std::shared_ptr<const Entity> find(const std::string& arn) const = 0;  // user or role; null if there is none
  virtual std::optional<UserKey> find_key(const std::string& access_key) const = 0;
};

}  // namespace lambent::access
