// Task states: calling a Lambda function, by its ARN or through lambda:invoke.
#include <algorithm>

#include "aws/arn.h"
#include "aws/stubs.h"
#include "base/time_text.h"
#include "mocks/states/engine/engine.h"

namespace lambent::states {
namespace {

const char* kSessionService = "states.amazonaws.com";

// Cancels its task when the frame that holds it is left, however that happens.
class Called {
 public:
  Called(Tasks& tasks, std::uint64_t number) : tasks_(tasks), number_(number) {}
  Called(const Called&) = delete;
  ~Called() {
    if (number_) tasks_.cancel(number_);
  }

 private:
  Tasks& tasks_;
  std::uint64_t number_;
};

// An error of the call itself, in the form the v1 SDK gives it.
Failure call_failure(const AwsError& error, const std::string& request_id) {
  Failure out;
  std::string code = error.code();
  static const std::set<std::string> own{"ResourceNotFoundException", "TooManyRequestsException", "ServiceException", "InvalidRequestContentException",
      "RequestTooLargeException", "UnsupportedMediaTypeException", "InvalidParameterValueException", "InvalidRuntimeException", "InvalidZipFileException",
      "ResourceConflictException", "ResourceNotReadyException", "KMSAccessDeniedException", "CodeStorageExceededException", "EC2ThrottledException"};
  if (dynamic_cast<const BrokenCall*>(&error)) return {"Lambda.SdkClientException", "Unable to execute HTTP request: " + error.message()};
  std::string message = error.message();
  bool unqualified = std::count(message.begin(), message.end(), ':') == 7;  // "Function not found: arn:…:function:name"
  if (code == "ResourceNotFoundException" && message.starts_with("Function not found: arn:") && unqualified) message += ":$LATEST";
  out.error = "Lambda." + (own.contains(code) ? code : std::string("AWSLambdaException"));
  out.cause = message + " (Service: AWSLambda; Status Code: " + std::to_string(error.status()) + "; Error Code: " + code +
              "; Request ID: " + request_id + "; Proxy: null)";
  return out;
}

Failure function_failure(const std::string& payload) {
  Failure out;
  auto value = try_parse_json(payload);
  std::string type = value ? text_at(*value, "errorType") : "";
  out.error = type.empty() ? "Lambda.Unknown" : type;
  out.cause = payload;
  return out;
}

Json header_list(const std::string& value) {
  Json out = Json::array();
  out.push_back(value);
  return out;
}

// What lambda:invoke answers: members in alphabetical order, the payload as JSON if it is some.
Json invoke_result(const Json& answer, const std::string& request_id) {
  std::string payload = text_at(answer, "Payload");
  auto value = try_parse_json(payload);
  std::string version = text_at(answer, "ExecutedVersion", "$LATEST");
  Json all = object({{"X-Amz-Executed-Version", header_list(version)}, {"x-amzn-RequestId", header_list(request_id)},
                     {"Content-Length", header_list(std::to_string(payload.size()))}, {"Content-Type", header_list("application/json")}});
  Json single = object({{"Content-Length", std::to_string(payload.size())}, {"Content-Type", "application/json"},
                        {"X-Amz-Executed-Version", version}, {"x-amzn-RequestId", request_id}});
  std::int64_t status = int_at(answer, "StatusCode", 200);
  Json out = object({{"ExecutedVersion", version}});
  if (auto log = find_text(answer, "LogResult")) set_text(out, "LogResult", *log);
  set(out, "Payload", value ? std::move(*value) : Json(payload));
  set(out, "SdkHttpMetadata", object({{"AllHttpHeaders", all}, {"HttpHeaders", single}, {"HttpStatusCode", status}}));
  set(out, "SdkResponseMetadata", object({{"RequestId", request_id}}));
  set(out, "StatusCode", status);
  return out;
}

Json task_details() { return object({{"resourceType", "lambda"}, {"resource", "invoke"}}); }

}  // namespace

Task<Ending> Engine::run_task(Thread& t, const asl::State& s) {
  if (t.at.phase == Phase::started) record_lost_attempt(t, s);
  Json input = effective_input(t, s);
  if (s.resource.kind == asl::Resource::Kind::optimized && !input.is_object())
    throw RuntimeFailure("The Parameters '" + dump(input) + "' could not be used to start the Task: [The value must be a JSON object]");
  std::optional<std::int64_t> timeout = amount(t, s, s.timeout, "TimeoutSeconds");
  record_start(t, s, input, timeout);
  co_await settle();
  check_alive(t);

  auto answer = std::make_shared<Reply<Outcome>>(aws_.loop().executor());
  Tasks& tasks = aws_.loop().tasks();
  std::optional<Outcome> given = mocked(t, s);
  std::optional<Failure> refused;
  try {
    if (!given) {
      Call call = make_call(t, s, input);
      tasks.spawn("task " + s.name, invoke(answer, std::move(call), s.resource));
    }
  } catch (const AwsError& e) {
    refused = Failure{"States.Permissions", e.message()};
  }
  Outcome outcome;
  if (given) {
    outcome = std::move(*given);
  } else if (refused) {
    outcome.failure = *refused;
  } else {
    std::uint64_t timer = 0;
    if (timeout) timer = tasks.spawn("task timeout " + s.name, expire(answer, aws_.clock().now() + std::chrono::seconds(*timeout)));
    Called off(tasks, timer);
    outcome = co_await answer->take();
  }
  check_alive(t);
  record_end(t, s, outcome);
  Ending ending;
  if (!outcome.output) {
    ending.failure = outcome.failure;
    co_return ending;
  }
  t.at.phase = Phase::worked;
  t.at.result = *outcome.output;
  save(t);
  // On disk before going on: what the function sent is not sent again after a crash.
  co_await settle();
  ending.output = std::move(outcome.output);
  co_return ending;
}

Call Engine::make_call(Thread& t, const asl::State& s, const Json& input) {
  Json request = Json::object();
  if (s.resource.kind == asl::Resource::Kind::lambda_function) {
    set_text(request, "FunctionName", s.resource.arn);
    set_text(request, "Payload", dump(input));
  } else {
    for (const auto& [name, value] : input.items()) {
      static const std::set<std::string> known{"FunctionName", "Payload", "InvocationType", "LogType", "ClientContext", "Qualifier"};
      if (!known.contains(name))
        throw RuntimeFailure("The Parameters '" + dump(input) + "' could not be used to start the Task: [The field \"" + name + "\" is not supported by Step Functions]");
      if (name != "Payload") set(request, name, value);
    }
    const Json* payload = find(input, "Payload");
    // A string that is JSON text is sent as it is: "0" invokes the function with the number 0.
    bool raw = payload && payload->is_string() && try_parse_json(payload->get_ref<const std::string&>());
    set_text(request, "Payload", raw ? payload->get<std::string>() : payload ? dump(*payload) : "{}");
  }
  Principal caller = aws_.assume(t.live->row.role, kSessionService, aws_.ids().letters(32), t.live->row.machine_arn);
  auto activity = std::make_shared<Activity>();
  activity->span = t.live->span;
  activity->trace = t.live->trace;
  caller.activity = activity;
  Call call("lambda", "Invoke", std::move(request), std::move(caller), t.live->scope);
  if (auto arn = Arn::parse(text_at(call.input, "FunctionName")); arn && !arn->region.empty()) call.scope.region = arn->region;
  call.request_id = aws_.ids().uuid();
  call.parent = t.live->span;
  call.trace = t.live->trace;
  return call;
}

Task<void> Engine::invoke(Answer answer, Call call, asl::Resource named) {
  Outcome outcome;
  std::string request_id = call.request_id;
  std::string resource = named.kind == asl::Resource::Kind::lambda_function ? text_at(call.input, "FunctionName") : "lambda";
  try {
    Json result = co_await aws_.call(std::move(call));
    std::string payload = text_at(result, "Payload");
    if (result.contains("FunctionError")) {
      outcome.failure = function_failure(payload);
    } else if (payload.size() > kMaxData) {
      outcome.failure = Failure{"States.DataLimitExceeded",
                                "The state/task '" + resource + "' returned a result with a size exceeding the maximum number of bytes service limit."};
    } else if (named.kind == asl::Resource::Kind::optimized) {
      outcome.output = invoke_result(result, request_id);
    } else {
      auto value = try_parse_json(payload);
      outcome.output = value ? std::move(*value) : Json(payload);
    }
  } catch (const AwsError& e) {
    outcome.failure = call_failure(e, request_id);
  }
  answer->set(std::move(outcome));
}

Task<void> Engine::expire(Answer answer, TimePoint due) {
  co_await aws_.clock().sleep_until(due, Sleep::background);
  Outcome outcome;
  outcome.timed_out = true;
  outcome.failure.error = "States.Timeout";
  answer->set(std::move(outcome));
}

void Engine::record_start(Thread& t, const asl::State& s, const Json& input, std::optional<std::int64_t> timeout) {
  Json details;
  if (s.resource.kind == asl::Resource::Kind::lambda_function) {
    details = object({{"resource", s.resource.arn}, {"input", dump(input)}});
    if (timeout) set(details, "timeoutInSeconds", *timeout);
    t.at.last = record(*t.live, "LambdaFunctionScheduled", t.at.last, std::move(details));
    t.at.last = record(*t.live, "LambdaFunctionStarted", t.at.last);
  } else {
    details = task_details();
    set_text(details, "region", t.live->scope.region);
    set_text(details, "parameters", dump(input));
    if (timeout) set(details, "timeoutInSeconds", *timeout);
    t.at.last = record(*t.live, "TaskScheduled", t.at.last, std::move(details));
    t.at.last = record(*t.live, "TaskStarted", t.at.last, task_details());
  }
  t.at.phase = Phase::started;
  save(t);
}

void Engine::record_end(Thread& t, const asl::State& s, const Outcome& outcome) {
  bool plain = s.resource.kind == asl::Resource::Kind::lambda_function;
  Json details = plain ? Json::object() : task_details();
  std::string ended = "Succeeded";
  if (outcome.output) {
    set_text(details, "output", dump(*outcome.output));
  } else {
    ended = outcome.timed_out ? "TimedOut" : "Failed";
    set_if(details, "error", outcome.failure.error);
    set_if(details, "cause", outcome.failure.cause);
  }
  std::string type = (plain ? "LambdaFunction" : "Task") + ended;
  t.at.last = record(*t.live, type, t.at.last, std::move(details));
  if (t.within) t.within->children[t.child].last = t.at.last;
  if (outcome.output) return;
  t.at.phase = Phase::inside;
  save(t);
}

// The emulator ended while the function ran: as with a lost worker, the attempt counts for nothing and is made afresh.
void Engine::record_lost_attempt(Thread& t, const asl::State& s) {
  Outcome lost;
  lost.failure = Failure{"Lambda.SdkClientException", "Unable to execute HTTP request: the emulator was restarted while the function was under way"};
  record_end(t, s, lost);
}

}  // namespace lambent::states
