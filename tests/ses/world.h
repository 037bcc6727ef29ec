// Both versions of SES behind a door of their own on a frozen clock.
#pragma once
#include <gtest/gtest.h>

#include "aws/aws.h"
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {

inline const Scope kScope{"000000000000", "us-east-1"};

// Lets all pass but the role "denied"; remembers what was asked for.
class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>*) const override {
    asked.push_back(need);
    if (!call.caller.entity_arn.ends_with("role/denied")) return std::nullopt;
    Denial d;
    d.principal = call.caller.arn;
    d.action = need.action;
    d.resource = need.resource;
    return d;
  }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override { return {}; }
  mutable std::vector<Need> asked;
};

struct World {
  explicit World(const std::string& file = "") : loop(ClockMode::frozen, TimePoint(std::chrono::seconds(1700000000))) {
    if (!file.empty()) store.open(file);
    aws.add(ses);
    aws.add(v2);
    aws.set_home({"http://127.0.0.1:4599", kScope});
    ses.load();
  }
  ~World() {
    loop.tasks().cancel();
    loop.tasks().drain();
  }
  void seed(const std::string& json) { ses.seed(kScope, parse_json(json)); }

  static Task<void> ask(Aws& aws, Call call, Json& answer, std::optional<AwsError>& error, bool& done) {
    try {
      answer = co_await aws.call(std::move(call));
    } catch (const AwsError& e) {
      error = e;
    }
    done = true;
  }
  Json call(const std::string& operation, Json input, const std::string& service = "ses", const std::string& role = "") {
    Json answer;
    bool done = false;
    error.reset();
    access.asked.clear();
    Principal caller = Principal::root(kScope.account);
    if (!role.empty()) {
      caller.kind = PrincipalKind::role_session;
      caller.arn = "arn:aws:sts::000000000000:assumed-role/" + role + "/f";
      caller.entity_arn = "arn:aws:iam::000000000000:role/" + role;
    }
    Call call(service, operation, std::move(input), std::move(caller), kScope);
    loop.tasks().spawn("ask", ask(aws, std::move(call), answer, error, done));
    loop.run_until([&] { return done; });
    return answer;
  }
  Json call_v2(const std::string& operation, Json input) { return call(operation, std::move(input), "sesv2"); }
  // "Code: message" of the last call, or "none".
  std::string fault() const { return error ? error->code() + ": " + error->message() : "none"; }
  std::string fault_of(const std::string& operation, Json input, const std::string& service = "ses") {
    call(operation, std::move(input), service);
    return fault();
  }

  static Task<void> serve(Route route, RouteMatch match, HttpResponse& out, bool& done) {
    out = co_await route.handle(std::move(match));
    done = true;
  }
  HttpResponse post(const std::string& target, const std::string& body) { return http("POST", target, body); }
  HttpResponse http(const std::string& method, const std::string& target, const std::string& body = "") {
    HttpRequest request{method, target, {}, body, "127.0.0.1"};
    request.headers.set("User-Agent", "reader/1.0");
    Routes routes;
    routes.add(ses.routes());
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
  Json outbox(const std::string& query = "") { return parse_json(http("GET", "/_aws/ses" + query).body)["messages"]; }

  // The input of a v1 SendEmail from a@one.example to b@two.example, with members replaced or added.
  static Json mail(const std::string& change = "{}") {
    Json out = parse_json(R"({"Source": "a@one.example", "Destination": {"ToAddresses": ["b@two.example"]},
                              "Message": {"Subject": {"Data": "hello"}, "Body": {"Text": {"Data": "text"}}}})");
    Json changes = parse_json(change);
    for (const auto& [name, value] : changes.items()) out[name] = value;
    return out;
  }
  static Json mail_v2(const std::string& change = "{}") {
    Json out = parse_json(R"({"FromEmailAddress": "a@one.example", "Destination": {"ToAddresses": ["b@two.example"]},
                              "Content": {"Simple": {"Subject": {"Data": "hello"}, "Body": {"Text": {"Data": "text"}}}}})");
    Json changes = parse_json(change);
    for (const auto& [name, value] : changes.items()) out[name] = value;
    return out;
  }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  OpenAccess access;
  Aws aws{loop, ids, journal, store, access};
  Ses ses{aws};
  SesV2 v2{aws, ses};
  std::optional<AwsError> error;
};

}  // namespace lambent::ses
