// Each passing record of the cases that come with lambent, changed one thing at a time, must make its case fail.
#include "mutation.h"

#include <fstream>
#include <mutex>

#include "suite.h"

namespace lambent::ipo::test {
namespace {

TEST(Mutations, of_every_record_are_noticed_unless_the_case_opened_that_part) {
  Suite suite(std::vector<std::string>{"tests/ipo", "handlers/reminder/cases"});
  Tally all;
  std::mutex mutex;
  suite.setting.at_end = [&](const CaseEnd& end) {
    // A snapshot judges what such a case does not list; that it notices changes is tested beside it (tests/ipo/snapshot).
    if (!end.then || !end.problems.empty() || end.then->snapshot || end.what.property) return;
    Tally one = mutate(end);
    std::lock_guard lock(mutex);
    all.made += one.made;
    all.noticed += one.noticed;
    all.survived.insert(all.survived.end(), one.survived.begin(), one.survived.end());
    all.holes.insert(all.holes.end(), one.holes.begin(), one.holes.end());
  };
  RunOptions options;
  options.jobs = 2;
  auto outcomes = suite.run(options);
  for (const auto& one : outcomes) EXPECT_EQ(one.verdict, Verdict::passed) << all_words(one);

  std::sort(all.survived.begin(), all.survived.end());
  std::ofstream list(std::string(LAMBENT_BINARY_DIR) + "/mutations_survived.txt");
  for (const auto& line : all.survived) list << line << "\n";
  std::cout << outcomes.size() << " cases, " << all.made << " mutations, " << all.noticed << " noticed, " << all.survived.size()
            << " passed where a case is open: see mutations_survived.txt in the build folder\n";
  for (const auto& hole : all.holes) ADD_FAILURE() << hole << " survives, and nothing in the case opens it";
  EXPECT_GE(outcomes.size(), 30u);
  EXPECT_GE(all.noticed, 300u);
}

}  // namespace
}  // namespace lambent::ipo::test
