#include "mocks/states/asl/resource.h"

#include <set>

#include "aws/arn.h"

namespace lambent::states::asl {
namespace {

constexpr std::string_view kService = "arn:aws:states:::";

const std::set<std::string, std::less<>> kOptimized{
    "lambda:invoke", "sns:publish", "sqs:sendMessage", "dynamodb:getItem", "dynamodb:putItem", "dynamodb:updateItem", "dynamodb:deleteItem",
    "events:putEvents", "states:startExecution", "apigateway:invoke", "http:invoke", "ecs:runTask", "batch:submitJob", "glue:startJobRun"};

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

std::optional<Resource> parse_resource(const std::string& text) {
  Resource out;
  out.arn = text;
  auto arn = Arn::parse(text);
  if (!arn) return std::nullopt;
  if (arn->service == "lambda" && arn->resource.starts_with("function:")) return out;
  if (arn->service != "states") return std::nullopt;
  if (!arn->account.empty()) {
    if (!arn->resource.starts_with("activity:")) return std::nullopt;
    out.kind = Resource::Kind::activity;
    return out;
  }
  if (!text.starts_with(kService)) return std::nullopt;
  std::string rest = text.substr(kService.size());
  bool sdk = rest.starts_with("aws-sdk:");
  size_t colon = rest.find(':', sdk ? sizeof "aws-sdk:" - 1 : 0);
  if (colon == std::string::npos) return std::nullopt;
  out.kind = sdk ? Resource::Kind::sdk : Resource::Kind::optimized;
  out.service = rest.substr(0, colon);
  out.action = rest.substr(colon + 1);
  out.pattern = take_pattern(out.action);
  if (out.action.empty()) return std::nullopt;
  if (!sdk && !kOptimized.contains(out.service + ":" + out.action)) return std::nullopt;
  return out;
}

}  // namespace lambent::states::asl
