// The addresses and domains of SES: asking for verification, verifying, and who covers an address.
//
// An address is verified by the link in the mail it receives, a domain by GET /_lambent/ses/verify/<VerificationToken>
// (in place of the DNS record), a MAIL FROM domain by GET /_lambent/ses/verify-mail-from/<domain>. A request that is not answered fails after 24 hours, a domain's after 72 (SES developer
// guide, "Creating and verifying identities").
#pragma once
#include <functional>
#include <optional>

#include "aws/aws.h"
#include "base/table.h"
#include "mocks/ses/address.h"
#include "mocks/ses/rows.h"

namespace lambent::ses {

enum class Verification { pending, success, failed };

struct DkimState {
  const char* v1_status;
  const char* v2_status;
  std::vector<std::string> tokens;
};

class Identities {
 public:
  Identities(Aws& aws);

  const IdentityRow* find(const Scope& scope, std::string_view name) const;
  // Makes the identity, or asks anew if it is not verified. Verified at once with AccountRow::auto_verify.
  const IdentityRow& ask(const Scope& scope, const std::string& name, const AccountRow& account);
  void make_verified(const Scope& scope, const std::string& name);
  void update(const Scope& scope, std::string_view name, const std::function<void(IdentityRow&)>& change);
  bool erase(const Scope& scope, std::string_view name);
  size_t count(const Scope& scope) const;
  std::vector<IdentityRow> all(const Scope& scope) const;  // by name

  Verification state(const IdentityRow& row) const;
  DkimState dkim(const Scope& scope, const IdentityRow& row) const;  // of an address: its domain's, if that has DKIM
  Verification mail_from_state(const IdentityRow& row) const;
  // The identity whose ARN a call for this address is about: the address itself, its domain or a parent domain.
  const IdentityRow* covering(const Scope& scope, const Address& address) const;
  bool verified(const Scope& scope, const Address& address) const;

  // The identity verified by a link, or null for an unknown or expired token. Also the DKIM tokens of a domain are taken.
  const IdentityRow* follow(const std::string& token);
  std::string failure_url(const std::string& token) const;  // where a link that has expired leads, if anywhere
  // In place of the DNS records of a MAIL FROM domain: every identity that has asked for it. False if none has.
  bool verify_mail_from(const std::string& domain);
  void make_dkim(const Scope& scope, const std::string& name);  // three tokens, if there are none

  void load() { rows_.load(); }
  void reset() { rows_.clear(); }

 private:
  Aws& aws_;
  Table<IdentityRow> rows_;
};

std::string identity_arn(const Scope& scope, const std::string& name);
struct NamedIdentity {
  Scope scope;
  std::string name;
};
std::optional<NamedIdentity> identity_of_arn(const std::string& arn);  // nothing for what is no identity's ARN
std::string identity_name(const std::string& name_or_arn);             // v1 takes both
bool covers(const std::string& identity, const Address& address);      // the address itself, its domain or a parent domain
void check_identity_name(const std::string& name);  // throws BadAddress

}  // namespace lambent::ses
