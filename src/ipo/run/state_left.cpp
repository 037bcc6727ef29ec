// `then: {state: …}`, by the describe operations of the services, asked as the account's root:
//
//   ses   identities   sesv2:ListEmailIdentities, those that are verified
//   sns   optedOut     sns:ListPhoneNumbersOptedOut
//         verified     sns:ListSMSSandboxPhoneNumbers, those that are verified
//         sandbox      sns:GetSMSSandboxAccountStatus
#include "ipo/run/judge.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

Json verified(const Json& answer, const char* list, const char* name, const char* status, std::string_view good) {
  std::vector<std::string> out;
  if (const Json* all = find(answer, list))
    for (const auto& one : *all)
      if (lambent::text_at(one, status) == good) out.push_back(text_at(one, name));
  std::sort(out.begin(), out.end());
  return text_array(out);
}

Json of_ses(const World& world) {
  Json identities = world.ask("sesv2", "ListEmailIdentities", object({{"PageSize", 1000}}));
  return object({{"identities", verified(identities, "EmailIdentities", "IdentityName", "VerificationStatus", "SUCCESS")}});
}

Json of_sns(const World& world) {
  Json numbers = world.ask("sns", "ListSMSSandboxPhoneNumbers", Json::object());
  Json status = world.ask("sns", "GetSMSSandboxAccountStatus", Json::object());
  std::vector<std::string> out = texts_at(world.ask("sns", "ListPhoneNumbersOptedOut", Json::object()), "phoneNumbers");
  std::sort(out.begin(), out.end());
  return object({{"optedOut", text_array(out)},
                 {"verified", verified(numbers, "PhoneNumbers", "PhoneNumber", "Status", "Verified")},
                 {"sandbox", bool_at(status, "IsInSandbox")}});
}

struct Source {
  const char* service;
  Json (*read)(const World& world);
};
constexpr Source kSources[] = {{"ses", of_ses}, {"sns", of_sns}};

}  // namespace

std::optional<Json> state_of(const World& world, const std::string& service) {
  for (const auto& source : kSources)
    if (service == source.service) return source.read(world);
  return std::nullopt;
}

std::vector<std::string> services_with_state() {
  std::vector<std::string> out;
  for (const auto& source : kSources) out.push_back(source.service);
  return out;
}

}  // namespace lambent::ipo
