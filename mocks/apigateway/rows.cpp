#include "mocks/apigateway/rows.h"

namespace lambent::apigateway {

Json texts_json(const Texts& texts) {
  Json out = Json::object();
  for (const auto& [key, value] : texts) out[key] = value;
  return out;
}

Texts texts_of(const Json& object, std::string_view key) {
  Texts out;
  if (const Json* given = find(object, key))
    for (const auto& [name, value] : given->items()) out[name] = value.get<std::string>();
  return out;
}

Json ApiRow::to_json() const {
  Json out = object({{"id", id}, {"name", name}, {"account", account}, {"region", region}, {"root", root_id},
                     {"binaryTypes", text_array(binary_types)}, {"endpointTypes", text_array(endpoint_types)},
                     {"executeDisabled", execute_disabled}, {"tags", texts_json(tags)}, {"created", created}});
  set_if(out, "description", description);
  set_if(out, "version", version);
  return out;
}

ApiRow ApiRow::from_json(const Json& j) {
  ApiRow r;
  r.id = text_at(j, "id");
  r.name = text_at(j, "name");
  r.account = text_at(j, "account");
  r.region = text_at(j, "region");
  r.root_id = text_at(j, "root");
  r.description = find_text(j, "description");
  r.version = find_text(j, "version");
  r.binary_types = texts_at(j, "binaryTypes");
  r.endpoint_types = texts_at(j, "endpointTypes");
  r.execute_disabled = bool_at(j, "executeDisabled");
  r.tags = texts_of(j, "tags");
  r.created = number_at(j, "created");
  return r;
}

Json Integration::to_json() const {
  return object({{"httpMethod", http_method}, {"uri", uri}, {"credentials", credentials}, {"timeout", timeout_ms}});
}

Integration Integration::from_json(const Json& j) {
  return {text_at(j, "httpMethod"), text_at(j, "uri"), text_at(j, "credentials"), int_at(j, "timeout")};
}

Json Method::to_json() const {
  Json out = object({{"verb", verb}, {"requestParameters", request_parameters}});
  set_if(out, "operationName", operation_name);
  if (integration) set(out, "integration", integration->to_json());
  return out;
}

Method Method::from_json(const Json& j) {
  Method m;
  m.verb = text_at(j, "verb");
  m.operation_name = find_text(j, "operationName");
  if (const Json* parameters = find(j, "requestParameters")) m.request_parameters = *parameters;
  if (const Json* integration = find(j, "integration")) m.integration = Integration::from_json(*integration);
  return m;
}

Json ResourceRow::to_json() const {
  Json list = array();
  for (const auto& [verb, method] : methods) list.push_back(method.to_json());
  return object({{"id", id}, {"parent", parent}, {"part", part}, {"path", path}, {"methods", list}});
}

ResourceRow ResourceRow::from_json(const Json& j) {
  ResourceRow r;
  r.id = text_at(j, "id");
  r.parent = text_at(j, "parent");
  r.part = text_at(j, "part");
  r.path = text_at(j, "path");
  if (const Json* list = find(j, "methods"))
    for (const auto& one : *list) r.methods[text_at(one, "verb")] = Method::from_json(one);
  return r;
}

Json DeploymentRow::to_json() const {
  Json list = array();
  for (const auto& resource : resources) list.push_back(resource.to_json());
  Json out = object({{"id", id}, {"created", created}, {"resources", list}});
  set_if(out, "description", description);
  return out;
}

DeploymentRow DeploymentRow::from_json(const Json& j) {
  DeploymentRow r;
  r.id = text_at(j, "id");
  r.description = find_text(j, "description");
  r.created = number_at(j, "created");
  if (const Json* list = find(j, "resources"))
    for (const auto& one : *list) r.resources.push_back(ResourceRow::from_json(one));
  return r;
}

Json StageRow::to_json() const {
  Json out = object({{"name", name}, {"deployment", deployment}, {"variables", texts_json(variables)}, {"tags", texts_json(tags)},
                     {"created", created}, {"updated", updated}});
  set_if(out, "description", description);
  return out;
}

StageRow StageRow::from_json(const Json& j) {
  StageRow r;
  r.name = text_at(j, "name");
  r.deployment = text_at(j, "deployment");
  r.description = find_text(j, "description");
  r.variables = texts_of(j, "variables");
  r.tags = texts_of(j, "tags");
  r.created = number_at(j, "created");
  r.updated = number_at(j, "updated");
  return r;
}

}  // namespace lambent::apigateway
