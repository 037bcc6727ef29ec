#include "mocks/states/published_rows.h"

#include <cstdio>

namespace lambent::states {

Json VersionRow::to_json() const {
  return object({{"number", number}, {"arn", arn}, {"description", description}, {"revision", revision}, {"revisionId", revision_id}, {"role", role},
                 {"type", type}, {"logging", logging}, {"tracing", tracing}, {"created", created}});
}
VersionRow VersionRow::from_json(const Json& j) {
  VersionRow r;
  r.number = int_at(j, "number");
  r.arn = text_at(j, "arn");
  r.description = text_at(j, "description");
  r.revision = text_at(j, "revision");
  r.revision_id = text_at(j, "revisionId");
  r.role = text_at(j, "role");
  r.type = text_at(j, "type");
  if (const Json* logging = find(j, "logging")) r.logging = *logging;
  r.tracing = bool_at(j, "tracing");
  r.created = int_at(j, "created");
  return r;
}

Json AliasRow::routing() const {
  Json out = array();
  for (const auto& route : routes) out.push_back(object({{"stateMachineVersionArn", route.version_arn}, {"weight", route.weight}}));
  return out;
}
std::vector<AliasRow::Route> AliasRow::read_routing(const Json& configuration) {
  std::vector<Route> out;
  for (const auto& one : configuration) out.push_back({text_at(one, "stateMachineVersionArn"), int_at(one, "weight")});
  return out;
}
Json AliasRow::to_json() const {
  return object({{"name", name}, {"arn", arn}, {"description", description}, {"routing", routing()}, {"created", created}, {"updated", updated}});
}
AliasRow AliasRow::from_json(const Json& j) {
  AliasRow r;
  r.name = text_at(j, "name");
  r.arn = text_at(j, "arn");
  r.description = text_at(j, "description");
  if (const Json* given = find(j, "routing")) r.routes = read_routing(*given);
  r.created = int_at(j, "created");
  r.updated = int_at(j, "updated");
  return r;
}

std::string version_key(const std::string& machine_key, std::int64_t number) {
  char digits[24];
  std::snprintf(digits, sizeof digits, ":%010lld", static_cast<long long>(number));
  return machine_key + digits;
}

}  // namespace lambent::states
