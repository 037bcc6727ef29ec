// How coverage reads, for people and for programs.
#include <gmock/gmock.h>

#include "base/json.h"
#include "reporting.h"

namespace lambent::ipo {
namespace {

using testing::HasSubstr;
using testing::Not;

Coverage reminders() {
  Coverage out;
  auto& app = out.apps.emplace_back();
  app.app = "handlers/reminder/template.yaml";
  app.functions.hit = {"api_handler", "email_reminder", "sms_reminder"};
  auto& machine = app.machines.emplace_back();
  machine.name = "reminders";
  machine.states.hit = {"SendReminder", "ChoiceState"};
  machine.edges.hit = {"SendReminder -> ChoiceState"};
  machine.edges.missed = {"ChoiceState -> default (DefaultState)"};
  auto& role = app.roles.emplace_back();
  role.name = "email-reminder-role";
  role.statements.hit = {"ses:SendEmail"};
  role.statements.missed = {"s3:GetObject on arn:aws:s3:::pictures/*"};
  app.routes.hit = {"POST /reminders"};
  app.operations["ses"]["SendEmail"] = 3;
  return out;
}

std::string closing(const std::string& spec, const Coverage& coverage, Verbosity verbosity = Verbosity::normal) {
  std::ostringstream out;
  Diagnostics mistakes;
  auto reporter = make_reporter(spec, {out, Colour::never, 0, verbosity, ""}, mistakes);
  RunSummary summary;
  summary.passed = 1;
  summary.seed = 7;
  summary.coverage = coverage;
  reporter->began(summary);
  reporter->finished(summary);
  return out.str();
}

TEST(CoverageReport, ListsWhatIsIncomplete) {
  EXPECT_EQ(closing("pretty", reminders()),
            "cases     1 passed   1 case in 0 ms\n"
            "coverage  handlers/reminder/template.yaml  functions 3/3, states 2/2, edges 1/2, statements 1/2, routes 1/1\n"
            "            reminders   states 2/2, edges 1/2   never taken: ChoiceState -> default (DefaultState)\n"
            "            email-reminder-role   1/2   granted, never used: s3:GetObject on arn:aws:s3:::pictures/*\n"
            "seed      --seed 7\n");
}

TEST(CoverageReport, ListsAllWhenAsked) {
  std::string all = closing("pretty", reminders(), Verbosity::verbose);
  EXPECT_THAT(all, HasSubstr("functions   3/3\n"));
  EXPECT_THAT(all, HasSubstr("invoked: api_handler, email_reminder, sms_reminder\n"));
  EXPECT_THAT(all, HasSubstr("taken: SendReminder -> ChoiceState\n"));
  EXPECT_THAT(all, HasSubstr("calls to ses: SendEmail 3\n"));
}

TEST(CoverageReport, OfAPartSaysSoAndIsShort) {
  Coverage part = reminders();
  part.part = "-k email";
  std::string text = closing("pretty", part);
  EXPECT_THAT(text, HasSubstr("coverage  of a part of the cases (-k email); -v lists what they did not reach\n          handlers/reminder/template.yaml  functions 3/3"));
  EXPECT_THAT(text, Not(HasSubstr("never taken")));
  EXPECT_THAT(closing("pretty", part, Verbosity::verbose), HasSubstr("never taken"));
}

TEST(CoverageReport, WithoutATemplateThereIsNone) { EXPECT_EQ(closing("pretty", {}), "cases  1 passed   1 case in 0 ms\nseed   --seed 7\n"); }

TEST(CoverageReport, NamesCannotDriveTheTerminal) {
  Coverage hostile = reminders();
  hostile.apps[0].machines[0].edges.missed = {"a\x1b[2J -> \nb"};
  hostile.apps[0].app = "t\x1b]0;x\x07.yaml";
  for (const char* spec : {"pretty", "json"}) EXPECT_THAT(closing(spec, hostile), Not(HasSubstr("\x1b"))) << spec;
  EXPECT_THAT(closing("pretty", hostile), HasSubstr("a\\u001b[2J -> \\nb"));
}

TEST(CoverageReport, LongListsAreCutUnlessAllIsAsked) {
  Coverage many = reminders();
  for (int i = 0; i < 9; ++i) many.apps[0].functions.missed.push_back("f" + std::to_string(i));
  EXPECT_THAT(closing("pretty", many), HasSubstr("never invoked: f0, f1, f2, f3, f4 and 4 more\n"));
  EXPECT_THAT(closing("pretty", many, Verbosity::verbose), HasSubstr("f4, f5, f6, f7, f8\n"));
}

TEST(CoverageReport, JsonHasAll) {
  Coverage part = reminders();
  part.part = "--shard 1/2";
  Json coverage = parse_json(closing("json", part))["coverage"];
  EXPECT_EQ(text_at(coverage, "part"), "--shard 1/2");
  const Json& app = coverage["apps"][0];
  EXPECT_EQ(dump(app["machines"][0]["edges"]), R"x({"hit":["SendReminder -> ChoiceState"],"missed":["ChoiceState -> default (DefaultState)"]})x");
  EXPECT_EQ(dump(app["roles"][0]["statements"]["missed"]), R"(["s3:GetObject on arn:aws:s3:::pictures/*"])");
  EXPECT_EQ(int_at(app["operations"]["ses"], "SendEmail"), 3);
  EXPECT_FALSE(has(parse_json(closing("json", {})), "coverage"));
}

}  // namespace
}  // namespace lambent::ipo
