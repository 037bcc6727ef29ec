#include "mocks/states/integrations/errand.h"

namespace lambent::states {

Call Errand::call(std::string service, std::string operation, Json input) const {
  Call out(std::move(service), std::move(operation), std::move(input), caller, scope);
  out.parent = span;
  out.trace = about.trace;
  return out;
}

}  // namespace lambent::states
