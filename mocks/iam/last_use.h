// Who used what last: the journal knows, as far as it reaches back.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "aws/journal.h"

namespace lambent::iam {

struct Use {
  double when = 0;                         // seconds of the epoch
  std::string service, operation, region;  // service by its namespace: "states"
  std::string principal;                   // ARN
};

std::optional<Use> last_use(const Journal& journal, const std::function<bool(const CallEntry&)>& wanted);

// The namespace of a service by its model's name ("stepfunctions" to "states"), and the name people know it by.
std::string service_namespace(const std::string& service);
std::string service_title(const std::string& name_space);

}  // namespace lambent::iam
