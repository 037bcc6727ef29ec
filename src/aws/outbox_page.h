// Pages of a table whose keys end in a growing number, over the scopes of all accounts and regions: outboxes.
//
//   std::string key = outbox_key(scope, number);                   // "000000000000/us-east-1/00000000000000000017"
//   auto page = outbox_page(messages_, query, [](const SmsRow& row) { return …; });
//   for (const auto& [number, row] : page.rows) …                  // in the order of their numbers
//
// Costs what the page holds, not what the table holds, unless a filter passes over rows. Template because each service
// has its own row type.
#pragma once
#include <algorithm>
#include <charconv>
#include <utility>

#include "aws/call.h"
#include "aws/list_query.h"
#include "base/table.h"

namespace lambent {

inline std::string outbox_digits(std::uint64_t number) {
  std::string out = std::to_string(number);
  out.insert(0, 20 - out.size(), '0');  // so that keys sort by number
  return out;
}
inline std::string outbox_key(const Scope& scope, std::uint64_t number) { return scope_key(scope, outbox_digits(number)); }
inline std::uint64_t outbox_number(std::string_view key) {
  std::uint64_t out = 0;
  key.remove_prefix(key.rfind('/') + 1);
  std::from_chars(key.data(), key.data() + key.size(), out);
  return out;
}
inline constexpr const char* kBehindNumbers = ":";  // comes after every digit

// Account and region of a key: the number has no slash.
inline Scope outbox_scope(std::string_view key) {
  auto first = key.find('/'), second = key.rfind('/');
  return {std::string(key.substr(0, first)), std::string(key.substr(first + 1, second - first - 1))};
}

// The row with the smallest number over all scopes; end() of an empty table.
template <class Row>
typename Table<Row>::Rows::const_iterator outbox_oldest(const Table<Row>& table) {
  auto oldest = table.end();
  std::string prefix;
  for (auto scope = table.begin(); scope != table.end(); scope = table.lower_bound(prefix + kBehindNumbers)) {
    prefix = scope_prefix(outbox_scope(scope->first));
    if (oldest == table.end() || outbox_number(scope->first) < outbox_number(oldest->first)) oldest = scope;
  }
  return oldest;
}

// Keeps an outbox within a budget of bytes: the oldest rows go first, the newest one stays whatever it weighs.
//
//   OutboxBudget<SmsRow> budget{64u << 20, [](const SmsRow& row) { return row.text.size(); }};
//   budget.count(table);                           // after load()
//   budget.put(table, key, std::move(row));
template <class Row>
class OutboxBudget {
 public:
  OutboxBudget(size_t budget, size_t (*weight)(const Row&)) : budget_(budget), weight_(weight) {}

  void count(const Table<Row>& table) {
    bytes_ = 0;
    for (const auto& [key, row] : table) bytes_ += weight_(row);
  }
  void put(Table<Row>& table, const std::string& key, Row row) {
    bytes_ += weight_(row);
    table.put(key, std::move(row));
    while (bytes_ > budget_ && table.size() > 1) {
      std::string oldest = outbox_oldest(table)->first;
      erase(table, oldest);
    }
  }
  void erase(Table<Row>& table, const std::string& key) {
    if (const Row* row = table.find(key)) bytes_ -= std::min(bytes_, weight_(*row));
    table.erase(key);
  }
  void clear(Table<Row>& table) {
    table.clear();
    bytes_ = 0;
  }

 private:
  const size_t budget_;
  size_t (*const weight_)(const Row&);
  size_t bytes_ = 0;
};

template <class Row>
struct OutboxPage {
  struct Item {
    std::uint64_t number;
    const std::string* key;
    const Row* row;
  };
  std::vector<Item> rows;
  std::optional<std::uint64_t> next;
};

template <class Row, class Wanted>
OutboxPage<Row> outbox_page(const Table<Row>& table, const ListQuery& query, Wanted wanted) {
  OutboxPage<Row> out;
  auto take = [&](auto at, size_t& left) {
    if (!wanted(at->second)) return;
    out.rows.push_back({outbox_number(at->first), &at->first, &at->second});
    --left;
  };
  std::string prefix;
  for (auto scope = table.begin(); scope != table.end(); scope = table.lower_bound(prefix + kBehindNumbers)) {
    prefix = scope_prefix(outbox_scope(scope->first));
    size_t left = query.limit + 1;
    if (query.after) {
      auto at = *query.after == UINT64_MAX ? table.end() : table.lower_bound(prefix + outbox_digits(*query.after + 1));
      for (; left && at != table.end() && at->first.starts_with(prefix); ++at) take(at, left);
    } else {
      auto at = query.before ? table.lower_bound(prefix + outbox_digits(*query.before)) : table.lower_bound(prefix + kBehindNumbers);
      while (left && at != table.begin() && (--at)->first.starts_with(prefix)) take(at, left);
    }
  }
  auto by_number = [](const auto& a, const auto& b) { return a.number < b.number; };
  std::sort(out.rows.begin(), out.rows.end(), by_number);
  if (out.rows.size() <= query.limit) return out;
  if (query.after) {
    out.rows.resize(query.limit);
    out.next = out.rows.back().number;
  } else {
    out.rows.erase(out.rows.begin(), out.rows.end() - static_cast<std::ptrdiff_t>(query.limit));
    out.next = out.rows.front().number;
  }
  return out;
}

}  // namespace lambent
