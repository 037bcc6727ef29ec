// The outbox: mails in the order they came, found by their ids. Beyond a budget of bytes the oldest go.
#pragma once
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>

#include "aws/aws.h"
#include "base/table.h"
#include "mocks/ses/rows.h"

namespace lambent::ses {

class MailStore {
 public:
  static constexpr size_t kBudget = size_t{256} << 20;  // bytes of all mails together

  explicit MailStore(Aws& aws, size_t budget = kBudget) : rows_(aws.store(), "ses.mails"), budget_(budget) {}

  const MailRow& put(const Scope& scope, MailRow row);
  const MailRow* find(const std::string& id) const;
  Scope scope_of(const std::string& id) const;  // of a mail that is here
  void update(const std::string& id, const std::function<void(MailRow&)>& change);
  void erase(const std::string& id);

  // Oldest first, per account and region; `after` an id, or from the start. visit returns false to stop.
  void each(const std::string& after, const std::function<bool(const MailRow&)>& visit) const;
  size_t size() const { return rows_.size(); }
  std::uint64_t dropped() const { return dropped_; }  // by the budget

  void load();
  void reset();

 private:
  void note(const std::string& key, const MailRow& row);

  Table<MailRow> rows_;  // key: scope, number
  std::unordered_map<std::string, std::string> keys_;  // by id
  std::deque<std::string> order_;                      // keys as they came; some may be gone
  const size_t budget_;
  size_t bytes_ = 0;
  std::uint64_t next_ = 1, dropped_ = 0;
};

}  // namespace lambent::ses
