// Property cases against functions with planted bugs: the bug is found, by the smallest event that shows it.
#include "tests/ipo/plugins/running.h"

namespace lambent::ipo {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const char* kSchema = R"({"type": "object", "additionalProperties": false, "required": ["phone", "message"],
  "properties": {"phone": {"type": "string", "pattern": "^\\+4477009001[0-9]{2}$"}, "message": {"type": "string", "minLength": 1, "maxLength": 400}, "name": {"type": "string", "maxLength": 30}}})";

std::string any_event(const std::string& property, const std::string& then = "{response: {$rest: any}, effects: $any}") {
  return "  - name: any\n    reuse: warm\n    when: [{invoke: clerk}]\n    then: " + then + "\n    property:\n      event: {schema: event.json}\n" + property;
}

struct Property : Running {
  Property(const std::string& manner, const std::string& property, const std::string& then = "{response: {$rest: any}, effects: $any}")
      : Running(clerk(manner, any_event(property, then)), {{"event.json", kSchema}}) {
    options.seeds = RunOptions::Seeds::stored;
    run();
  }
  std::string seeds_file() const {
    const std::string name = seeds_file_of(path);
    return std::filesystem::exists(name) ? read_file(name) : "";
  }
};

TEST(Property, AGoodFunctionPasses) {
  Property good("good", "      runs: 60\n      always: [no-crash, no-timeout, no-denied, at-most-once-per-recipient, no-secret-in-logs]\n",
                "{response: {statusCode: 200, body: sent}, effects: [{sms: {$rest: any}}]}");
  EXPECT_TRUE(good.summary.good()) << good.told();
  EXPECT_GE(good.outcomes.at(0).invocations, 60);
  EXPECT_EQ(good.seeds_file(), "");
}

TEST(Property, ACrashOnLongTextsIsFoundByTheShortestOfThem) {
  Property bad("falls over long ones", "      runs: 200\n      always: [no-crash]\n");
  EXPECT_THAT(bad.verdicts(), ElementsAre("failed any"));
  EXPECT_THAT(bad.told(), AllOf(HasSubstr("no-crash: a function's process ended\n"), HasSubstr("event     {\"phone\":\"+447700900100\",\"message\":\"" + std::string(161, 'a') + "\"}\n"),
                                HasSubstr("found in  run "), HasSubstr(", made smaller in "), HasSubstr("stored    t.ipo.yaml.seeds.yaml"),
                                HasSubstr("again  lambent test t.ipo.yaml:8 --seed 7\n")));
}

TEST(Property, AMissingMemberAndAQuoteAreFound) {
  Property missing("needs a name", "      always: [no-crash]\n");
  EXPECT_THAT(missing.told(), HasSubstr("event     {\"phone\":\"+447700900100\",\"message\":\"a\"}\n"));
  Property quote("falls over quotes", "      runs: 300\n      always: [no-crash]\n");
  EXPECT_THAT(quote.told(), HasSubstr("event     {\"phone\":\"+447700900100\",\"message\":\"a\",\"name\":\"'\"}\n"));
}

TEST(Property, WhatIsSentTwiceForOneEventIsFound) {
  Property twice("sends twice", "      runs: 5\n      always: [at-most-once-per-recipient]\n");
  EXPECT_THAT(twice.told(), HasSubstr("at-most-once-per-recipient: somebody got the same message more than once"));
  Property again("good", "      runs: 5\n      always: [idempotent]\n");
  EXPECT_THAT(again.told(), AllOf(HasSubstr("idempotent: an effect happened more often than when the event comes once"), HasSubstr("2 times instead of once")));
  Property remembers("remembers", "      runs: 5\n      always: [no-crash]\n");
  EXPECT_TRUE(remembers.summary.good()) << remembers.told();
}

TEST(Property, ASecretInTheLogsIsFoundAndNotShown) {
  Property secret("tells secrets", "      runs: 5\n      always: [no-secret-in-logs]\n");
  EXPECT_THAT(secret.told(), AllOf(HasSubstr("no-secret-in-logs: a log line has what looks like a secret"), Not(HasSubstr("hunter2"))));
}

TEST(Property, EventsThatBreakTheSchemaMustBeRefused) {
  Property takes("takes anything", "      runs: 100\n      invalid: true\n");
  EXPECT_THAT(takes.told(), AllOf(HasSubstr("invalid: an event that breaks the schema was not refused with 4xx"), HasSubstr("broken    "), HasSubstr(" must be ")));
  EXPECT_THAT(takes.seeds_file(), HasSubstr("broken: true"));
}

TEST(Property, ThenIsJudgedForEveryEventThatFits) {
  Property wrong("good", "      runs: 3\n", "{response: {statusCode: 200, body: received}, effects: $any}");
  EXPECT_THAT(wrong.told(), AllOf(HasSubstr("expected  \"received\""), HasSubstr("actual    \"sent\""), HasSubstr("event     {\"phone\"")));
}

TEST(Property, FaultsAreSweptForEachEvent) {
  Property swallows("swallows", "      runs: 1\n      faults: each-call\n");
  EXPECT_THAT(swallows.told(), AllOf(HasSubstr("error-surfaced: something is missing, and nobody is told"), HasSubstr("because   sns:Publish #1 by clerk was throttled")));
  Property good("good", "      runs: 1\n      faults: each-pair\n");
  EXPECT_TRUE(good.summary.good()) << good.told();
}

TEST(Property, ExamplesComeFirstAndMustFit) {
  Property example("falls over quotes", "      runs: 1\n      always: [no-crash]\n      examples: [{phone: \"+447700900155\", message: hi, name: O'Brien}]\n");
  EXPECT_THAT(example.told(), AllOf(HasSubstr("found in  examples[0]\n"), HasSubstr("O'Brien")));
  EXPECT_EQ(example.seeds_file(), "");
  Running wrong(Running::clerk("good", any_event("      examples: [{phone: \"12\", message: hi}]\n")), {{"event.json", kSchema}});
  CaseFile file = read_case_file(wrong.path, {}, wrong.diagnostics);
  Properties().read(file, wrong.diagnostics);
  EXPECT_THAT(wrong.diagnostics.text(), AllOf(HasSubstr("t.ipo.yaml:14:18"), HasSubstr("this example does not fit the schema: .phone must be text that matches")));
}

TEST(Property, WhatFailedComesFirstUntilItPasses) {
  Property bad("falls over long ones", "      runs: 200\n      always: [no-crash]\n");
  ASSERT_THAT(bad.seeds_file(), AllOf(HasSubstr("case: \"any\""), HasSubstr("choices: [")));
  const std::string stored = bad.seeds_file();
  bad.options.seed = 1234;
  bad.run();
  EXPECT_THAT(bad.told(), HasSubstr("found in  the stored seeds"));
  EXPECT_EQ(bad.seeds_file(), stored);
  write_file(bad.path, replace_all(read_file(bad.path), "falls over long ones", "good"));
  bad.run();
  EXPECT_TRUE(bad.summary.good()) << bad.told();
  EXPECT_EQ(bad.seeds_file(), "");
}

TEST(Property, InCIRunsNothingIsWritten) {
  Running bad(Running::clerk("falls over long ones", any_event("      always: [no-crash]\n")), {{"event.json", kSchema}});
  bad.options.seeds = RunOptions::Seeds::left;
  bad.run();
  EXPECT_FALSE(bad.summary.good());
  EXPECT_FALSE(std::filesystem::exists(seeds_file_of(bad.path)));
}

TEST(Property, TheSameSeedFindsTheSame) {
  auto told = [](std::uint64_t seed) {
    Running bad(Running::clerk("falls over long ones", any_event("      always: [no-crash]\n")), {{"event.json", kSchema}});
    bad.options.seed = seed;
    bad.run();
    std::string out;  // without the instants, which are real time
    for (const auto& line : bad.outcomes.at(0).problems.at(0).lines)
      if (!line.starts_with("  at ")) out += line + "\n";
    return out;
  };
  EXPECT_EQ(told(99), told(99));
}

std::string said(const std::string& property) {
  Running wrong(Running::clerk("good", "  - name: any\n    when: [{invoke: clerk}, {advance: 1s}]\n    then: {}\n    property:\n" + property), {{"event.json", kSchema}});
  CaseFile file = read_case_file(wrong.path, {}, wrong.diagnostics);
  if (!wrong.diagnostics.has_errors()) Properties().read(file, wrong.diagnostics);
  return wrong.diagnostics.text();
}

TEST(Property, MistakesAreNamedWhereTheyStand) {
  EXPECT_THAT(said("      event: {eventOf: http POST /reminders}\n"), AllOf(HasSubstr("t.ipo.yaml:12:"), HasSubstr("what 'http POST /reminders' takes is not known"), HasSubstr("schema: file.json")));
  EXPECT_THAT(said("      event: {schema: event.json}\n      into: when[3].event\n"), HasSubstr("the case has no when[3]"));
  EXPECT_THAT(said("      event: {schema: event.json}\n      into: when[1].event\n"), HasSubstr("the step is none of http, invoke and aws"));
  EXPECT_THAT(said("      event: {schema: event.json}\n      into: when[0].http.json\n"), HasSubstr("of this step it is when[0].event"));
  EXPECT_THAT(said("      runs: 3\n"), HasSubstr("event"));
  EXPECT_THAT(said("      event: {schema: event.json}\n      always: [no-crahs]\n"), AllOf(HasSubstr("no-crahs"), HasSubstr("did you mean no-crash?")));
}

TEST(SeedsFile, MistakesInItAreNamed) {
  TempDir folder;
  const std::string file = (folder.path() / "t.ipo.yaml").string();
  auto said = [&](const std::string& text) {
    write_file(seeds_file_of(file), text);
    Diagnostics diagnostics;
    read_seeds(file, diagnostics);
    return diagnostics.text();
  };
  EXPECT_THAT(said("seeds:\n  - case: x\n    choices: [a]\n"), HasSubstr("a seed is {case: its name, choices: lists of numbers}"));
  EXPECT_THAT(said("seeds:\n  - case: x\n    choices: [1]\n    chioces: [2]\n"), HasSubstr("a seed has no 'chioces'"));
  EXPECT_THAT(said("other: 1\n"), HasSubstr("a file of seeds has a list 'seeds'"));
  EXPECT_EQ(said("seeds:\n  - case: \"x y\"\n    choices: [1,[2,[]]]\n"), "");
}

TEST(SeedsFile, WhatWasNotSeenStays) {
  TempDir folder;
  const std::string file = (folder.path() / "t.ipo.yaml").string();
  const StoredSeed a{"a \"quoted\"", false, parse_json("[1,[2]]"), "no-crash: {\"x\": \"\\u0001🦷\"}"}, b{"b", true, parse_json("[]"), ""};
  write_seeds(file, {a, b}, {});
  write_seeds(file, {}, {b});
  Diagnostics diagnostics;
  auto read = read_seeds(file, diagnostics);
  ASSERT_EQ(read.size(), 1u) << diagnostics.text();
  EXPECT_EQ(read[0].of_case, a.of_case);
  EXPECT_EQ(read[0].choices, a.choices);
  write_seeds(file, {}, {a});
  EXPECT_FALSE(std::filesystem::exists(seeds_file_of(file)));
}

}  // namespace
}  // namespace lambent::ipo
