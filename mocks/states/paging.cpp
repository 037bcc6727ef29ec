#include "base/text.h"
#include "mocks/states/states.h"

namespace lambent::states {

namespace {
constexpr std::int64_t kUsualPage = 100;
}

Page page_of(const Json& input, size_t total) {
  Page page;
  std::int64_t most = int_at(input, "maxResults", kUsualPage);
  if (most <= 0) most = kUsualPage;
  if (auto token = find_text(input, "nextToken")) {
    auto plain = base64_decode(*token);
    bool good = plain && plain->starts_with("from:") && plain->size() > 5 && plain->size() < 15 &&
                plain->find_first_not_of("0123456789", 5) == std::string::npos;
    if (!good) throw AwsError("InvalidToken", 400, "Invalid Token: 'Invalid token'");
    page.from = std::min(static_cast<size_t>(std::stoul(plain->substr(5))), total);
  }
  page.to = std::min(total, page.from + static_cast<size_t>(most));
  if (page.to < total) page.next = base64_encode("from:" + std::to_string(page.to));
  return page;
}

}  // namespace lambent::states
