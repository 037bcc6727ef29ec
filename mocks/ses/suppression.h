// The account's suppression list: addresses that get no mail because one bounced or was complained about. (SES developer
// guide, "Using the Amazon SES account-level suppression list")
#pragma once
#include <optional>

#include "aws/aws.h"
#include "base/table.h"
#include "mocks/ses/list_rows.h"

namespace lambent::ses {

struct SuppressionFilter {
  std::vector<std::string> reasons;  // empty: all
  std::optional<std::int64_t> from_ms, to_ms;
};

class Suppression {
 public:
  explicit Suppression(Aws& aws) : rows_(aws.store(), "ses.suppressed") {}

  const SuppressedRow* find(const Scope& scope, const std::string& address) const;
  void put(const Scope& scope, SuppressedRow row);
  bool erase(const Scope& scope, const std::string& address);
  // A page in the order of addresses; `after` is an address or empty, `next` becomes the last one if there are more.
  std::vector<SuppressedRow> page(const Scope& scope, const SuppressionFilter& filter, const std::string& after, size_t most, std::string& next) const;

  void load() { rows_.load(); }
  void reset() { rows_.clear(); }

 private:
  Table<SuppressedRow> rows_;
};

}  // namespace lambent::ses
