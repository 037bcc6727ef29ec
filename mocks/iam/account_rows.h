// What belongs to an account: profiles, certificates, identity providers, settings, and jobs under way.
#pragma once
#include "mocks/iam/rows.h"

namespace lambent::iam {

// Key: account + "/" + lower-case name, also of the certificates and providers below.
struct InstanceProfileRow : Stored<InstanceProfileRow> {
  std::string name, path = "/", id, arn, account, role;  // role: name, empty: none
  double created = 0;
  Tags tags;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("name", row.name);
    field("path", row.path);
    field("id", row.id);
    field("arn", row.arn);
    field("account", row.account);
    field("role", row.role);
    field("created", row.created);
    field("tags", row.tags);
  }
};

struct ServerCertificateRow : Stored<ServerCertificateRow> {
  std::string name, path = "/", id, arn, account, body, chain;
  double uploaded = 0, expires = 0;
  Tags tags;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("name", row.name);
    field("path", row.path);
    field("id", row.id);
    field("arn", row.arn);
    field("account", row.account);
    field("body", row.body);
    field("chain", row.chain);
    field("uploaded", row.uploaded);
    field("expires", row.expires);
    field("tags", row.tags);
  }
};

// Key of both sorts of provider: the ARN.
struct OidcProviderRow : Stored<OidcProviderRow> {
  std::string arn, account, url;  // url without https://
  std::vector<std::string> clients, thumbprints;
  double created = 0;
  Tags tags;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("arn", row.arn);
    field("account", row.account);
    field("url", row.url);
    field("clients", row.clients);
    field("thumbprints", row.thumbprints);
    field("created", row.created);
    field("tags", row.tags);
  }
};

struct SamlProviderRow : Stored<SamlProviderRow> {
  std::string arn, account, uuid, metadata, entity_id;
  std::string encryption;              // Required, Allowed; empty: not set
  std::vector<std::string> key_ids;    // private keys by which assertions are decrypted: their ids, the latest last
  std::vector<std::string> key_times;  // when each was added, epoch seconds
  double created = 0, valid_until = 0;
  Tags tags;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("arn", row.arn);
    field("account", row.account);
    field("uuid", row.uuid);
    field("metadata", row.metadata);
    field("entityId", row.entity_id);
    field("encryption", row.encryption);
    field("keyIds", row.key_ids);
    field("keyTimes", row.key_times);
    field("created", row.created);
    field("validUntil", row.valid_until);
    field("tags", row.tags);
  }
};

// Settings of an account. Key: the account.
struct AccountRow : Stored<AccountRow> {
  std::string alias, token_version = "v1Token";
  bool has_password_policy = false;
  std::int64_t minimum_length = 6, max_age = 0, reuse_prevention = 0;  // 0: not set
  bool symbols = false, numbers = false, uppercase = false, lowercase = false, users_may_change = false, hard_expiry = false;
  double report_made = 0;  // the credential report; 0: none
  std::string report;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("alias", row.alias);
    field("tokenVersion", row.token_version);
    field("hasPasswordPolicy", row.has_password_policy);
    field("minimumLength", row.minimum_length);
    field("maxAge", row.max_age);
    field("reusePrevention", row.reuse_prevention);
    field("symbols", row.symbols);
    field("numbers", row.numbers);
    field("uppercase", row.uppercase);
    field("lowercase", row.lowercase);
    field("usersMayChange", row.users_may_change);
    field("hardExpiry", row.hard_expiry);
    field("reportMade", row.report_made);
    field("report", row.report);
  }
};

// A question asked by GenerateServiceLastAccessedDetails, or the deletion of a service-linked role. Key: account + "/" + id.
struct JobRow : Stored<JobRow> {
  std::string id, arn, granularity;
  double created = 0;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("id", row.id);
    field("arn", row.arn);
    field("granularity", row.granularity);
    field("created", row.created);
  }
};

}  // namespace lambent::iam
