#include "mocks/states/asl/resource.h"

#include <algorithm>

#include "aws/arn.h"
#include "mocks/states/asl/sdk_catalogue.h"

namespace lambent::states::asl {
namespace {

// The optimized integrations of AWS and the patterns each has beside request-response. A row without actions: any.
struct Optimized {
  std::string_view service;
  std::string_view actions;   // separated by blanks
  std::string_view patterns;  // of "sync", "sync2" and "token"
};
constexpr Optimized kOptimized[] = {
    {"lambda", "invoke", "token"},
    {"sns", "publish", "token"},
    {"sqs", "sendMessage", "token"},
    {"dynamodb", "getItem putItem updateItem deleteItem", ""},
    {"events", "putEvents", "token"},
    {"states", "startExecution", "sync sync2 token"},
    {"apigateway", "invoke", "token"},
    {"http", "invoke", ""},
    {"athena", "startQueryExecution", "sync"},
    {"athena", "stopQueryExecution getQueryExecution getQueryResults", ""},
    {"batch", "submitJob", "sync token"},
    {"bedrock", "invokeModel", "token"},
    {"bedrock", "createModelCustomizationJob", "sync token"},
    {"codebuild", "startBuild startBuildBatch", "sync"},
    {"codebuild", "stopBuild stopBuildBatch batchDeleteBuilds batchGetReports retryBuild retryBuildBatch", ""},
    {"databrew", "startJobRun", "sync"},
    {"ecs", "runTask", "sync token"},
    {"eks", "createCluster deleteCluster createFargateProfile deleteFargateProfile createNodegroup deleteNodegroup runJob", "sync"},
    {"eks", "call", ""},
    {"elasticmapreduce", "createCluster terminateCluster addStep", "sync"},
    {"elasticmapreduce", "cancelStep modifyInstanceFleetByName modifyInstanceGroupByName setClusterTerminationProtection", ""},
    {"emr-containers", "createVirtualCluster", ""},
    {"emr-containers", "deleteVirtualCluster startJobRun", "sync"},
    {"emr-serverless", "createApplication startApplication stopApplication deleteApplication startJobRun cancelJobRun", "sync"},
    {"glue", "startJobRun", "sync"},
    {"mediaconvert", "createJob", "sync"},
    {"sagemaker", "createHyperParameterTuningJob createLabelingJob createProcessingJob createTrainingJob createTransformJob", "sync"},
    {"sagemaker", "createEndpoint createEndpointConfig createModel updateEndpoint", ""},
};

bool lists(std::string_view words, std::string_view word) {
  for (size_t at = 0; at < words.size();) {
    size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

std::string_view word_of(Pattern pattern) {
  switch (pattern) {
    case Pattern::request_response: return "";
    case Pattern::sync: return "sync";
    case Pattern::sync2: return "sync2";
    case Pattern::wait_for_token: return "token";
  }
  return "";
}

bool known(const Resource& resource) {
  std::string_view service = resource.service;
  if (resource.kind == Resource::Kind::sdk) {
    const SdkService* sdk = find_sdk_service(service.substr(sizeof "aws-sdk:" - 1));
    if (!sdk || resource.pattern == Pattern::sync || resource.pattern == Pattern::sync2) return false;
    return !model::find(sdk->model) || find_sdk_operation(*sdk, resource.action);
  }
  std::string_view pattern = word_of(resource.pattern);
  return std::any_of(std::begin(kOptimized), std::end(kOptimized), [&](const Optimized& row) {
    return row.service == service && lists(row.actions, resource.action) && (pattern.empty() || lists(row.patterns, pattern));
  });
}

Pattern take_pattern(std::string& action) {
  size_t dot = action.find('.');
  if (dot == std::string::npos) return Pattern::request_response;
  std::string suffix = action.substr(dot);
  action.resize(dot);
  if (suffix == ".sync") return Pattern::sync;
  if (suffix == ".sync:2") return Pattern::sync2;
  if (suffix == ".waitForTaskToken") return Pattern::wait_for_token;
  action.clear();
  return Pattern::request_response;
}

}  // namespace

std::string Resource::shown() const {
  switch (pattern) {
    case Pattern::request_response: return action;
    case Pattern::sync: return action + ".sync";
    case Pattern::sync2: return action + ".sync:2";
    case Pattern::wait_for_token: return action + ".waitForTaskToken";
  }
  return action;
}

bool Resource::waits() const { return kind == Kind::activity || pattern != Pattern::request_response; }

bool emulated(const Resource& resource) {
  if (resource.kind != Resource::Kind::optimized) return true;
  static constexpr std::string_view ours[] = {"lambda", "sns", "sqs", "dynamodb", "events", "states", "apigateway", "http"};
  return std::find(std::begin(ours), std::end(ours), resource.service) != std::end(ours);
}

std::string integration_of(const std::string& text) {
  auto arn = Arn::parse(text);
  return arn && arn->service == "states" ? arn->resource : "";
}

std::optional<Resource> parse_resource(const std::string& text) {
  Resource out;
  out.arn = text;
  auto arn = Arn::parse(text);
  if (!arn) return std::nullopt;
  if (arn->service == "lambda" && arn->resource.starts_with("function:")) return out;
  if (arn->service != "states") return std::nullopt;
  constexpr std::string_view activity = "activity:";
  if (!arn->account.empty() && arn->resource.starts_with(activity)) {
    if (arn->resource.size() == activity.size()) return std::nullopt;
    out.kind = Resource::Kind::activity;
    return out;
  }
  std::string rest = integration_of(text);
  bool sdk = rest.starts_with("aws-sdk:");
  size_t colon = rest.find(':', sdk ? sizeof "aws-sdk:" - 1 : 0);
  if (colon == std::string::npos) return std::nullopt;
  out.kind = sdk ? Resource::Kind::sdk : Resource::Kind::optimized;
  out.service = rest.substr(0, colon);
  out.action = rest.substr(colon + 1);
  out.pattern = take_pattern(out.action);
  if (out.action.empty() || !known(out)) return std::nullopt;
  return out;
}

}  // namespace lambent::states::asl
