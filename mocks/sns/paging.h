// The pages of SNS's lists: a hundred entries, in the order of their keys.
//
//   Page page(call);
//   table.each(prefix, [&](const std::string& key, const Row& row) { if (page.takes(key)) page.add(json); });
//   return page.answer("Topics");
//
// NextToken is the key of the last entry, in base64. A text that is none is refused.
#pragma once
#include "aws/call.h"

namespace lambent::sns {

class Page {
 public:
  explicit Page(const Call& call);

  bool takes(const std::string& key);  // false: on a page before or after
  void add(Json entry) { entries_.push_back(std::move(entry)); }
  Json answer(const char* list);

 private:
  std::string after_, last_;
  bool more_ = false;
  Json entries_ = Json::array();
};

}  // namespace lambent::sns
