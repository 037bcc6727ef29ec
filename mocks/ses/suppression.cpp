#include "mocks/ses/suppression.h"

#include <algorithm>

#include "mocks/ses/address.h"

namespace lambent::ses {

const SuppressedRow* Suppression::find(const Scope& scope, const std::string& address) const {
  return rows_.find(scope_key(scope, canonical(address)));
}

void Suppression::put(const Scope& scope, SuppressedRow row) {
  const std::string key = scope_key(scope, canonical(row.address));
  rows_.put(key, std::move(row));
}

bool Suppression::erase(const Scope& scope, const std::string& address) { return rows_.erase(scope_key(scope, canonical(address))); }

std::vector<SuppressedRow> Suppression::page(const Scope& scope, const SuppressionFilter& filter, const std::string& after, size_t most,
                                             std::string& next) const {
  const std::string prefix = scope_prefix(scope);
  std::vector<SuppressedRow> out;
  next.clear();
  auto it = after.empty() ? rows_.lower_bound(prefix) : rows_.lower_bound(prefix + canonical(after));
  if (!after.empty() && it != rows_.end() && it->first == prefix + canonical(after)) ++it;
  for (; it != rows_.end() && it->first.starts_with(prefix); ++it) {
    const SuppressedRow& row = it->second;
    const bool reason = filter.reasons.empty() || std::find(filter.reasons.begin(), filter.reasons.end(), row.reason) != filter.reasons.end();
    if (!reason || (filter.from_ms && row.updated_ms < *filter.from_ms) || (filter.to_ms && row.updated_ms > *filter.to_ms)) continue;
    if (out.size() == most) {
      next = out.back().address;
      break;
    }
    out.push_back(row);
  }
  return out;
}

}  // namespace lambent::ses
