#include "mocks/sns/subscription_index.h"

namespace lambent::sns {
namespace {

std::string topic_of(const SubscriptionRow& row) { return scope_key(row.scope, row.topic); }
std::string endpoint_key(const SubscriptionRow& row) { return topic_of(row) + "\n" + row.protocol + "\n" + row.endpoint; }
bool filters(const SubscriptionRow& row) { return !row.get("FilterPolicy").empty(); }

}  // namespace

void SubscriptionIndex::add(const SubscriptionRow& row) {
  const std::string key = row.key();
  by_endpoint_[endpoint_key(row)] = key;
  by_owner_[{row.owner, row.scope.region}].insert(key);
  Count& count = topics_[topic_of(row)];
  ++(row.confirmed ? count.confirmed : count.pending);
  if (!filters(row)) return;
  ++count.filtered;
  ++filtered_[scope_prefix(row.scope)];
}

void SubscriptionIndex::remove(const SubscriptionRow& row) {
  const std::string key = row.key();
  auto at = by_endpoint_.find(endpoint_key(row));
  if (at != by_endpoint_.end() && at->second == key) by_endpoint_.erase(at);
  auto owner = by_owner_.find({row.owner, row.scope.region});
  if (owner != by_owner_.end()) {
    owner->second.erase(key);
    if (owner->second.empty()) by_owner_.erase(owner);
  }
  auto topic = topics_.find(topic_of(row));
  if (topic == topics_.end()) return;
  --(row.confirmed ? topic->second.confirmed : topic->second.pending);
  if (filters(row)) {
    --topic->second.filtered;
    if (--filtered_[scope_prefix(row.scope)] == 0) filtered_.erase(scope_prefix(row.scope));
  }
  if (topic->second.all() == 0) topics_.erase(topic);
}

void SubscriptionIndex::clear() { *this = {}; }

SubscriptionIndex::Count SubscriptionIndex::of_topic(const std::string& key) const {
  auto it = topics_.find(key);
  return it == topics_.end() ? Count{} : it->second;
}

size_t SubscriptionIndex::filtered_of(const Scope& scope) const {
  auto it = filtered_.find(scope_prefix(scope));
  return it == filtered_.end() ? 0 : it->second;
}

const std::string* SubscriptionIndex::find_twin(const SubscriptionRow& row) const {
  auto it = by_endpoint_.find(endpoint_key(row));
  return it == by_endpoint_.end() ? nullptr : &it->second;
}

}  // namespace lambent::sns
