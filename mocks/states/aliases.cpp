// Aliases: a name for one version, or for two that share the executions by weight.
#include <algorithm>

#include "base/text.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

constexpr size_t kMostAliases = 100;

AwsError wrong(const std::string& text) { return AwsError("ValidationException", 400, text); }
AwsError no_resource() { return AwsError("ResourceNotFound", 400, "Request references a resource that does not exist."); }

}  // namespace

// The routes of a request, all to versions of one machine that are there; `machine` becomes its name.
std::vector<AliasRow::Route> States::routes_of(const Call& call, std::string& machine) const {
  auto routes = AliasRow::read_routing(*find(call.input, "routingConfiguration"));
  std::vector<std::string> arns, weights;
  std::int64_t sum = 0;
  for (const auto& route : routes) {
    arns.push_back(route.version_arn);
    weights.push_back(std::to_string(route.weight));
    sum += route.weight;
  }
  std::string received = " Received: [" + join(arns, ", ") + "]";
  std::vector<Named> named;
  for (const auto& arn : arns) {
    named.push_back(parse_arn(arn, "stateMachine"));
    if (named.back().parts.size() != 2 || !is_version(named.back().parts[1])) throw wrong("Routing configuration must contain state machine version ARNs." + received);
  }
  if (arns.size() == 2 && arns[0] == arns[1]) throw wrong("Routing configuration must contain distinct state machine version ARNs." + received);
  if (std::any_of(routes.begin(), routes.end(), [](const auto& route) { return route.weight < 0; }) || sum != 100)
    throw wrong("Sum of routing configuration weights must equal 100. Received: [" + join(weights, ", ") + "]");
  for (const auto& one : named) {
    if (one.parts[0] != named[0].parts[0]) throw wrong("Routing configuration must contain versions of the same state machine." + received);
    bool ours = one.scope.account == call.scope.account && one.scope.region == call.scope.region;
    if (!ours || !records_.versions.contains(version_key(scope_key(call.scope, one.parts[0]), std::stoll(one.parts[1])))) throw no_resource();
  }
  machine = named[0].parts[0];
  return routes;
}

const AliasRow& States::get_alias(const Call& call) const {
  Named named = parse_arn(text_at(call.input, "stateMachineAliasArn"), "stateMachine");
  bool ours = named.scope.account == call.scope.account && named.scope.region == call.scope.region && named.parts.size() == 2;
  const AliasRow* row = ours ? records_.aliases.find(scope_key(call.scope, named.parts[0] + ":" + named.parts[1])) : nullptr;
  if (!row) throw no_resource();
  return *row;
}

Json States::create_alias(const Call& call) {
  AliasRow row;
  std::string machine_name;
  row.routes = routes_of(call, machine_name);
  std::string machine_key = scope_key(call.scope, machine_name);
  const MachineRow& machine = *records_.machines.find(machine_key);
  if (machine.status == "DELETING") throw AwsError("StateMachineDeleting", 400, "State Machine is being deleted: '" + machine.arn + "'");
  row.name = text_at(call.input, "name");
  row.description = text_at(call.input, "description");
  std::string key = machine_key + ":" + row.name;
  const AliasRow* there = records_.aliases.find(key);
  if (there && (there->routes != row.routes || there->description != row.description))
    throw AwsError("ConflictException", 400, "Failed to create alias because an alias with the same name and a different routing configuration already exists.");
  if (!there) {
    size_t count = 0;
    records_.aliases.each(machine_key + ":", [&](const std::string&, const AliasRow&) { ++count; });
    if (count >= kMostAliases)
      throw AwsError("ServiceQuotaExceededException", 400, "The state machine has the maximum number of aliases: " + std::to_string(kMostAliases));
    row.arn = machine.arn + ":" + row.name;
    row.created = row.updated = aws_.clock().now_ms();
    there = &records_.aliases.put(key, std::move(row));
  }
  return object({{"stateMachineAliasArn", there->arn}, {"creationDate", seconds_of(there->created)}});
}

Json States::describe_alias(const Call& call) {
  const AliasRow& row = get_alias(call);
  Json out = object({{"stateMachineAliasArn", row.arn}, {"name", row.name}, {"routingConfiguration", row.routing()},
                     {"creationDate", seconds_of(row.created)}, {"updateDate", seconds_of(row.updated)}});
  if (!row.description.empty()) set_text(out, "description", row.description);
  return out;
}

Json States::update_alias(const Call& call) {
  AliasRow row = get_alias(call);
  auto description = find_text(call.input, "description");
  bool routed = has(call.input, "routingConfiguration");
  if (!description && !routed) throw AwsError("ValidationException", 400, "Either the description or the routing configuration must be specified");
  std::string machine_arn = row.arn.substr(0, row.arn.rfind(':')), machine;
  if (routed) {
    row.routes = routes_of(call, machine);
    if (!row.routes.front().version_arn.starts_with(machine_arn + ":"))
      throw wrong("Routing configuration must contain versions of the same state machine. Received: [" + row.routes.front().version_arn + "]");
  }
  if (description) row.description = *description;
  row.updated = aws_.clock().now_ms();
  Json answer = object({{"updateDate", seconds_of(row.updated)}});
  Named named = parse_arn(row.arn, "stateMachine");
  std::string key = scope_key(call.scope, named.parts[0] + ":" + row.name);
  records_.aliases.put(key, std::move(row));
  return answer;
}

Json States::delete_alias(const Call& call) {
  Named named = parse_arn(text_at(call.input, "stateMachineAliasArn"), "stateMachine");
  bool ours = named.scope.account == call.scope.account && named.scope.region == call.scope.region && named.parts.size() == 2;
  if (ours) records_.aliases.erase(scope_key(call.scope, named.parts[0] + ":" + named.parts[1]));
  return Json::object();
}

Json States::list_aliases(const Call& call) {
  Target target = target_of(call, text_at(call.input, "stateMachineArn"));
  std::vector<const AliasRow*> rows;
  records_.aliases.each(scope_key(call.scope, target.machine->name + ":"), [&](const std::string&, const AliasRow& row) {
    bool routes_there = !target.version || std::any_of(row.routes.begin(), row.routes.end(), [&](const auto& route) { return route.version_arn == target.version->arn; });
    if (routes_there) rows.push_back(&row);
  });
  std::stable_sort(rows.begin(), rows.end(), [](const AliasRow* a, const AliasRow* b) { return a->created > b->created; });
  Page page = page_of(call.input, rows.size());
  Json shown = array();
  for (size_t i = page.from; i < page.to; ++i)
    shown.push_back(object({{"stateMachineAliasArn", rows[i]->arn}, {"creationDate", seconds_of(rows[i]->created)}}));
  Json out = object({{"stateMachineAliases", std::move(shown)}});
  set_if(out, "nextToken", page.next);
  return out;
}

}  // namespace lambent::states
