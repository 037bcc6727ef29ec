// S3 behind a door and a gateway of its own on a frozen clock: asked by calls from inside, or by requests as clients send them.
#pragma once
#include <gtest/gtest.h>

#include "base/text.h"
#include "gateway/gateway.h"
#include "mocks/s3/s3.h"

namespace lambent::s3 {

inline const Scope kScope{"000000000000", "us-east-1"};

// Lets all pass but the role "denied", and "reader", who may do all but list.
class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>*) const override {
    bool denied = call.caller.entity_arn.ends_with("role/denied") || (call.caller.entity_arn.ends_with("role/reader") && need.action == "s3:ListBucket");
    denied |= call.caller.entity_arn.ends_with("role/keeper") && need.resource.ends_with("/kept");
    if (!denied) return std::nullopt;
    Denial d;
    d.principal = call.caller.arn;
    d.action = need.action;
    d.resource = need.resource;
    return d;
  }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override { return {}; }
};

inline Principal role(const std::string& name, const std::string& account = kScope.account) {
  Principal out = Principal::root(account);
  out.kind = PrincipalKind::role_session;
  out.arn = "arn:aws:sts::" + account + ":assumed-role/" + name + "/s";
  out.entity_arn = "arn:aws:iam::" + account + ":role/" + name;
  return out;
}

struct World {
  explicit World(const std::string& file = "", Limits limits = {}, TimePoint start = TimePoint(std::chrono::seconds(1700000000)))
      : loop(ClockMode::frozen, start), s3(aws, limits) {
    if (!file.empty()) store.open(file);
    aws.add(s3);
    s3.load();
    gateway = std::make_unique<Gateway>(aws, [this](const HttpRequest&, const Identified&) { return caller; }, GatewayOptions{.port = 0});
    gateway->mount();
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
  Json call(const std::string& operation, Json input, Scope scope = kScope) {
    Json answer;
    bool done = false;
    error.reset();
    Principal who = scope.account == kScope.account ? caller : Principal::root(scope.account);
    Call made("s3", operation, std::move(input), std::move(who), std::move(scope));
    loop.tasks().spawn("ask", ask(aws, std::move(made), answer, error, done));
    loop.run_until([&] { return done; });
    return answer;
  }
  // "Name: message" of the last call, or "none".
  std::string fault() const { return error ? error->code() + ": " + error->message() : "none"; }
  std::string fault_of(const std::string& operation, Json input, Scope scope = kScope) {
    call(operation, std::move(input), std::move(scope));
    return fault();
  }
  std::string code_of(const std::string& operation, Json input, Scope scope = kScope) {
    call(operation, std::move(input), std::move(scope));
    return error ? error->code() : "none";
  }

  void make(const std::string& bucket) { call("CreateBucket", object({{"Bucket", bucket}})); }
  static Json at(const std::string& bucket, const std::string& key, Json more = Json::object()) {
    Json out = object({{"Bucket", bucket}, {"Key", key}});
    for (const auto& [name, value] : more.items()) out[name] = value;
    return out;
  }
  Json put(const std::string& bucket, const std::string& key, const std::string& body, Json more = Json::object()) {
    more["Body"] = body;
    return call("PutObject", at(bucket, key, std::move(more)));
  }
  // The body, or the fault.
  std::string get(const std::string& bucket, const std::string& key, Json more = Json::object()) {
    Json answer = call("GetObject", at(bucket, key, std::move(more)));
    return error ? fault() : text_at(answer, "Body");
  }
  // Keys and common prefixes: "a b c/".
  std::string keys(const Json& list) const {
    std::string out;
    for (auto [member, name] : {std::pair{"Contents", "Key"}, {"CommonPrefixes", "Prefix"}})
      if (const Json* found = find(list, member))
        for (const auto& one : *found) out += (out.empty() ? "" : " ") + text_at(one, name);
    return out;
  }

  Task<void> serve(HttpRequest request, std::optional<HttpResponse>* out) { *out = co_await gateway->handle(std::move(request)); }
  HttpResponse http(std::string method, std::string target, std::string body = "", std::vector<std::pair<std::string, std::string>> fields = {}) {
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    request.peer = "127.0.0.1";
    for (auto& [name, value] : fields) request.headers.add(name, value);
    if (!request.headers.has("Host")) request.headers.add("Host", "localhost:4566");
    std::optional<HttpResponse> out;
    loop.tasks().spawn("serve", serve(std::move(request), &out));
    loop.run_until([&] { return out.has_value(); });
    return *out;
  }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  OpenAccess access;
  Aws aws{loop, ids, journal, store, access};
  S3 s3;
  Principal caller = Principal::root(kScope.account);
  std::unique_ptr<Gateway> gateway;
  std::optional<AwsError> error;
};

}  // namespace lambent::s3
