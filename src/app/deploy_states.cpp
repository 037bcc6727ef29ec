// State machines, their versions and aliases, and activities.
#include "app/deploy.h"
#include "aws/arn.h"

namespace lambent {
namespace {

Json tags_of(const std::map<std::string, std::string>& tags) {
  Json out = array();
  for (const auto& [key, value] : tags) out.push_back(object({{"key", key}, {"value", value}}));
  return out;
}

}  // namespace

Task<void> Deployer::make_activity(config::ActivityModel activity) {
  Json input = object({{"name", activity.name}});
  if (!activity.tags.empty()) set(input, "tags", tags_of(activity.tags));
  co_await call("stepfunctions", "CreateActivity", std::move(input), activity.place);
}

Task<void> Deployer::make_machine(config::MachineModel m) {
  m.definition = at_home(std::move(m.definition));
  Json settings = object({{"definition", m.definition}, {"roleArn", m.role}});
  if (!m.logging.is_null()) set(settings, "loggingConfiguration", m.logging);
  if (m.tracing) set(settings, "tracingConfiguration", object({{"enabled", true}}));
  Json input = settings;
  set_text(input, "name", m.name);
  set_text(input, "type", m.type);
  if (!m.tags.empty()) set(input, "tags", tags_of(m.tags));
  std::string arn = make_arn("states", scope_.region, scope_.account, "stateMachine:" + m.name);
  auto made = co_await call("stepfunctions", "CreateStateMachine", std::move(input), m.place, "StateMachineAlreadyExists");
  if (made.outcome == Outcome::refused) co_return;
  if (made.outcome == Outcome::done) {  // also for one that is there and differs in its role or tags alone
    Json named = object({{"stateMachineArn", arn}});
    auto there = co_await call("stepfunctions", "DescribeStateMachine", std::move(named), m.place);
    if (text_at(there.body, "roleArn") != m.role) made.outcome = Outcome::there;
  }
  if (!m.tags.empty()) {
    Json tagged = object({{"resourceArn", arn}, {"tags", tags_of(m.tags)}});
    co_await call("stepfunctions", "TagResource", std::move(tagged), m.place);
  }
  if (made.outcome != Outcome::there) co_return;
  // The template is all there is to say, so what it does not say is off.
  if (m.logging.is_null()) set(settings, "loggingConfiguration", object({{"level", "OFF"}}));
  if (!m.tracing) set(settings, "tracingConfiguration", object({{"enabled", false}}));
  set_text(settings, "stateMachineArn", arn);
  co_await call("stepfunctions", "UpdateStateMachine", std::move(settings), m.place);
}

Task<void> Deployer::make_machine_version(config::MachineVersionModel version) {
  Json input = object({{"stateMachineArn", version.machine}});
  if (!version.description.empty()) set_text(input, "description", version.description);
  if (!version.revision.empty()) set_text(input, "revisionId", version.revision);
  auto made = co_await call("stepfunctions", "PublishStateMachineVersion", std::move(input), version.place);
  std::string arn = text_at(made.body, "stateMachineVersionArn");
  if (made.outcome == Outcome::done) version_numbers_[version.id] = arn.substr(arn.rfind(':') + 1);
}

Task<void> Deployer::make_machine_alias(config::MachineAliasModel alias) {
  Json routes = array();
  for (const auto& [arn, weight] : alias.routes) routes.push_back(object({{"stateMachineVersionArn", at_home(arn)}, {"weight", weight}}));
  if (routes.empty()) co_return;  // which has been reported
  Json input = object({{"name", alias.name}, {"routingConfiguration", routes}});
  if (!alias.description.empty()) set_text(input, "description", alias.description);
  auto made = co_await call("stepfunctions", "CreateStateMachineAlias", std::move(input), alias.place, "ConflictException");
  if (made.outcome != Outcome::there) co_return;
  std::string version = text_at(routes.front(), "stateMachineVersionArn");
  std::string arn = version.substr(0, version.rfind(':')) + ":" + alias.name;
  Json update = object({{"stateMachineAliasArn", arn}, {"routingConfiguration", std::move(routes)}, {"description", alias.description}});
  co_await call("stepfunctions", "UpdateStateMachineAlias", std::move(update), alias.place);
}

}  // namespace lambent
