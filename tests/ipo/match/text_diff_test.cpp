#include "ipo/match/text_diff.h"

#include <gtest/gtest.h>

#include <random>

#include "ipo/match/display.h"
#include "ipo/match/edit_script.h"

namespace lambent::ipo {
namespace {

std::string hint(const char* expected, const char* actual) {
  auto out = caret(expected, actual);
  return out ? out->marks + "|" + out->words : "none";
}

TEST(Caret, PointsAtTheDifferenceAndNamesIt) {
  EXPECT_EQ(hint("reminder service!", "reminder servce!"), "              ^|\"i\" is missing");
  EXPECT_EQ(hint("colour", "color"), "     ^|\"u\" is missing");
  EXPECT_EQ(hint("color", "colour"), "     ^|\"u\" is too much");
  EXPECT_EQ(hint("10:30", "10:45"), "    ^^|\"45\" instead of \"30\"");
  EXPECT_EQ(hint("abc", "abc\n"), "    ^^|\"\\n\" is too much");
  EXPECT_EQ(hint("same", "same"), "none");
  EXPECT_EQ(hint("entirely", "otherwise?"), "none");
  EXPECT_EQ(hint("", "x"), "none");
}

TEST(Caret, CountsColumnsAsTheTerminalDoes) {
  EXPECT_EQ(hint("🦷 10:30 abc", "🦷 10:31 abc"), "        ^|\"1\" instead of \"0\"");  // the tooth is two columns wide
  EXPECT_EQ(hint("é\tabcdef", "é\tabcdeg"), "         ^|\"g\" instead of \"f\"");       // \t stands as two characters
  EXPECT_EQ(hint("abc\x1b[31mdef", "abc\x1b[32mdef"), "            ^|\"2\" instead of \"1\"");
}

TEST(Caret, ManyDifferencesAreCounted) {
  EXPECT_EQ(hint("a....b....c....d....e", "A....B....C....D....E").substr(21 + 2), "\"A\" instead of \"a\", \"B\" instead of \"b\", \"C\" instead of \"c\", and 2 more");
}

TEST(UnifiedDiff, IsWhatDiffWrites) {
  EXPECT_EQ(unified_diff("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nX\nf\ng\nh\n"), "@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+X\n f\n g\n h\n");
  EXPECT_EQ(unified_diff("a\n", "a"), "@@ -1 +1 @@\n-a\n+a\n\\ no line feed at the end\n");
  EXPECT_EQ(unified_diff("", "a\n"), "@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(unified_diff("a\r\n\x1b[0m\n", "a\n\x1b[0m\n"), "@@ -1,2 +1,2 @@\n-a\\u000d\n+a\n \\u001b[0m\n");
  EXPECT_EQ(unified_diff("x\n", "x\n"), "");
  std::string from, to;
  for (int i = 0; i < 40; ++i) from += std::to_string(i) + "\n", to += (i == 3 || i == 30 ? "new" : std::to_string(i)) + "\n";
  EXPECT_EQ(unified_diff(from, to).find("@@ -28,7 +28,7 @@") != std::string::npos, true);
  EXPECT_EQ(unified_diff(from, to, 3), "@@ -1,7 +1,7 @@\n 0\n... 16 more lines\n");
}

TEST(EditScript, LeadsFromOneToTheOther) {
  std::mt19937 random(7);
  for (int run = 0; run < 2000; ++run) {
    std::vector<std::uint32_t> a(random() % 12), b(random() % 12);
    for (auto& x : a) x = random() % 3;
    for (auto& x : b) x = random() % 3;
    const size_t most = run % 2 ? 100 : 3;
    std::vector<std::uint32_t> made;
    size_t at = 0;
    for (const Edit& edit : edit_script(a, b, most)) {
      ASSERT_TRUE(edit.a_from >= at && (edit.a_to > edit.a_from || edit.b_to > edit.b_from));
      made.insert(made.end(), a.begin() + static_cast<std::ptrdiff_t>(at), a.begin() + static_cast<std::ptrdiff_t>(edit.a_from));
      made.insert(made.end(), b.begin() + static_cast<std::ptrdiff_t>(edit.b_from), b.begin() + static_cast<std::ptrdiff_t>(edit.b_to));
      at = edit.a_to;
    }
    made.insert(made.end(), a.begin() + static_cast<std::ptrdiff_t>(at), a.end());
    ASSERT_EQ(made, b);
  }
}

TEST(Display, ValuesAreOneSafeLine) {
  EXPECT_EQ(in_quotes("a\n\"\\\x07"), "\"a\\n\\\"\\\\\\u0007\"");
  EXPECT_EQ(in_quotes(std::string(3000, 'x'), 10), "\"xxxxxxxxxx…\" (3000 bytes)");
  EXPECT_EQ(shown(Json::array({1, "é"})), "[1,\"é\"]");
  EXPECT_EQ(key_path("content-type") + key_path("a b"), ".content-type[\"a b\"]");
}

}  // namespace
}  // namespace lambent::ipo
