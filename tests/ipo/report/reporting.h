// What a reporter writes, as text, and the golden files it is compared with.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "ipo/report/report.h"
#include "outcomes.h"

namespace lambent::ipo {

struct Told {
  Colour colour = Colour::never;
  size_t columns = 0;
  Verbosity verbosity = Verbosity::normal;
  std::string step_summary;
};

inline std::string reported(const std::string& spec, const std::vector<CaseOutcome>& outcomes, const Told& told = {}) {
  std::ostringstream out;
  Diagnostics mistakes;
  auto reporter = make_reporter(spec, {out, told.colour, told.columns, told.verbosity, told.step_summary}, mistakes);
  EXPECT_TRUE(reporter) << mistakes.text();
  if (!reporter) return "";
  const RunSummary summary = summary_of(outcomes);
  reporter->began(summary);
  for (const auto& outcome : outcomes) reporter->ended(outcome);
  reporter->finished(summary);
  return out.str();
}

// With LAMBENT_UPDATE_GOLDEN set the file becomes what was written: read the change before it is committed.
inline void expect_golden(const std::string& name, const std::string& written) {
  const std::string path = std::string(LAMBENT_SOURCE_DIR) + "/tests/ipo/report/golden/" + name;
  if (std::getenv("LAMBENT_UPDATE_GOLDEN")) write_file(path, written);
  ASSERT_TRUE(std::filesystem::exists(path)) << path << " is missing: set LAMBENT_UPDATE_GOLDEN=1 and read what comes of it";
  EXPECT_EQ(written, read_file(path)) << "if this is right: LAMBENT_UPDATE_GOLDEN=1 " << ::testing::UnitTest::GetInstance()->current_test_info()->name();
}

}  // namespace lambent::ipo
