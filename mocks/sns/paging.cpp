#include "mocks/sns/paging.h"

#include "base/text.h"
#include "mocks/sns/topic_arn.h"

namespace lambent::sns {

Page::Page(const Call& call, const char* token, size_t most) : token_(token), most_(most) {
  auto given = find_text(call.input, token);
  if (!given || given->empty()) return;
  auto key = base64_decode(*given);
  if (!key || key->find('/') == std::string::npos) throw invalid_parameter(token);
  after_ = *key;
}

bool Page::add(const std::string& key, Json entry) {
  more_ = entries_.size() == most_;
  if (more_) return false;
  entries_.push_back(std::move(entry));
  last_ = key;
  return true;
}

Json Page::answer(const char* list) {
  Json out = object({{list, std::move(entries_)}});
  if (more_) set_text(out, token_, base64_encode(last_));
  return out;
}

}  // namespace lambent::sns
