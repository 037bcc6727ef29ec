#include <algorithm>

#include "base/text.h"
#include "mocks/states/states.h"

namespace lambent::states {

namespace {
constexpr std::int64_t kUsualPage = 100;

AwsError bad_token() { return AwsError("InvalidToken", 400, "Invalid Token: 'Invalid token'"); }
}  // namespace

size_t page_size(const Json& input) {
  std::int64_t most = int_at(input, "maxResults", kUsualPage);
  return static_cast<size_t>(most <= 0 ? kUsualPage : most);
}

std::optional<std::string> page_start(const Json& input, const std::string& kind) {
  auto token = find_text(input, "nextToken");
  if (!token) return std::nullopt;
  auto plain = base64_decode(*token);
  if (!plain || !plain->starts_with(kind + ":")) throw bad_token();
  return plain->substr(kind.size() + 1);
}

std::string page_token(const std::string& kind, const std::string& where) { return base64_encode(kind + ":" + where); }

Page page_of(const Json& input, size_t total) {
  Page page;
  if (auto from = page_start(input, "from")) {
    bool good = !from->empty() && from->size() < 10 && from->find_first_not_of("0123456789") == std::string::npos;
    if (!good) throw bad_token();
    page.from = std::min(static_cast<size_t>(std::stoul(*from)), total);
  }
  page.to = std::min(total, page.from + page_size(input));
  if (page.to < total) page.next = page_token("from", std::to_string(page.to));
  return page;
}

}  // namespace lambent::states
