#include "mocks/sns/paging.h"

#include "base/text.h"
#include "mocks/sns/topic_arn.h"

namespace lambent::sns {

namespace {
constexpr size_t kPage = 100;
}

Page::Page(const Call& call) {
  auto token = find_text(call.input, "NextToken");
  if (!token || token->empty()) return;
  auto key = base64_decode(*token);
  if (!key || key->find('/') == std::string::npos) throw invalid_parameter("NextToken");
  after_ = *key;
}

bool Page::takes(const std::string& key) {
  if (key <= after_) return false;
  if (entries_.size() == kPage) {
    more_ = true;
    return false;
  }
  last_ = key;
  return true;
}

Json Page::answer(const char* list) {
  Json out = object({{list, std::move(entries_)}});
  if (more_) set_text(out, "NextToken", base64_encode(last_));
  return out;
}

}  // namespace lambent::sns
