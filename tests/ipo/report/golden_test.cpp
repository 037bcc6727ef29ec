#include "reporting.h"

namespace lambent::ipo {
namespace {

struct Failing {
  const char* name;
  CaseOutcome (*make)();
};
class Pretty : public ::testing::TestWithParam<Failing> {};

TEST_P(Pretty, ExplainsTheFailure) { expect_golden(std::string(GetParam().name) + ".txt", reported("pretty", {GetParam().make()})); }

INSTANTIATE_TEST_SUITE_P(Outcomes, Pretty,
                         ::testing::Values(Failing{"letter_lost", letter_lost}, Failing{"wrong_path", wrong_path}, Failing{"effect_missing", effect_missing},
                                           Failing{"unexpected_error", unexpected_error}, Failing{"wrong_counter", wrong_counter},
                                           Failing{"stub_unused", stub_unused}, Failing{"never_settles", never_settles},
                                           Failing{"long_text_differs", long_text_differs}, Failing{"broken_world", broken_world}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Report, PrettyShowsPassingCasesOnlyWhenAsked) {
  const std::vector<CaseOutcome> good = {passing(), skipped()};
  EXPECT_EQ(reported("pretty", good),
            "SKIP  cases/sms.ipo.yaml:80  a reply stops the reminders   waits for two-way SMS\n"
            "cases  1 passed, 1 skipped   2 cases in 12 ms\nseed   --seed 81723\n");
  EXPECT_TRUE(reported("pretty", good, {.verbosity = Verbosity::verbose}).starts_with("ok    cases/email.ipo.yaml:60  a reminder without an address is refused   12ms\nSKIP"));
}

TEST(Report, PrettyWithAllWhenAsked) {
  const std::string all = reported("pretty", {never_settles()}, {.verbosity = Verbosity::verbose});
  EXPECT_EQ(all.find("more lines"), std::string::npos);
  EXPECT_NE(all.find("T+0 +29.900s"), std::string::npos);
}

TEST(Report, PrettyColoursOnlyWhenAsked) {
  expect_golden("colours.txt", reported("pretty", {letter_lost()}, {.colour = Colour::always}));
  EXPECT_EQ(reported("pretty", all_outcomes(), {.colour = Colour::automatic}).find('\x1b'), std::string::npos);
  EXPECT_EQ(reported("pretty", all_outcomes(), {.colour = Colour::never, .columns = 80}).find('\x1b'), std::string::npos);
  EXPECT_NE(reported("pretty", {letter_lost()}, {.colour = Colour::automatic, .columns = 80}).find("\x1b[31mFAIL\x1b[0m"), std::string::npos);
  EXPECT_NE(reported("dots", {passing()}, {.colour = Colour::always}).find("\x1b[32m.\x1b[0m"), std::string::npos);
}

TEST(Report, PrettyFitsTheTerminal) { expect_golden("narrow.txt", reported("pretty", {letter_lost(), long_text_differs(), wrong_path()}, {.columns = 72})); }

TEST(Report, Dots) { expect_golden("dots.txt", reported("dots", {letter_lost(), passing(), skipped(), broken_world()})); }
TEST(Report, Tap) { expect_golden("report.tap", reported("tap", all_outcomes())); }
TEST(Report, TapWithoutCases) { EXPECT_EQ(reported("tap", {}), "TAP version 14\n1..0 # SKIP no case\n# 0 passed\n# --seed 81723\n"); }
TEST(Report, Json) { expect_golden("report.json", reported("json", {letter_lost(), stub_unused(), passing(), skipped(), broken_world()})); }

TEST(Report, GitHub) {
  TempDir folder;
  const std::string summary = folder.path() / "summary.md";
  write_file(summary, "before\n");
  expect_golden("github.txt", reported("github", all_outcomes(), {.step_summary = summary}));
  expect_golden("github_summary.md", read_file(summary));
}

TEST(Report, AWholeFileOrNone) {
  TempDir folder;
  const std::filesystem::path path = folder.path() / "out" / "tests.xml";
  std::ostringstream out;
  Diagnostics mistakes;
  auto reporter = make_reporters({"junit=" + path.string(), "json=" + (folder.path() / "a.json").string()}, {.out = out}, mistakes);
  ASSERT_TRUE(reporter);
  reporter->began({});
  reporter->ended(letter_lost());
  EXPECT_FALSE(std::filesystem::exists(path));
  reporter->finished(summary_of({letter_lost()}));
  EXPECT_TRUE(read_file(path).ends_with("</testsuites>\n"));
  EXPECT_EQ(parse_json(read_file(folder.path() / "a.json"))["cases"].size(), 1u);
  EXPECT_EQ(out.str(), "");
}

TEST(Report, AFileThatCannotBeWrittenDoesNotCostTheOthers) {
  TempDir folder;
  std::ostringstream out;
  Diagnostics mistakes;
  auto reporter = make_reporters({"junit=/dev/null/no/tests.xml", "dots"}, {.out = out}, mistakes);
  ASSERT_TRUE(reporter);
  reporter->ended(passing());
  EXPECT_THROW(reporter->finished(summary_of({passing()})), FileError);
  EXPECT_NE(out.str().find("1 passed"), std::string::npos);
}

std::string mistake(const std::string& spec) {
  std::ostringstream out;
  Diagnostics mistakes;
  EXPECT_FALSE(make_reporter(spec, {.out = out}, mistakes));
  return mistakes.text();
}

TEST(Report, UnknownNamesAreMistakes) {
  EXPECT_EQ(mistake("prety"), "error: unknown reporter prety (did you mean pretty?)\n");
  EXPECT_EQ(mistake("junti=x.xml"), "error: unknown reporter junti (did you mean junit=FILE?)\n");
  EXPECT_EQ(mistake("html=x"), "error: unknown reporter html (there are pretty, dots, tap, json, github, junit=FILE)\n");
  EXPECT_EQ(mistake("junit"), "error: reporter junit has no file (write junit=FILE)\n");
  EXPECT_EQ(mistake("tap="), "error: reporter tap has no file (write tap=FILE)\n");
}

TEST(Report, SaysThatCasesWereLeftOut) {
  std::ostringstream out;
  Diagnostics mistakes;
  auto reporter = make_reporter("pretty", {.out = out}, mistakes);
  RunSummary summary = summary_of({});
  summary.stopped = true;
  summary.left_out = 7;
  reporter->finished(summary);
  EXPECT_NE(out.str().find("stopped  7 cases were left out after the first failure\n"), std::string::npos) << out.str();
}

}  // namespace
}  // namespace lambent::ipo
