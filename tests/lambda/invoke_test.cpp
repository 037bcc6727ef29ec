#include "world.h"

namespace lambent::lambda {
namespace {

TEST(Invoke, PythonFunctionAnswersAndIsWarmTheSecondTime) {
  World w;
  w.python("echo", "import os\nn = 0\ndef handler(e, c):\n    global n\n    n += 1\n    print('seen')\n    return {'got': e, 'n': n, 'key': os.environ['AWS_ACCESS_KEY_ID'][:4]}\n");
  const auto first = w.invoke("echo", "{\"a\": 1}");
  EXPECT_EQ(World::payload(first), R"({"got": {"a": 1}, "n": 1, "key": "ASIA"})");
  EXPECT_THAT(World::log(first), testing::HasSubstr("seen\nEND RequestId: "));
  EXPECT_THAT(World::log(first), testing::HasSubstr("\tInit Duration: "));
  const auto second = w.invoke("echo");
  EXPECT_EQ(World::payload(second), R"({"got": {}, "n": 2, "key": "ASIA"})");
  EXPECT_THAT(World::log(second), testing::Not(testing::HasSubstr("Init Duration")));
  EXPECT_EQ(w.lambda.sandboxes(), 1u);
}

TEST(Invoke, ExceptionHasThePythonShape) {
  World w;
  w.python("bad", "def handler(e, c):\n    raise ValueError('no')\n");
  const auto told = w.invoke("bad");
  EXPECT_EQ(text_at(told.output, "FunctionError"), "Unhandled");
  const Json payload = parse_json(World::payload(told));
  EXPECT_EQ(text_at(payload, "errorType"), "ValueError");
  EXPECT_EQ(text_at(payload, "errorMessage"), "no");
  EXPECT_THAT(World::log(told), testing::HasSubstr("[ERROR] ValueError: no"));
}

TEST(Invoke, FailedInitialisationIsTriedAgainAndItsBodyAnswered) {
  World w;
  w.python("noimport", "import nothing_like_this\n");
  const auto told = w.invoke("noimport");
  EXPECT_EQ(text_at(parse_json(World::payload(told)), "errorType"), "Runtime.ImportModuleError");
  EXPECT_EQ(text_at(told.output, "FunctionError"), "Unhandled");
}

TEST(Invoke, TimeoutKillsAndTheNextOneWorks) {
  World w;
  w.python("slow", "import time\ndef handler(e, c):\n    if e.get('sleep'): time.sleep(60)\n    return 'quick'\n", object({{"Timeout", 1}}));
  const auto told = w.invoke("slow", "{\"sleep\": true}");
  EXPECT_THAT(World::payload(told), testing::HasSubstr("{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "));
  EXPECT_THAT(World::payload(told), testing::HasSubstr(" Error: Task timed out after 1.00 seconds\"}"));
  EXPECT_THAT(World::log(told), testing::HasSubstr("Status: timeout"));
  EXPECT_EQ(World::payload(w.invoke("slow")), "\"quick\"");
}

TEST(Invoke, ExitAndSignalAreRuntimeExitErrors) {
  World w;
  w.python("die", "import os, signal\ndef handler(e, c):\n    if 'status' in e: os._exit(e['status'])\n    if e: os.kill(os.getpid(), 11)\n    return 1\n");
  EXPECT_THAT(World::payload(w.invoke("die", "{\"status\": 0}")), testing::HasSubstr("Error: Runtime exited without providing a reason"));
  EXPECT_THAT(World::payload(w.invoke("die", "{\"status\": 3}")), testing::HasSubstr("Error: Runtime exited with error: exit status 3"));
  EXPECT_THAT(World::payload(w.invoke("die", "[1]")), testing::HasSubstr("Error: Runtime exited with error: signal: segmentation fault"));
  EXPECT_EQ(World::payload(w.invoke("die")), "1");
}

TEST(Invoke, OversizeResponseAndTenMegabytesOfOutput) {
  World w;
  w.python("big", "def handler(e, c):\n    if e.get('out'):\n        for i in range(100): print('y' * 100000)\n        return 'done'\n    return 'x' * 6500000\n",
           object({{"Timeout", 60}}));
  EXPECT_THAT(World::payload(w.invoke("big")), testing::HasSubstr("Function.ResponseSizeTooLarge"));
  EXPECT_EQ(World::payload(w.invoke("big", "{\"out\": true}")), "\"done\"");
}

TEST(Invoke, GrowsUnderConcurrencyAndKeepsReservedConcurrency) {
  World w;
  w.python("par", "import time\ndef handler(e, c):\n    time.sleep(0.2)\n    return 1\n");
  auto a = w.begin("Invoke", w.event("par", "{}"));
  auto b = w.begin("Invoke", w.event("par", "{}"));
  w.finish();
  EXPECT_EQ(World::payload(*a), "1");
  EXPECT_EQ(World::payload(*b), "1");
  EXPECT_EQ(w.lambda.sandboxes(), 2u);
  w.call("PutFunctionConcurrency", object({{"FunctionName", "par"}, {"ReservedConcurrentExecutions", 1}}));
  a = w.begin("Invoke", w.event("par", "{}"));
  b = w.begin("Invoke", w.event("par", "{}"));
  w.finish();
  EXPECT_EQ(a->status, 200);
  EXPECT_EQ(b->code, "TooManyRequestsException");
  EXPECT_EQ(b->message, "Rate Exceeded.");
}

TEST(Invoke, EventIsTriedThreeTimesOnTheEmulatedClock) {
  World w(ClockMode::skipping);
  w.python("never", "def handler(e, c):\n    raise RuntimeError('x')\n");
  const TimePoint before = w.loop.clock().now();
  Json input = w.event("never", "{}");
  set_text(input, "InvocationType", "Event");
  EXPECT_EQ(int_at(w.call("Invoke", input).output, "StatusCode"), 202);
  w.loop.run_until_quiet();
  int runs = 0;
  for (const auto& entry : w.journal.entries()) runs += std::holds_alternative<InvocationEntry>(entry.data);
  EXPECT_EQ(runs, 3);
  EXPECT_GE(w.loop.clock().now() - before, std::chrono::minutes(3));
}

TEST(Invoke, NodeFunctionAnswersLogsAndFails) {
  World w;
  write_file(w.dir.path() / "node" / "index.mjs",
             "export const handler = async (e) => { console.log('seen', e.n); if (e.fail) throw new TypeError('no way'); return {n: e.n + 1}; };");
  w.make("node", "nodejs20.x", "index.handler", object({{"Timeout", 20}}));
  const auto told = w.invoke("node", "{\"n\": 1}");
  EXPECT_EQ(World::payload(told), R"({"n":2})");
  EXPECT_THAT(World::log(told), testing::HasSubstr("\tINFO\tseen 1"));
  const Json error = parse_json(World::payload(w.invoke("node", "{\"fail\": true}")));
  EXPECT_EQ(text_at(error, "errorType"), "TypeError");
  EXPECT_EQ(text_at(error, "errorMessage"), "no way");
}

TEST(Invoke, BootstrapThatIsNotThereIsAnInvalidEntrypoint) {
  World w;
  std::filesystem::create_directories(w.dir.path() / "none");
  w.make("none", "provided.al2023", "x", Json::object());
  EXPECT_THAT(World::payload(w.invoke("none")), testing::HasSubstr("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"));
}

TEST(Functions, ZipIsUnpackedUpdatedAndDeleted) {
  World w;
  const auto zip = [](const std::string& answer) {
    ZipWriter writer;
    writer.add("app.py", "def handler(e, c): return '" + answer + "'\n", false);
    return writer.finish();
  };
  Json create = object({{"FunctionName", "z"}, {"Runtime", "python3.11"}, {"Handler", "app.handler"}, {"Role", "arn:aws:iam::000000000000:role/r"},
                        {"Code", object({{"ZipFile", zip("one")}})}});
  const auto made = w.call("CreateFunction", create);
  EXPECT_EQ(text_at(made.output, "State"), "Pending") << made.message;
  EXPECT_EQ(w.call("CreateFunction", create).code, "ResourceConflictException");
  EXPECT_EQ(World::payload(w.invoke("z")), "\"one\"");
  EXPECT_EQ(w.call("UpdateFunctionCode", object({{"FunctionName", "z"}, {"ZipFile", zip("two")}})).status, 200);
  EXPECT_EQ(World::payload(w.invoke("z")), "\"two\"");
  set(create, "Layers", text_array({"arn:aws:lambda:us-east-1:000000000000:layer:l:1"}));
  set_text(create, "FunctionName", "y");
  EXPECT_EQ(w.call("CreateFunction", create).status, 501);
  EXPECT_EQ(w.call("GetFunction", object({{"FunctionName", "z"}})).status, 200);
  EXPECT_EQ(w.call("ListFunctions", Json::object()).output["Functions"].size(), 1u);
  EXPECT_EQ(w.call("DeleteFunction", object({{"FunctionName", "z"}})).status, 200);
  EXPECT_EQ(w.invoke("z").code, "ResourceNotFoundException");
}

TEST(Functions, PermissionsAndTags) {
  World w;
  w.python("p", "def handler(e, c): return 1\n");
  const Json add = object({{"FunctionName", "p"}, {"StatementId", "s"}, {"Action", "lambda:InvokeFunction"}, {"Principal", "sns.amazonaws.com"}});
  EXPECT_EQ(w.call("AddPermission", add).status, 200);
  EXPECT_EQ(w.call("AddPermission", add).code, "ResourceConflictException");
  EXPECT_THAT(text_at(w.call("GetPolicy", object({{"FunctionName", "p"}})).output, "Policy"), testing::HasSubstr("\"Service\":\"sns.amazonaws.com\""));
  EXPECT_EQ(w.call("RemovePermission", object({{"FunctionName", "p"}, {"StatementId", "s"}})).status, 200);
  EXPECT_EQ(w.call("GetPolicy", object({{"FunctionName", "p"}})).code, "ResourceNotFoundException");
  const std::string arn = "arn:aws:lambda:us-east-1:000000000000:function:p";
  EXPECT_EQ(w.call("TagResource", object({{"Resource", arn}, {"Tags", object({{"a", "b"}})}})).status, 200);
  EXPECT_EQ(dump(w.call("ListTags", object({{"Resource", arn}})).output), R"({"Tags":{"a":"b"}})");
}

TEST(Invoke, RefusesBadInput) {
  World w;
  w.python("f", "def handler(e, c):\n    return 1\n");
  EXPECT_EQ(w.invoke("f", "{no").code, "InvalidRequestContentException");
  EXPECT_EQ(w.invoke("f", "\"" + std::string(7'000'000, 'x') + "\"").status, 413);
  const auto missing = w.invoke("g");
  EXPECT_EQ(missing.message, "Function not found: arn:aws:lambda:us-east-1:000000000000:function:g:$LATEST");
  Json create = object({{"FunctionName", "h"}, {"Runtime", "python3.11"}, {"Handler", "a.b"}, {"Role", "arn:aws:iam::000000000000:role/untrusted"},
                        {"Code", object({{"S3Bucket", "hot-reload"}, {"S3Key", "/"}})}});
  EXPECT_EQ(w.call("CreateFunction", create).message, "The role defined for the function cannot be assumed by Lambda.");
}

}  // namespace
}  // namespace lambent::lambda
