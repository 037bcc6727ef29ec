// bench_door: what an Invoke costs in the gateway and the door, without any sandbox behind them.
//
//   bench_door   prints "PORT" and answers Lambda Invoke of any function with its event until killed
#include <cstdio>

#include "gateway/gateway.h"

namespace lambent {
namespace {

class AllowAll final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call&, const Need&, std::vector<PolicyStatement>*) const override { return std::nullopt; }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override { return Principal::anonymous(); }
};

class EchoLambda final : public Service {
 public:
  std::string_view name() const override { return "lambda"; }
  std::vector<std::string_view> operations() const override { return {"Invoke"}; }
  Task<Json> handle(Call call) override {
    if (call.operation != "Invoke") throw not_emulated("lambda", call.operation);
    Json out = Json::object();
    set(out, "StatusCode", 200);
    set(out, "ExecutedVersion", "$LATEST");
    set(out, "Payload", std::move(call.input["Payload"]));
    co_return out;
  }
};

int run() {
  Loop loop(ClockMode::real);
  Workers workers(loop.io(), loop.clock());
  Store store(loop.io(), workers);
  Ids ids;
  Journal journal(loop.clock());
  AllowAll allow;
  Aws aws(loop, ids, journal, store, allow);
  EchoLambda lambda;
  aws.add(lambda);
  GatewayOptions options;
  options.port = 0;
  Gateway gateway(aws, [](const HttpRequest&, const Identified&) { return Principal::root("000000000000"); }, options);
  gateway.mount();
  gateway.listen();
  std::printf("%d\n", gateway.port());
  std::fflush(stdout);
  loop.run();
  return 0;
}

}  // namespace
}  // namespace lambent

int main() { return lambent::run(); }
