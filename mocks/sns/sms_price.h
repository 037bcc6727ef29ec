// What an SMS costs by the country of its number: an estimate. Pure functions.
//
// AWS's prices differ by carrier, route and month. The table has one round figure for a country, near what AWS charged there
// for an ordinary message in 2024, so that MaxPrice, MonthlySpendLimit and priceInUSD act and differ between countries.
// Numbers of the North American plan count as the United States.
#pragma once
#include <string>
#include <string_view>

namespace lambent::sns {

struct SmsCountry {
  std::string_view calling_code;  // "44"
  std::string_view iso2;          // "GB"; "" for a number of no country in the table
  double usd;                     // for one part
};

// The country of a number, with '+' or without.
const SmsCountry& sms_country(std::string_view phone);

}  // namespace lambent::sns
