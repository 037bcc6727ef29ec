// API Gateway behind a door with a Lambda that answers as it is told and remembers what it was asked.
#pragma once
#include <gtest/gtest.h>

#include "aws/aws.h"
#include "mocks/apigateway/apigateway.h"

namespace lambent::apigateway {

inline const Scope kScope{"000000000000", "us-east-1"};
inline const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:f";
inline std::string lambda_uri(const std::string& function = kFunction) {
  return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + function + "/invocations";
}

// Lets all pass but what `denied` names; every role but "untrusted" can be assumed.
class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>*) const override {
    asked.push_back(need);
    if (need.action != denied) return std::nullopt;
    Denial d;
    d.principal = call.caller.arn;
    d.action = need.action;
    d.resource = need.resource;
    return d;
  }
  Principal assume_for_service(const std::string& role, const std::string& service, const std::string& session, const std::string&) const override {
    if (role.ends_with("untrusted")) throw AwsError("AccessDenied", 403, "no");
    Principal p;
    p.kind = PrincipalKind::role_session;
    p.arn = role + "/" + session + " by " + service;
    return p;
  }
  std::string denied;
  mutable std::vector<Need> asked;
};

class FakeLambda final : public Service {
 public:
  explicit FakeLambda(Aws& aws) : aws_(aws) {}
  std::string_view name() const override { return "lambda"; }
  std::vector<std::string_view> operations() const override { return {"Invoke"}; }
  std::vector<Need> needs(const Call& call) const override { return {Need("lambda:InvokeFunction", text_at(call.input, "FunctionName"))}; }
  Task<Json> handle(Call call) override {
    last = call;
    event = parse_json(text_at(call.input, "Payload"));
    if (never) co_await aws_.clock().sleep_for(std::chrono::hours(1), Sleep::background);
    if (missing) throw AwsError("ResourceNotFoundException", 404, "Function not found");
    Json out = object({{"StatusCode", 200}, {"Payload", payload}});
    if (fails) set_text(out, "FunctionError", "Unhandled");
    co_return out;
  }
  std::string payload = R"({"statusCode": 200, "body": "ok"})";
  bool fails = false, missing = false, never = false;
  Call last;
  Json event;

 private:
  Aws& aws_;
};

struct World {
  explicit World(const std::string& file = "") : loop(ClockMode::frozen, TimePoint(std::chrono::seconds(1589522469))) {
    if (!file.empty()) store.open(file);
    aws.add(lambda);
    aws.add(gateway);
    gateway.load();
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
  Json call(const std::string& operation, Json input) {
    Json answer;
    bool done = false;
    error.reset();
    Call call("apigateway", operation, std::move(input), Principal::root(kScope.account), kScope);
    loop.tasks().spawn("ask", ask(aws, std::move(call), answer, error, done));
    loop.run_until([&] { return done; });
    return answer;
  }
  std::string fault() const { return error ? error->code() + ": " + error->message() : "none"; }
  std::string fault_of(const std::string& operation, Json input) {
    call(operation, std::move(input));
    return fault();
  }

  static Task<void> serve(Route route, RouteMatch match, HttpResponse& out, bool& done) {
    out = co_await route.handle(std::move(match));
    done = true;
  }
  HttpResponse send(HttpRequest request) {
    Routes routes;
    routes.add(gateway.routes());
    RouteMatch match;
    bool known = false;
    const Route* route = routes.find(request, match.captured, known);
    if (!route) return HttpResponse{999, {}, ""};
    match.request = std::move(request);
    HttpResponse out;
    bool done = false;
    loop.tasks().spawn("serve", serve(*route, std::move(match), out, done));
    loop.run_until([&] { return done; });
    return out;
  }
  static HttpRequest request(const std::string& method, const std::string& path, const std::string& body = "") {
    HttpRequest out{method, "/restapis/api1/prod/_user_request_" + path, {}, body, "10.0.0.7"};
    out.headers.add("Host", "api1.execute-api.localhost:4566");
    out.headers.add("User-Agent", "test/1");
    return out;
  }
  HttpResponse ask_api(const std::string& method, const std::string& path, const std::string& body = "") { return send(request(method, path, body)); }

  // Makes an API with the id api1, a Lambda proxy at each "VERB /path", and the stage prod.
  void make_api(const std::vector<std::string>& routes_, const std::string& extra = "{}") {
    Json input = parse_json(R"({"name": "n", "tags": {"_custom_id_": "api1"}})");
    Json more = parse_json(extra);
    for (const auto& [name, value] : more.items()) input[name] = value;
    root = text_at(call("CreateRestApi", input), "rootResourceId");
    for (const auto& route : routes_) {
      auto blank = route.find(' ');
      add_route(route.substr(0, blank), route.substr(blank + 1));
    }
    deploy();
  }
  std::string resource_at(const std::string& path) {
    std::string id = root, here;
    std::map<std::string, std::string> known;
    Json listed = call("GetResources", object({{"restApiId", "api1"}, {"limit", 500}}));
    for (const auto& item : listed["items"]) known[text_at(item, "path")] = text_at(item, "id");
    std::string part;
    for (size_t at = 1; at < path.size(); at += part.size() + 1) {
      part = path.substr(at, path.find('/', at) - at);
      here += "/" + part;
      id = known.contains(here) ? known[here]
                                : text_at(call("CreateResource", object({{"restApiId", "api1"}, {"parentId", id}, {"pathPart", part}})), "id");
    }
    return id;
  }
  void add_route(const std::string& verb, const std::string& path) {
    std::string id = resource_at(path);
    call("PutMethod", object({{"restApiId", "api1"}, {"resourceId", id}, {"httpMethod", verb}, {"authorizationType", "NONE"}}));
    call("PutIntegration", integration(id, verb));
  }
  static Json integration(const std::string& resource, const std::string& verb) {
    return object({{"restApiId", "api1"}, {"resourceId", resource}, {"httpMethod", verb}, {"type", "AWS_PROXY"},
                   {"integrationHttpMethod", "POST"}, {"uri", lambda_uri()}});
  }
  void deploy() { call("CreateDeployment", object({{"restApiId", "api1"}, {"stageName", "prod"}})); }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  OpenAccess access;
  Aws aws{loop, ids, journal, store, access};
  FakeLambda lambda{aws};
  ApiGateway gateway{aws};
  std::optional<AwsError> error;
  std::string root;
};

}  // namespace lambent::apigateway
