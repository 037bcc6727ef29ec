// What a call needs to be allowed, and the answer. The door asks an Authorizer (src/access) for each need.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aws/call.h"
#include "base/json.h"

namespace lambent {

// A resource's own policy counts differently for role trust and KMS keys (spec/iam.md section 2, step 6).
enum class ResourceKind { ordinary, role_trust };

struct Need {
  std::string action;    // "sns:Publish"
  std::string resource;  // ARN or "*"
  std::string resource_account;  // owner; empty means the caller's account
  std::vector<std::pair<std::string, std::vector<std::string>>> keys = {};  // service condition keys of this call
  std::optional<Json> resource_policy = {};
  ResourceKind kind = ResourceKind::ordinary;

  Need(std::string action_, std::string resource_) : action(std::move(action_)), resource(std::move(resource_)) {}
};

// A condition key a decision looked at, in small letters; no values: the call has no such key.
struct UsedKey {
  std::string name;
  std::optional<std::vector<std::string>> values;
};
Json to_json(const std::vector<UsedKey>& keys);  // {"aws:sourceip": ["127.0.0.1"], "sts:externalid": null}

// A statement that decided something. `document` is in the parsed policy that `policy` keeps alive: nothing is copied.
struct PolicyStatement {
  std::shared_ptr<const std::string> policy;  // its name: an ARN, or "inline policy NAME"; null: no statement
  const Json* document = nullptr;
  std::vector<UsedKey> keys = {};  // of its conditions
};

enum class DenialReason { identity, resource, boundary, session, role_trust };

struct Denial {
  std::string principal;  // ARN as shown
  std::string principal_id;  // aws:userid
  std::string encoded;       // the message about it that sts:DecodeAuthorizationMessage reads; filled by the door
  std::string action, resource;
  DenialReason reason = DenialReason::identity;
  bool explicit_deny = false;
  std::string policy;         // ARN or name of the policy with the explicit deny; empty otherwise
  PolicyStatement statement;  // the explicit deny, if it is of the caller's own policies
  std::vector<std::string> considered;  // "policy: why it did not allow", one line each
  std::string attach_kind = "resource";  // where the missing statement belongs: role, user, resource, boundary or session
  std::string attach_to;      // its name: of the role or user, the boundary's ARN, the session's ARN; empty for resource policies
  std::vector<UsedKey> keys;  // of the statements about this action and resource, whatever their effect
  Json missing_statement;     // the smallest statement that would allow it; null for an explicit deny
};

// "User: <arn> is not authorized to perform: <action> on resource: <arn> because no identity-based policy allows the
// <action> action": the common text of spec/iam.md section 6. `shown_action` as the service writes it (SNS:Publish).
std::string denial_text(const Denial& denial, const std::string& shown_action);
Json to_json(const Denial& denial);

// What the door does with a refusal.
enum class Enforcement {
  enforce,  // the call fails
  audit,    // it is noted in the journal and the call goes on
  off       // nobody is asked
};

class Authorizer {
 public:
  virtual ~Authorizer() = default;
  // Nothing means allowed; `allowing` (may be null) has then got the statements of the caller's own policies, not of session,
  // boundary and resource, that allow it, each by itself. After a refusal it means nothing.
  virtual std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>* allowing) const = 0;

  // A service acts with a role (Lambda, Step Functions): the session principal. Throws AwsError AccessDenied if the
  // role is missing or its trust policy does not let `service` ("states.amazonaws.com") assume it. `source_arn` is the
  // resource it does that for (the function, the state machine): aws:SourceArn, and its account aws:SourceAccount.
  virtual Principal assume_for_service(const std::string& role_arn, const std::string& service, const std::string& session_name,
                                       const std::string& source_arn) const = 0;
};

}  // namespace lambent
