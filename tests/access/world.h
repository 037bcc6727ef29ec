// A small account: the role "worker", the user "ann", and what the authorizer says to them on a frozen clock.
#pragma once
#include <gtest/gtest.h>

#include "access/authorizer.h"
#include "access/evaluate.h"
#include "aws/arn.h"
#include "base/loop.h"
#include "base/text.h"

namespace lambent::access {

inline const std::string kAccount = "123456789012", kOther = "999988887777";
inline const TimePoint kNow{std::chrono::seconds(1700000000)};  // 2023-11-14T22:13:20Z
inline const std::string kTopic = "arn:aws:sns:us-east-1:123456789012:news";
inline const std::string kWorker = "arn:aws:iam::123456789012:role/team/worker";
inline const std::string kSession = "arn:aws:sts::123456789012:assumed-role/worker/job-1";
inline const std::string kAnn = "arn:aws:iam::123456789012:user/ann";

// JSON written with ' for ", so that tables of policies stay readable.
inline Json quoted(const std::string& text) { return parse_json(replace_all(text, "'", "\"")); }

// A document of some statements, comma-separated.
inline Json document(const std::string& statements, const std::string& version = "2012-10-17") {
  return quoted("{'Version':'" + version + "','Statement':[" + statements + "]}");
}

class People final : public Directory {
 public:
  std::shared_ptr<const Entity> find(const std::string& arn) const override {
    auto it = entities.find(arn);
    return it == entities.end() ? nullptr : std::make_shared<Entity>(it->second);
  }
  std::optional<UserKey> find_key(const std::string& access_key) const override {
    auto it = keys.find(access_key);
    if (it == keys.end()) return std::nullopt;
    return it->second;
  }
  std::map<std::string, Entity> entities;
  std::map<std::string, UserKey> keys;
};

inline std::shared_ptr<const Policy> shared(const Json& policy, const std::string& name) {
  return std::make_shared<Policy>(parse_policy(policy, name));
}

struct World {
  World() {
    for (const std::string& arn : {kWorker, kAnn}) {
      Entity& e = people.entities[arn];
      e.name = arn.substr(arn.rfind('/') + 1);
      e.id = arn == kWorker ? "AROAWORKER" : "AIDAANN";
    }
  }
  Entity& worker() { return people.entities.at(kWorker); }
  Entity& ann() { return people.entities.at(kAnn); }

  Principal session() const {
    auto role = people.find(kWorker);
    Entity gone;
    gone.name = "worker";
    gone.id = "AROAWORKER";
    return role_session(role ? *role : gone, kWorker, "job-1", kNow);
  }
  static Principal user() {
    Principal p;
    p.kind = PrincipalKind::user;
    p.account = kAccount;
    p.arn = p.entity_arn = kAnn;
    p.user_id = "AIDAANN";
    return p;
  }
  static Need publish() {
    Need need("sns:Publish", kTopic);
    need.resource_account = kAccount;
    return need;
  }
  static Call call_by(Principal caller) { return Call("sns", "Publish", Json::object(), std::move(caller), Scope{kAccount, "us-east-1"}); }

  std::optional<Denial> decide(const Principal& caller, const Need& need) const { return authorizer.decide(call_by(caller), need, nullptr); }
  // "allow", "no <kind of policy>" (nothing allows it) or "deny <kind>" (an explicit deny).
  std::string ask(const Principal& caller, const Need& need) const {
    auto denial = decide(caller, need);
    if (!denial) return "allow";
    static const char* kinds[] = {"identity", "resource", "boundary", "session", "trust"};
    return std::string(denial->explicit_deny ? "deny " : "no ") + kinds[static_cast<int>(denial->reason)];
  }

  Loop loop{ClockMode::frozen, kNow};
  People people;
  PolicyAuthorizer authorizer{people, loop.clock()};
};

}  // namespace lambent::access
