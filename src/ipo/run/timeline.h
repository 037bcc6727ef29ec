// "What happened": a case's steps, calls, invocations and executions in the order of their time, idle time folded.
#pragma once
#include <map>
#include <vector>

#include "ipo/run/outcome.h"

namespace lambent::ipo {

class World;

// `surprises`: journal entries that no expectation fits, and why.
std::vector<Happening> timeline(const World& world, const std::vector<Happening>& steps, const std::map<std::uint64_t, std::string>& surprises);

}  // namespace lambent::ipo
