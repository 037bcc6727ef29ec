// Rule sets, rules and IP filters for mail that is received. AWS source: SES developer guide, "Email receiving".
//
// Limits: 40 rule sets and 100 filters in a region, 200 rules a set, 10 actions and 100 recipients a rule.
#pragma once
#include "aws/aws.h"
#include "base/table.h"
#include "mocks/ses/receipt_rows.h"

namespace lambent::ses {

class Receipts {
 public:
  explicit Receipts(Aws& aws) : aws_(aws), sets_(aws.store(), "ses.receipt_rule_sets"), filters_(aws.store(), "ses.receipt_filters") {}

  // Rule sets. get and change throw RuleSetDoesNotExist.
  const RuleSetRow& get(const Scope& scope, const std::string& name) const;
  const RuleSetRow* find_active(const Scope& scope) const;
  std::vector<RuleSetRow> all(const Scope& scope) const;  // by name
  void create(const Scope& scope, const std::string& name, std::vector<ReceiptRule> rules);
  void erase(const Scope& scope, const std::string& name);  // CannotDelete for the active one; unknown ones are passed over
  void set_active(const Scope& scope, const std::string& name);  // "": none is
  template <class Change>
  void change(const Scope& scope, const std::string& name, Change change) {
    get(scope, name);
    sets_.update(scope_key(scope, name), change);
  }

  void create_filter(const Scope& scope, ReceiptFilterRow row);
  void erase_filter(const Scope& scope, const std::string& name) { filters_.erase(scope_key(scope, name)); }
  std::vector<ReceiptFilterRow> filters(const Scope& scope) const;
  // A filter that blocks the address; the narrowest range that holds it decides.
  bool blocked(const Scope& scope, const std::string& ip) const;

  void load();
  void reset();

 private:
  Aws& aws_;
  Table<RuleSetRow> sets_;
  Table<ReceiptFilterRow> filters_;
};

// Names of rule sets, rules and filters: 1 to 64 letters, digits, '.', '_' and '-', beginning and ending with a letter or
// digit (SES API reference, CreateReceiptRuleSet). Throws InvalidParameterValue.
void check_receipt_name(const char* what, const std::string& name);

AwsError unknown_rule(const std::string& name);
std::string rule_arn(const Scope& scope, const std::string& set, const std::string& rule);

}  // namespace lambent::ses
