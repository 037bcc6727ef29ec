// One call a Task makes: everything it needs once its thread waits for the answer, or is gone.
#pragma once
#include <memory>

#include "aws/call.h"
#include "mocks/states/integrations/integration.h"

namespace lambent::states {

struct Inspection;

struct Errand {
  asl::Resource resource;
  std::optional<Asked> asked;
  About about;
  Principal caller;    // a session of the machine's role
  std::string machine_role;
  std::optional<std::string> task_role;  // Credentials.RoleArn: the session changes into it first
  Scope scope;
  std::uint64_t span = 0;  // of the execution
  std::shared_ptr<Inspection> look;  // of a tested state; else null

  Call call(std::string service, std::string operation, Json input) const;  // as the caller, caused by the execution
};

}  // namespace lambent::states
