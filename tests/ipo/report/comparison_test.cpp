#include "ipo/report/comparison.h"

#include <gtest/gtest.h>

#include "ipo/match/display.h"
#include "ipo/report/json_line.h"
#include "ipo/report/timeline.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

using namespace std::chrono_literals;

Comparison texts(std::string expected, std::string actual, size_t room) {
  FieldDifference field;
  field.expected = in_quotes(expected);
  field.actual = in_quotes(actual);
  field.texts = {std::move(expected), std::move(actual)};
  return compare(field, room);
}
std::string marked(const Comparison& it) { return it.expected + "\n" + it.actual + "\n" + it.marks + "  " + it.words; }

TEST(Comparison, ShowsTheDifferenceOfLongTexts) {
  const std::string a(100, 'a'), z(100, 'z');
  EXPECT_EQ(marked(texts(a + "12" + z, a + "1" + z, 40)),
            "…\"aaaaaaaaaaa12zzzzzzzzzzzzzzzzzzzzzzz\"…\n"
            "…\"aaaaaaaaaaa1zzzzzzzzzzzzzzzzzzzzzzz\"…\n"
            "              ^  \"2\" is missing");
  EXPECT_EQ(marked(texts("b" + a, "c" + a, 30)),
            "\"baaaaaaaaaaaaaaaaaaaaaaaaa\"…\n"
            "\"caaaaaaaaaaaaaaaaaaaaaaaaa\"…\n"
            " ^  \"c\" instead of \"b\"");
  EXPECT_EQ(marked(texts(a + "b", a + "c", 30)), "…\"aaaaaaaab\"\n…\"aaaaaaaac\"\n          ^  \"c\" instead of \"b\"");
  EXPECT_EQ(marked(texts(a + z + a, a + a + a, 20)), "…\"aaaaazzzzzzzzzzz\"…\n…\"aaaaaaaaaaaaaaaa\"…\n       ^  differs from here");
  EXPECT_EQ(texts(a + "b", a + "c", 30).note, "an excerpt: 101 bytes expected, 101 actual");
}

TEST(Comparison, CutsNoCharacter) {
  std::string e;
  for (int i = 0; i < 60; ++i) e += "é🦷";
  const auto it = texts(e + "é" + e, e + "è" + e, 41);
  EXPECT_LE(columns(it.expected), 41u);
  EXPECT_NE(it.expected, it.actual);
  EXPECT_EQ(it.words, "\"è\" instead of \"é\"");
  EXPECT_EQ(it.expected.find("\\x"), std::string::npos);
}

TEST(Comparison, EveryWidthShowsTheDifference) {
  for (size_t room = 24; room < 200; ++room) {
    const auto it = texts(std::string(70, 'a') + "\x1b" + std::string(90, 'b'), std::string(70, 'a') + "\n" + std::string(90, 'b'), room);
    EXPECT_NE(it.expected.find("\\u001b"), std::string::npos) << room;
    EXPECT_NE(it.actual.find("\\n"), std::string::npos) << room;
    EXPECT_LE(columns(it.expected), room);
    EXPECT_EQ(it.marks.find('^'), it.actual.find("\\n") - (it.actual.starts_with("…") ? 2 : 0)) << it.actual;
  }
}

TEST(Comparison, ShownValuesAreCutAroundTheirDifference) {
  FieldDifference field;
  field.expected = "[" + std::string(300, '1') + "2]";
  field.actual = "[" + std::string(300, '1') + "3]";
  const auto it = compare(field, 30);
  EXPECT_EQ(it.expected, "…111111112]");
  EXPECT_EQ(it.actual, "…111111113]");
}

TEST(Comparison, LongLinesOfADiffKeepWhatDiffers) {
  const std::string a(5000, 'a');
  EXPECT_EQ(fitted_diff("x\n" + a + "1" + a + "\ny\n", "x\n" + a + "2" + a + "\ny\n", 24),
            (std::vector<std::string>{"@@ -1,3 +1,3 @@", " x", "-…aaaaaa1aaaaaaaaaaaa…", "+…aaaaaa2aaaaaaaaaaaa…", " y"}));
}

Happening at(Duration when, std::string text) {
  Happening out;
  out.when.at = when;
  out.text = std::move(text);
  return out;
}

TEST(Timeline, FoldsIdleTime) {
  EXPECT_EQ(timeline({at(0s, "a"), at(30s, "b"), at(90min + 30s, "c")}, Extent::folded, {}, 0),
            (std::vector<std::string>{"T+0             a", "T+30s           b", "                ... 1 h 30 m pass, nothing runs ...", "T+1h30m30s      c"}));
}

TEST(Timeline, HasThirtyLinesAtMostAndAllSurprisesThatFit) {
  for (size_t n : {1u, 29u, 30u, 31u, 32u, 100u, 5000u}) {
    for (size_t surprises : {0u, 1u, 5u, 200u}) {
      std::vector<Happening> all;
      for (size_t i = 0; i < n; ++i) all.push_back(at(std::chrono::minutes(i % 7 == 0 ? 90 * i : 0), "line"));
      for (size_t i = 0; i < surprises; ++i) all[(i * 37 + 11) % n].surprise = "not expected";
      const auto lines = timeline(all, Extent::folded, {}, 0);
      EXPECT_LE(lines.size(), kTimelineLines);
      const auto seen = std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.find("<- not expected") != std::string::npos; });
      if (surprises <= 5) {
        EXPECT_EQ(seen, static_cast<long>(std::min(n, surprises))) << n;
      }
      EXPECT_GE(lines.size(), std::min<size_t>(n, 20)) << n << " " << surprises;
    }
  }
}

TEST(Timeline, KeepsItsMarksInANarrowTerminal) {
  auto surprise = at(0s, std::string(300, 'x'));
  surprise.surprise = "not expected";
  Page page;
  page.columns = 60;
  EXPECT_EQ(timeline({surprise}, Extent::folded, page, 4), (std::vector<std::string>{"T+0             xxxxxxxxxxxxxxxxxxxxxx…  <- not expected"}));
}

TEST(Wording, Times) {
  EXPECT_EQ(moment_text({}), "T+0");
  EXPECT_EQ(moment_text({168h, 31ms}), "T+7d +0.031s");
  EXPECT_EQ(moment_text({{}, 75s}), "T+0 +75.000s");
  EXPECT_EQ(moment_text({1500ms, 400us}), "T+1s500ms");
  EXPECT_EQ(real_text(412ms), "412ms");
  EXPECT_EQ(real_text(1999ms), "1.9s");
  EXPECT_EQ(real_text(125s), "2m5s");
  EXPECT_EQ(spaced("43d12h"), "43 d 12 h");
  EXPECT_EQ(spaced("1.9s"), "1.9 s");
}

TEST(Wording, OneLine) {
  EXPECT_EQ(one_line("a\tb\nc\x1b\xff"), "a\\tb\\nc\\u001b\\xff");
  EXPECT_EQ(one_line(std::string(30, 'x'), 10), "xxxxxxxxxx… (30 bytes)");
  EXPECT_EQ(one_line("ééééé", 5), "éé… (10 bytes)");
  EXPECT_EQ(fitted("abcdef", 4), "abc…");
}

TEST(Wording, NoCommands) {
  EXPECT_EQ(no_commands("::error::a\n  ::b\nx ::c ##[d]\n"), "\\::error::a\n  \\::b\nx ::c ##\\[d]\n");
}

TEST(JsonLine, IsWrittenAsPeopleDo) {
  EXPECT_EQ(json_line(parse_json(R"({"a":[1,2],"b":"x:y,z\"","c":{}})")), R"({"a": [1, 2], "b": "x:y,z\"", "c": {}})");
}

}  // namespace
}  // namespace lambent::ipo
