// What IAM keeps, one row type per table. Keys: account + "/" + lower-case name (names are unique without regard to case),
// managed policies by ARN.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::iam {

// A role, a user or a group: what the three share.
struct EntityRow {
  std::string name, path = "/", id, arn, account;
  double created = 0;                            // epoch seconds
  std::string description;                       // roles
  std::int64_t max_session_seconds = 3600;       // roles
  std::string trust;                             // roles: the document's text
  std::string boundary;                          // ARN; empty: none
  std::map<std::string, std::string> inline_policies;  // name -> document text
  std::vector<std::string> attached;             // ARNs, in the order attached
  std::map<std::string, std::string> tags;
  std::vector<std::string> groups;               // users: names of groups

  Json to_json() const;
  static EntityRow from_json(const Json& j);
};

struct PolicyVersion {
  std::string id;  // "v1"
  std::string document;
  double created = 0;
};

struct PolicyRow {
  std::string name, path = "/", id, arn, account, description, default_version = "v1";
  std::vector<PolicyVersion> versions;
  std::int64_t next_version = 2;
  double created = 0, updated = 0;
  std::map<std::string, std::string> tags;

  const PolicyVersion* find(const std::string& version) const;
  Json to_json() const;
  static PolicyRow from_json(const Json& j);
};

struct KeyRow {
  std::string id, secret, user, account, status = "Active";
  double created = 0;

  Json to_json() const;
  static KeyRow from_json(const Json& j);
};

}  // namespace lambent::iam
