// AWS Step Functions: Standard and Express state machines in JSONPath and JSONata.
//
//   States states(aws);   aws.add(states);
//
// Executions run on the loop under the machine's role; each step is recorded as AWS records it (GetExecutionHistory)
// and saved, so that with a data file a restart goes on where the execution stood; Express executions start afresh.
// Refused by name with 501: service integrations of services that lambent has not, and the operations not in the table
// (states.cpp). Source: spec of the language (states-language.net) and the API model.
//
// Files: machines, machine_role, versions, aliases, start, executions, redrive, map_runs, history_view, activities, tags (operations),
// http_calls (of Tasks); integrations/ is what Tasks do with services; asl/ reads definitions, path/ is JSONPath, items/ reads
// what distributed Maps go over, engine/ runs. Everything here is loop-thread only and borrows the door.
#pragma once
#include "mocks/states/asl/parse.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/mock_file.h"

namespace lambent::states {

class States final : public Service {
 public:
  explicit States(Aws& aws);
  void mock_by(MockFile mocks) { mocks_ = std::move(mocks); }  // executions started with "#<test case>" get their answers from it

  std::string_view name() const override { return "stepfunctions"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  void load() override;
  void resume() override;
  void reset() override;
  void seed(const Scope& scope, const Json& given) override;
  std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const override;
  Touch touch(std::string_view operation) const override;
  std::vector<RoleNeed> role_needs() const override;
  bool polls(std::string_view operation) const override;

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
  // versions.cpp, aliases.cpp
  Json publish_version(const Call& call);
  Json list_versions(const Call& call);
  Json delete_version(const Call& call);
  Json create_alias(const Call& call);
  Json describe_alias(const Call& call);
  Json update_alias(const Call& call);
  Json delete_alias(const Call& call);
  Json list_aliases(const Call& call);
  // start.cpp
  Json start_execution(const Call& call);
  Task<Json> start_sync_execution(Call call);
  // redrive.cpp
  Json redrive_execution(const Call& call);
  // executions.cpp
  Json describe_execution(const Call& call);
  Json stop_execution(const Call& call);
  Json list_executions(const Call& call);
  Json describe_machine_for_execution(const Call& call);
  // map_runs.cpp
  Json list_map_runs(const Call& call);
  Json describe_map_run(const Call& call);
  Json update_map_run(const Call& call);
  const MapRunRow& get_map_run(const Call& call, const std::string& arn) const;  // throws ResourceNotFound, InvalidArn
  Json list_children(const Call& call);  // ListExecutions by mapRunArn
  struct Unredrivable {
    std::int64_t executions = 0, items = 0;
  };
  Unredrivable unredrivable_of(const Call& call, const MapRunRow& run) const;
  struct Labelled {
    const MachineRow* machine;
    const asl::State* map;
    std::string label;
  };
  Json describe_labelled(const Call& call, const Labelled& labelled);
  std::optional<Labelled> find_labelled(const Call& call, const std::string& arn);
  Engine::Definition definition_for(const ExecutionRow& execution);  // a child's: its Map's processor
  const asl::State* map_of(const ExecutionRow& execution);
  // history_view.cpp
  Json get_execution_history(const Call& call);
  // activities.cpp
  Json create_activity(const Call& call);
  Json describe_activity(const Call& call);
  Json delete_activity(const Call& call);
  Json list_activities(const Call& call);
  Task<Json> get_activity_task(Call call);
  Json send_task_success(const Call& call);
  Json send_task_failure(const Call& call);
  Json send_task_heartbeat(const Call& call);
  const ActivityRow& get_activity(const Call& call) const;  // of activityArn; throws ActivityDoesNotExist, InvalidArn
  // http_calls.cpp
  std::vector<Need> http_needs(const Call& call) const;
  Task<Json> invoke_http(Call call);
  // tags.cpp
  Json tag_resource(const Call& call);
  Json untag_resource(const Call& call);
  Json list_tags(const Call& call);

  const MachineRow& get_machine(const Call& call, const std::string& arn) const;  // throws StateMachineDoesNotExist, InvalidArn
  const ExecutionRow& get_execution(const Call& call) const;                      // of executionArn; throws ExecutionDoesNotExist, InvalidArn
  const AliasRow& get_alias(const Call& call) const;                              // of stateMachineAliasArn; throws ResourceNotFound, InvalidArn
  // What the ARN of a machine, a version or an alias names; throws StateMachineDoesNotExist, InvalidArn, ValidationException.
  struct Target {
    const MachineRow* machine = nullptr;
    const VersionRow* version = nullptr;  // null: not named by the ARN
    const AliasRow* alias = nullptr;
  };
  Target target_of(const Call& call, const std::string& arn) const;
  const VersionRow* routed(const AliasRow& alias);
  ExecutionRow asked_execution(const Call& call);
  std::shared_ptr<const Live> start_express(const Call& call, ExecutionRow row, Engine::Delivery delivery);
  const VersionRow& publish(const std::string& machine_key, const std::string& description);  // the machine as it is; once a revision
  std::vector<AliasRow::Route> routes_of(const Call& call, std::string& machine) const;
  void add_definition(Json& to, const std::string& revision, const Json& input);
  Engine::Definition check_definition(const std::string& definition, const std::string& type) const;  // throws InvalidDefinition or not_emulated
  // machine_role.cpp; both throw AccessDeniedException
  void check_role(const std::string& role, const std::string& machine_arn) const;  // also InvalidArn
  void check_managed_rule(const asl::Machine& machine, const std::string& role, const std::string& machine_arn) const;
  std::string put_revision(const Scope& scope, const std::string& definition);
  Engine::Definition definition_of(const std::string& revision);

  Aws& aws_;
  Records records_;
  Engine engine_;
  MockFile mocks_;
  std::map<std::string, Engine::Definition> parsed_;
  std::int64_t started_ = 0;
};

asl::MachineType machine_type(const std::string& type);  // of STANDARD and EXPRESS (validate.cpp)

// Names and ARNs (arns.cpp).
void check_name(const std::string& name);  // throws InvalidName
std::string machine_arn(const Scope& scope, const std::string& name);
std::string execution_arn(const Scope& scope, const std::string& machine, const std::string& name);
std::string express_arn(const Scope& scope, const std::string& machine, const std::string& name, const std::string& id);
bool is_version(const std::string& qualifier);  // a number; else an alias
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
// For lists that are gone through from a place: how much to show, where to begin (nothing: at the head), and the token
// for where to go on. `kind` keeps the tokens of different lists apart.
size_t page_size(const Json& input);
std::optional<std::string> page_start(const Json& input, const std::string& kind);  // throws InvalidToken
std::string page_token(const std::string& kind, const std::string& where);

Json listed(const ExecutionRow& row);      // as ListExecutions shows it (executions.cpp)
void check_tags(const Json& tags);  // throws TooManyTags

}  // namespace lambent::states
