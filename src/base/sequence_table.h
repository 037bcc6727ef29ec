// Lists of rows, each list an owner's, that grow at their end: the history of an execution. In memory, written through to
// the Store.
//
//   SequenceTable<EventRow> events(store, "states.events");
//   events.load();
//   events.append(execution_key, event);                // in the data file: "<execution_key>/000001"
//   for (const EventRow& event : events.rows(execution_key)) …
//
// Owners have no order: to find one costs the same however many there are. References stay valid until the owner's next
// append.
#pragma once
#include <cstdio>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "base/store.h"

namespace lambent {

template <class Row>
class SequenceTable {
 public:
  using Rows = std::vector<Row>;

  SequenceTable(Store& store, std::string name) : store_(store), name_(std::move(name)) {}
  SequenceTable(const SequenceTable&) = delete;

  void load() {
    store_.for_each(name_, [this](const std::string& key, const std::string& value) {
      owners_[key.substr(0, key.rfind('/'))].push_back(Row::from_json(parse_json(value)));  // they come in the order of their keys
    });
  }

  // Those of one owner; empty if it has none.
  const Rows& rows(const std::string& owner) const {
    static const Rows none;
    auto it = owners_.find(owner);
    return it == owners_.end() ? none : it->second;
  }
  void append(const std::string& owner, Row row) {
    Rows& own = owners_[owner];
    own.push_back(std::move(row));
    if (store_.durable()) store_.put(name_, key_of(owner, own.size()), dump(own.back().to_json()));
  }
  void clear() {
    for (const auto& [owner, own] : owners_)
      for (size_t number = 1; number <= own.size(); ++number) store_.erase(name_, key_of(owner, number));
    owners_.clear();
  }

 private:
  static std::string key_of(const std::string& owner, size_t number) {
    char digits[24];
    std::snprintf(digits, sizeof digits, "/%06zu", number);
    return owner + digits;
  }

  Store& store_;
  const std::string name_;
  std::unordered_map<std::string, Rows> owners_;
};

}  // namespace lambent
