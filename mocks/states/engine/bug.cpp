#include "mocks/states/engine/bug.h"

#include "base/log.h"

namespace lambent::states {

Failure failure_of_bug(const std::string& where, const std::exception& e) {
  log_error("stepfunctions: " + where + ": " + e.what());
  return {"States.Runtime", std::string("lambent failed: ") + e.what()};
}

}  // namespace lambent::states
