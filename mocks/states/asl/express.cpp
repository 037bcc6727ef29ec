#include "mocks/states/asl/express.h"

namespace lambent::states::asl {
namespace {

// The blank at the end of the first text is AWS's.
const char* fault_of(const Resource& resource) {
  if (resource.kind == Resource::Kind::activity) return "Express state machine does not support Activity ARN";
  switch (resource.pattern) {
    case Pattern::wait_for_token: return "Express state machine does not support '.waitForTaskToken' service integration ";
    case Pattern::sync:
    case Pattern::sync2: return "Express state machine does not support '.sync' service integration";
    case Pattern::request_response: return nullptr;
  }
  return nullptr;
}

void gather(const Scope& scope, const std::string& at, std::vector<Finding>& out) {
  for (const auto& [name, s] : scope.states) {
    std::string here = at + "/States/" + name;
    const char* fault = s.type == Type::task ? fault_of(s.resource) : nullptr;
    if (fault) out.push_back({"SCHEMA_VALIDATION_FAILED", fault, here + "/Resource"});
    if (s.distributed)
      out.push_back({"SCHEMA_VALIDATION_FAILED", "Express state machine does not support 'DISTRIBUTED' mode", here + "/ItemProcessor/ProcessorConfig/Mode"});
    for (size_t i = 0; i < s.scopes.size(); ++i)
      gather(s.scopes[i], s.type == Type::map ? here + "/ItemProcessor" : here + "/Branches[" + std::to_string(i) + "]", out);
  }
}

}  // namespace

std::vector<Finding> express_faults(const Machine& machine) {
  std::vector<Finding> out;
  gather(machine.top, "", out);
  return out;
}

}  // namespace lambent::states::asl
