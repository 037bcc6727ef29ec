// IAM and STS behind a door that enforces what they store, on a frozen clock.
#pragma once
#include <gtest/gtest.h>

#include "access/authorizer.h"
#include "access/credentials.h"
#include "aws/aws.h"
#include "base/text.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/sts.h"

namespace lambent::iam {

inline const Scope kScope{"123456789012", "us-east-1"};
inline const std::string kOther = "999988887777";
inline const std::string kAwsPolicy = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

inline std::string role_arn(const std::string& name) { return "arn:aws:iam::123456789012:role/" + name; }
inline std::string user_arn(const std::string& name) { return "arn:aws:iam::123456789012:user/" + name; }

// JSON written with ' for ".
inline std::string quoted(const std::string& text) { return replace_all(text, "'", "\""); }
inline std::string document(const std::string& statements) { return quoted("{'Version':'2012-10-17','Statement':[" + statements + "]}"); }
inline std::string allow(const std::string& action, const std::string& resource = "*") {
  return document("{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'}");
}
inline std::string trust(const std::string& principal, const std::string& more = "") {
  return document("{'Effect':'Allow','Principal':" + principal + ",'Action':'sts:AssumeRole'" + more + "}");
}
inline const std::string kLambdaTrust = trust("{'Service':'lambda.amazonaws.com'}");

struct World {
  explicit World(const std::string& file = "") : loop(ClockMode::frozen, TimePoint(std::chrono::seconds(1700000000))) {
    if (!file.empty()) store.open(file);
    aws.add(iam);
    aws.add(sts);
    iam.load();
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
  Json call_as(Principal caller, const std::string& operation, Json input = Json::object()) {
    Json answer;
    bool done = false;
    error.reset();
    auto names = sts.operations();
    bool of_sts = std::find(names.begin(), names.end(), operation) != names.end();
    Scope scope{caller.account, kScope.region};
    Call call(of_sts ? "sts" : "iam", operation, std::move(input), std::move(caller), scope);
    loop.tasks().spawn("ask", ask(aws, std::move(call), answer, error, done));
    loop.run_until([&] { return done; });
    return answer;
  }
  Json call(const std::string& operation, Json input = Json::object()) { return call_as(Principal::root(kScope.account), operation, std::move(input)); }
  // A call that must succeed.
  Json make(const std::string& operation, Json input = Json::object()) {
    Json answer = call(operation, std::move(input));
    EXPECT_EQ(fault(), "none") << operation;
    return answer;
  }
  // "Code: message" of the last call, or "none".
  std::string fault() const { return error ? error->code() + ": " + error->message() : "none"; }
  std::string fault_of(const std::string& operation, Json input = Json::object()) {
    call(operation, std::move(input));
    return fault();
  }
  std::string fault_as(const Principal& caller, const std::string& operation, Json input = Json::object()) {
    call_as(caller, operation, std::move(input));
    return fault();
  }

  Json make_role(const std::string& name, const std::string& trust = kLambdaTrust) {
    return make("CreateRole", object({{"RoleName", name}, {"AssumeRolePolicyDocument", trust}}))["Role"];
  }
  // A user by its access key, as the door would know it.
  Principal make_user(const std::string& name, const std::string& policy = "") {
    make("CreateUser", object({{"UserName", name}}));
    if (!policy.empty()) make("PutUserPolicy", object({{"UserName", name}, {"PolicyName", "p"}, {"PolicyDocument", policy}}));
    Json key = make("CreateAccessKey", object({{"UserName", name}}))["AccessKey"];
    return entities.find_key(text_at(key, "AccessKeyId"))->principal;
  }
  std::string make_policy(const std::string& name, const std::string& text = allow("sns:*")) {
    return text_at(make("CreatePolicy", object({{"PolicyName", name}, {"PolicyDocument", text}}))["Policy"], "Arn");
  }
  // The members of a list of objects, comma-separated.
  static std::string names(const Json& list, const char* member) {
    std::vector<std::string> out;
    for (const auto& item : list) out.push_back(text_at(item, member));
    return join(out, ",");
  }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  Entities entities{store};
  access::Credentials credentials{loop.clock(), ids};
  access::PolicyAuthorizer authorizer{entities, loop.clock()};
  Aws aws{loop, ids, journal, store, authorizer};
  Iam iam{aws, entities};
  Sts sts{aws, entities, credentials};
  std::optional<AwsError> error;
};

inline Json role(const std::string& name, Json more = Json::object()) {
  more["RoleName"] = name;
  return more;
}
inline Json user(const std::string& name, Json more = Json::object()) {
  more["UserName"] = name;
  return more;
}

}  // namespace lambent::iam
