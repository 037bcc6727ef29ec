// SNS behind a door of its own on a frozen clock, asked as any caller would ask it.
#pragma once
#include <gtest/gtest.h>

#include "aws/aws.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {

inline const Scope kScope{"000000000000", "us-east-1"};
inline const char* kPhone = "+15550001111";

// Lets all pass but the role "denied".
class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>*) const override {
    if (!call.caller.entity_arn.ends_with("role/denied")) return std::nullopt;
    Denial d;
    d.principal = call.caller.arn;
    d.action = need.action;
    d.resource = need.resource;
    return d;
  }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override { return {}; }
};

struct World {
  explicit World(const std::string& file = "") : loop(ClockMode::frozen, TimePoint(std::chrono::seconds(1700000000))) {
    if (!file.empty()) store.open(file);
    aws.add(sns);
    sns.load();
  }
  ~World() {
    loop.tasks().cancel();
    loop.tasks().drain();
  }

  static Task<void> ask(Aws& aws, Call call, Json& answer, std::optional<AwsError>& error, bool& done) {
    try {
      answer = co_await aws.call(std::move(call));
    } catch (const AwsError& e) {
      error = e;
    }
    done = true;
  }
  Json call(const std::string& operation, Json input) { return call_as(Principal::root(kScope.account), operation, std::move(input)); }
  Json call_as(Principal caller, const std::string& operation, Json input) {
    Call call("sns", operation, std::move(input), std::move(caller), kScope);
    return ask_call(std::move(call));
  }
  Json ask_call(Call call) {
    Json answer;
    bool done = false;
    error.reset();
    loop.tasks().spawn("ask", ask(aws, std::move(call), answer, error, done));
    loop.run_until([&] { return done; });
    return answer;
  }
  // "Code: message" of the last call, or "none".
  std::string fault() const { return error ? error->code() + ": " + error->message() : "none"; }
  std::string fault_of(const std::string& operation, Json input) {
    call(operation, std::move(input));
    return fault();
  }

  static Task<void> serve(Route route, RouteMatch match, HttpResponse& out, bool& done) {
    out = co_await route.handle(std::move(match));
    done = true;
  }
  HttpResponse http(const std::string& method, const std::string& target, const std::string& body = "") {
    HttpRequest request{method, target, {}, body, "127.0.0.1"};
    Routes routes;
    routes.add(sns.routes());
    RouteMatch match;
    bool known = false;
    const Route* route = routes.find(request, match.captured, known);
    if (!route) return HttpResponse{404, {}, ""};
    match.request = request;
    HttpResponse out;
    bool done = false;
    loop.tasks().spawn("serve", serve(*route, std::move(match), out, done));
    loop.run_until([&] { return done; });
    return out;
  }
  Json inbox(const std::string& phone) {
    Json all = parse_json(http("GET", "/_aws/sns/sms-messages").body)["sms_messages"];
    return all.contains(phone) ? all[phone] : Json::array();
  }
  Json publish(Json extra = Json::object()) {
    Json input = object({{"PhoneNumber", kPhone}, {"Message", "hello"}});
    for (const auto& [name, value] : extra.items()) input[name] = value;
    return call("Publish", input);
  }
  std::string publish_fault(Json extra) {
    publish(std::move(extra));
    return fault();
  }
  std::optional<AwsError> data_protection(const Call& call, const std::string& topic, const std::string& message) {
    return sns.protection().verdict(call, topic, message, "message-id");
  }
  // Lines of the delivery log, oldest first.
  std::vector<Json> delivery_log() {
    std::vector<Json> out;
    for (const auto& e : journal.entries())
      if (auto* line = std::get_if<LogEntry>(&e.data)) out.push_back(parse_json(line->line));
    return out;
  }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  OpenAccess access;
  Aws aws{loop, ids, journal, store, access};
  Sns sns{aws};
  std::optional<AwsError> error;
};

inline Json attribute(const std::string& name, const std::string& type, const std::string& value) {
  return object({{"MessageAttributes", object({{name, object({{"DataType", type}, {"StringValue", value}})}})}});
}

}  // namespace lambent::sns
