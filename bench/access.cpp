// Decisions per second of the authorizer on one core, for a session of a role with ten AWS managed policies: a call that the
// last of them allows, one that none allows, one with a condition and a variable, and the role with one policy as baseline.
//
//   build/release/bench_access [--seconds S]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "access/authorizer.h"
#include "base/loop.h"

using namespace lambent;
using namespace lambent::access;

namespace {

const std::string kAccount = "000000000000", kRole = "arn:aws:iam::000000000000:role/bench";
constexpr const char* kOwn = R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sns:Publish",
  "Resource": "arn:aws:sns:*:*:news-${aws:PrincipalAccount}", "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/bench"}}}})";

class OneRole final : public Directory {
 public:
  std::shared_ptr<const Entity> find(const std::string& arn) const override { return arn == kRole ? role : nullptr; }
  std::optional<UserKey> find_key(const std::string&) const override { return std::nullopt; }
  std::shared_ptr<Entity> role = std::make_shared<Entity>();
};

Json managed_policies() {
  std::ifstream in(LAMBENT_SOURCE_DIR "/models/managed_policies.json");
  return parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
}

struct Case {
  const char* name;
  const char* action;
  const char* resource;
  bool allowed;
};

double rate(const PolicyAuthorizer& authorizer, const Call& call, const Case& one, double seconds) {
  const Need need = [&] {
    Need out(one.action, one.resource);
    out.resource_account = kAccount;
    return out;
  }();
  std::vector<PolicyStatement> allowing;
  size_t decided = 0;
  const auto began = std::chrono::steady_clock::now();
  double took = 0;
  while (took < seconds) {
    for (int i = 0; i < 1000; ++i) {
      allowing.clear();
      if (authorizer.decide(call, need, &allowing).has_value() == one.allowed) {
        std::fprintf(stderr, "%s: decided the other way\n", one.name);
        std::exit(1);
      }
    }
    decided += 1000;
    took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  }
  return static_cast<double>(decided) / took;
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 1;
  for (int i = 1; i + 1 < argc; ++i)
    if (std::strcmp(argv[i], "--seconds") == 0) seconds = std::atof(argv[i + 1]);

  Loop loop(ClockMode::frozen, TimePoint(std::chrono::seconds(1764000000)));
  const Json file = managed_policies();
  const auto add = [](Entity& role, const Json& document, const std::string& name) { role.policies.push_back(std::make_shared<Policy>(parse_policy(document, name))); };
  OneRole one_policy, ten;
  for (const char* name : {"AmazonSESFullAccess", "AWSStepFunctionsFullAccess", "AmazonSQSFullAccess", "AmazonS3ReadOnlyAccess", "AmazonDynamoDBReadOnlyAccess",
                           "AWSLambdaRole", "CloudWatchLogsFullAccess", "IAMReadOnlyAccess", "AmazonEventBridgeReadOnlyAccess", "AWSLambdaBasicExecutionRole"})
    add(*ten.role, file.at(name).at("document"), name);
  for (OneRole* people : {&one_policy, &ten}) {
    people->role->name = "bench";
    people->role->id = "AROABENCH";
    add(*people->role, parse_json(kOwn), "own");
  }

  const Call call("sns", "Publish", Json::object(), role_session(*ten.role, kRole, "job", loop.clock().now()), {kAccount, "us-east-1"});
  const Case cases[] = {{"allowed by the first of ten", "ses:SendEmail", "arn:aws:ses:us-east-1:000000000000:identity/a@example.com", true},
                        {"allowed by a condition and a variable behind ten", "sns:Publish", "arn:aws:sns:us-east-1:000000000000:news-000000000000", true},
                        {"refused by all, with the statement that is missing", "sns:Publish", "arn:aws:sns:us-east-1:000000000000:other", false}};
  const PolicyAuthorizer alone(one_policy, loop.clock()), among_ten(ten, loop.clock());
  const double baseline = rate(alone, call, cases[1], seconds);
  std::printf("decisions per second on one core\n%12.0f  the own policy alone (baseline)\n", baseline);
  for (const auto& one : cases) {
    const double here = rate(among_ten, call, one, seconds);
    std::printf("%12.0f  %s: %.2f us each, %.2f of the baseline\n", here, one.name, 1e6 / here, here / baseline);
  }
}
