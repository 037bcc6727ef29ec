// `given: {stubs: …}` at the emulator's door, and what became of them.
#pragma once
#include <memory>

#include "ipo/case/given.h"
#include "ipo/match/matcher.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

class World;

// Adds the stubs in their order; a `when` that is no matcher becomes a problem.
void add_stubs(World& world, const Given& given, std::vector<Problem>& problems);

// A problem for each stub that no call used and that is not optional, with the calls that came nearest.
void report_unused(World& world, const Given& given, std::vector<Problem>& problems);

}  // namespace lambent::ipo
