#include "mocks/ses/kept_mail.h"

#include <charconv>

namespace lambent::ses {
namespace {

std::uint64_t number_of(const std::string& key) {
  std::uint64_t out = 0;
  std::from_chars(key.data() + key.rfind('/') + 1, key.data() + key.size(), out);
  return out;
}

}  // namespace

const MailRow& KeptMail::put(const Scope& scope, MailRow row) {
  std::string number = std::to_string(next_);
  number.insert(0, 20 - number.size(), '0');  // so that keys sort by number
  const std::string key = scope_key(scope, number);
  keys_[row.id] = key;
  order_[next_++] = key;
  bytes_ += weight(row);
  const MailRow& stored = rows_.put(key, std::move(row));
  trim();
  return stored;
}

const MailRow* KeptMail::find(const std::string& id) const {
  auto it = keys_.find(id);
  return it == keys_.end() ? nullptr : rows_.find(it->second);
}

const MailRow* KeptMail::find(const Scope& scope, const std::string& id) const {
  auto it = keys_.find(id);
  return it == keys_.end() || !it->second.starts_with(scope_prefix(scope)) ? nullptr : rows_.find(it->second);
}

void KeptMail::erase(const std::string& key) {
  const MailRow* row = rows_.find(key);
  if (!row) return;
  bytes_ -= weight(*row);
  keys_.erase(row->id);
  order_.erase(number_of(key));
  rows_.erase(key);
}

// The newest stays, however large it is.
void KeptMail::trim() {
  while (bytes_ > budget_ && order_.size() > 1) {
    const std::string oldest = order_.begin()->second;
    erase(oldest);
  }
}

void KeptMail::load() {
  rows_.load();
  for (const auto& [key, row] : rows_) {
    const std::uint64_t number = number_of(key);
    next_ = std::max(next_, number + 1);
    keys_[row.id] = key;
    order_[number] = key;
    bytes_ += weight(row);
  }
}

void KeptMail::clear() {
  rows_.clear();
  keys_.clear();
  order_.clear();
  bytes_ = 0;
}

}  // namespace lambent::ses
