// What a case has come to, while its world still stands: for coverage, invariants, mutations of what was seen.
//
//   setting.at_end = [&](const CaseEnd& end) { coverage.add(end.world); };
//
// Called on the thread of the case, for every case whose steps ran, be it failed; several threads may call at once.
#pragma once
#include <memory>
#include <vector>

#include "ipo/case/case.h"
#include "ipo/run/answer.h"

namespace lambent::ipo {

class World;

struct CaseEnd {
  const Case& what;
  World& world;
  const std::vector<std::shared_ptr<Answer>>& answers;
  const Then* then;                      // with all names filled in; null if there was nothing to judge
  const std::vector<Problem>& problems;  // what was wrong
};

}  // namespace lambent::ipo
