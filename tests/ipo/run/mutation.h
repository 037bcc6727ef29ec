// Records of passing cases, changed one thing at a time: what a case does not notice, it lets pass.
//
// A change that survives must be explained by what the case opened: a matcher, `$rest`, `effects: $any`, a part it does
// not name. What nothing explains is a hole in the judge.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "ipo/run/case_end.h"
#include "ipo/run/observe.h"

namespace lambent::ipo::test {

struct Record {
  Observed seen;
  std::vector<std::shared_ptr<Answer>> answers;
};

struct Mutation {
  std::string name;                 // "effects[0].path[1] changed"
  std::function<void(Record&)> make;
  std::string opened;               // why the case may let it pass; empty: it must not
};

std::vector<Mutation> mutations_of(const CaseEnd& end);

struct Tally {
  size_t made = 0, noticed = 0;
  std::vector<std::string> survived;  // "name  <- what opened it"
  std::vector<std::string> holes;     // survived, and nothing explains it
};

// Judges every mutation of what the case saw.
Tally mutate(const CaseEnd& end);

}  // namespace lambent::ipo::test
