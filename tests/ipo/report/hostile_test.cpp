#include "hostile.h"

#include "base/text.h"
#include "reporting.h"

namespace lambent::ipo {
namespace {

// No control characters but line feeds, and UTF-8 throughout.
void expect_safe(const std::string& written, const std::string& what) {
  EXPECT_TRUE(valid_utf8(written)) << what;
  EXPECT_EQ(printable(written) == written, true) << what;
  EXPECT_EQ(written.find('\t'), std::string::npos) << what;
}

class Hostile : public ::testing::TestWithParam<const char*> {};

TEST_P(Hostile, TextNeverReachesTheTerminal) {
  size_t number = 0;
  for (const auto& text : hostile_texts()) {
    const std::string what = std::string(GetParam()) + ", text " + std::to_string(number++);
    for (Verdict verdict : {Verdict::passed, Verdict::failed, Verdict::skipped, Verdict::error, Verdict::timeout}) {
      if (text.size() > 10'000 && verdict != Verdict::failed) continue;
      expect_safe(reported(GetParam(), {hostile(text, verdict)}, {.columns = 100, .verbosity = Verbosity::verbose}), what);
    }
    expect_safe(reported(GetParam(), {hostile(text, Verdict::failed)}), what);
  }
}

INSTANTIATE_TEST_SUITE_P(Reporters, Hostile, ::testing::Values("pretty", "dots", "tap", "json", "github"),
                         [](const auto& one) { return std::string(one.param); });

// GitHub takes commands from any line that begins with them, blanks aside.
size_t commands(const std::string& written) {
  size_t out = 0;
  for (const auto& line : split(written, '\n')) out += trim(line).starts_with("::") || trim(line).find("##[") != std::string_view::npos;
  return out;
}

TEST(HostileText, IsNoCommandOfGitHub) {
  for (const auto& text : hostile_texts()) {
    EXPECT_EQ(commands(reported("github", {hostile(text, Verdict::failed)})), text.size() > 10'000 ? 1u : 10u);
    EXPECT_EQ(commands(reported("pretty", {hostile(text, Verdict::failed), hostile(text, Verdict::passed)}, {.verbosity = Verbosity::verbose})), 0u);
    EXPECT_EQ(commands(reported("dots", {hostile(text, Verdict::failed)})), 0u);
    EXPECT_EQ(commands(reported("tap", {hostile(text, Verdict::failed)})), 0u);
  }
}

TEST(HostileText, IsNoTestOfTap) {
  for (const auto& text : hostile_texts()) {
    size_t tests = 0, plans = 0;
    for (const auto& line : split(reported("tap", {hostile(text, Verdict::failed), hostile(text, Verdict::passed)}), '\n')) {
      const bool test = line.starts_with("ok ") || line.starts_with("not ok ");
      tests += test;
      plans += line.starts_with("1..");
      EXPECT_FALSE(test && line.find(" # SKIP") != std::string::npos) << line;
    }
    EXPECT_EQ(tests, 2u);
    EXPECT_EQ(plans, 1u);
  }
}

TEST(HostileText, IsNeitherTableNorMarkupOfASummary) {
  for (const auto& text : hostile_texts()) {
    TempDir folder;
    const std::string path = folder.path() / "summary.md";
    reported("github", {hostile(text, Verdict::failed)}, {.step_summary = path});
    const std::string written = read_file(path);
    expect_safe(written, "summary");
    EXPECT_EQ(split(written, '\n').size(), 9u) << written.substr(0, 2000);
    EXPECT_EQ(written.find("<img"), std::string::npos);
    EXPECT_EQ(written.find("![x]"), std::string::npos);
  }
}

TEST(HostileText, ComesBackWholeFromJson) {
  for (const auto& text : hostile_texts()) {
    const Json document = parse_json(reported("json", {hostile(text, Verdict::failed)}));
    EXPECT_EQ(text_at(document["cases"][0], "name"), text_at(parse_json(dump(object({{"name", text}}))), "name"));
  }
}

TEST(HostileText, StaysReadableInSize) {
  const std::string million(1 << 20, 'x');
  EXPECT_LT(reported("pretty", {hostile(million, Verdict::failed)}).size(), 600'000u);
  EXPECT_LT(reported("github", {hostile(million, Verdict::failed)}).size(), 600'000u);
}

}  // namespace
}  // namespace lambent::ipo
