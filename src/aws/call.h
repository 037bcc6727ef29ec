// One call of one operation: what is asked, by whom, where, and because of what.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace lambent {

class PeerLine;

// Account and region: part of every call, first part of every table key.
struct Scope {
  std::string account, region;
};
inline std::string scope_prefix(const Scope& s) { return s.account + "/" + s.region + "/"; }
inline std::string scope_key(const Scope& s, std::string_view name) { return scope_prefix(s).append(name); }

// What a principal is doing right now. A sandbox holds one and renews it with each invocation; calls signed with
// the sandbox's credentials are thus known to belong to that invocation.
struct Activity {
  std::uint64_t span = 0;  // journal entry that calls made now belong to; 0 none
  std::string trace;       // X-Ray root id
};

enum class PrincipalKind { root, user, role_session, federated_user, service, anonymous };

struct Principal {
  PrincipalKind kind = PrincipalKind::anonymous;
  std::string account;       // 12 digits; empty for services and anonymous
  std::string arn;           // as AWS prints it: root, user, assumed-role session ARN; the service's name for services
  std::string entity_arn;    // whose policies count: the role's ARN for a session, else the same as arn
  std::string entity_id;     // AROA…, AIDA… of entity_arn when this was made; one deleted and made again is another. Empty: not known
  std::string user_id;       // aws:userid
  std::string session_name;  // role sessions
  TimePoint issued{};        // temporary credentials: when they were made
  std::vector<Json> session_policies;               // parsed documents; limit the session
  std::vector<std::string> session_policy_names;    // of those, as far as they have one: the ARN of a managed policy
  std::map<std::string, std::string> session_tags;  // aws:PrincipalTag of the session
  std::vector<std::string> transitive_tags;         // keys of those that follow into a chained role
  std::string source_identity;                      // set once, kept in a chain of roles
  std::string federated_by;  // a session of a web identity, or somebody who asks for one: the provider's ARN or domain
  bool mfa = false;          // temporary credentials got with a code of an MFA device
  // For services: on whose behalf (aws:SourceArn, aws:SourceAccount). Of a session of a service: the resource it is for.
  std::string source_arn, source_account;
  std::shared_ptr<const Activity> activity;  // null for callers from outside

  static Principal root(const std::string& account);
  static Principal service(const std::string& name, std::string source_arn, std::string source_account);
  static Principal anonymous();
};

// How the call reached us; part of the condition keys and of the journal.
struct Origin {
  std::string source_ip = "127.0.0.1";
  std::string user_agent;
  std::string access_key;
  std::string route;  // of an API that called on its own: "API GET /path/{id}", as declared
  bool secure = false;
};

struct Call {
  std::string service;    // model name: "sns", "ses", "sesv2", "stepfunctions", "lambda", "iam", "sts"
  std::string operation;  // "Publish"
  Json input = Json::object();  // members by their model names; blobs are raw bytes in strings
  Principal caller;
  Scope scope;
  std::string request_id;     // filled by the door if empty
  std::uint64_t parent = 0;   // journal span that caused this call; 0 none
  std::uint64_t span = 0;     // this call's own span, filled by the door
  std::string trace;          // X-Ray trace, filled by the door if empty
  Origin origin;
  PeerLine* line = nullptr;   // to a caller from outside (http/message.h); services do not see it

  Call() = default;
  Call(std::string service_, std::string operation_, Json input_, Principal caller_, Scope scope_)
      : service(std::move(service_)), operation(std::move(operation_)), input(std::move(input_)),
        caller(std::move(caller_)), scope(std::move(scope_)) {}
};

}  // namespace lambent
