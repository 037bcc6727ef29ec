#include "mocks/sqs/pages.h"

#include "base/text.h"
#include "mocks/sqs/faults.h"

namespace lambent::sqs {

constexpr std::int64_t kLargestPage = 1000;

std::int64_t page_size(const Json& input) {
  auto given = find_int(input, "MaxResults");
  if (!given) {
    if (has(input, "NextToken")) return kLargestPage;
    return 0;
  }
  if (*given < 1 || *given > kLargestPage)
    throw invalid_value("Value " + std::to_string(*given) + " for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000, if provided.");
  return *given;
}

std::string page_start(const Json& input) {
  auto token = find_text(input, "NextToken");
  if (!token) return "";
  auto name = base64_decode(*token);
  if (!name || name->empty()) throw invalid_value("Invalid or expired next token.");
  return *name;
}

}  // namespace lambent::sqs
