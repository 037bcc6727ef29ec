#include "mocks/sns/sms_price.h"

#include <algorithm>

namespace lambent::sns {
namespace {

constexpr SmsCountry kCountries[] = {
    {"1", "US", 0.00645},    {"20", "EG", 0.19},     {"27", "ZA", 0.02},     {"30", "GR", 0.06},    {"31", "NL", 0.09},
    {"32", "BE", 0.09},      {"33", "FR", 0.07},     {"34", "ES", 0.08},     {"36", "HU", 0.07},    {"39", "IT", 0.08},
    {"40", "RO", 0.05},      {"41", "CH", 0.06},     {"420", "CZ", 0.06},    {"421", "SK", 0.07},   {"43", "AT", 0.09},
    {"44", "GB", 0.04},      {"45", "DK", 0.05},     {"46", "SE", 0.06},     {"47", "NO", 0.06},    {"48", "PL", 0.04},
    {"49", "DE", 0.10},      {"51", "PE", 0.04},     {"52", "MX", 0.05},     {"54", "AR", 0.07},    {"55", "BR", 0.03},
    {"56", "CL", 0.05},      {"57", "CO", 0.05},     {"58", "VE", 0.06},     {"60", "MY", 0.08},    {"61", "AU", 0.04},
    {"62", "ID", 0.25},      {"63", "PH", 0.14},     {"64", "NZ", 0.09},     {"65", "SG", 0.05},    {"66", "TH", 0.02},
    {"7", "RU", 0.30},       {"81", "JP", 0.07},     {"82", "KR", 0.04},     {"84", "VN", 0.10},    {"86", "CN", 0.03},
    {"852", "HK", 0.06},     {"886", "TW", 0.06},    {"90", "TR", 0.02},     {"91", "IN", 0.03},    {"92", "PK", 0.24},
    {"94", "LK", 0.20},      {"212", "MA", 0.14},    {"234", "NG", 0.25},    {"254", "KE", 0.20},   {"351", "PT", 0.05},
    {"352", "LU", 0.08},     {"353", "IE", 0.07},    {"354", "IS", 0.07},    {"358", "FI", 0.08},   {"359", "BG", 0.08},
    {"370", "LT", 0.05},     {"371", "LV", 0.05},    {"372", "EE", 0.07},    {"380", "UA", 0.14},   {"385", "HR", 0.08},
    {"386", "SI", 0.09},     {"880", "BD", 0.28},    {"966", "SA", 0.09},    {"971", "AE", 0.07},   {"972", "IL", 0.13},
};
constexpr SmsCountry kElsewhere{"", "", 0.10};

}  // namespace

const SmsCountry& sms_country(std::string_view phone) {
  if (phone.starts_with('+')) phone.remove_prefix(1);
  const SmsCountry* best = &kElsewhere;
  for (const auto& one : kCountries)
    if (phone.starts_with(one.calling_code) && one.calling_code.size() > best->calling_code.size()) best = &one;
  return *best;
}

}  // namespace lambent::sns
