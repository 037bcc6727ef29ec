#include "cli/coverage.h"

#include <iostream>

#include "base/files.h"

namespace lambent::cli {

void CoverageArguments::declare(CLI::App& command) {
  command.add_option("--fail-under", fail_under, "fail if less than this was reached of functions, states, edges, statements or routes; may be repeated")
      ->type_name("KEY=PERCENT")
      ->allow_extra_args(false);
  command.add_option("--policy-out", policy_out, "write the least policy of each role that these cases needed")->type_name("FILE");
}

void CoverageArguments::write_policies(ipo::Collector& collector, const std::string& part) const {
  if (policy_out.empty()) return;
  Json out = Json::object();
  if (!part.empty()) set(out, "part", part);
  set(out, "apps", collector.least_policies());
  write_file(policy_out, dump_pretty(out) + "\n");
}

bool tell_below(const std::vector<ipo::Floor>& floors, const ipo::Coverage& coverage) {
  auto sentences = ipo::below(floors, coverage);
  for (const auto& sentence : sentences) std::cerr << "lambent: --fail-under " << sentence << "\n";
  return sentences.empty();
}

}  // namespace lambent::cli
