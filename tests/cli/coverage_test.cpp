// lambent test --fail-under and --policy-out, from the command line.
#include <gmock/gmock.h>

#include "base/json.h"
#include "machine_app.h"
#include "program.h"

namespace lambent::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CoverageCommand, SaysWhatNoCaseReached) {
  MachineApp app;
  Ran one = ran({"test"}, app.dir.path());
  EXPECT_EQ(one.code, 0) << one.text;
  EXPECT_THAT(one.text, HasSubstr("template.yaml  states 2/3, edges 1/2"));
  EXPECT_THAT(one.text, HasSubstr("machine   states 2/3, edges 1/2   never visited: Other   never taken: Choose -> default (Other)\n"));
}

TEST(CoverageCommand, FailUnderFailsTheRunAndSaysWhy) {
  MachineApp app;
  Ran low = ran({"test", "--fail-under", "states=60,edges=100"}, app.dir.path());
  EXPECT_EQ(low.code, 1);
  EXPECT_THAT(low.text, HasSubstr("lambent: --fail-under edges: 1 of 2 are 50 %, below 100 %; never taken: machine: Choose -> default (Other)\n"));
  EXPECT_THAT(low.text, Not(HasSubstr("--fail-under states")));
  app.write("tests/second.ipo.yaml", MachineApp::cases("second", "../template.yaml", "{}", "FAILED"));
  Ran all = ran({"test", "--fail-under", "states=100", "--fail-under", "edges=100"}, app.dir.path());
  EXPECT_EQ(all.code, 0) << all.text;
}

TEST(CoverageCommand, OfAPartSaysSo) {
  MachineApp app;
  app.write("tests/second.ipo.yaml", MachineApp::cases("second", "../template.yaml", "{}", "FAILED"));
  for (const std::vector<std::string>& some : std::vector<std::vector<std::string>>{{"-k", "first"}, {"--shard", "1/2"}, {"tests/first.ipo.yaml:3"}}) {
    std::vector<std::string> words = {"test", "--fail-under", "edges=100"};
    words.insert(words.end(), some.begin(), some.end());
    Ran part = ran(words, app.dir.path());
    EXPECT_EQ(part.code, 1);
    EXPECT_THAT(part.text, HasSubstr("of a part of the cases (" + some[0])) << some[0];
    EXPECT_THAT(part.text, HasSubstr("coverage is of a part of the cases: " + some[0])) << some[0];
  }
}

TEST(CoverageCommand, RefusesFloorsItCannotJudge) {
  MachineApp app;
  EXPECT_EQ(ran({"test", "--fail-under", "lines=80"}, app.dir.path()).code, 2);
  Ran none = ran({"test", "--fail-under", "routes=80"}, app.dir.path());
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.text, HasSubstr("the templates of these cases have none"));
}

TEST(CoverageCommand, JsonHasOneRecord) {
  MachineApp app;
  Ran one = ran({"test", "--reporter", "json=out.json"}, app.dir.path());
  Json report = parse_json(read_file(app.dir.path() / "out.json"));
  EXPECT_EQ(dump(report["coverage"]["apps"][0]["machines"][0]["edges"]["missed"]), R"x(["Choose -> default (Other)"])x") << one.text;
  EXPECT_FALSE(has(report["coverage"], "part"));
}

TEST(CoverageCommand, WritesTheLeastPolicies) {
  MachineApp app;
  Ran one = ran({"test", "--policy-out", "policy.json", "-k", "first"}, app.dir.path());
  EXPECT_EQ(one.code, 0) << one.text;
  Json policies = parse_json(read_file(app.dir.path() / "policy.json"));
  EXPECT_EQ(text_at(policies, "part"), "-k first");
  const Json* roles = find_path(policies, {"apps", "template.yaml"});
  ASSERT_TRUE(roles) << dump(policies);
  ASSERT_EQ(roles->size(), 1u);  // the machine's, and it needed nothing
  EXPECT_TRUE(roles->begin()->is_null());
}

TEST(CoverageCommand, AFileThatCannotBeWrittenIsSaid) {
  MachineApp app;
  Ran one = ran({"test", "--policy-out", "/proc/no/policy.json"}, app.dir.path());
  EXPECT_EQ(one.code, 3);
  EXPECT_THAT(one.text, HasSubstr("/proc/no"));
}

}  // namespace
}  // namespace lambent::cli
