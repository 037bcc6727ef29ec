// `then: {state: …}`, by the describe operations of the services, asked as the account's root:
//
//   ses   identities   sesv2:ListEmailIdentities, those that are verified
//   sns   optedOut     sns:ListPhoneNumbersOptedOut
//         verified     sns:ListSMSSandboxPhoneNumbers, those that are verified
//         sandbox      sns:GetSMSSandboxAccountStatus
//         topics       sns:ListTopics, their names
//         subscriptions  sns:ListSubscriptions: {topic, protocol, endpoint}
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

// A list of an operation that comes in pages.
Json whole_list(const World& world, const char* operation, const char* list) {
  Json out = array(), input = Json::object();
  for (;;) {
    Json page = world.ask("sns", operation, input);
    if (const Json* items = find(page, list))
      for (const auto& item : *items) out.push_back(item);
    auto next = find_text(page, "NextToken");
    if (!next) return out;
    input = object({{"NextToken", *next}});
  }
}

std::string last_part(const std::string& arn) { return arn.substr(arn.rfind(':') + 1); }

Json of_sns(const World& world) {
  Json topics = array(), subscriptions = array();
  for (const auto& one : whole_list(world, "ListTopics", "Topics")) topics.push_back(last_part(lambent::text_at(one, "TopicArn")));
  for (const auto& one : whole_list(world, "ListSubscriptions", "Subscriptions"))
    subscriptions.push_back(object({{"topic", last_part(lambent::text_at(one, "TopicArn"))}, {"protocol", lambent::text_at(one, "Protocol")}, {"endpoint", lambent::text_at(one, "Endpoint")}}));
  Json numbers = world.ask("sns", "ListSMSSandboxPhoneNumbers", Json::object());
  Json status = world.ask("sns", "GetSMSSandboxAccountStatus", Json::object());
  std::vector<std::string> out = texts_at(world.ask("sns", "ListPhoneNumbersOptedOut", Json::object()), "phoneNumbers");
  std::sort(out.begin(), out.end());
  return object({{"optedOut", text_array(out)},
                 {"verified", verified(numbers, "PhoneNumbers", "PhoneNumber", "Status", "Verified")},
                 {"sandbox", bool_at(status, "IsInSandbox")},
                 {"topics", std::move(topics)},
                 {"subscriptions", std::move(subscriptions)}});
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
