#include "mocks/apigateway/apigateway.h"

namespace lambent::apigateway {
namespace {

Json shown(const DeploymentRow& row) {
  Json out = object({{"id", row.id}, {"createdDate", row.created}});
  set_if(out, "description", row.description);
  return out;
}

Json summary(const DeploymentRow& row) {
  Json out = Json::object();
  for (const auto& resource : row.resources) {
    Json methods = Json::object();
    for (const auto& [verb, method] : resource.methods) methods[verb] = object({{"authorizationType", "NONE"}, {"apiKeyRequired", false}});
    if (!methods.empty()) out[resource.path] = std::move(methods);
  }
  return out;
}

Json shown(const StageRow& row) {
  Json out = object({{"deploymentId", row.deployment},
                     {"stageName", row.name},
                     {"cacheClusterEnabled", false},
                     {"cacheClusterStatus", "NOT_AVAILABLE"},
                     {"methodSettings", Json::object()},
                     {"tracingEnabled", false},
                     {"createdDate", row.created},
                     {"lastUpdatedDate", row.updated}});
  set_if(out, "description", row.description);
  if (!row.variables.empty()) set(out, "variables", texts_json(row.variables));
  if (!row.tags.empty()) set(out, "tags", texts_json(row.tags));
  return out;
}

void check_stage_name(const std::string& name) {
  bool good = !name.empty() && name.size() <= 128;
  for (char c : name) good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  if (!good) throw bad_request("Stage name only allows a-zA-Z0-9_-");
}

}  // namespace

Json ApiGateway::create_deployment(const Call& call) {
  api(call);
  refuse_members(call, {"cacheClusterEnabled", "cacheClusterSize", "canarySettings", "tracingEnabled"});
  DeploymentRow row;
  row.resources = resources_of(call);
  size_t methods = 0;
  for (const auto& resource : row.resources)
    for (const auto& [verb, method] : resource.methods) {
      ++methods;
      if (!method.integration) throw bad_request("No integration defined for method");
    }
  if (!methods) throw bad_request("The REST API doesn't contain any methods");
  row.id = new_id(6);
  row.description = find_text(call.input, "description");
  row.created = now();

  if (auto name = find_text(call.input, "stageName"); name && !name->empty()) {
    check_stage_name(*name);
    const StageRow* known = stages_.find(child_key(call, *name));
    StageRow stage = known ? *known : StageRow{};
    stage.name = *name;
    stage.deployment = row.id;
    if (!known) stage.created = row.created;
    stage.updated = row.created;
    if (auto description = find_text(call.input, "stageDescription")) stage.description = description;
    if (has(call.input, "variables")) stage.variables = texts_of(call.input, "variables");
    stages_.put(child_key(call, *name), std::move(stage));
  } else if (has(call.input, "stageDescription") || has(call.input, "variables")) {
    throw bad_request("Stage name must be given with stageDescription and variables");
  }
  return shown(deployments_.put(child_key(call, row.id), row));
}

Json ApiGateway::get_deployment(const Call& call) {
  const DeploymentRow& row = deployment(call);
  Json out = shown(row);
  for (const auto& one : texts_at(call.input, "embed"))
    if (one == "apisummary") set(out, "apiSummary", summary(row));
  return out;
}

Json ApiGateway::get_deployments(const Call& call) {
  api(call);
  std::vector<std::pair<std::string, Json>> rows;
  deployments_.each(child_key(call, ""), [&](const std::string&, const DeploymentRow& row) { rows.emplace_back(row.id, shown(row)); });
  return paged(call, std::move(rows));
}

Json ApiGateway::delete_deployment(const Call& call) {
  std::string id = deployment(call).id;
  for (const auto& stage : stages_of(call))
    if (stage.deployment == id) throw bad_request("Active stages pointing to this deployment must be moved or deleted");
  deployments_.erase(child_key(call, id));
  return Json::object();
}

Json ApiGateway::create_stage(const Call& call) {
  refuse_members(call, {"cacheClusterEnabled", "cacheClusterSize", "canarySettings", "tracingEnabled", "documentationVersion"});
  StageRow row;
  row.deployment = deployment(call).id;
  row.name = text_at(call.input, "stageName");
  check_stage_name(row.name);
  if (stages_.contains(child_key(call, row.name))) throw conflict("Stage already exists");
  row.description = find_text(call.input, "description");
  row.variables = texts_of(call.input, "variables");
  row.tags = texts_of(call.input, "tags");
  row.created = row.updated = now();
  return shown(stages_.put(child_key(call, row.name), row));
}

Json ApiGateway::get_stage(const Call& call) { return shown(stage(call)); }

Json ApiGateway::get_stages(const Call& call) {
  api(call);
  std::string deployment = text_at(call.input, "deploymentId");
  Json list = array();
  for (const auto& row : stages_of(call))
    if (deployment.empty() || row.deployment == deployment) list.push_back(shown(row));
  return object({{"item", list}});
}

Json ApiGateway::delete_stage(const Call& call) {
  stages_.erase(child_key(call, stage(call).name));
  return Json::object();
}

}  // namespace lambent::apigateway
