#include "mocks/apigateway/apigateway.h"

#include <algorithm>

#include "aws/model.h"
#include "aws/pass_role.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent::apigateway {

// What is emulated of API Gateway's REST APIs.
struct ApiGateway::Operations {
  static constexpr Operation<ApiGateway> table[] = {
      {"CreateRestApi", &ApiGateway::create_api},
      {"GetRestApi", &ApiGateway::get_api},
      {"GetRestApis", &ApiGateway::get_apis},
      {"DeleteRestApi", &ApiGateway::delete_api},
      {"CreateResource", &ApiGateway::create_resource},
      {"GetResource", &ApiGateway::get_resource},
      {"GetResources", &ApiGateway::get_resources},
      {"DeleteResource", &ApiGateway::delete_resource},
      {"PutMethod", &ApiGateway::put_method},
      {"GetMethod", &ApiGateway::get_method},
      {"DeleteMethod", &ApiGateway::delete_method},
      {"PutIntegration", &ApiGateway::put_integration},
      {"GetIntegration", &ApiGateway::get_integration},
      {"DeleteIntegration", &ApiGateway::delete_integration},
      {"CreateDeployment", &ApiGateway::create_deployment},
      {"GetDeployment", &ApiGateway::get_deployment},
      {"GetDeployments", &ApiGateway::get_deployments},
      {"DeleteDeployment", &ApiGateway::delete_deployment},
      {"CreateStage", &ApiGateway::create_stage},
      {"GetStage", &ApiGateway::get_stage},
      {"GetStages", &ApiGateway::get_stages},
      {"DeleteStage", &ApiGateway::delete_stage},
  };
};

ApiGateway::ApiGateway(Aws& aws)
    : aws_(aws),
      apis_(aws.store(), "apigateway.apis"),
      resources_(aws.store(), "apigateway.resources"),
      deployments_(aws.store(), "apigateway.deployments"),
      stages_(aws.store(), "apigateway.stages") {}

std::vector<std::string_view> ApiGateway::operations() const { return operation_names(Operations::table); }

Task<Json> ApiGateway::handle(Call call) { return dispatch<ApiGateway>(*this, Operations::table, std::move(call)); }

// The HTTP verb of the operation on the path of its request.
std::vector<Need> ApiGateway::needs(const Call& call) const {
  std::vector<Need> out;
  const model::Operation* operation = model::find("apigateway")->find(call.operation);
  std::string path = operation->uri;
  for (const auto& member : operation->input->members)
    if (member.place == model::Place::uri) path = replace_all(path, "{" + member.wire + "}", text_at(call.input, member.name));
  out.emplace_back("apigateway:" + operation->method, "arn:aws:apigateway:" + call.scope.region + "::" + path);
  if (auto role = find_text(call.input, "credentials"); role && role->find(":role/") != std::string::npos)
    out.push_back(pass_role(call, *role, "apigateway.amazonaws.com"));
  return out;
}

void ApiGateway::load() {
  apis_.load();
  resources_.load();
  deployments_.load();
  stages_.load();
}

void ApiGateway::reset() {
  apis_.clear();
  resources_.clear();
  deployments_.clear();
  stages_.clear();
}

std::string ApiGateway::new_id(size_t length) { return lower(aws_.ids().letters(length)); }

double ApiGateway::now() const { return static_cast<double>(aws_.clock().now_ms() / 1000); }

AwsError not_found(const std::string& message) { return AwsError("NotFoundException", 404, message); }
AwsError bad_request(const std::string& message) { return AwsError("BadRequestException", 400, message); }
AwsError conflict(const std::string& message) { return AwsError("ConflictException", 409, message); }

void refuse_members(const Call& call, std::initializer_list<const char*> members) {
  for (const char* member : members) {
    const Json* value = find(call.input, member);
    bool harmless = !value || (value->is_boolean() && !value->get<bool>()) || (value->is_structured() && value->empty());
    if (!harmless) throw not_emulated("apigateway", call.operation + " with " + member);
  }
}

Json paged(const Call& call, std::vector<std::pair<std::string, Json>> rows) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  auto limit = int_at(call.input, "limit", 25);
  if (limit < 1 || limit > 500) throw bad_request("Invalid limit: it is a number from 1 to 500");
  std::string after = base64_decode(text_at(call.input, "position")).value_or("");
  Json items = array();
  std::string last, position;
  for (auto& [key, row] : rows) {
    if (!after.empty() && key <= after) continue;
    if (static_cast<std::int64_t>(items.size()) == limit) {
      position = base64_encode(last);
      break;
    }
    items.push_back(std::move(row));
    last = key;
  }
  Json answer = object({{"items", std::move(items)}});
  if (!position.empty()) set_text(answer, "position", position);
  return answer;
}

std::string child_key(const Call& call, const std::string& id) { return scope_key(call.scope, text_at(call.input, "restApiId") + "/" + id); }

const ApiRow& ApiGateway::api(const Call& call) const {
  std::string id = text_at(call.input, "restApiId");
  const ApiRow* row = apis_.find(scope_key(call.scope, id));
  if (!row) throw not_found("Invalid API identifier specified " + call.scope.account + ":" + id);
  return *row;
}

const ResourceRow& ApiGateway::resource(const Call& call, const char* member) const {
  api(call);
  const ResourceRow* row = resources_.find(child_key(call, text_at(call.input, member)));
  if (!row) throw not_found("Invalid Resource identifier specified");
  return *row;
}

const Method& ApiGateway::method(const Call& call) const {
  const ResourceRow& row = resource(call);
  auto it = row.methods.find(text_at(call.input, "httpMethod"));
  if (it == row.methods.end()) throw not_found("Invalid Method identifier specified");
  return it->second;
}

const DeploymentRow& ApiGateway::deployment(const Call& call) const {
  api(call);
  const DeploymentRow* row = deployments_.find(child_key(call, text_at(call.input, "deploymentId")));
  if (!row) throw not_found("Invalid Deployment identifier specified");
  return *row;
}

const StageRow& ApiGateway::stage(const Call& call) const {
  api(call);
  const StageRow* row = stages_.find(child_key(call, text_at(call.input, "stageName")));
  if (!row) throw not_found("Invalid Stage identifier specified");
  return *row;
}

std::vector<ResourceRow> ApiGateway::resources_of(const Call& call) const {
  std::vector<ResourceRow> out;
  resources_.each(child_key(call, ""), [&](const std::string&, const ResourceRow& row) { out.push_back(row); });
  return out;
}

std::vector<StageRow> ApiGateway::stages_of(const Call& call) const {
  std::vector<StageRow> out;
  stages_.each(child_key(call, ""), [&](const std::string&, const StageRow& row) { out.push_back(row); });
  return out;
}

}  // namespace lambent::apigateway
