#include <gtest/gtest.h>

#include "tests/states/world.h"

namespace lambent::states {
namespace {

std::string task(const std::string& function, const std::string& more = R"("End":true)") {
  return R"({"Type":"Task","Resource":")" + function_arn(function) + "\"," + more + "}";
}
std::string machine_of(const std::string& start, const std::string& states) { return R"({"StartAt":")" + start + R"(","States":{)" + states + "}}"; }

TEST(Engine, TheSendingMachineChoosesAFunction) {
  World w;
  w.lambda.script["sms"] = {{"\"SMS sent!\""}};
  w.lambda.script["email"] = {{"\"Email sent!\""}};
  std::string sending = machine_of("Choose", R"("Choose":{"Type":"Choice","Choices":[
      {"Variable":"$.typeOfSending","StringEquals":"email","Next":"Email"},
      {"Variable":"$.typeOfSending","StringEquals":"sms","Next":"Sms"}]},"Email":)" + task("email") + R"(,"Sms":)" + task("sms"));
  EXPECT_EQ(w.outcome(sending, R"({"typeOfSending": "sms"})"), "\"SMS sent!\"");
  EXPECT_EQ(w.lambda.calls, std::vector<std::string>{R"(sms {"typeOfSending":"sms"})"});
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 ChoiceStateEntered, 3<-2 ChoiceStateExited, 4<-3 TaskStateEntered, "
                               "5<-4 LambdaFunctionScheduled, 6<-5 LambdaFunctionStarted, 7<-6 LambdaFunctionSucceeded, 8<-7 TaskStateExited, "
                               "9<-8 ExecutionSucceeded");
  EXPECT_TRUE(w.lambda.callers.front().starts_with("arn:aws:sts::000000000000:assumed-role/machine/"));
  EXPECT_EQ(w.access.assumed_by, "states.amazonaws.com");
  EXPECT_TRUE(w.outcome(sending, R"({"typeOfSending":"fax"})").starts_with("States.NoChoiceMatched: "));
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 ChoiceStateEntered, 3<-2 ExecutionFailed");
}

TEST(Engine, WorkedExampleOfAllSimpleStates) {
  World w;
  w.lambda.script["f"] = {{"{\"x\":1}"}};
  std::string text = machine_of("P", R"("P":{"Type":"Pass","Next":"C"},"C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericGreaterThan":1,"Next":"W"}],"Default":"S"},
      "W":{"Type":"Wait","Seconds":2592000,"Next":"T"},"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f","Payload.$":"$"},
      "ResultSelector":{"got.$":"$.Payload"},"ResultPath":"$.r","Next":"S"},"S":{"Type":"Succeed","OutputPath":"$.r"})");
  EXPECT_EQ(w.outcome(text, R"({"n":2})"), R"({"got":{"x":1}})");
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 PassStateEntered, 3<-2 PassStateExited, 4<-3 ChoiceStateEntered, 5<-4 ChoiceStateExited, 6<-5 WaitStateEntered, "
            "7<-6 WaitStateExited, 8<-7 TaskStateEntered, 9<-8 TaskScheduled, 10<-9 TaskStarted, 11<-10 TaskSucceeded, 12<-11 TaskStateExited, "
            "13<-12 SucceedStateEntered, 14<-13 SucceedStateExited, 15<-14 ExecutionSucceeded");
  Json d = w.describe(w.last);
  EXPECT_GE(d["stopDate"].get<double>() - d["startDate"].get<double>(), 2592000.0);
  EXPECT_EQ(w.lambda.calls.front(), R"(f {"n":2})");
}

TEST(Engine, DataFlowOfPass) {
  World w;
  auto pass = [&](const std::string& fields, const std::string& input) { return w.outcome(machine_of("P", R"("P":{"Type":"Pass",)" + fields + R"("End":true})"), input); };
  EXPECT_EQ(pass("", R"({"b": 1, "a": [2]})"), R"({"b":1,"a":[2]})");
  EXPECT_EQ(pass(R"("Result":{"x":1},"ResultPath":"$.r.s",)", R"({"a":1})"), R"({"a":1,"r":{"s":{"x":1}}})");
  EXPECT_EQ(pass(R"("InputPath":"$.a","Parameters":{"v.$":"$.b"},)", R"({"a":{"b":7}})"), R"({"v":7})");
  EXPECT_EQ(pass(R"("InputPath":null,)", R"({"a":1})"), "{}");
  EXPECT_EQ(pass(R"("ResultPath":null,"Result":1,)", R"({"a":1})"), R"({"a":1})");
  EXPECT_EQ(pass(R"("OutputPath":null,)", R"({"a":1})"), "{}");
  EXPECT_EQ(pass(R"x("Parameters":{"n.$":"$$.State.Name","id.$":"States.Format('{}-{}', $.a, 1)"},)x", R"({"a":"x"})"), R"({"n":"P","id":"x-1"})");
  EXPECT_EQ(pass(R"("InputPath":"$.no.such",)", "{}"),
            "States.Runtime: An error occurred while executing the state 'P' (entered at the event id #2). Invalid path '$.no.such' : Missing property in path $['no']");
  EXPECT_EQ(pass(R"("Parameters":{"value.$":"$.no_such"},)", R"({"a":1})"),
            "States.Runtime: An error occurred while executing the state 'P' (entered at the event id #2). The JSONPath '$.no_such' specified for the field "
            "'value.$' could not be found in the input '{\"a\":1}'");
}

// In a payload template, that is: Choice's IsPresent still says no.
TEST(Engine, AnIndexBeyondItsArrayIsNull) {
  World w;
  EXPECT_EQ(w.outcome(machine_of("P", R"("P":{"Type":"Pass","Parameters":{"one.$":"$.a[2]","all.$":"$.rows[*][0]"},"End":true})"), R"({"a":[1],"rows":[[1],[],[2]]})"),
            R"({"one":null,"all":[1,null,2]})");
  EXPECT_TRUE(w.outcome(machine_of("P", R"("P":{"Type":"Pass","Parameters":{"one.$":"$.a[2].b"},"End":true})"), R"({"a":[1]})").starts_with("States.Runtime: "));
  EXPECT_EQ(w.outcome(machine_of("C", R"("C":{"Type":"Choice","Choices":[{"Variable":"$.a[0]","IsPresent":true,"Next":"Y"}],"Default":"N"},
      "Y":{"Type":"Pass","Result":"yes","End":true},"N":{"Type":"Pass","Result":"no","End":true})"), R"({"a":[]})"), "\"no\"");
}

TEST(Engine, VariablesAreSeenFromTheNextState) {
  World w;
  std::string text = machine_of("A", R"("A":{"Type":"Pass","Assign":{"x.$":"$.n","y":"lit"},"Next":"B"},
      "B":{"Type":"Pass","Assign":{"x":2},"Parameters":{"seen.$":"$x","y.$":"$y"},"Next":"C"},"C":{"Type":"Pass","Parameters":{"seen.$":"$x"},"ResultPath":"$.c","End":true})");
  EXPECT_EQ(w.outcome(text, R"({"n":1})"), R"({"seen":1,"y":"lit","c":{"seen":2}})");
  Json exited = w.events(w.last)[2];
  EXPECT_EQ(dump(exited["stateExitedEventDetails"]["assignedVariables"]), R"({"x":"1","y":"\"lit\""})");
}

TEST(Engine, FailAndItsPaths) {
  World w;
  EXPECT_EQ(w.outcome(machine_of("F", R"("F":{"Type":"Fail","Error":"E","Cause":"C"})")), "E: C");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 FailStateEntered, 3<-2 ExecutionFailed");
  EXPECT_EQ(w.outcome(machine_of("F", R"x("F":{"Type":"Fail","ErrorPath":"$$.State.Name","CausePath":"States.Format('on {}', $.x)"})x"), R"({"x":1})"), "F: on 1");
  Json bare = w.run(machine_of("F", R"("F":{"Type":"Fail"})"));
  EXPECT_FALSE(bare.contains("error"));
  EXPECT_EQ(text_at(bare, "status"), "FAILED");
}

TEST(Engine, WaitsUntilWhatItsPathsSay) {
  World w;
  auto wait = [&](const std::string& field, const std::string& input) {
    Json d = w.run(machine_of("W", R"("W":{"Type":"Wait",)" + field + R"(,"End":true})"), input);
    if (d.contains("cause")) return text_at(d, "cause").substr(std::string("An error occurred while executing the state 'W' (entered at the event id #2). ").size());
    return std::to_string(static_cast<int>(d["stopDate"].get<double>() - d["startDate"].get<double>()));
  };
  EXPECT_EQ(wait(R"("SecondsPath":"$.s")", R"({"s":3600})"), "3600");
  EXPECT_EQ(wait(R"("SecondsPath":"$.s")", R"({"s":0})"), "0");
  EXPECT_EQ(wait(R"("Timestamp":"2001-01-01T00:00:00Z")", "{}"), "0");
  EXPECT_EQ(wait(R"("SecondsPath":"$.s")", R"({"s":-1})"), "The SecondsPath parameter references a negative value: $.s == -1");
  EXPECT_EQ(wait(R"("SecondsPath":"$.s")", R"({"s":1.5})"), "The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5");
  EXPECT_EQ(wait(R"("SecondsPath":"$.s")", "{}"), "The SecondsPath parameter does not reference an input value: $.s");
  EXPECT_EQ(wait(R"("SecondsPath":"$.s")", R"({"s":2147483648})"), "Wait state delay is too long.");
  EXPECT_EQ(wait(R"("TimestampPath":"$.t")", R"({"t":"2016-12-05 21:29:29Z"})"),
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2016-12-05 21:29:29Z");
  World later;
  Json d = later.run(machine_of("W", R"("W":{"Type":"Wait","TimestampPath":"$.t","End":true})"), R"({"t":"2024-01-01T00:00:00Z"})");
  EXPECT_EQ(static_cast<std::int64_t>(d["stopDate"].get<double>()), 1704067200);
}

TEST(Engine, RetriesWithBackoffThenCatches) {
  World w;
  w.lambda.script["f"] = {{R"({"errorMessage":"no","errorType":"Busy"})", true}};
  std::string text = machine_of("T", R"("T":)" + task("f", R"("Retry":[{"ErrorEquals":["Other"]},{"ErrorEquals":["Busy"],"IntervalSeconds":10,"BackoffRate":3,"MaxAttempts":3}],
      "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.error","Next":"P"}],"End":true)") + R"(,"P":{"Type":"Pass","End":true})");
  EXPECT_EQ(w.outcome(text, R"({"in":1})"), R"({"in":1,"error":{"Error":"Busy","Cause":"{\"errorMessage\":\"no\",\"errorType\":\"Busy\"}"}})");
  EXPECT_EQ(w.lambda.calls.size(), 4u);
  Json d = w.describe(w.last);
  EXPECT_EQ(static_cast<int>(d["stopDate"].get<double>() - d["startDate"].get<double>()), 10 + 30 + 90);
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 LambdaFunctionScheduled, 4<-3 LambdaFunctionStarted, 5<-4 LambdaFunctionFailed, "
            "6<-5 LambdaFunctionScheduled, 7<-6 LambdaFunctionStarted, 8<-7 LambdaFunctionFailed, 9<-8 LambdaFunctionScheduled, 10<-9 LambdaFunctionStarted, "
            "11<-10 LambdaFunctionFailed, 12<-11 LambdaFunctionScheduled, 13<-12 LambdaFunctionStarted, 14<-13 LambdaFunctionFailed, 15<-14 TaskStateExited, "
            "16<-15 PassStateEntered, 17<-16 PassStateExited, 18<-17 ExecutionSucceeded");
}

TEST(Engine, ARetryThatSucceedsGoesOn) {
  World w;
  w.lambda.script["f"] = {{R"({"errorType":"Busy"})", true}, {"7"}};
  EXPECT_EQ(w.outcome(machine_of("T", R"("T":)" + task("f", R"("Retry":[{"ErrorEquals":["States.TaskFailed"]}],"End":true)"))), "7");
  EXPECT_EQ(w.lambda.calls.size(), 2u);
}

TEST(Engine, RuntimeErrorsAreNotCaught) {
  World w;
  w.lambda.script["f"] = {{"{}"}};
  std::string text = machine_of("T", R"("T":)" + task("f", R"("OutputPath":"$.no.such.result.path","Catch":[{"ErrorEquals":["States.Runtime"],"Next":"P"},{"ErrorEquals":["States.ALL"],"Next":"P"}],"End":true)") +
                                         R"(,"P":{"Type":"Pass","End":true})");
  EXPECT_EQ(w.outcome(text), "States.Runtime: An error occurred while executing the state 'T' (entered at the event id #2). Invalid path "
                             "'$.no.such.result.path' : Missing property in path $['no']");
}

TEST(Engine, ErrorsOfTheCallItself) {
  World w;
  std::string text = machine_of("T", R"("T":)" + task("gone"));
  EXPECT_TRUE(w.outcome(text).starts_with("Lambda.ResourceNotFoundException: Function not found: " + function_arn("gone") + ":$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: "));
  std::string denied = w.outcome(text, "{}", "arn:aws:iam::000000000000:role/denied");
  EXPECT_TRUE(denied.starts_with("Lambda.AWSLambdaException: User: arn:aws:sts::000000000000:assumed-role/denied/")) << denied;
  EXPECT_NE(denied.find("is not authorized to perform: lambda:InvokeFunction on resource: " + function_arn("gone") +
                        " because no identity-based policy allows the lambda:InvokeFunction action (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: "),
            std::string::npos) << denied;
  w.lambda.script["big"] = {{"\"" + std::string(263000, 'a') + "\""}};
  EXPECT_EQ(w.outcome(machine_of("T", R"("T":)" + task("big"))),
            "States.DataLimitExceeded: The state/task '" + function_arn("big") + "' returned a result with a size exceeding the maximum number of bytes service limit.");
}

TEST(Engine, ATaskThatTakesTooLongTimesOut) {
  World w;
  w.lambda.script["slow"] = {{"1", false, std::chrono::seconds(100)}};
  EXPECT_EQ(w.outcome(machine_of("T", R"("T":)" + task("slow", R"("TimeoutSeconds":5,"Catch":[{"ErrorEquals":["States.Timeout"],"Next":"P"}],"End":true)") + R"(,"P":{"Type":"Pass","End":true})")),
            R"({"Error":"States.Timeout","Cause":""})");
  EXPECT_NE(w.history(w.last).find("LambdaFunctionTimedOut"), std::string::npos);
}

TEST(Engine, AMachineHasItsTimeLimit) {
  World w;
  Json d = w.run(R"({"TimeoutSeconds":5,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}})");
  EXPECT_EQ(text_at(d, "status"), "TIMED_OUT");
  EXPECT_FALSE(d.contains("error"));
  EXPECT_EQ(static_cast<int>(d["stopDate"].get<double>() - d["startDate"].get<double>()), 5);
}

TEST(Engine, ALoopForEverEndsAtTheHistoryLimit) {
  World w;
  Json d = w.run(machine_of("A", R"("A":{"Type":"Pass","Next":"B"},"B":{"Type":"Choice","Choices":[{"Variable":"$.stop","IsPresent":true,"Next":"C"}],"Default":"A"},"C":{"Type":"Succeed"})"));
  EXPECT_EQ(text_at(d, "cause"), "The execution reached the maximum number of history events (25000).");
  Json answer = w.call("GetExecutionHistory", object({{"executionArn", w.last}, {"maxResults", 1}, {"reverseOrder", true}}));
  EXPECT_EQ(answer["events"][0]["id"], 25000);
}

TEST(Engine, ParallelWhoseBranchFailsIsCaught) {
  World w;
  std::string text = machine_of("P", R"("P":{"Type":"Parallel","Branches":[
      {"StartAt":"B1","States":{"B1":{"Type":"Fail","Error":"FailureType","Cause":"Cause description"}}},
      {"StartAt":"B2","States":{"B2":{"Type":"Wait","Seconds":60,"End":true}}}],"Catch":[{"ErrorEquals":["States.ALL"],"Next":"F"}],"End":true},"F":{"Type":"Pass","End":true})");
  EXPECT_EQ(w.outcome(text), R"({"Error":"FailureType","Cause":"Cause description"})");
  EXPECT_TRUE(w.history(w.last).starts_with("1<-0 ExecutionStarted, 2<-0 ParallelStateEntered, 3<-2 ParallelStateStarted, 4<-3 FailStateEntered, 5<-4 ParallelStateFailed, "
                                            "6<-5 ParallelStateExited, 7<-6 PassStateEntered, 8<-7 PassStateExited, 9<-8 ExecutionSucceeded")) << w.history(w.last);
}

TEST(Engine, ParallelGathersInOrder) {
  World w;
  std::string text = machine_of("P", R"("P":{"Type":"Parallel","Branches":[
      {"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":9,"Next":"A2"},"A2":{"Type":"Pass","Result":"a","End":true}}},
      {"StartAt":"B","States":{"B":{"Type":"Pass","Result":"b","End":true}}}],"ResultPath":"$.r","End":true})");
  EXPECT_EQ(w.outcome(text, R"({"i":1})"), R"({"i":1,"r":["a","b"]})");
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 ParallelStateEntered, 3<-2 ParallelStateStarted, 4<-3 WaitStateEntered, 5<-3 PassStateEntered, 6<-5 PassStateExited, "
            "7<-4 WaitStateExited, 8<-7 PassStateEntered, 9<-8 PassStateExited, 10<-9 ParallelStateSucceeded, 11<-9 ParallelStateExited, 12<-11 ExecutionSucceeded");
}

TEST(Engine, MapSelectsItemsAndKeepsOrder) {
  World w;
  w.lambda.script["f"] = {{"echo"}};
  std::string text = machine_of("M", R"("M":{"Type":"Map","ItemsPath":"$.items","ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value"},
      "ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},"StartAt":"T","States":{"T":)" + task("f") + R"(}},"End":true})");
  EXPECT_EQ(w.outcome(text, R"({"items":["x","y"]})"), R"([{"i":0,"v":"x"},{"i":1,"v":"y"}])");
  EXPECT_TRUE(w.history(w.last).starts_with("1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapIterationStarted, 5<-3 MapIterationStarted, 6<-4 TaskStateEntered"))
      << w.history(w.last);
  EXPECT_EQ(w.outcome(text, R"({"items":[]})"), "[]");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapStateSucceeded, 5<-3 MapStateExited, 6<-5 ExecutionSucceeded");
}

TEST(Engine, MapRetriedAndFailing) {
  World w;
  std::string text = machine_of("S", R"("S":{"Type":"Pass","Result":[1],"Next":"M"},"M":{"Type":"Map","ItemProcessor":{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"C"}}},
      "Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":2}],"End":true})");
  EXPECT_EQ(w.outcome(text), "E: C");
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 PassStateEntered, 3<-2 PassStateExited, 4<-3 MapStateEntered, 5<-4 MapStateStarted, 6<-5 MapIterationStarted, 7<-6 FailStateEntered, "
            "8<-7 MapIterationFailed, 9<-7 MapStateStarted, 10<-9 MapIterationStarted, 11<-10 FailStateEntered, 12<-11 MapIterationFailed, 13<-11 MapStateStarted, "
            "14<-13 MapIterationStarted, 15<-14 FailStateEntered, 16<-15 MapIterationFailed, 17<-15 MapStateFailed, 18<-17 ExecutionFailed");
}

TEST(Engine, StopAbortsAWait) {
  World w(ClockMode::frozen);
  std::string machine = w.create("m", machine_of("W", R"("W":{"Type":"Wait","Seconds":60,"End":true})"));
  std::string execution = w.begin(machine, "{}");
  w.call("StopExecution", object({{"executionArn", execution}, {"error", "E"}, {"cause", "C"}}));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.history(execution), "1<-0 ExecutionStarted, 2<-0 WaitStateEntered, 3<-0 ExecutionAborted");
  Json d = w.describe(execution);
  EXPECT_EQ(text_at(d, "status"), "ABORTED");
  EXPECT_EQ(text_at(d, "error"), "E");
  EXPECT_EQ(w.loop.clock().foreground(), 0);
}

TEST(Engine, TheJournalTellsWhichEdgesWereTaken) {
  World w;
  w.lambda.script["f"] = {{R"({"errorType":"Busy"})", true}, {"1"}};
  w.run(machine_of("C", R"("C":{"Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"T"}]},"T":)" +
                            task("f", R"("Retry":[{"ErrorEquals":["Busy"]}],"Next":"P")") + R"(,"P":{"Type":"Pass","End":true})"), R"({"x":1})");
  std::vector<std::string> seen;
  std::uint64_t execution = 0;
  for (const auto& e : w.journal.entries()) {
    if (std::get_if<ExecutionEntry>(&e.data)) execution = e.seq;
    if (auto* v = std::get_if<VisitEntry>(&e.data)) {
      seen.push_back(v->from + ">" + v->state + " " + v->via);
      EXPECT_EQ(e.parent, execution);
      EXPECT_FALSE(e.open);
    }
  }
  EXPECT_EQ(seen, (std::vector<std::string>{">C start", "C>T choice 0", "T>T retry 1", "T>P next"}));
  EXPECT_EQ(w.lambda.parents.front(), execution);
  EXPECT_EQ(w.journal.get<ExecutionEntry>(execution)->status, "SUCCEEDED");
}

}  // namespace
}  // namespace lambent::states
