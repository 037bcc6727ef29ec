// The map of a machine, from its definition's text.
#include "ipo/cover/edges.h"

#include <gtest/gtest.h>

namespace lambent::ipo {
namespace {

std::vector<std::string> edges(std::string_view definition) {
  std::vector<std::string> out;
  for (const auto& edge : map_of(definition).edges) out.push_back(edge.text());
  return out;
}
using Texts = std::vector<std::string>;

TEST(Edges, OfEveryKindInTheOrderOfTheText) {
  std::string machine = R"({"StartAt": "Wait", "States": {
    "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Choose"},
    "Choose": {"Type": "Choice", "Choices": [
      {"Variable": "$.a", "IsPresent": true, "Next": "Work"},
      {"Variable": "$.b", "IsPresent": true, "Next": "End"}], "Default": "Lost"},
    "Work": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f",
      "Retry": [{"ErrorEquals": ["A"]}, {"ErrorEquals": ["B"]}],
      "Catch": [{"ErrorEquals": ["A"], "Next": "Lost"}, {"ErrorEquals": ["States.ALL"], "Next": "End"}], "Next": "End"},
    "Lost": {"Type": "Fail"},
    "End": {"Type": "Succeed"}}})";
  EXPECT_EQ(edges(machine), (Texts{"Wait -> Choose", "Choose -> choice 0 (Work)", "Choose -> choice 1 (End)", "Choose -> default (Lost)", "Work -> retry",
                                   "Work -> catch 0 (Lost)", "Work -> catch 1 (End)", "Work -> End"}));
  EXPECT_EQ(map_of(machine).states, (Texts{"Wait", "Choose", "Work", "Lost", "End"}));
}

TEST(Edges, OfBranchesAndIterationsAsOfTheMachineItself) {
  std::string machine = R"({"StartAt": "Both", "States": {
    "Both": {"Type": "Parallel", "Next": "Each", "Branches": [
      {"StartAt": "Z", "States": {"Z": {"Type": "Pass", "Next": "A"}, "A": {"Type": "Pass", "End": true}}},
      {"StartAt": "M", "States": {"M": {"Type": "Pass", "End": true}}}]},
    "Each": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Pass", "Next": "Two"}, "Two": {"Type": "Pass", "End": true}}}}}})";
  EXPECT_EQ(map_of(machine).states, (Texts{"Both", "Each", "Z", "A", "M", "One", "Two"}));
  EXPECT_EQ(edges(machine), (Texts{"Both -> Each", "Z -> A", "One -> Two"}));
}

TEST(Edges, ARetrierThatNeverRetriesLeadsNowhere) {
  std::string machine = R"({"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f",
      "Retry": [{"ErrorEquals": ["A"], "MaxAttempts": 0}], "End": true}}})";
  EXPECT_EQ(edges(machine), Texts{});
}

TEST(Edges, OfWhatIsNoMachineThereAreNone) {
  EXPECT_TRUE(map_of("{").states.empty());
  EXPECT_TRUE(map_of(R"({"StartAt": "Nowhere", "States": {}})").states.empty());
}

TEST(Edges, EveryRetryIsTheSameEdge) {
  EXPECT_EQ(edge_kind("retry 3"), "retry");
  EXPECT_EQ(edge_kind("catch 1"), "catch 1");
}

}  // namespace
}  // namespace lambent::ipo
