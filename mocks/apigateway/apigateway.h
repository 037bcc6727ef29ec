// Amazon API Gateway: REST APIs with Lambda proxy integrations, and the requests to their stages.
// AWS source: API Gateway REST API reference 2015-07-09.
//
//   ApiGateway gateway(aws);   aws.add(gateway);
//
// A stage is served at /restapis/{api}/{stage}/_user_request_/{path}. A request becomes the proxy event (proxy_event.h),
// goes to lambda Invoke through the door as apigateway.amazonaws.com with the request's execute-api ARN as source (so the
// function needs a permission, or the integration credentials), and the answer becomes the response (proxy_response.h).
// The tag `_custom_id_` of CreateRestApi gives an API its id. What a stage serves is its deployment's copy of the
// resources: changes need another CreateDeployment.
//
// Refused by name: integration types other than AWS_PROXY on a Lambda function, authorizers and AWS_IAM, API keys,
// request validators, models, caches, canaries, private endpoints, resource policies, and every operation not in the
// table (apigateway.cpp). Loop thread only; borrows the door.
#pragma once
#include "aws/aws.h"
#include "base/reply.h"
#include "base/table.h"
#include "mocks/apigateway/rows.h"

namespace lambent::apigateway {

class ApiGateway final : public Service {
 public:
  explicit ApiGateway(Aws& aws);

  std::string_view name() const override { return "apigateway"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  std::vector<Route> routes() override;
  void load() override;
  void reset() override;

 private:
  struct Operations;
  // apis.cpp
  Json create_api(const Call& call);
  Json get_api(const Call& call);
  Json get_apis(const Call& call);
  Json delete_api(const Call& call);
  // resources.cpp
  Json create_resource(const Call& call);
  Json get_resource(const Call& call);
  Json get_resources(const Call& call);
  Json delete_resource(const Call& call);
  // methods.cpp
  Json put_method(const Call& call);
  Json get_method(const Call& call);
  Json delete_method(const Call& call);
  Json put_integration(const Call& call);
  Json get_integration(const Call& call);
  Json delete_integration(const Call& call);
  // deployments.cpp
  Json create_deployment(const Call& call);
  Json get_deployment(const Call& call);
  Json get_deployments(const Call& call);
  Json delete_deployment(const Call& call);
  Json create_stage(const Call& call);
  Json get_stage(const Call& call);
  Json get_stages(const Call& call);
  Json delete_stage(const Call& call);

  // Rows a call names, or NotFoundException in API Gateway's words.
  const ApiRow& api(const Call& call) const;
  const ResourceRow& resource(const Call& call, const char* member = "resourceId") const;
  const Method& method(const Call& call) const;
  const DeploymentRow& deployment(const Call& call) const;
  const StageRow& stage(const Call& call) const;
  std::vector<ResourceRow> resources_of(const Call& call) const;
  std::vector<StageRow> stages_of(const Call& call) const;
  std::string new_id(size_t length);
  double now() const;

  // serve.cpp
  struct Outcome {
    std::optional<Json> answer;  // of Invoke
    bool timed_out = false;
  };
  Task<HttpResponse> serve(RouteMatch match);
  Task<void> invoke(Call call, std::shared_ptr<Reply<Outcome>> reply);
  Task<Outcome> invoke_in_time(Call call, Duration limit);
  const ApiRow* find_api(const std::string& id) const;
  Principal caller(const ApiRow& api, const Integration& integration, const std::string& source_arn) const;

  Aws& aws_;
  Table<ApiRow> apis_;
  Table<ResourceRow> resources_;
  Table<DeploymentRow> deployments_;
  Table<StageRow> stages_;
};

// The function ARN in arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations; "" if it is none.
std::string function_of(const std::string& uri);

AwsError not_found(const std::string& message);
AwsError bad_request(const std::string& message);
AwsError conflict(const std::string& message);
// Refuses by name every listed member the input has.
void refuse_members(const Call& call, std::initializer_list<const char*> members);
// {"items": […], "position": …}: cuts rows, sorted by `key`, by the members position and limit.
Json paged(const Call& call, std::vector<std::pair<std::string, Json>> rows);
std::string child_key(const Call& call, const std::string& id);  // key of a row that belongs to the API of the call

}  // namespace lambent::apigateway
