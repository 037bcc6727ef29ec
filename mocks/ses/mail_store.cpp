#include "mocks/ses/mail_store.h"

#include <algorithm>
#include <charconv>

#include "base/log.h"

namespace lambent::ses {
namespace {

std::uint64_t number_of(const std::string& key) {
  std::uint64_t number = 0;
  std::from_chars(key.data() + key.rfind('/') + 1, key.data() + key.size(), number);
  return number;
}

}  // namespace

const MailRow& MailStore::put(const Scope& scope, MailRow row) {
  std::string number = std::to_string(next_++);
  number.insert(0, 20 - number.size(), '0');  // so that keys sort by number
  const std::string key = scope_key(scope, number);
  note(key, row);
  const MailRow& stored = rows_.put(key, std::move(row));
  while (bytes_ > budget_ && rows_.size() > 1) {
    const MailRow* oldest = rows_.find(order_.front());
    if (!oldest) {
      order_.pop_front();
      continue;
    }
    if (dropped_++ == 0) log_warn("ses: the outbox holds more than " + std::to_string(budget_ >> 20) + " MiB; the oldest mails go");
    erase(std::string(oldest->id));
  }
  return stored;
}

void MailStore::note(const std::string& key, const MailRow& row) {
  keys_[row.id] = key;
  order_.push_back(key);
  bytes_ += weight(row);
}

const MailRow* MailStore::find(const std::string& id) const {
  auto it = keys_.find(id);
  return it == keys_.end() ? nullptr : rows_.find(it->second);
}

Scope MailStore::scope_of(const std::string& id) const {
  const std::string& key = keys_.at(id);
  const size_t first = key.find('/'), second = key.find('/', first + 1);
  return {key.substr(0, first), key.substr(first + 1, second - first - 1)};
}

void MailStore::update(const std::string& id, const std::function<void(MailRow&)>& change) {
  auto it = keys_.find(id);
  if (it != keys_.end()) rows_.update(it->second, change);
}

void MailStore::erase(const std::string& id) {
  auto it = keys_.find(id);
  if (it == keys_.end()) return;
  if (const MailRow* row = rows_.find(it->second)) bytes_ -= std::min(bytes_, weight(*row));
  rows_.erase(it->second);
  keys_.erase(it);
  while (!order_.empty() && !rows_.contains(order_.front())) order_.pop_front();
}

void MailStore::each(const std::string& after, const std::function<bool(const MailRow&)>& visit) const {
  auto it = rows_.begin();
  if (auto known = keys_.find(after); known != keys_.end()) it = std::next(rows_.lower_bound(known->second));
  for (; it != rows_.end(); ++it)
    if (!visit(it->second)) return;
}

void MailStore::load() {
  rows_.load();
  for (const auto& [key, row] : rows_) {
    note(key, row);
    next_ = std::max(next_, number_of(key) + 1);
  }
  std::sort(order_.begin(), order_.end(), [](const auto& a, const auto& b) { return number_of(a) < number_of(b); });
}

void MailStore::reset() {
  rows_.clear();
  keys_.clear();
  order_.clear();
  bytes_ = 0;
}

}  // namespace lambent::ses
