// Operations of the suppression list.
#include <cmath>

#include "base/time_text.h"
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {
namespace {

Json time_json(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

std::optional<std::int64_t> time_at(const Json& input, const char* member) {
  const Json* given = find(input, member);
  if (!given) return std::nullopt;
  if (given->is_number()) return static_cast<std::int64_t>(std::llround(given->get<double>() * 1000));
  auto t = parse_iso(given->get<std::string>());
  if (!t) return std::nullopt;
  return std::chrono::floor<std::chrono::milliseconds>(*t).time_since_epoch().count();
}

void check_address(const std::string& address) {
  try {
    if (parse_address(address).mailbox != address) throw BadAddress("Illegal address");
  } catch (const BadAddress& e) {
    throw AwsError("BadRequestException", 400, "Invalid email address <" + address + ">: " + e.what() + ".");
  }
}

AwsError not_suppressed(const std::string& address) {
  return AwsError("NotFoundException", 404, "Email address " + address + " does not exist on your suppression list.");
}

}  // namespace

Json SesV2::put_suppressed(const Call& call) {
  const std::string address = text_at(call.input, "EmailAddress");
  check_address(address);
  mailbox_.suppression().put(call.scope, {address, text_at(call.input, "Reason"), mailbox_.aws().clock().now_ms(), "", ""});
  return Json::object();
}

Json SesV2::get_suppressed(const Call& call) {
  const std::string address = text_at(call.input, "EmailAddress");
  const SuppressedRow* row = mailbox_.suppression().find(call.scope, address);
  if (!row) throw not_suppressed(address);
  Json one = object({{"EmailAddress", row->address}, {"Reason", row->reason}, {"LastUpdateTime", time_json(row->updated_ms)}});
  if (!row->message_id.empty()) set(one, "Attributes", object({{"MessageId", row->message_id}, {"FeedbackId", row->feedback_id}}));
  return object({{"SuppressedDestination", one}});
}

Json SesV2::delete_suppressed(const Call& call) {
  const std::string address = text_at(call.input, "EmailAddress");
  if (!mailbox_.suppression().erase(call.scope, address)) throw not_suppressed(address);
  return Json::object();
}

Json SesV2::list_suppressed(const Call& call) {
  SuppressionFilter filter{texts_at(call.input, "Reasons"), time_at(call.input, "StartDate"), time_at(call.input, "EndDate")};
  const std::string token = text_at(call.input, "NextToken"), after = after_token(token);
  if (!token.empty() && after.empty()) throw AwsError("InvalidNextTokenException", 400, "The specified request includes an invalid or expired token.");
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "PageSize", 100), 1, 1000));
  std::string next;
  Json list = array();
  for (const auto& row : mailbox_.suppression().page(call.scope, filter, after, most, next))
    list.push_back(object({{"EmailAddress", row.address}, {"Reason", row.reason}, {"LastUpdateTime", time_json(row.updated_ms)}}));
  Json answer = object({{"SuppressedDestinationSummaries", list}});
  if (!next.empty()) set_text(answer, "NextToken", token_for(next));
  return answer;
}

}  // namespace lambent::ses
