#include "mocks/ses/contacts.h"

#include "mocks/ses/address.h"

namespace lambent::ses {
namespace {

std::string contacts_prefix(const Scope& scope, const std::string& list) { return scope_key(scope, list + "/"); }

}  // namespace

const ContactListRow* Contacts::find_list(const Scope& scope, const std::string& list) const { return lists_.find(scope_key(scope, list)); }

std::vector<std::string> Contacts::list_names(const Scope& scope) const {
  std::vector<std::string> out;
  lists_.each(scope_prefix(scope), [&](const std::string&, const ContactListRow& row) { out.push_back(row.name); });
  return out;
}

void Contacts::put_list(const Scope& scope, ContactListRow row) {
  const std::string key = scope_key(scope, row.name);
  lists_.put(key, std::move(row));
}

bool Contacts::erase_list(const Scope& scope, const std::string& list) {
  std::vector<std::string> keys;
  contacts_.each(contacts_prefix(scope, list), [&](const std::string& key, const ContactRow&) { keys.push_back(key); });
  for (const auto& key : keys) contacts_.erase(key);
  return lists_.erase(scope_key(scope, list));
}

const ContactRow* Contacts::find(const Scope& scope, const std::string& list, const std::string& address) const {
  return contacts_.find(contacts_prefix(scope, list) + canonical(address));
}

void Contacts::put(const Scope& scope, const std::string& list, ContactRow row) {
  const std::string key = contacts_prefix(scope, list) + canonical(row.address);
  contacts_.put(key, std::move(row));
}

bool Contacts::erase(const Scope& scope, const std::string& list, const std::string& address) {
  return contacts_.erase(contacts_prefix(scope, list) + canonical(address));
}

void Contacts::each(const Scope& scope, const std::string& list, const std::string& after, const std::function<bool(const ContactRow&)>& visit) const {
  const std::string prefix = contacts_prefix(scope, list), first = prefix + canonical(after);
  auto it = contacts_.lower_bound(first);
  if (!after.empty() && it != contacts_.end() && it->first == first) ++it;
  for (; it != contacts_.end() && it->first.starts_with(prefix); ++it)
    if (!visit(it->second)) return;
}

bool Contacts::subscribed(const Scope& scope, const std::string& list, const std::string& topic, const std::string& address) const {
  const ContactListRow* row = find_list(scope, list);
  const ContactRow* contact = find(scope, list, address);
  if (contact && contact->unsubscribed_from_all) return false;
  if (!row || topic.empty()) return true;
  if (contact)
    if (auto said = contact->preferences.find(topic); said != contact->preferences.end()) return said->second == "OPT_IN";
  const Topic* known = row->find_topic(topic);
  return !known || known->opted_in;
}

void Contacts::load() {
  lists_.load();
  contacts_.load();
}

void Contacts::reset() {
  lists_.clear();
  contacts_.clear();
}

Json preferences_json(const TextMap& preferences) {
  Json out = array();
  for (const auto& [topic, status] : preferences) out.push_back(object({{"TopicName", topic}, {"SubscriptionStatus", status}}));
  return out;
}

Json default_preferences_json(const ContactListRow& list, const ContactRow& contact) {
  TextMap out;
  for (const auto& topic : list.topics)
    if (!contact.preferences.contains(topic.name)) out[topic.name] = topic.opted_in ? "OPT_IN" : "OPT_OUT";
  return preferences_json(out);
}

}  // namespace lambent::ses
