// One expected and one actual value, as JSON text, judged as a case would be.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "base/time_text.h"
#include "ipo/match/matcher.h"

namespace lambent::ipo {

inline TimePoint test_now() { return *parse_iso("2026-11-30T09:00:00Z"); }

inline Mistakes mistakes_of(const Json& expected, const CompileOptions& options = {}) {
  Mistakes mistakes;
  Matcher::compile(expected, mistakes, options);
  return mistakes;
}
inline std::string text_of(const Mistakes& mistakes) {
  std::string out;
  for (const auto& m : mistakes) out += (out.empty() ? "" : "; ") + m.place + ": " + m.message + (m.hint.empty() ? "" : " (" + m.hint + ")");
  return out;
}

// path|expected|actual, one line a difference; "mistake ..." if the expected value is none.
inline std::string judged(const Json& expected, const Json* actual, Context& context, const CompileOptions& options = {}) {
  Mistakes mistakes;
  auto matcher = Matcher::compile(expected, mistakes, options);
  if (!mistakes.empty()) return "mistake " + text_of(mistakes);
  std::string out;
  for (const auto& d : matcher.differences(actual, context)) {
    static const char* kinds[] = {"missing", "extra", "changed"};
    out += (out.empty() ? "" : "\n") + std::string(kinds[static_cast<int>(d.kind)]) + " " + d.path + "|" + d.expected + "|" + d.actual + (d.note.empty() ? "" : "|" + d.note);
  }
  return out;
}
inline std::string judged(std::string_view expected, std::string_view actual) {
  Context context{.now = test_now()};
  const Json value = parse_json(actual);
  return judged(parse_json(expected), &value, context);
}

// A row of the tables of passes and failures.
struct Row {
  const char* expected;
  const char* actual;
};
inline void expect_pass(std::initializer_list<Row> rows) {
  for (const Row& row : rows) EXPECT_EQ(judged(row.expected, row.actual), "") << row.expected << " against " << row.actual;
}
inline void expect_fail(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    auto text = judged(row.expected, row.actual);
    EXPECT_TRUE(!text.empty() && !text.starts_with("mistake")) << row.expected << " against " << row.actual << ": " << text;
    // A quiet comparison must say the same as a reporting one.
    Mistakes mistakes;
    Context context{.now = test_now()};
    EXPECT_FALSE(Matcher::compile(parse_json(row.expected), mistakes).matches(parse_json(row.actual), context)) << row.expected << " against " << row.actual;
  }
}

inline Json test_data(const std::string& name) { return parse_json(read_file(std::string(LAMBENT_SOURCE_DIR) + "/tests/ipo/match/data/" + name)); }

// A public conformance suite. They are no part of the sources: $LAMBENT_SUITES names the folder, else ../shared/suites
// beside the sources; null where it is absent.
inline Json suite(const std::string& name) {
  const char* given = std::getenv("LAMBENT_SUITES");
  const auto path = std::filesystem::path(given ? given : LAMBENT_SOURCE_DIR "/../shared/suites") / name;
  std::error_code ec;
  return std::filesystem::exists(path, ec) ? parse_json(read_file(path)) : Json();
}

}  // namespace lambent::ipo
