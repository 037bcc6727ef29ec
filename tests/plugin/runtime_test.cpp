// The plugin host against a scripted Runtime API: what the API and the log get for each thing a plugin does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "host_run.h"
#include "plugin_host/plugin_host.h"

namespace lambent::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kEcho = "handlers/echo/echo.so";
constexpr const char* kFacts = "test_plugins/facts.so";

TEST(Runtime, EachEventIsAnsweredUnderItsId) {
  ScriptedRuntime api({{"{\"a\":1}"}, {"{\"b\":2}", "", true}, {""}});
  EXPECT_EQ(api.run(kEcho).exit_code, plugin::kApiLost);
  const auto posts = api.posts();
  ASSERT_EQ(posts.size(), 3u);
  EXPECT_EQ(posts[0].target, "/2018-06-01/runtime/invocation/id-1/response");
  EXPECT_EQ(posts[0].body, "{\"a\":1}");
  EXPECT_EQ(posts[0].headers.at("content-type"), "application/json");
  EXPECT_EQ(posts[1].target, "/2018-06-01/runtime/invocation/id-2/response");
  EXPECT_EQ(posts[1].body, "{\"b\":2}");
  EXPECT_EQ(posts[2].body, "");
  for (const auto& request : api.all()) EXPECT_EQ(request.connection, 0) << "one connection serves all";
}

TEST(Runtime, AServerWithoutKeptConnectionsIsServedToo) {
  ScriptedRuntime api({{"1"}, {"2"}});
  api.close_each = true;
  api.run(kEcho);
  ASSERT_EQ(api.posts().size(), 2u);
  EXPECT_EQ(api.posts()[1].body, "2");
}

TEST(Runtime, NothingIsSentAheadUnlessTheServerAsksForIt) {
  ScriptedRuntime api({{"1"}, {"2"}});
  api.run(kEcho);
  for (const auto& request : api.all()) EXPECT_FALSE(request.with_next);
}

TEST(Runtime, AServerThatPipelinesGetsTheNextRequestWithTheAnswer) {
  const std::string yes = "Lambent-Runtime-Pipelining: 1\r\n";
  ScriptedRuntime api({{"1", yes}, {"2", yes}, {"3", yes}});
  api.run(kEcho);
  const auto posts = api.posts();
  ASSERT_EQ(posts.size(), 3u);
  for (const auto& post : posts) EXPECT_TRUE(post.with_next);
  EXPECT_EQ(posts[2].body, "3");
}

TEST(Runtime, PipeliningSurvivesAServerThatCloses) {
  const std::string yes = "Lambent-Runtime-Pipelining: 1\r\n";
  ScriptedRuntime api({{"1", yes}, {"2", yes}});
  api.close_each = true;
  api.run(kEcho);
  ASSERT_EQ(api.posts().size(), 2u);
  EXPECT_EQ(api.posts()[1].body, "2");
}

TEST(Runtime, TheHandlerKnowsItsFunctionAndInvocation) {
  ScriptedRuntime api({{"\"x\"", "Lambda-Runtime-Invoked-Function-Arn: arn:f\r\nLambda-Runtime-Trace-Id: Root=1-a\r\n"
                                 "Lambda-Runtime-Client-Context: {\"c\":1}\r\nLambda-Runtime-Invocation-Id: attempt-7\r\n"},
                       {"\"y\""}});
  api.run(kFacts, {{"AWS_LAMBDA_FUNCTION_NAME", "f"}, {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"}, {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"},
                   {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/f"}});
  ASSERT_EQ(api.posts().size(), 2u);
  EXPECT_EQ(api.posts()[0].body, "hello from f|id-1|$LATEST|arn:f|Root=1-a|{\"c\":1}|/aws/lambda/f|application/json|\"x\"|ahead|Root=1-a|512");
  EXPECT_EQ(api.posts()[0].headers.at("content-type"), "text/plain");
  EXPECT_EQ(api.posts()[0].headers.at("lambda-runtime-invocation-id"), "attempt-7");
  EXPECT_EQ(api.posts()[1].body, "hello from f|id-2|$LATEST||||/aws/lambda/f|application/json|\"y\"|ahead|untraced|512");
  EXPECT_EQ(api.posts()[1].headers.count("lambda-runtime-invocation-id"), 0u);
}

TEST(Runtime, AFailureIsReportedWithTypeAndMessage) {
  ScriptedRuntime api({{"\"fail\""}});
  api.run(kFacts);
  ASSERT_EQ(api.posts().size(), 1u);
  const auto post = api.posts()[0];
  EXPECT_EQ(post.target, "/2018-06-01/runtime/invocation/id-1/error");
  EXPECT_EQ(post.headers.at("lambda-runtime-function-error-type"), "Refused");
  EXPECT_EQ(post.headers.at("content-type"), "application/vnd.aws.lambda.error+json");
  EXPECT_EQ(post.body, "{\"errorMessage\":\"said \\\"no\\\"\",\"errorType\":\"Refused\",\"stackTrace\":[]}");
}

TEST(Runtime, AThrownExceptionIsReportedWithItsStackAndTheNextEventIsServed) {
  ScriptedRuntime api({{"\"custom\""}, {"\"plain\""}, {"\"number\""}});
  const auto run = api.run("handlers/faults/throws.so");
  const auto posts = api.posts();
  ASSERT_EQ(posts.size(), 3u);
  const Json custom = Json::parse(posts[0].body);
  EXPECT_EQ(custom["errorType"], "orders::OutOfStock");
  EXPECT_EQ(custom["errorMessage"], "no more \"blue\" ones");
  ASSERT_GE(custom["stackTrace"].size(), 2u);
  EXPECT_THAT(custom["stackTrace"][0].get<std::string>(), StartsWith("take_one("));
  EXPECT_THAT(custom["stackTrace"][0].get<std::string>(), HasSubstr("[throws.so]"));
  EXPECT_THAT(custom["stackTrace"][1].get<std::string>(), HasSubstr("throws(lambent::Event const&, lambent::Context const&)"));
  EXPECT_EQ(Json::parse(posts[1].body)["errorType"], "std::runtime_error");
  EXPECT_EQ(Json::parse(posts[1].body)["errorMessage"], "the shelf is empty");
  EXPECT_EQ(Json::parse(posts[2].body)["errorType"], "int");
  EXPECT_THAT(run.out, HasSubstr("\tid-1\torders::OutOfStock: no more \"blue\" ones\r  at take_one("));
}

TEST(Runtime, AThrowDuringInitIsAnInitError) {
  ScriptedRuntime api({{"1"}});
  EXPECT_EQ(api.run("handlers/faults/init_throws.so").exit_code, plugin::kInitFailed);
  const auto all = api.all();
  ASSERT_EQ(all.size(), 1u) << "no event is asked for";
  EXPECT_EQ(all[0].target, "/2018-06-01/runtime/init/error");
  EXPECT_EQ(Json::parse(all[0].body)["errorType"], "std::invalid_argument");
  EXPECT_EQ(Json::parse(all[0].body)["errorMessage"], "no configuration");
}

TEST(Runtime, ARefusedResultEndsNothing) {
  ScriptedRuntime api({{"6291557"}, {"3"}});
  api.post_status = 413;
  const auto run = api.run("test_plugins/large.so");
  ASSERT_EQ(api.posts().size(), 2u);
  EXPECT_EQ(api.posts()[0].body.size(), 6291557u);
  EXPECT_EQ(api.posts()[1].body, "xxx");
  EXPECT_THAT(run.err, HasSubstr("status 413"));
}

TEST(Runtime, AnAnswerThatComesBeforeTheBodyIsReadCounts) {
  ScriptedRuntime api({{"8000000"}, {"3"}});
  api.server.refuse_early = [](const SeenRequest& r) { return r.method == "POST" && std::stoul(r.headers.at("content-length")) > 1000; };
  api.run("test_plugins/large.so");
  ASSERT_EQ(api.posts().size(), 2u);
  EXPECT_EQ(api.posts()[1].body, "xxx");
}

TEST(Runtime, AContainerErrorEndsTheProcess) {
  ScriptedRuntime api({{"1"}, {"2"}});
  api.post_status = 500;
  EXPECT_EQ(api.run(kEcho).exit_code, plugin::kApiLost);
  EXPECT_EQ(api.posts().size(), 1u);
}

TEST(Runtime, AnEventOfSixMegabytesArrivesWhole) {
  const std::string large = "\"" + std::string(6 * 1024 * 1024, 'e') + "\"";
  ScriptedRuntime api({{large}, {large, "", true}});
  api.run(kEcho);
  ASSERT_EQ(api.posts().size(), 2u);
  EXPECT_EQ(api.posts()[0].body, large);
  EXPECT_EQ(api.posts()[1].body, large);
}

TEST(Runtime, ACrashEndsTheProcessAndItsLinesAreThere) {
  ScriptedRuntime api({{"\"crash\""}});
  const auto run = api.run("handlers/faults/segfault.so");
  EXPECT_EQ(run.exit_code, -11);
  EXPECT_THAT(run.out, HasSubstr("about to crash"));
  EXPECT_TRUE(api.posts().empty());
}

TEST(Runtime, AnExitInTheHandlerIsTheProcessesOwn) {
  ScriptedRuntime api({{"7"}});
  EXPECT_EQ(api.run("handlers/faults/exits.so").exit_code, 7);
}

TEST(Log, RecordsCarryLevelTimeAndId) {
  ScriptedRuntime api({{"1"}});
  const auto run = api.run(kFacts);
  EXPECT_THAT(run.out, ::testing::ContainsRegex("^printed\n\\[DEBUG\\]\t2[-0-9]+T[0-9:.]+Z\tid-1\ta detail\n\\[INFO\\]\t2[-0-9]+T[0-9:.]+Z\tid-1\tto be known\n$"));
}

TEST(Log, ALevelLeavesOutWhatIsBelow) {
  ScriptedRuntime api({{"1"}});
  EXPECT_THAT(api.run(kFacts, {{"AWS_LAMBDA_LOG_LEVEL", "INFO"}}).out, Not(HasSubstr("a detail")));
}

TEST(Log, JsonOnDemand) {
  ScriptedRuntime api({{"1"}});
  const auto run = api.run(kFacts, {{"AWS_LAMBDA_LOG_FORMAT", "JSON"}, {"AWS_LAMBDA_LOG_LEVEL", "DEBUG"}});
  const auto first = run.out.find('{');
  const Json record = Json::parse(run.out.substr(first, run.out.find('\n', first) - first));
  EXPECT_EQ(record["level"], "DEBUG");
  EXPECT_EQ(record["message"], "a detail");
  EXPECT_EQ(record["requestId"], "id-1");
}

TEST(CInterface, APluginInCWorks) {
  ScriptedRuntime api({{"1"}, {"\"silent\""}, {"\"twice\""}});
  const auto run = api.run("test_plugins/c_plugin.so", {{"AWS_LAMBDA_FUNCTION_NAME", "in-c"}, {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"}});
  const auto posts = api.posts();
  ASSERT_EQ(posts.size(), 3u);
  EXPECT_EQ(posts[0].body, "in-c");
  EXPECT_EQ(posts[0].headers.at("content-type"), "text/plain");
  EXPECT_EQ(Json::parse(posts[1].body)["errorType"], "Function.NoResponse");
  EXPECT_EQ(Json::parse(posts[2].body)["errorType"], "First");
  EXPECT_THAT(run.out, HasSubstr("\ttwo\rlines\n"));
}

}  // namespace
}  // namespace lambent::test
