// Numbers that SMS come from. On AWS they are bought elsewhere; here they are initial state: "OriginationNumbers".
#include <stdexcept>

#include "mocks/sns/paging.h"
#include "mocks/sns/sms_price.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr std::int64_t kMostOfAPage = 30;

std::invalid_argument wrong(const Json& one) {
  return std::invalid_argument("sns: an origination number is \"+18335550100\" or {\"PhoneNumber\", \"RouteType\"?: Transactional, Promotional or "
                               "Premium, \"NumberCapabilities\"?: [SMS, MMS, VOICE]}, not " + dump(one));
}

OriginationNumberRow row_of(const Json& one) {
  OriginationNumberRow row;
  row.route = "Transactional";
  row.capabilities = {"SMS"};
  if (one.is_object()) {
    for (const auto& [name, value] : one.items())
      if (name != "PhoneNumber" && name != "RouteType" && name != "NumberCapabilities") throw wrong(one);
    row.phone = text_at(one, "PhoneNumber");
    row.route = text_at(one, "RouteType", row.route);
    if (has(one, "NumberCapabilities")) row.capabilities = texts_at(one, "NumberCapabilities");
  } else if (one.is_string()) {
    row.phone = one.get<std::string>();
  }
  bool good = is_phone_number(row.phone) && (row.route == "Transactional" || row.route == "Promotional" || row.route == "Premium");
  for (const auto& capability : row.capabilities) good &= capability == "SMS" || capability == "MMS" || capability == "VOICE";
  if (!good || row.capabilities.empty()) throw wrong(one);
  row.phone = with_plus(row.phone);
  row.country = sms_country(row.phone).iso2;
  return row;
}

}  // namespace

void Sns::seed_origination_number(const Scope& scope, const Json& one) {
  OriginationNumberRow row = row_of(one);
  row.created_ms = aws_.clock().now_ms();
  std::string key = scope_key(scope, row.phone);
  origination_numbers_.put(key, std::move(row));
}

Json Sns::list_origination_numbers(const Call& call) {
  auto most = static_cast<size_t>(int_at(call.input, "MaxResults", kMostOfAPage));
  Page page(call, "NextToken", most);
  auto entry = [](const OriginationNumberRow& row) {
    Json one = object({{"CreatedAt", static_cast<double>(row.created_ms) / 1000}, {"PhoneNumber", row.phone}, {"Status", "ACTIVE"},
                       {"RouteType", row.route}, {"NumberCapabilities", text_array(row.capabilities)}});
    if (!row.country.empty()) set_text(one, "Iso2CountryCode", row.country);
    return std::optional<Json>(std::move(one));
  };
  page.fill(origination_numbers_, scope_prefix(call.scope), entry);
  return page.answer("PhoneNumbers");
}

}  // namespace lambent::sns
