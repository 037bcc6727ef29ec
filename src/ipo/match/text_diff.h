// How two texts differ, for a reader.
//
//   auto hint = caret("reminder service!", "reminder servce!");
//   // hint->marks  "             ^"      to stand under in_quotes(actual)
//   // hint->words  "\"i\" is missing"
//
// All output is safe to show: control characters are escaped.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lambent::ipo {

struct Caret {
  std::string marks;  // blanks and '^', in terminal columns counted from the opening quote of in_quotes(actual)
  std::string words;  // "i" is missing; "x" instead of "y"; "x" is too much; the first three, then how many more
};

// For nearly equal texts (at least six tenths in common) that fit one line; nothing for others and for equal ones.
std::optional<Caret> caret(std::string_view expected, std::string_view actual);

// Whether unified_diff() shows the difference better than two quoted lines.
bool wants_unified_diff(std::string_view expected, std::string_view actual);

// Lines as `diff -u` writes them, each with its line feed: "@@ -1,4 +1,4 @@", then ' ' both, '-' only expected, '+'
// only actual. A last line without its line feed is told from one with it. Empty for equal texts. Never more than
// `most_lines` lines; the last one then says how many follow.
std::string unified_diff(std::string_view expected, std::string_view actual, size_t most_lines = 100);

// 0 for nothing in common, 1 for equal; by what both begin and end with. Cheap, for choosing among candidates.
double rough_similarity(std::string_view a, std::string_view b);

}  // namespace lambent::ipo
