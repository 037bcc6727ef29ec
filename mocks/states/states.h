// AWS Step Functions: Standard state machines in JSONPath and JSONata.
//
//   States states(aws);   aws.add(states);
//
// Executions run on the loop under the machine's role; each step is recorded as AWS records it (GetExecutionHistory)
// and saved, so that with a data file a restart goes on where the execution stood. Refused by name with 501: Express
// machines, service integrations other than Lambda, activities, distributed Map, versions and aliases, and
// the operations not in the table (states.cpp). Source: spec of the language (states-language.net) and the API model.
//
// Files: machines, executions, history_view, tags (operations); asl/ reads definitions, path/ is JSONPath, engine/
// runs. Everything here is loop-thread only and borrows the door.
#pragma once
#include "mocks/states/asl/parse.h"
#include "mocks/states/engine/engine.h"

namespace lambent::states {

class States final : public Service {
 public:
  explicit States(Aws& aws);

  std::string_view name() const override { return "stepfunctions"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  void load() override;
  void resume() override;
  void reset() override;
  std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const override;
  Touch touch(std::string_view operation) const override;

 private:
  friend struct OperationTable;
  // machines.cpp
  Json create_state_machine(const Call& call);
  Json update_state_machine(const Call& call);
  Json describe_state_machine(const Call& call);
  Json delete_state_machine(const Call& call);
  Json list_state_machines(const Call& call);
  // validate.cpp
  Json validate_definition(const Call& call);
  // test_state.cpp
  Task<Json> test_state(Call call);
  // executions.cpp
  Json start_execution(const Call& call);
  Json describe_execution(const Call& call);
  Json stop_execution(const Call& call);
  Json list_executions(const Call& call);
  Json describe_machine_for_execution(const Call& call);
  // history_view.cpp
  Json get_execution_history(const Call& call);
  // tags.cpp
  Json tag_resource(const Call& call);
  Json untag_resource(const Call& call);
  Json list_tags(const Call& call);

  const MachineRow& get_machine(const Call& call, const std::string& arn) const;  // throws StateMachineDoesNotExist, InvalidArn
  const ExecutionRow& get_execution(const Call& call) const;                      // of executionArn; throws ExecutionDoesNotExist, InvalidArn
  void check_definition(const std::string& definition, const std::string& type) const;  // throws InvalidDefinition or not_emulated
  void check_role(const std::string& role, const std::string& machine_arn) const;  // throws InvalidArn, AccessDeniedException
  std::string put_revision(const Scope& scope, const std::string& definition);
  Engine::Definition definition_of(const std::string& revision);

  Aws& aws_;
  Records records_;
  Engine engine_;
  std::map<std::string, Engine::Definition> parsed_;
  std::int64_t started_ = 0;
};

asl::MachineType machine_type(const std::string& type);  // of STANDARD and EXPRESS (validate.cpp)

// Names and ARNs (arns.cpp).
void check_name(const std::string& name);  // throws InvalidName
std::string machine_arn(const Scope& scope, const std::string& name);
std::string execution_arn(const Scope& scope, const std::string& machine, const std::string& name);
struct Named {
  Scope scope;
  std::string kind;  // "stateMachine", "execution"
  std::vector<std::string> parts;
};
Named parse_arn(const std::string& arn, std::string_view kind);  // throws InvalidArn

// A page of `total` things: where it begins and ends, and the token for the next one, if any (paging.cpp).
struct Page {
  size_t from = 0, to = 0;
  std::optional<std::string> next;
};
Page page_of(const Json& input, size_t total);  // throws InvalidToken

}  // namespace lambent::states
