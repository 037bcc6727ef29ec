// How large variables may become: one, those of one Assign, all of an execution.
#include <gtest/gtest.h>

#include "tests/states/world.h"

namespace lambent::states {
namespace {

constexpr size_t kLargest = 262144;  // bytes of JSON text
const std::string kLimit = "States.DataLimitExceeded: ";

std::string pass(const std::string& name, const std::string& fields, const std::string& next = R"("End":true)") {
  return "\"" + name + R"(":{"Type":"Pass",)" + fields + "," + next + "}";
}
std::string machine_of(const std::string& start, const std::string& states) { return R"({"StartAt":")" + start + R"(","States":{)" + states + "}}"; }
std::string text_of(size_t bytes) { return "\"" + std::string(bytes - 2, 'x') + "\""; }

// N states one after the other, each assigning a variable of its own of the size of the input; then `last`.
std::string chain(int n, const std::string& last) {
  std::string states;
  for (int i = 0; i < n; ++i) {
    std::string name = "v" + std::to_string(i);
    states += pass("S" + std::to_string(i), R"("Assign":{")" + name + R"(.$":"$"})", R"("Next":")" + (i + 1 < n ? "S" + std::to_string(i + 1) : std::string("L")) + "\"") + ",";
  }
  return machine_of("S0", states + last);
}

struct Variables : testing::Test {
  World w;
  std::string status() { return text_at(w.describe(w.last), "status"); }
};

TEST_F(Variables, OneMayBeAsLargeAsData) {
  const std::string one = machine_of("A", pass("A", R"~("Result":1,"Assign":{"v.$":"States.Array($$.Execution.Input)"})~"));
  EXPECT_EQ(w.outcome(one, text_of(kLargest - 2)), "1");
  EXPECT_EQ(w.outcome(one, text_of(kLargest - 1)), kLimit + "The variable 'v' assigned by the state 'A' has a size exceeding the maximum number of bytes service limit.");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 PassStateEntered, 3<-2 ExecutionFailed");
}

TEST_F(Variables, ThoseOfOneAssignAreCountedTogether) {
  const std::string two = machine_of("A", pass("A", R"("Result":1,"Assign":{"a.$":"$$.Execution.Input","b.$":"$$.Execution.Input"})"));
  EXPECT_EQ(w.outcome(two, text_of(kLargest / 2)), "1");
  EXPECT_EQ(w.outcome(two, text_of(kLargest / 2 + 1)),
            kLimit + "The variables assigned by the state 'A' together have a size exceeding the maximum number of bytes service limit.");
}

TEST_F(Variables, BytesCountNotCharacters) {
  const std::string one = machine_of("A", pass("A", R"~("Result":1,"Assign":{"v.$":"States.Array($$.Execution.Input)"})~"));
  std::string text;
  for (size_t i = 0; i < kLargest / 2 - 1; ++i) text += "é";
  EXPECT_TRUE(w.outcome(one, "\"" + text + "\"").starts_with(kLimit + "The variable 'v'"));
}

TEST_F(Variables, AllOfAnExecutionHaveALimitTogether) {
  const std::string input = text_of(kLargest);  // 40 of them are 10 MiB
  EXPECT_EQ(w.outcome(chain(40, pass("L", R"("Result":1)")), input), "1");
  EXPECT_EQ(w.outcome(chain(40, pass("L", R"("Result":1,"Assign":{"more":1})")), input),
            kLimit + "The variables of the execution with those assigned by the state 'L' together have a size exceeding the maximum number of bytes service limit.");
  EXPECT_EQ(w.outcome(chain(40, pass("L", R"("Result":1,"Assign":{"v7":1})")), input), "1");  // in the place of another
}

TEST_F(Variables, ThoseOfAnEndedScopeAreGone) {
  // Twenty iterations one after the other, each with a quarter of what there may be.
  std::string inner;
  for (int i = 0; i < 10; ++i)
    inner += pass("I" + std::to_string(i), R"("Assign":{"i)" + std::to_string(i) + R"(.$":"$$.Execution.Input.text"})", R"("Next":"I)" + std::to_string(i + 1) + "\"") + ",";
  inner += pass("I10", R"("Result":1)");
  const std::string map = R"("M":{"Type":"Map","ItemsPath":"$.list","MaxConcurrency":1,"ItemProcessor":)" + machine_of("I0", inner) + R"(,"End":true})";
  std::string list = "1";
  for (int i = 1; i < 20; ++i) list += ",1";
  const std::string input = R"({"list":[)" + list + R"(],"text":)" + text_of(200'000) + "}";
  w.outcome(machine_of("M", map), input);
  EXPECT_EQ(status(), "SUCCEEDED") << w.outcome(machine_of("M", map), input);
}

TEST_F(Variables, TheFailureMayBeCaught) {
  const std::string branch = machine_of("B", pass("B", R"~("Result":1,"Assign":{"v.$":"States.Array($$.Execution.Input)"})~"));
  const std::string parallel = R"("P":{"Type":"Parallel","Branches":[)" + branch + R"(],"Catch":[{"ErrorEquals":["States.DataLimitExceeded"],"Next":"C"}],"End":true},)";
  EXPECT_EQ(w.outcome(machine_of("P", parallel + pass("C", R"("Result":"caught")")), text_of(kLargest)), R"("caught")");
}

TEST_F(Variables, JsonataCountsTheSame) {
  const std::string two = R"({"QueryLanguage":"JSONata",)" + machine_of("A", pass("A", R"("Output":1,"Assign":{"a":"{% $states.input %}","b":"{% $states.input & 'x' %}"})")).substr(1);
  EXPECT_EQ(w.outcome(two, text_of(kLargest / 2 - 1)), "1");
  EXPECT_TRUE(w.outcome(two, text_of(kLargest / 2)).starts_with(kLimit + "The variables assigned by the state 'A' together"));
  EXPECT_TRUE(w.outcome(two, text_of(kLargest)).starts_with(kLimit + "The variable 'b'"));
}

}  // namespace
}  // namespace lambent::states
