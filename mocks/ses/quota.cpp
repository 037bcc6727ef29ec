#include "mocks/ses/quota.h"

#include <algorithm>

namespace lambent::ses {
namespace {

constexpr std::int64_t kDay = 24LL * 3600 * 1000;
constexpr std::int64_t kKept = 14 * kDay;
constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kQuarter = 15 * 60 * 1000;
constexpr double kBurstSeconds = 60;

std::string padded(std::uint64_t n, size_t width) {
  std::string out = std::to_string(n);
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

// Scope prefix of a key: everything before its second '/', with it.
std::string scope_of(const std::string& key) { return key.substr(0, key.find('/', key.find('/') + 1) + 1); }

}  // namespace

Quota::Quota(Aws& aws) : aws_(aws), rows_(aws.store(), "ses.counts") {}

std::int64_t Quota::sent_last_24_hours(const Scope& scope) {
  Recent& recent = recent_[scope_prefix(scope)];
  std::int64_t since = aws_.clock().now_ms() - kDay;
  while (!recent.sends.empty() && recent.sends.front().first <= since) {
    recent.sum -= recent.sends.front().second;
    recent.sends.pop_front();
  }
  return recent.sum;
}

Quota::Verdict Quota::take(const Scope& scope, const AccountRow& account, std::int64_t recipients) {
  if (static_cast<double>(sent_last_24_hours(scope) + recipients) > account.daily()) return Verdict::daily_exceeded;
  TimePoint now = aws_.clock().now();
  double most = account.rate() * kBurstSeconds;
  auto [it, fresh] = buckets_.try_emplace(scope_prefix(scope), Bucket{most, now});
  Bucket& bucket = it->second;
  if (!fresh) bucket.tokens += std::chrono::duration<double>(now - bucket.at).count() * account.rate();
  bucket.tokens = std::min(bucket.tokens, most);
  bucket.at = now;
  if (bucket.tokens < static_cast<double>(recipients)) return Verdict::rate_exceeded;
  bucket.tokens -= static_cast<double>(recipients);
  return Verdict::allowed;
}

void Quota::count(const Scope& scope, CountRow row) {
  forget_old(scope);
  if (row.recipients) {
    Recent& recent = recent_[scope_prefix(scope)];
    recent.sends.emplace_back(row.at_ms, row.recipients);
    recent.sum += row.recipients;
  }
  row.at_ms = row.at_ms / kSecond * kSecond;
  const std::string key = scope_key(scope, padded(static_cast<std::uint64_t>(row.at_ms), 15));
  if (!rows_.update(key, [&](CountRow& second) { second.add(row); })) rows_.put(key, row);
}

void Quota::forget_old(const Scope& scope) {
  // Keys sort by time, so the oldest row of the scope is the first.
  const std::string prefix = scope_prefix(scope);
  const std::int64_t since = aws_.clock().now_ms() - kKept;
  for (auto it = rows_.lower_bound(prefix); it != rows_.end() && it->first.starts_with(prefix) && it->second.at_ms < since; it = rows_.lower_bound(prefix))
    rows_.erase(std::string(it->first));
}

std::vector<CountRow> Quota::quarters(const Scope& scope) const {
  std::vector<CountRow> out;
  rows_.each(scope_prefix(scope), [&](const std::string&, const CountRow& row) {
    std::int64_t quarter = row.at_ms / kQuarter * kQuarter;
    if (out.empty() || out.back().at_ms != quarter) {
      out.emplace_back();
      out.back().at_ms = quarter;
    }
    out.back().add(row);
  });
  return out;
}

void Quota::load() {
  rows_.load();
  for (const auto& [key, row] : rows_) {
    Recent& recent = recent_[scope_of(key)];
    recent.sends.emplace_back(row.at_ms, row.recipients);
    recent.sum += row.recipients;
  }
}

void Quota::reset() {
  rows_.clear();
  recent_.clear();
  buckets_.clear();
}

}  // namespace lambent::ses
