// Mails in the order they came, found by id without a search, within a budget of bytes: the oldest go first.
//
// A mail weighs its texts, its raw bytes and its attachments. Received mail is kept so (sent mail: mail_store.h), at
// most 256 MiB of it, so that a program that sends without end does not end the emulator.
#pragma once
#include <unordered_map>

#include "aws/call.h"
#include "base/table.h"
#include "mocks/ses/rows.h"

namespace lambent::ses {

class KeptMail {
 public:
  static constexpr std::size_t kBudget = 256u << 20;

  KeptMail(Store& store, std::string name, std::size_t budget = kBudget) : rows_(store, std::move(name)), budget_(budget) {}

  const MailRow& put(const Scope& scope, MailRow row);
  const MailRow* find(const std::string& id) const;
  const MailRow* find(const Scope& scope, const std::string& id) const;
  void erase(const std::string& key);
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  std::size_t size() const { return rows_.size(); }
  std::size_t bytes() const { return bytes_; }

  void load();
  void clear();

 private:
  void trim();

  Table<MailRow> rows_;                                // key: scope, a growing number
  std::unordered_map<std::string, std::string> keys_;  // by id
  std::map<std::uint64_t, std::string> order_;         // number: key
  const std::size_t budget_;
  std::size_t bytes_ = 0;
  std::uint64_t next_ = 1;
};

}  // namespace lambent::ses
