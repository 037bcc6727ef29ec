#include "mocks/ses/receipts.h"

#include <charconv>

#include "aws/arn.h"
#include "mocks/ses/cidr.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostSets = 40;
constexpr size_t kMostFilters = 100;

bool alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

int bits_of(const std::string& cidr) {
  int out = 1000;  // a single address is narrower than any range
  if (auto slash = cidr.find('/'); slash != std::string::npos) std::from_chars(cidr.data() + slash + 1, cidr.data() + cidr.size(), out);
  return out;
}

AwsError exists(const std::string& what, const std::string& name) { return AwsError("AlreadyExists", 400, what + " already exists: " + name); }
AwsError too_many(const std::string& what) { return AwsError("LimitExceeded", 400, "Maximum number of " + what + " exceeded"); }

}  // namespace

void check_receipt_name(const char* what, const std::string& name) {
  bool good = !name.empty() && name.size() <= 64 && alphanumeric(name.front()) && alphanumeric(name.back());
  for (char c : name) good &= alphanumeric(c) || c == '_' || c == '-' || c == '.';
  if (!good) throw AwsError("InvalidParameterValue", 400, std::string("Not a valid ") + what + " name: " + name);
}

AwsError unknown_rule(const std::string& name) { return AwsError("RuleDoesNotExist", 400, "Rule does not exist: " + name); }

std::string rule_arn(const Scope& scope, const std::string& set, const std::string& rule) {
  return make_arn("ses", scope.region, scope.account, "receipt-rule-set/" + set + ":receipt-rule/" + rule);
}

const RuleSetRow& Receipts::get(const Scope& scope, const std::string& name) const {
  const RuleSetRow* row = sets_.find(scope_key(scope, name));
  if (!row) throw AwsError("RuleSetDoesNotExist", 400, "Rule set does not exist: " + name);
  return *row;
}

const RuleSetRow* Receipts::find_active(const Scope& scope) const {
  const RuleSetRow* out = nullptr;
  sets_.each(scope_prefix(scope), [&](const std::string&, const RuleSetRow& row) {
    if (row.active) out = &row;
  });
  return out;
}

std::vector<RuleSetRow> Receipts::all(const Scope& scope) const {
  std::vector<RuleSetRow> out;
  sets_.each(scope_prefix(scope), [&](const std::string&, const RuleSetRow& row) { out.push_back(row); });
  return out;
}

void Receipts::create(const Scope& scope, const std::string& name, std::vector<ReceiptRule> rules) {
  check_receipt_name("rule set", name);
  const std::string key = scope_key(scope, name);
  if (sets_.contains(key)) throw exists("Rule set", name);
  if (all(scope).size() >= kMostSets) throw too_many("rule sets");
  sets_.put(key, RuleSetRow{name, aws_.clock().now_ms(), false, std::move(rules)});
}

void Receipts::erase(const Scope& scope, const std::string& name) {
  const RuleSetRow* row = sets_.find(scope_key(scope, name));
  if (row && row->active) throw AwsError("CannotDelete", 400, "Cannot delete active rule set: " + name);
  sets_.erase(scope_key(scope, name));
}

void Receipts::set_active(const Scope& scope, const std::string& name) {
  if (!name.empty()) get(scope, name);
  for (const auto& row : all(scope))
    if (row.active != (row.name == name)) sets_.update(scope_key(scope, row.name), [&](RuleSetRow& r) { r.active = r.name == name; });
}

void Receipts::create_filter(const Scope& scope, ReceiptFilterRow row) {
  check_receipt_name("filter", row.name);
  if (!is_cidr(row.cidr)) throw AwsError("InvalidParameterValue", 400, "Invalid CIDR block: " + row.cidr);
  const std::string key = scope_key(scope, row.name);
  if (filters_.contains(key)) throw exists("Filter", row.name);
  if (filters(scope).size() >= kMostFilters) throw too_many("filters");
  filters_.put(key, std::move(row));
}

std::vector<ReceiptFilterRow> Receipts::filters(const Scope& scope) const {
  std::vector<ReceiptFilterRow> out;
  filters_.each(scope_prefix(scope), [&](const std::string&, const ReceiptFilterRow& row) { out.push_back(row); });
  return out;
}

bool Receipts::blocked(const Scope& scope, const std::string& ip) const {
  int narrowest = -1;
  bool out = false;
  filters_.each(scope_prefix(scope), [&](const std::string&, const ReceiptFilterRow& row) {
    if (!in_cidr(ip, row.cidr)) return;
    const int bits = bits_of(row.cidr);
    if (bits < narrowest || (bits == narrowest && !out)) return;
    narrowest = bits;
    out = row.block;
  });
  return out;
}

void Receipts::load() {
  sets_.load();
  filters_.load();
}

void Receipts::reset() {
  sets_.clear();
  filters_.clear();
}

}  // namespace lambent::ses
