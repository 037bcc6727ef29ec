// Entities, policies and keys: what IAM decides by. Keys of their tables: account + "/" + lower-case name (names are unique
// without regard to case), managed policies by ARN, access keys by id. The rest is in credential_rows.h and account_rows.h.
#pragma once
#include "mocks/iam/row_fields.h"

namespace lambent::iam {

using Tags = std::map<std::string, std::string>;

// A role, a user or a group: what the three share.
struct EntityRow : Stored<EntityRow> {
  std::string name, path = "/", id, arn, account;
  double created = 0;                            // epoch seconds
  std::string description;                       // roles
  std::int64_t max_session_seconds = 3600;       // roles
  std::string trust;                             // roles: the document's text
  std::map<std::string, std::string> trusted_ids;  // roles: ARN of a user or role in `trust` -> its id when that was saved
  std::string boundary;                          // ARN; empty: none
  std::map<std::string, std::string> inline_policies;  // name -> document text
  std::vector<std::string> attached;             // ARNs, in the order attached
  Tags tags;
  std::vector<std::string> groups;               // users: names of groups

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("name", row.name);
    field("path", row.path);
    field("id", row.id);
    field("arn", row.arn);
    field("account", row.account);
    field("created", row.created);
    field("description", row.description);
    field("maxSession", row.max_session_seconds);
    field("trust", row.trust);
    field("trustedIds", row.trusted_ids);
    field("boundary", row.boundary);
    field("inline", row.inline_policies);
    field("attached", row.attached);
    field("tags", row.tags);
    field("groups", row.groups);
  }
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
  Tags tags;

  const PolicyVersion* find(const std::string& version) const;
  Json to_json() const;
  static PolicyRow from_json(const Json& j);

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("name", row.name);
    field("path", row.path);
    field("id", row.id);
    field("arn", row.arn);
    field("account", row.account);
    field("description", row.description);
    field("default", row.default_version);
    field("next", row.next_version);
    field("created", row.created);
    field("updated", row.updated);
    field("tags", row.tags);
  }
};

struct KeyRow : Stored<KeyRow> {
  std::string id, secret, user, account, status = "Active";
  double created = 0;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("id", row.id);
    field("secret", row.secret);
    field("user", row.user);
    field("account", row.account);
    field("status", row.status);
    field("created", row.created);
  }
};

}  // namespace lambent::iam
