// The pages of SNS's lists, in the order of their keys.
//
//   Page page(call);
//   page.fill(table, prefix, [](const Row& row) -> std::optional<Json> { … });   // nothing: is not listed
//   return page.answer("Topics");
//
// The token for the next page is the key of the last entry, in base64. A text that is none is refused. Costs what the page
// holds, not what the table holds.
#pragma once
#include <algorithm>
#include <optional>

#include "aws/call.h"

namespace lambent::sns {

class Page {
 public:
  explicit Page(const Call& call, const char* token = "NextToken", size_t most = 100);

  template <class Table, class Entry>
  void fill(const Table& table, const std::string& prefix, Entry entry) {
    auto it = table.lower_bound(std::max(prefix, after_));
    if (it != table.end() && it->first == after_) ++it;
    for (; it != table.end() && it->first.starts_with(prefix); ++it) {
      std::optional<Json> one = entry(it->second);
      if (one && !add(it->first, std::move(*one))) return;
    }
  }
  // By hand, from the keys behind after() on.
  const std::string& after() const { return after_; }
  bool add(const std::string& key, Json entry);  // false: the page was full without it
  Json answer(const char* list);

 private:
  const char* const token_;
  const size_t most_;
  std::string after_, last_;
  bool more_ = false;
  Json entries_ = Json::array();
};

}  // namespace lambent::sns
