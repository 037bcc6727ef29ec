// A Step Functions service with a scripted Lambda behind the same door, on a clock that skips.
#pragma once
#include <deque>
#include <map>

#include "aws/aws.h"
#include "mocks/states/states.h"

namespace lambent::states {

inline const Scope kScope{"000000000000", "us-east-1"};
inline const char* kRole = "arn:aws:iam::000000000000:role/machine";
inline std::string function_arn(const std::string& name) { return "arn:aws:lambda:us-east-1:000000000000:function:" + name; }

// Lets everything pass; roles whose name is "untrusted" cannot be assumed, "denied" may not do what is forbidden.
class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>*) const override {
    if (call.caller.entity_arn.ends_with("role/denied") && need.action == forbidden) {
      Denial d;
      d.principal = call.caller.arn;
      d.action = need.action;
      d.resource = need.resource;
      return d;
    }
    return std::nullopt;
  }
  Principal assume_for_service(const std::string& role, const std::string& service, const std::string& session, const std::string&) const override {
    if (role.ends_with("untrusted")) throw AwsError("AccessDenied", 403, "not allowed to assume " + role);
    Principal p;
    p.kind = PrincipalKind::role_session;
    p.account = "000000000000";
    p.arn = "arn:aws:sts::000000000000:assumed-role/" + role.substr(role.find('/') + 1) + "/" + session;
    p.entity_arn = role;
    p.session_name = session;
    assumed_by = service;
    return p;
  }
  std::string forbidden = "lambda:InvokeFunction";
  mutable std::string assumed_by;
};

// Answers Invoke from a script per function: the next entry each time, the last one again when they run out.
class ScriptedLambda final : public Service {
 public:
  explicit ScriptedLambda(Aws& aws) : aws_(aws) {}
  struct Answer {
    std::string payload;
    bool fails = false;
    Duration takes{};
  };
  std::string_view name() const override { return "lambda"; }
  std::vector<std::string_view> operations() const override { return {"Invoke"}; }
  std::vector<Need> needs(const Call& call) const override { return {Need("lambda:InvokeFunction", text_at(call.input, "FunctionName"))}; }
  AwsError refused(const Call&, const Denial& d) const override {
    return AwsError("AccessDeniedException", 403, denial_text(d, d.action));
  }
  Task<Json> handle(Call call) override {
    std::string function = text_at(call.input, "FunctionName");
    function = function.substr(function.rfind(':') + 1);
    calls.push_back(function + " " + text_at(call.input, "Payload"));
    callers.push_back(call.caller.arn);
    parents.push_back(call.parent);
    auto it = script.find(function);
    if (it == script.end()) throw AwsError("ResourceNotFoundException", 404, "Function not found: " + function_arn(function));
    Answer answer = it->second.front();
    if (it->second.size() > 1) it->second.pop_front();
    if (answer.takes != Duration{}) co_await aws_.clock().sleep_for(answer.takes);
    Json out = object({{"StatusCode", 200}, {"ExecutedVersion", "$LATEST"}});
    if (answer.fails) set_text(out, "FunctionError", "Unhandled");
    if (text_at(call.input, "LogType") == "Tail") set_text(out, "LogResult", "bG9n");
    set_text(out, "Payload", answer.payload == "echo" ? text_at(call.input, "Payload") : answer.payload);
    co_return out;
  }
  std::map<std::string, std::deque<Answer>> script;
  std::vector<std::string> calls, callers;
  std::vector<std::uint64_t> parents;

 private:
  Aws& aws_;
};

struct World {
  // later: after start().
  explicit World(ClockMode mode = ClockMode::skipping, const std::string& file = "", Duration later = {}) : loop(mode, start() + later) {
    if (!file.empty()) store.open(file);
    aws.add(lambda);
    aws.add(states);
    states.load();
  }
  ~World() {
    loop.tasks().cancel();
    loop.tasks().drain();
  }
  static TimePoint start() { return TimePoint(std::chrono::seconds(1700000000)); }

  static Task<void> ask(Aws& aws, Call call, Json& answer, std::optional<AwsError>& error, bool& done) {
    try {
      answer = co_await aws.call(std::move(call));
    } catch (const AwsError& e) {
      error = e;
    }
    done = true;
  }
  // One call by root; runs the loop only until it is answered.
  Json call(const std::string& operation, Json input) {
    Json answer;
    bool done = false;
    error.reset();
    Call call("stepfunctions", operation, std::move(input), Principal::root(kScope.account), kScope);
    loop.tasks().spawn("ask", ask(aws, std::move(call), answer, error, done));
    loop.run_until([&] { return done; });
    return answer;
  }
  std::string fault() const { return error ? error->code() + ": " + error->message() : "none"; }

  std::string create(const std::string& name, const std::string& definition, const char* role = kRole) {
    Json answer = call("CreateStateMachine", object({{"name", name}, {"definition", definition}, {"roleArn", role}}));
    return text_at(answer, "stateMachineArn");
  }
  std::string begin(const std::string& machine, const std::string& input, const std::string& name = "run") {
    return text_at(call("StartExecution", object({{"stateMachineArn", machine}, {"input", input}, {"name", name}})), "executionArn");
  }
  Json describe(const std::string& execution) { return call("DescribeExecution", object({{"executionArn", execution}})); }
  Json events(const std::string& execution) {
    Json answer = call("GetExecutionHistory", object({{"executionArn", execution}, {"maxResults", 1000}}));
    return answer.contains("events") ? answer["events"] : Json::array();
  }
  // "1<-0 ExecutionStarted, 2<-0 PassStateEntered, …"
  std::string history(const std::string& execution) {
    std::string out;
    for (const auto& e : events(execution)) {
      if (!out.empty()) out += ", ";
      out += dump(e["id"]) + "<-" + dump(e["previousEventId"]) + " " + text_at(e, "type");
    }
    return out;
  }
  // Makes a machine, runs it until nothing is under way, and describes the execution.
  Json run(const std::string& definition, const std::string& input = "{}", const char* role = kRole) {
    machine = create("m" + std::to_string(++made), definition, role);
    if (error) return object({{"refused", fault()}});
    last = begin(machine, input);
    loop.run_until_quiet();
    return describe(last);
  }
  // The output, or "Error: Cause".
  std::string outcome(const std::string& definition, const std::string& input = "{}", const char* role = kRole) {
    Json d = run(definition, input, role);
    if (d.contains("refused")) return text_at(d, "refused");
    return d.contains("output") ? text_at(d, "output") : text_at(d, "error") + ": " + text_at(d, "cause");
  }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  OpenAccess access;
  Aws aws{loop, ids, journal, store, access};
  ScriptedLambda lambda{aws};
  States states{aws};
  std::optional<AwsError> error;
  std::string machine, last;
  int made = 0;
};

}  // namespace lambent::states
