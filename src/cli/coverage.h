// What `lambent test` does with the coverage of a run: --fail-under, --policy-out, and saying that it is of a part.
//
//   CoverageArguments asked;  asked.declare(command);
//   auto floors = asked.floors(mistakes);
//   …run…
//   summary.coverage.part = …;  reporter->finished(summary);
//   asked.write_policies(collector, part);                       // throws FileError
//   bool enough = tell_below(floors, summary.coverage);
#pragma once
#include <string>
#include <vector>

#include "cli/command.h"
#include "ipo/cover/collector.h"
#include "ipo/cover/fail_under.h"

namespace lambent::cli {

struct CoverageArguments {
  std::vector<std::string> fail_under;
  std::string policy_out;

  void declare(CLI::App& command);
  std::vector<ipo::Floor> floors(Diagnostics& mistakes) const { return ipo::read_floors(fail_under, mistakes); }
  // {"part"?: why, "apps": {template: {role: document, or null if it needed nothing}}}
  void write_policies(ipo::Collector& collector, const std::string& part) const;
};

// False, with a sentence on standard error for each, if a floor has not been reached.
bool tell_below(const std::vector<ipo::Floor>& floors, const ipo::Coverage& coverage);

}  // namespace lambent::cli
