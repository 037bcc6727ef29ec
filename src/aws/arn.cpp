#include "aws/arn.h"

#include "base/text.h"

namespace lambent {

std::optional<Arn> Arn::parse(std::string_view s) {
  auto parts = split(s, ':', 6);
  if (parts.size() != 6 || parts[0] != "arn" || parts[1].empty() || parts[2].empty() || parts[5].empty()) return std::nullopt;
  return Arn{parts[1], parts[2], parts[3], parts[4], parts[5]};
}

std::string Arn::text() const { return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource; }

std::string make_arn(std::string_view service, std::string_view region, std::string_view account, std::string_view resource) {
  return Arn{"aws", std::string(service), std::string(region), std::string(account), std::string(resource)}.text();
}

}  // namespace lambent
