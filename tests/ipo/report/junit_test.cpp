#include <cstdio>

#include "hostile.h"
#include "reporting.h"

namespace lambent::ipo {
namespace {

// What a strict XML parser reads of the report; "" and a failure if it cannot.
std::string understood(const std::vector<CaseOutcome>& outcomes) {
  TempDir folder;
  const std::string path = folder.path() / "junit.xml";
  reported("junit=" + path, outcomes);
  const std::string command = "python3 '" LAMBENT_SOURCE_DIR "/tests/ipo/report/read_junit.py' '" + path + "' 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  std::string out;
  char buffer[4096];
  while (size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, n);
  EXPECT_EQ(::pclose(pipe), 0) << out;
  return out;
}

TEST(JUnit, IsReadAsItIsMeant) { expect_golden("junit.txt", understood(all_outcomes())); }

TEST(JUnit, AsWritten) {
  TempDir folder;
  const std::string path = folder.path() / "junit.xml";
  reported("junit=" + path, {letter_lost(), skipped(), broken_world()});
  expect_golden("junit.xml", read_file(path));
}

TEST(JUnit, IsXmlForAnyBytes) {
  for (const auto& text : hostile_texts()) EXPECT_TRUE(understood({hostile(text, Verdict::failed), hostile(text, Verdict::skipped)}).starts_with("all tests=2"));
}

TEST(JUnit, WithoutCases) { EXPECT_EQ(understood({}), "all tests=0 failures=0 errors=0 skipped=0 time=0.000\n"); }

}  // namespace
}  // namespace lambent::ipo
