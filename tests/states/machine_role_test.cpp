#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.h"

namespace lambent::states {
namespace {

const char* kDenied = "arn:aws:iam::000000000000:role/denied";

std::string starts(const std::string& resource) {
  return R"({"Type":"Task","Resource":")" + resource + R"(","Parameters":{"StateMachineArn":"m","Input":{"t.$":"$$.Task.Token"}},"End":true})";
}
std::string alone(const std::string& state) { return R"({"StartAt":"T","States":{"T":)" + state + "}}"; }

struct RoleWorld : World {
  RoleWorld() { access.forbidden = "events:PutRule"; }
  std::string refusal(const std::string& definition) {
    create("m" + std::to_string(++made), definition, kDenied);
    return fault();
  }
};

TEST(ManagedRule, TheRoleOfAMachineThatWaitsForExecutionsMayMakeIt) {
  RoleWorld w;
  const std::string refused = std::string("AccessDeniedException: '") + kDenied + "' is not authorized to create managed-rule.";
  const std::string sync = starts("arn:aws:states:::states:startExecution.sync"), sync2 = starts("arn:aws:states:::states:startExecution.sync:2");
  const std::string inner = R"({"StartAt":"U","States":{"U":)" + sync2 + "}}";
  EXPECT_EQ(w.refusal(alone(sync)), refused);
  EXPECT_EQ(w.refusal(alone(R"({"Type":"Parallel","Branches":[)" + inner + R"(],"End":true})")), refused);
  EXPECT_EQ(w.refusal(alone(R"({"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},)" + inner.substr(1) + R"(,"End":true})")), refused);
  EXPECT_EQ(w.call("ListStateMachines", Json::object())["stateMachines"].size(), 0u);
}

TEST(ManagedRule, NobodyElseNeedsIt) {
  RoleWorld w;
  EXPECT_EQ(w.refusal(alone(R"({"Type":"Pass","End":true})")), "none");
  EXPECT_EQ(w.refusal(alone(starts("arn:aws:states:::states:startExecution"))), "none");
  EXPECT_EQ(w.refusal(alone(starts("arn:aws:states:::states:startExecution.waitForTaskToken"))), "none");
}

TEST(ManagedRule, AnUpdateAsksForItToo) {
  RoleWorld w;
  const std::string waits = alone(starts("arn:aws:states:::states:startExecution.sync"));
  const std::string arn = w.create("m", alone(R"({"Type":"Pass","End":true})"), kDenied);
  w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"definition", waits}}));
  EXPECT_THAT(w.fault(), testing::EndsWith("is not authorized to create managed-rule."));
  w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"definition", waits}, {"roleArn", kRole}}));
  EXPECT_EQ(w.fault(), "none");
  w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"roleArn", kDenied}}));
  EXPECT_THAT(w.fault(), testing::EndsWith("is not authorized to create managed-rule."));
  EXPECT_EQ(text_at(w.call("DescribeStateMachine", object({{"stateMachineArn", arn}})), "roleArn"), kRole);
}

}  // namespace
}  // namespace lambent::states
