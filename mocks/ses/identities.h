// The addresses and domains of SES: asking for verification, verifying, and who covers an address.
//
// An address is verified by the link in the mail it receives, a domain by GET /_lambent/ses/verify/<VerificationToken>
// (in place of the DNS record). A request that is not answered fails after 24 hours, a domain's after 72 (SES developer
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

class Identities {
 public:
  Identities(Aws& aws);

  const IdentityRow* find(const Scope& scope, std::string_view name) const;
  // Makes the identity, or asks anew if it is not verified. Verified at once with AccountRow::auto_verify.
  const IdentityRow& ask(const Scope& scope, const std::string& name, const AccountRow& account);
  void make_verified(const Scope& scope, const std::string& name);
  void update(const Scope& scope, std::string_view name, const std::function<void(IdentityRow&)>& change);
  bool erase(const Scope& scope, std::string_view name);
  std::vector<IdentityRow> all(const Scope& scope) const;  // by name

  Verification state(const IdentityRow& row) const;
  // The identity whose ARN a call for this address is about: the address itself, its domain or a parent domain.
  const IdentityRow* covering(const Scope& scope, const Address& address) const;
  bool verified(const Scope& scope, const Address& address) const;

  // The name of the identity verified by a link, or nothing for an unknown or expired token.
  std::optional<std::string> follow(const std::string& token);

  void load() { rows_.load(); }
  void reset() { rows_.clear(); }

 private:
  std::vector<std::string> names_covering(const Address& address) const;

  Aws& aws_;
  Table<IdentityRow> rows_;
};

std::string identity_arn(const Scope& scope, const std::string& name);
void check_identity_name(const std::string& name);  // throws BadAddress

}  // namespace lambent::ses
