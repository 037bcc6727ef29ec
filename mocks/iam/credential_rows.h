// What belongs to one user besides access keys, and devices. Keys of the tables: account + "/" + the user's id + "/" + own id,
// so that a user may be renamed.
#pragma once
#include "mocks/iam/rows.h"

namespace lambent::iam {

struct LoginProfileRow : Stored<LoginProfileRow> {
  std::string password_sha256;              // hex
  std::vector<std::string> former;          // of earlier passwords, the latest first
  bool reset_required = false;
  double created = 0, changed = 0;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("password", row.password_sha256);
    field("former", row.former);
    field("reset", row.reset_required);
    field("created", row.created);
    field("changed", row.changed);
  }
};

struct SshKeyRow : Stored<SshKeyRow> {
  std::string id, body, fingerprint, status = "Active";  // body as an SSH line
  double uploaded = 0;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("id", row.id);
    field("body", row.body);
    field("fingerprint", row.fingerprint);
    field("status", row.status);
    field("uploaded", row.uploaded);
  }
};

struct SigningCertificateRow : Stored<SigningCertificateRow> {
  std::string id, body, status = "Active";  // body: PEM
  double uploaded = 0;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("id", row.id);
    field("body", row.body);
    field("status", row.status);
    field("uploaded", row.uploaded);
  }
};

// A user name and password for one service, or (bedrock, cloudwatch logs) an alias and a secret.
struct ServiceCredentialRow : Stored<ServiceCredentialRow> {
  std::string id, service, name, secret, status = "Active";
  double created = 0, expires = 0;  // expires 0: never

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("id", row.id);
    field("service", row.service);
    field("name", row.name);
    field("secret", row.secret);
    field("status", row.status);
    field("created", row.created);
    field("expires", row.expires);
  }
};

// A virtual MFA device. Key of its table: the serial number, which is its ARN.
struct MfaDeviceRow : Stored<MfaDeviceRow> {
  std::string serial, account, secret;  // secret: printable bytes; Base32StringSeed is its base32 form
  std::string user_id;                // empty: assigned to nobody
  double enabled = 0;
  Tags tags;

  template <class Row, class Field>
  static void fields(Row& row, Field field) {
    field("serial", row.serial);
    field("account", row.account);
    field("secret", row.secret);
    field("user", row.user_id);
    field("enabled", row.enabled);
    field("tags", row.tags);
  }
};

}  // namespace lambent::iam
