// What a snapshot holds of a case: everything that happened, in an order that is the same in each run.
//
//   {"steps": {"create": {"status": 200, …}},                   what the steps answered, or {"error": …}
//    "effects": [{"by": "email", "email": {…}}],                 as `effects` of a case has them, executions with their path
//    "denied": [{"action", "resource", "principal", "by", "count"}],
//    "logs": [{"at": "T+7d", "function": "email", "lines": […]}], an element an invocation
//    "took": {"virtual": "7d"}}
//
// Effects at one instant are sorted by what they are and invocations by what they log: functions that run at the same
// time have no order. Real time, memory and cold starts are left out.
#pragma once
#include <memory>
#include <vector>

#include "ipo/case/case.h"
#include "ipo/run/answer.h"

namespace lambent::ipo {

class World;

Json snapshot_record(const World& world, const Case& one, const std::vector<std::shared_ptr<Answer>>& answers);

}  // namespace lambent::ipo
