// What is looked up and counted of subscriptions, beside their table, so that no operation walks through all of them.
//
//   index.add(row);       // once it is in the table
//   index.remove(row);    // as it was in the table, before it changes or goes
//
// Holds keys of the table, no rows.
#pragma once
#include <map>
#include <set>
#include <string>

#include "mocks/sns/topic_rows.h"

namespace lambent::sns {

class SubscriptionIndex {
 public:
  struct Count {
    size_t confirmed = 0, pending = 0, filtered = 0;  // filtered: with a filter policy
    size_t all() const { return confirmed + pending; }
  };

  void add(const SubscriptionRow& row);
  void remove(const SubscriptionRow& row);
  void clear();

  Count of_topic(const std::string& topic_key) const;
  size_t filtered_of(const Scope& scope) const;
  // The key of the one that a topic has for the same protocol and endpoint; may be null.
  const std::string* find_twin(const SubscriptionRow& row) const;
  // Keys of an account's subscriptions to topics of a region, also of other accounts', behind `after`, until visit returns false.
  template <class Visit>
  void each_of_owner(const std::string& owner, const std::string& region, const std::string& after, Visit visit) const {
    auto list = by_owner_.find({owner, region});
    if (list == by_owner_.end()) return;
    for (auto it = list->second.upper_bound(after); it != list->second.end() && visit(*it); ++it) {}
  }

 private:
  std::map<std::string, std::string> by_endpoint_;  // topic key, protocol, endpoint -> subscription key
  std::map<std::pair<std::string, std::string>, std::set<std::string>> by_owner_;
  std::map<std::string, Count> topics_;
  std::map<std::string, size_t> filtered_;  // by scope
};

}  // namespace lambent::sns
