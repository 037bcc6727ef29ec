#include "mocks/apigateway/apigateway.h"

namespace lambent::apigateway {
namespace {

Json shown(const ApiRow& row) {
  Json out = object({{"id", row.id}, {"name", row.name}, {"createdDate", row.created}, {"apiKeySource", "HEADER"},
                     {"endpointConfiguration", object({{"types", text_array(row.endpoint_types)}})},
                     {"disableExecuteApiEndpoint", row.execute_disabled}, {"rootResourceId", row.root_id}});
  set_if(out, "description", row.description);
  set_if(out, "version", row.version);
  if (!row.binary_types.empty()) set(out, "binaryMediaTypes", text_array(row.binary_types));
  if (!row.tags.empty()) set(out, "tags", texts_json(row.tags));
  return out;
}

bool valid_id(const std::string& id) {
  return !id.empty() && id.size() <= 64 && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

}  // namespace

Json ApiGateway::create_api(const Call& call) {
  refuse_members(call, {"cloneFrom", "minimumCompressionSize", "policy", "securityPolicy", "endpointAccessMode"});
  if (text_at(call.input, "apiKeySource", "HEADER") != "HEADER") throw not_emulated("apigateway", "the apiKeySource AUTHORIZER");
  ApiRow row;
  row.name = text_at(call.input, "name");
  if (row.name.empty()) throw bad_request("Name cannot be empty");
  row.account = call.scope.account;
  row.region = call.scope.region;
  row.description = find_text(call.input, "description");
  row.version = find_text(call.input, "version");
  row.binary_types = texts_at(call.input, "binaryMediaTypes");
  row.execute_disabled = bool_at(call.input, "disableExecuteApiEndpoint");
  row.tags = texts_of(call.input, "tags");
  row.created = now();
  if (const Json* endpoint = find(call.input, "endpointConfiguration")) {
    if (has(*endpoint, "vpcEndpointIds") || has(*endpoint, "ipAddressType"))
      throw not_emulated("apigateway", "CreateRestApi with vpcEndpointIds or ipAddressType");
    if (has(*endpoint, "types")) row.endpoint_types = texts_at(*endpoint, "types");
    if (row.endpoint_types.size() != 1) throw bad_request("Cannot create an api with multiple Endpoint Types.");
    if (row.endpoint_types[0] == "PRIVATE") throw not_emulated("apigateway", "the endpoint type PRIVATE");
  }
  auto custom = row.tags.find("_custom_id_");
  row.id = custom == row.tags.end() ? new_id(10) : custom->second;
  if (!valid_id(row.id)) throw bad_request("The tag _custom_id_ must be lower-case letters, digits and dashes: " + row.id);
  if (find_api(row.id)) throw conflict("An API with the id " + row.id + " exists already");
  row.root_id = new_id(10);

  ResourceRow root;
  root.id = row.root_id;
  root.path = "/";
  resources_.put(scope_key(call.scope, row.id + "/" + root.id), root);
  return shown(apis_.put(scope_key(call.scope, row.id), row));
}

Json ApiGateway::get_api(const Call& call) { return shown(api(call)); }

Json ApiGateway::get_apis(const Call& call) {
  std::vector<std::pair<std::string, Json>> rows;
  apis_.each(scope_prefix(call.scope), [&](const std::string&, const ApiRow& row) { rows.emplace_back(row.id, shown(row)); });
  return paged(call, std::move(rows));
}

Json ApiGateway::delete_api(const Call& call) {
  std::string id = api(call).id;
  std::vector<std::string> gone;
  auto note = [&](const std::string& key, const auto&) { gone.push_back(key); };
  resources_.each(child_key(call, ""), note);
  deployments_.each(child_key(call, ""), note);
  stages_.each(child_key(call, ""), note);
  for (const auto& key : gone) {
    resources_.erase(key);
    deployments_.erase(key);
    stages_.erase(key);
  }
  apis_.erase(scope_key(call.scope, id));
  return Json::object();
}

const ApiRow* ApiGateway::find_api(const std::string& id) const {
  for (const auto& [key, row] : apis_)
    if (row.id == id) return &row;
  return nullptr;
}

}  // namespace lambent::apigateway
