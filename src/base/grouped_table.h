// Rows that belong to an owner, in memory, written through to the Store: the threads of an execution.
//
//   GroupedTable<CursorRow> cursors(store, "states.cursors");
//   cursors.load();
//   cursors.put(execution_key, "0.2", cursor);          // in the data file: "<execution_key>/0.2"
//   for (const auto& [place, cursor] : cursors.rows(execution_key)) …
//   cursors.erase(execution_key);                       // all of them
//
// Owners have no order: to find one costs the same however many there are, which a Table (table.h) does not promise.
// The rows of one owner are ordered by their key, which has no '/'; an owner's name may have some.
// References stay valid until that row is erased, but never keep one across a co_await: the row may go.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/json.h"
#include "base/store.h"

namespace lambent {

template <class Row>
class GroupedTable {
 public:
  using Rows = std::map<std::string, Row, std::less<>>;

  GroupedTable(Store& store, std::string name) : store_(store), name_(std::move(name)) {}
  GroupedTable(const GroupedTable&) = delete;

  void load() {
    store_.for_each(name_, [this](const std::string& key, const std::string& value) {
      auto slash = key.rfind('/');
      owners_[key.substr(0, slash)].insert_or_assign(key.substr(slash + 1), Row::from_json(parse_json(value)));
    });
  }

  // Those of one owner; empty if it has none.
  const Rows& rows(const std::string& owner) const {
    static const Rows none;
    auto it = owners_.find(owner);
    return it == owners_.end() ? none : it->second;
  }
  const Row* find(const std::string& owner, std::string_view key) const {
    const Rows& own = rows(owner);
    auto it = own.find(key);
    return it == own.end() ? nullptr : &it->second;
  }

  const Row& put(const std::string& owner, const std::string& key, Row row) {
    auto& stored = owners_[owner].insert_or_assign(key, std::move(row)).first->second;
    save(owner, key, stored);
    return stored;
  }
  // Runs change(key, row) on each row of the owner and stores it.
  template <class Change>
  void update(const std::string& owner, Change change) {
    auto it = owners_.find(owner);
    if (it == owners_.end()) return;
    for (auto& [key, row] : it->second) {
      change(key, row);
      save(owner, key, row);
    }
  }
  // Erases an owner's rows whose key begins with `prefix`.
  void erase(const std::string& owner, std::string_view prefix = "") {
    auto it = owners_.find(owner);
    if (it == owners_.end()) return;
    Rows& own = it->second;
    auto row = own.lower_bound(prefix);
    while (row != own.end() && std::string_view(row->first).starts_with(prefix)) {
      store_.erase(name_, full_key(owner, row->first));
      row = own.erase(row);
    }
    if (own.empty()) owners_.erase(it);
  }
  void clear() {
    for (const auto& [owner, own] : owners_)
      for (const auto& [key, row] : own) store_.erase(name_, full_key(owner, key));
    owners_.clear();
  }

 private:
  static std::string full_key(const std::string& owner, const std::string& key) { return owner + "/" + key; }
  void save(const std::string& owner, const std::string& key, const Row& row) {
    if (store_.durable()) store_.put(name_, full_key(owner, key), dump(row.to_json()));
  }

  Store& store_;
  const std::string name_;
  std::unordered_map<std::string, Rows> owners_;
};

}  // namespace lambent
