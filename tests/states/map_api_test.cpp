// Operations of map runs, and what the ARNs of distributed Maps name.
#include <gtest/gtest.h>

#include "tests/states/scripted_s3.h"

namespace lambent::states {
namespace {

const std::string kWait = R"("C":{"Type":"Wait","Seconds":10,"End":true})";

struct MapApi : testing::Test {
  MapWorld w;
  std::string begin(const std::string& more, const std::string& input, size_t children) {
    std::string execution = w.begin(w.create("m", distributed(kWait, more)), input);
    w.loop.run_until([&] { return !w.map_run(execution).empty() && w.children(w.map_run(execution)).size() == children; });
    return execution;
  }
};

TEST_F(MapApi, DescribeMapRunCountsWhileItRunsAndAfter) {
  std::string execution = begin(R"(,"MaxConcurrency":2,"ToleratedFailurePercentage":12.5)", "[1,2,3]", 2);
  Json run = w.describe_run(w.map_run(execution));
  EXPECT_EQ(text_at(run, "status"), "RUNNING");
  EXPECT_EQ(text_at(run, "executionArn"), execution);
  EXPECT_EQ(run["maxConcurrency"], 2);
  EXPECT_EQ(run["toleratedFailurePercentage"], 12.5);
  EXPECT_EQ(run["toleratedFailureCount"], 0);
  EXPECT_EQ(dump(run["itemCounts"]), R"({"pending":1,"running":2,"succeeded":0,"failed":0,"timedOut":0,"aborted":0,"total":3,"resultsWritten":0,"failuresNotRedrivable":0,"pendingRedrive":0})");
  EXPECT_FALSE(run.contains("stopDate"));
  w.loop.run_until_quiet();
  run = w.describe_run(w.map_run(execution));
  EXPECT_EQ(dump(run["executionCounts"]), R"({"pending":0,"running":0,"succeeded":3,"failed":0,"timedOut":0,"aborted":0,"total":3,"resultsWritten":3,"failuresNotRedrivable":0,"pendingRedrive":0})");
  EXPECT_GE(run["stopDate"].get<double>() - run["startDate"].get<double>(), 20.0);
}

TEST_F(MapApi, UpdateMapRunActsOnTheRunUnderWay) {
  std::string execution = begin(R"(,"MaxConcurrency":1)", "[1,2,3,4]", 1);
  std::string run = w.map_run(execution);
  w.call("UpdateMapRun", object({{"mapRunArn", run}, {"maxConcurrency", 3}, {"toleratedFailureCount", 1}}));
  EXPECT_EQ(w.fault(), "none");
  w.loop.run_until([&] { return w.children(run).size() == 3; });
  w.call("StopExecution", object({{"executionArn", text_at(w.children(run)[0], "executionArn")}}));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "status"), "SUCCEEDED");
  EXPECT_EQ(w.describe_run(run)["toleratedFailureCount"], 1);
  w.call("UpdateMapRun", object({{"mapRunArn", run}, {"maxConcurrency", 3}}));
  EXPECT_TRUE(w.fault().starts_with("ValidationException: ")) << w.fault();
}

TEST_F(MapApi, ALowerToleranceFailsARunThatHasFailuresAlready) {
  std::string execution = begin(R"(,"ToleratedFailureCount":5)", "[1,2]", 2);
  w.call("StopExecution", object({{"executionArn", text_at(w.children(w.map_run(execution))[0], "executionArn")}}));
  w.call("UpdateMapRun", object({{"mapRunArn", w.map_run(execution)}, {"toleratedFailureCount", 0}}));
  w.loop.run_until([&] { return text_at(w.describe(execution), "status") != "RUNNING"; });
  EXPECT_EQ(text_at(w.describe(execution), "error"), "States.ExceedToleratedFailureThreshold");
}

TEST_F(MapApi, WhatDoesNotExistIsSaidSo) {
  const std::string base = "arn:aws:states:us-east-1:000000000000:";
  w.call("DescribeMapRun", object({{"mapRunArn", base + "mapRun:m/L:1234"}}));
  EXPECT_EQ(w.fault(), "ResourceNotFound: Resource not found: '" + base + "mapRun:m/L:1234'");
  w.call("UpdateMapRun", object({{"mapRunArn", base + "execution:m:1"}}));
  EXPECT_EQ(w.fault(), "InvalidArn: Invalid Arn: 'Resource type not valid in this context: execution'");
  w.call("ListMapRuns", object({{"executionArn", base + "execution:m:1"}}));
  EXPECT_EQ(w.fault(), "ExecutionDoesNotExist: Execution Does Not Exist: '" + base + "execution:m:1'");
  w.call("ListExecutions", object({{"mapRunArn", base + "mapRun:m/L:1"}, {"stateMachineArn", base + "stateMachine:m"}}));
  EXPECT_EQ(w.fault(), "ValidationException: Must specify either stateMachineArn or mapRunArn");
}

TEST_F(MapApi, ListsArePagedAndFiltered) {
  w.run(distributed(kPass), "[1,2,3]");
  std::string run = w.map_run(w.last);
  Json page = w.call("ListExecutions", object({{"mapRunArn", run}, {"maxResults", 2}}));
  EXPECT_EQ(page["executions"].size(), 2u);
  page = w.call("ListExecutions", object({{"mapRunArn", run}, {"maxResults", 2}, {"nextToken", page["nextToken"]}}));
  EXPECT_EQ(page["executions"].size(), 1u);
  EXPECT_EQ(w.call("ListExecutions", object({{"mapRunArn", run}, {"statusFilter", "FAILED"}}))["executions"].size(), 0u);
  EXPECT_EQ(w.call("ListMapRuns", object({{"executionArn", w.last}, {"maxResults", 1}}))["mapRuns"].size(), 1u);
}

TEST_F(MapApi, AChildIsRedrivenByItsParentOnly) {
  w.run(distributed(R"("C":{"Type":"Fail","Error":"E"})"), "[1]");
  Json children = w.children(w.map_run(w.last));
  const std::string child = text_at(children[0], "executionArn");
  EXPECT_EQ(text_at(w.describe(child), "redriveStatus"), "REDRIVABLE_BY_MAP_RUN");
  w.call("RedriveExecution", object({{"executionArn", child}}));
  EXPECT_EQ(w.error->code(), "ExecutionNotRedrivable");
  EXPECT_EQ(text_at(w.describe(child), "status"), "FAILED");
}

TEST_F(MapApi, ALabelNamesTheProcessorsMachine) {
  w.run(distributed(kPass, R"(,"Label":"L")"), "[1]");
  Json machine = w.call("DescribeStateMachine", object({{"stateMachineArn", w.machine + "/L"}}));
  EXPECT_EQ(text_at(machine, "label") + " " + text_at(machine, "stateMachineArn"), "L " + w.machine + "/L");
  EXPECT_EQ(text_at(parse_json(text_at(machine, "definition")), "StartAt"), "C");
  Json child = w.children(w.map_run(w.last))[0];
  Json for_child = w.call("DescribeStateMachineForExecution", object({{"executionArn", child["executionArn"]}}));
  EXPECT_EQ(text_at(for_child, "label") + " " + text_at(for_child, "mapRunArn"), "L " + w.map_run(w.last));
  EXPECT_EQ(text_at(for_child, "definition"), text_at(machine, "definition"));
  w.call("DescribeStateMachine", object({{"stateMachineArn", w.machine + "/M"}}));
  EXPECT_EQ(w.fault(), "StateMachineDoesNotExist: State Machine Does Not Exist: '" + w.machine + "/M'");
  w.call("StartExecution", object({{"stateMachineArn", w.machine + "/L"}}));
  EXPECT_TRUE(w.fault().starts_with("ValidationException: ")) << w.fault();
}

TEST_F(MapApi, AMapWithoutLabelKeepsTheOneItWasGiven) {
  w.run(distributed(kPass), "[1]");
  std::string first = w.map_run(w.last);
  std::string second = w.begin(w.machine, "[1]", "again");
  w.loop.run_until_quiet();
  auto label = [](const std::string& arn) { return arn.substr(arn.find('/'), arn.rfind(':') - arn.find('/')); };
  EXPECT_EQ(label(first), label(w.map_run(second)));
  EXPECT_EQ(label(first).size(), 37u);  // a UUID
}

TEST_F(MapApi, PermissionsAreAskedForMapRuns) {
  Call call("stepfunctions", "UpdateMapRun", object({{"mapRunArn", "arn:aws:states:us-east-1:000000000000:mapRun:m/L:1"}}), Principal::root(kScope.account), kScope);
  auto needs = w.states.needs(call);
  ASSERT_EQ(needs.size(), 1u);
  EXPECT_EQ(needs[0].action + " " + needs[0].resource, "states:UpdateMapRun arn:aws:states:us-east-1:000000000000:mapRun:m/L:1");
}

}  // namespace
}  // namespace lambent::states
