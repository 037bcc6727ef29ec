// Receives an API Gateway proxy event and starts an execution of $STATE_MACHINE_ARN with the request's body as input.
// Answers 200 {"Status": "RUNNING"} (a started execution's status; its outcome is in its history), 400 if the body is
// no JSON object. A refused StartExecution is a function error, so that the caller gets API Gateway's 502.
#include <lambent/aws.hpp>
#include <lambent/handler.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <optional>

using nlohmann::json;

static lambent::Response answer(int status, const json& body) {
  return lambent::Response::success(
      json{{"statusCode", status}, {"headers", {{"Content-Type", "application/json"}}}, {"body", body.dump()}}.dump());
}

// The text of the request's body if it is a JSON object; nothing if not.
static std::optional<std::string> read_body(std::string_view payload) {
  const json event = json::parse(payload, nullptr, false);
  const auto body = event.find("body");
  if (body == event.end() || !body->is_string()) return std::nullopt;
  const std::string text = body->get<std::string>();
  if (!json::parse(text, nullptr, false).is_object()) return std::nullopt;
  return text;
}

static lambent::Response rest_api(const lambent::Event& event, const lambent::Context& context) {
  static lambent::Aws aws;
  const char* machine = std::getenv("STATE_MACHINE_ARN");
  if (!machine) return lambent::Response::failure("the variable STATE_MACHINE_ARN is not set", "ConfigurationError");
  const auto body = read_body(event.payload());
  if (!body) return answer(400, {{"Status", "BAD_REQUEST"}, {"Message", "The body is not a JSON object."}});
  const auto started = aws.start_execution(machine, *body);
  if (!started.ok()) return lambent::Response::failure(started.error().text(), started.error().code);
  context.log(lambent::LogLevel::info, "started " + started.field("executionArn"));
  return answer(200, {{"Status", "RUNNING"}});
}

LAMBENT_HANDLER(rest_api)
