#include "ipo/run/seeds.h"

#include "ipo/run/apps.h"

namespace lambent::ipo {
namespace {

struct Name {
  const char* in_a_case;
  const char* of_the_service;
};
constexpr Name kSes[] = {{"identities", "VerifiedIdentities"}, {"sandbox", "Sandbox"}, {"autoVerify", "AutoVerify"}, {"quota", "Max24HourSend"}, {"rate", "MaxSendRate"}};
constexpr Name kSns[] = {{"optedOut", "OptedOutPhoneNumbers"}, {"verified", "SandboxPhoneNumbers"}, {"sandbox", "Sandbox"},
                           {"topics", "Topics"}, {"subscriptions", "Subscriptions"}};

Json renamed(const Json& given, std::span<const Name> names) {
  Json out = Json::object();
  for (const auto& [key, value] : given.items()) {
    std::string name = key;
    for (const auto& one : names)
      if (key == one.in_a_case) name = one.of_the_service;
    set(out, name, value);
  }
  return out;
}

}  // namespace

void plant(Aws& aws, const Scope& scope, const Given& given, std::vector<Problem>& problems) {
  for (const auto& one : given.state) {
    Service* service = aws.find(one.service);
    Json seed = one.value.json;
    if (one.service == "ses") seed = renamed(seed, kSes);
    if (one.service == "sns") seed = renamed(seed, kSns);
    if (!service) {
      problems.push_back(world_problem(one.value.place, "the service " + one.service + " is not emulated"));
      continue;
    }
    try {
      service->seed(scope, seed);
    } catch (const std::exception& e) {
      problems.push_back(world_problem(one.value.place, e.what()));
    }
  }
}

}  // namespace lambent::ipo
