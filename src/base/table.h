// An ordered in-memory map of rows that writes itself through to the Store.
//
//   struct Topic { std::string arn; ...; Json to_json() const; static Topic from_json(const Json&); };
//   Table<Topic> topics(store, "sns.topics");
//   topics.load();                                      // at start-up, from the data file if there is one
//   topics.put(key(scope, name), topic);
//   topics.update(k, [&](Topic& t) { t.display = d; }); // every change goes through put, update or erase
//
// Keys: begin with account and region (scope_key in aws/call.h), so that a prefix lists one account's rows.
// References stay valid until that row is erased, but never keep one across a co_await: the row may go.
// UnorderedTable has no order (each, lower_bound) but finds a row as fast among a million as among ten.
// Template because each service has its own row type.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/json.h"
#include "base/store.h"

namespace lambent {

template <class Row, class Map = std::map<std::string, Row, std::less<>>>
class Table {
 public:
  using Rows = Map;

  Table(Store& store, std::string name) : store_(store), name_(std::move(name)) {}
  Table(const Table&) = delete;

  void load() {
    store_.for_each(name_, [this](const std::string& key, const std::string& value) {
      rows_.insert_or_assign(key, Row::from_json(parse_json(value)));
    });
  }

  const Row* find(std::string_view key) const {
    auto it = rows_.find(key);
    return it == rows_.end() ? nullptr : &it->second;
  }
  bool contains(std::string_view key) const { return rows_.find(key) != rows_.end(); }
  size_t size() const { return rows_.size(); }
  typename Rows::const_iterator begin() const { return rows_.begin(); }
  typename Rows::const_iterator end() const { return rows_.end(); }
  typename Rows::const_iterator lower_bound(std::string_view key) const { return rows_.lower_bound(key); }

  const Row& put(const std::string& key, Row row) {
    auto& stored = rows_.insert_or_assign(key, std::move(row)).first->second;
    save(key, stored);
    return stored;
  }
  // Stores the row unless there is one with that key, which then leaves `row` as it was. Returns the row that is there, and
  // whether it is the new one.
  std::pair<const Row*, bool> insert(const std::string& key, Row&& row) {
    auto [it, added] = rows_.try_emplace(key, std::move(row));
    if (added) save(key, it->second);
    return {&it->second, added};
  }
  // Runs `change` on the row and stores it; false if there is no such row.
  template <class Change>
  bool update(std::string_view key, Change change) {
    auto it = rows_.find(key);
    if (it == rows_.end()) return false;
    change(it->second);
    save(it->first, it->second);
    return true;
  }
  bool erase(std::string_view key) {
    auto it = rows_.find(key);
    if (it == rows_.end()) return false;
    store_.erase(name_, key);
    rows_.erase(it);
    return true;
  }
  void clear() {
    for (const auto& [key, row] : rows_) store_.erase(name_, key);
    rows_.clear();
  }

  // The rows whose key begins with `prefix`, in key order: visit(const std::string& key, const Row&).
  template <class Visit>
  void each(std::string_view prefix, Visit visit) const {
    for (auto it = rows_.lower_bound(prefix); it != rows_.end() && std::string_view(it->first).starts_with(prefix); ++it)
      visit(it->first, it->second);
  }

 private:
  void save(const std::string& key, const Row& row) {
    if (store_.durable()) store_.put(name_, key, dump(row.to_json()));
  }

  Store& store_;
  const std::string name_;
  Rows rows_;
};

// The standard's, which keeps the hashes that it has worked out only if it hashes whole strings.
template <class Row>
struct HashedRows : std::unordered_map<std::string, Row> {
  auto find(std::string_view key) { return std::unordered_map<std::string, Row>::find(std::string(key)); }
  auto find(std::string_view key) const { return std::unordered_map<std::string, Row>::find(std::string(key)); }
};
template <class Row>
using UnorderedTable = Table<Row, HashedRows<Row>>;

}  // namespace lambent
