// Versions and aliases: what they freeze, how executions are started by them, and AWS's words for what is refused.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

std::string pass_of(const std::string& result) {
  return R"({"StartAt":"P","States":{"P":{"Type":"Pass","Result":)" + result + R"(,"End":true}}})";
}
const char* kFirst = "1";
const char* kSecond = "2";

struct Published : testing::Test {
  World w;
  std::string arn = w.create("m", pass_of(kFirst));

  std::string publish(const std::string& description = "") {
    Json input = object({{"stateMachineArn", arn}});
    if (!description.empty()) set_text(input, "description", description);
    return text_at(w.call("PublishStateMachineVersion", input), "stateMachineVersionArn");
  }
  std::string update(const std::string& definition) {
    return text_at(w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"definition", definition}})), "revisionId");
  }
  Json routes(const std::vector<std::pair<std::string, int>>& given) {
    Json out = array();
    for (const auto& [version, weight] : given) out.push_back(object({{"stateMachineVersionArn", version}, {"weight", weight}}));
    return out;
  }
  std::string alias(const std::string& name, const std::vector<std::pair<std::string, int>>& given) {
    return text_at(w.call("CreateStateMachineAlias", object({{"name", name}, {"routingConfiguration", routes(given)}})), "stateMachineAliasArn");
  }
  std::string outcome(const std::string& of, const std::string& name) {
    std::string execution = w.begin(of, "{}", name);
    w.loop.run_until_quiet();
    return text_at(w.describe(execution), "output");
  }
  std::vector<std::string> versions() {
    std::vector<std::string> out;
    Json answer = w.call("ListStateMachineVersions", object({{"stateMachineArn", arn}}));
    for (const auto& one : answer["stateMachineVersions"]) out.push_back(text_at(one, "stateMachineVersionArn"));
    return out;
  }
};

TEST_F(Published, AVersionKeepsWhatTheMachineWas) {
  EXPECT_EQ(publish("the first"), arn + ":1");
  EXPECT_EQ(publish("again"), arn + ":1");  // the revision has one
  update(pass_of(kSecond));
  EXPECT_EQ(publish(), arn + ":2");
  EXPECT_EQ(versions(), (std::vector<std::string>{arn + ":2", arn + ":1"}));
  Json first = w.call("DescribeStateMachine", object({{"stateMachineArn", arn + ":1"}}));
  EXPECT_EQ(text_at(first, "stateMachineArn"), arn + ":1");
  EXPECT_EQ(text_at(first, "definition"), pass_of(kFirst));
  EXPECT_EQ(text_at(first, "description"), "the first");
  EXPECT_FALSE(first.contains("revisionId"));
  EXPECT_EQ(outcome(arn + ":1", "a"), kFirst);
  EXPECT_EQ(outcome(arn, "b"), kSecond);
  Json described = w.describe("arn:aws:states:us-east-1:000000000000:execution:m:a");
  EXPECT_EQ(text_at(described, "stateMachineArn"), arn);
  EXPECT_EQ(text_at(described, "stateMachineVersionArn"), arn + ":1");
  EXPECT_FALSE(described.contains("stateMachineAliasArn"));
}

TEST_F(Published, NumbersAreNotUsedAgain) {
  publish();
  update(pass_of(kSecond));
  publish();
  w.call("DeleteStateMachineVersion", object({{"stateMachineVersionArn", arn + ":2"}}));
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(publish(), arn + ":3");
  w.call("DescribeStateMachine", object({{"stateMachineArn", arn + ":2"}}));
  EXPECT_EQ(w.fault(), "StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn + ":2'");
  w.call("DeleteStateMachineVersion", object({{"stateMachineVersionArn", arn + ":2"}}));
  EXPECT_EQ(w.fault(), "none");
}

TEST_F(Published, AVersionHasOneNameOnly) {
  publish();
  w.call("DeleteStateMachineVersion", object({{"stateMachineVersionArn", arn + ":01"}}));
  EXPECT_EQ(w.error->code(), "ValidationException");
  EXPECT_EQ(versions(), std::vector<std::string>{arn + ":1"});
  w.call("StartExecution", object({{"stateMachineArn", arn + ":01"}}));
  EXPECT_EQ(w.error->code(), "StateMachineDoesNotExist");
}

TEST_F(Published, OnlyTheCurrentRevisionIsPublished) {
  std::string revision = update(pass_of(kSecond));
  w.call("PublishStateMachineVersion", object({{"stateMachineArn", arn}, {"revisionId", "other"}}));
  EXPECT_EQ(w.fault(), "ConflictException: Failed to publish the State Machine version for revision other. The current State Machine revision is " + revision + ".");
  w.call("PublishStateMachineVersion", object({{"stateMachineArn", arn}, {"revisionId", revision}}));
  EXPECT_EQ(w.fault(), "none");
  w.call("UpdateStateMachine", object({{"stateMachineArn", arn + ":1"}, {"definition", pass_of(kFirst)}}));
  EXPECT_EQ(w.error->code(), "StateMachineDoesNotExist");
}

TEST_F(Published, CreateAndUpdatePublishAtOnce) {
  Json input = object({{"name", "n"}, {"definition", pass_of(kFirst)}, {"roleArn", kRole}, {"versionDescription", "d"}});
  w.call("CreateStateMachine", input);
  EXPECT_EQ(w.fault(), "ValidationException: Version description can only be set when publish is true");
  set(input, "publish", true);
  Json made = w.call("CreateStateMachine", input);
  EXPECT_EQ(text_at(made, "stateMachineVersionArn"), "arn:aws:states:us-east-1:000000000000:stateMachine:n:1");
  EXPECT_EQ(w.call("CreateStateMachine", input), made);
  set_text(input, "versionDescription", "another");
  w.call("CreateStateMachine", input);
  EXPECT_EQ(w.error->code(), "StateMachineAlreadyExists");
  Json updated = w.call("UpdateStateMachine", object({{"stateMachineArn", made["stateMachineArn"]}, {"definition", pass_of(kSecond)}, {"publish", true}}));
  EXPECT_EQ(text_at(updated, "stateMachineVersionArn"), "arn:aws:states:us-east-1:000000000000:stateMachine:n:2");
}

TEST_F(Published, AnAliasSharesExecutionsByWeight) {
  std::string one = publish();
  update(pass_of(kSecond));
  std::string two = publish();
  std::string live = alias("live", {{one, 30}, {two, 70}});
  EXPECT_EQ(live, arn + ":live");
  int second = 0;
  for (int i = 0; i < 200; ++i) second += outcome(live, "n" + std::to_string(i)) == kSecond;
  EXPECT_GT(second, 110);
  EXPECT_LT(second, 170);
  Json described = w.describe("arn:aws:states:us-east-1:000000000000:execution:m:n0");
  EXPECT_EQ(text_at(described, "stateMachineAliasArn"), live);
  EXPECT_TRUE(text_at(described, "stateMachineVersionArn") == one || text_at(described, "stateMachineVersionArn") == two);
  Json started = w.events("arn:aws:states:us-east-1:000000000000:execution:m:n0")[0]["executionStartedEventDetails"];
  EXPECT_EQ(text_at(started, "stateMachineAliasArn"), live);
  w.call("UpdateStateMachineAlias", object({{"stateMachineAliasArn", live}, {"routingConfiguration", routes({{one, 0}, {two, 100}})}}));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(outcome(live, "u" + std::to_string(i)), kSecond);
  outcome(arn, "plain");
  Json by_alias = w.call("ListExecutions", object({{"stateMachineArn", live}, {"maxResults", 1000}}));
  EXPECT_EQ(by_alias["executions"].size(), 220u);
  Json by_version = w.call("ListExecutions", object({{"stateMachineArn", one}, {"maxResults", 1000}}));
  EXPECT_EQ(by_version["executions"].size(), 200u - second);
}

TEST_F(Published, RoutesAreChecked) {
  std::string one = publish();
  update(pass_of(kSecond));
  std::string two = publish();
  alias("a", {{arn, 100}});
  EXPECT_EQ(w.fault(), "ValidationException: Routing configuration must contain state machine version ARNs. Received: [" + arn + "]");
  alias("a", {{one, 50}, {one, 50}});
  EXPECT_EQ(w.fault(), "ValidationException: Routing configuration must contain distinct state machine version ARNs. Received: [" + one + ", " + one + "]");
  alias("a", {{one, 70}, {two, 29}});
  EXPECT_EQ(w.fault(), "ValidationException: Sum of routing configuration weights must equal 100. Received: [70, 29]");
  alias("a", {{arn + ":7", 100}});
  EXPECT_EQ(w.error->code(), "ResourceNotFound");
  alias("123", {{one, 100}});
  EXPECT_EQ(w.error->code(), "ValidationException");
  alias("a", {{one, 100}});
  EXPECT_EQ(w.fault(), "none");
  alias("a", {{one, 100}});
  EXPECT_EQ(w.fault(), "none");
  alias("a", {{two, 100}});
  EXPECT_EQ(w.fault(), "ConflictException: Failed to create alias because an alias with the same name and a different routing configuration already exists.");
  w.call("UpdateStateMachineAlias", object({{"stateMachineAliasArn", arn + ":none"}, {"description", "d"}}));
  EXPECT_EQ(w.fault(), "ResourceNotFound: Request references a resource that does not exist.");
  w.call("DeleteStateMachineVersion", object({{"stateMachineVersionArn", one}}));
  EXPECT_EQ(w.fault(), "ConflictException: Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [a]");
  w.call("DeleteStateMachineAlias", object({{"stateMachineAliasArn", arn + ":a"}}));
  w.call("DeleteStateMachineAlias", object({{"stateMachineAliasArn", arn + ":a"}}));
  EXPECT_EQ(w.fault(), "none");
  w.call("DeleteStateMachineVersion", object({{"stateMachineVersionArn", one}}));
  EXPECT_EQ(w.fault(), "none");
}

TEST_F(Published, AliasesAreListedAndDescribed) {
  std::string one = publish();
  update(pass_of(kSecond));
  std::string two = publish();
  alias("old", {{one, 100}});
  alias("new", {{two, 100}});
  auto count = [&](const std::string& of) { return w.call("ListStateMachineAliases", object({{"stateMachineArn", of}}))["stateMachineAliases"].size(); };
  EXPECT_EQ(count(arn), 2u);
  EXPECT_EQ(count(one), 1u);
  Json page = w.call("ListStateMachineAliases", object({{"stateMachineArn", arn}, {"maxResults", 1}}));
  Json rest = w.call("ListStateMachineAliases", object({{"stateMachineArn", arn}, {"maxResults", 1}, {"nextToken", page["nextToken"]}}));
  EXPECT_NE(page["stateMachineAliases"], rest["stateMachineAliases"]);
  EXPECT_FALSE(rest.contains("nextToken"));
  Json described = w.call("DescribeStateMachineAlias", object({{"stateMachineAliasArn", arn + ":old"}}));
  EXPECT_EQ(text_at(described, "name"), "old");
  EXPECT_EQ(described["routingConfiguration"], routes({{one, 100}}));
}

TEST_F(Published, WhoMayIsAskedOfTheMachine) {
  auto needs = [&](const std::string& operation, Json input) {
    std::string out;
    for (const auto& need : w.states.needs(Call("stepfunctions", operation, std::move(input), Principal::root(kScope.account), kScope))) {
      out += (out.empty() ? "" : ", ") + need.action + " on " + need.resource;
      for (const auto& [key, values] : need.keys) out += " with " + key + "=" + values.front();
    }
    return out;
  };
  EXPECT_EQ(needs("StartExecution", object({{"stateMachineArn", arn + ":live"}})), "states:StartExecution on " + arn + " with states:StateMachineQualifier=live");
  EXPECT_EQ(needs("StartExecution", object({{"stateMachineArn", arn + "#Case"}})), "states:StartExecution on " + arn);
  EXPECT_EQ(needs("CreateStateMachineAlias", object({{"name", "a"}, {"routingConfiguration", routes({{arn + ":1", 100}})}})),
            "states:CreateStateMachineAlias on " + arn + " with states:StateMachineQualifier=1");
  EXPECT_EQ(needs("DeleteStateMachineVersion", object({{"stateMachineVersionArn", arn + ":1"}})),
            "states:DeleteStateMachineVersion on " + arn + " with states:StateMachineQualifier=1");
  EXPECT_EQ(needs("UpdateStateMachine", object({{"stateMachineArn", arn}, {"publish", true}})),
            "states:UpdateStateMachine on " + arn + ", states:PublishStateMachineVersion on " + arn);
}

TEST_F(Published, TheyGoWithTheirMachine) {
  std::string one = publish();
  alias("live", {{one, 100}});
  w.call("DeleteStateMachine", object({{"stateMachineArn", arn}}));
  w.create("m", pass_of(kFirst));
  EXPECT_TRUE(versions().empty());
  w.begin(arn + ":live", "{}");
  EXPECT_EQ(w.error->code(), "StateMachineDoesNotExist");
  EXPECT_EQ(publish(), arn + ":1");
}

TEST(Restarted, VersionsAndAliasesAreKept) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), arn;
  {
    World w(ClockMode::skipping, file);
    arn = w.create("m", pass_of(kFirst));
    Json version = w.call("PublishStateMachineVersion", object({{"stateMachineArn", arn}}));
    Json routes = array();
    routes.push_back(object({{"stateMachineVersionArn", version["stateMachineVersionArn"]}, {"weight", 100}}));
    w.call("CreateStateMachineAlias", object({{"name", "live"}, {"routingConfiguration", routes}}));
    w.store.flush();
  }
  World w(ClockMode::skipping, file);
  std::string execution = w.begin(arn + ":live", "{}");
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), kFirst);
  EXPECT_EQ(text_at(w.describe(execution), "stateMachineVersionArn"), arn + ":1");
}

}  // namespace
}  // namespace lambent::states
