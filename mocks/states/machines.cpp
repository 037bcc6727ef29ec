#include "aws/arn.h"
#include "base/log.h"
#include "base/text.h"
#include "mocks/states/configuration.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

AwsError refuse(const std::string& what) { return not_emulated("stepfunctions", what); }

void check_version_description(const Json& input) {
  if (has(input, "versionDescription") && !bool_at(input, "publish"))
    throw AwsError("ValidationException", 400, "Version description can only be set when publish is true");
}

Json value_of(const Json& input, const char* member) {
  const Json* value = find(input, member);
  return value ? *value : Json();
}

// Whether a second CreateStateMachine asks for what is there; roles and tags do not count.
bool same_creation(const MachineRow& there, const MachineRow& asked) {
  return there.type == asked.type && shown_logging(there.logging) == shown_logging(asked.logging) && there.tracing == asked.tracing &&
         there.published == asked.published && there.version_description == asked.version_description;
}

}  // namespace

Engine::Definition States::check_definition(const std::string& definition, const std::string& type) const {
  auto parsed = asl::parse_definition(definition, machine_type(type));
  if (!parsed.findings.empty())
    throw AwsError("InvalidDefinition", 400, "Invalid State Machine Definition: '" + asl::text(parsed.findings) + "'");
  if (!parsed.unsupported.empty()) throw refuse(parsed.unsupported.front());
  for (const auto& what : parsed.unanswered) log_warn("stepfunctions: " + printable(what) + " is not emulated by lambent: unless it is mocked, the Task will fail");
  return parsed.machine;
}

std::string States::put_revision(const Scope& scope, const std::string& definition) {
  std::string key = scope_key(scope, aws_.ids().uuid());
  RevisionRow row{definition};
  auto parsed = asl::parse_definition(definition);
  for (const asl::State* map : asl::distributed_maps(*parsed.machine))
    if (map->distributed->label.empty()) row.labels[map->name] = aws_.ids().uuid();
  records_.revisions.put(key, std::move(row));
  return key;
}

const MachineRow& States::get_machine(const Call& call, const std::string& arn) const {
  Named named = parse_arn(arn, "stateMachine");
  bool ours = named.scope.account == call.scope.account && named.scope.region == call.scope.region && named.parts.size() == 1;
  const MachineRow* row = ours ? records_.machines.find(scope_key(call.scope, named.parts.front())) : nullptr;
  if (!row) throw AwsError("StateMachineDoesNotExist", 400, "State Machine Does Not Exist: '" + arn + "'");
  return *row;
}

Json States::create_state_machine(const Call& call) {
  std::string definition = text_at(call.input, "definition");
  MachineRow row;
  row.name = text_at(call.input, "name");
  check_name(row.name);
  check_configuration(call.input);
  check_version_description(call.input);
  row.arn = machine_arn(call.scope, row.name);
  row.type = text_at(call.input, "type", "STANDARD");
  row.role = text_at(call.input, "roleArn");
  row.logging = value_of(call.input, "loggingConfiguration");
  row.tracing = bool_at(value_of(call.input, "tracingConfiguration"), "enabled");
  row.published = bool_at(call.input, "publish");
  row.version_description = text_at(call.input, "versionDescription");
  row.created = aws_.clock().now_ms();
  if (const Json* tags = find(call.input, "tags")) row.tags = *tags;
  check_tags(row.tags);
  auto machine = check_definition(definition, row.type);
  check_role(row.role, row.arn);
  check_managed_rule(*machine, row.role, row.arn);

  std::string key = scope_key(call.scope, row.name);
  const MachineRow* there = records_.machines.find(key);
  if (there) {
    if (there->status == "DELETING") throw AwsError("StateMachineDeleting", 400, "State Machine is being deleted: '" + there->arn + "'");
    if (records_.revisions.find(there->revision)->definition != definition || !same_creation(*there, row))
      throw AwsError("StateMachineAlreadyExists", 400, "State Machine Already Exists: '" + there->arn + "'");
  } else {
    row.revision = put_revision(call.scope, definition);
    there = &records_.machines.put(key, std::move(row));
  }
  Json answer = object({{"stateMachineArn", there->arn}, {"creationDate", seconds_of(there->created)}});
  if (there->published) set_text(answer, "stateMachineVersionArn", publish(key, there->version_description).arn);
  return answer;
}

Json States::update_state_machine(const Call& call) {
  const MachineRow& row = get_machine(call, text_at(call.input, "stateMachineArn"));
  check_configuration(call.input);
  check_version_description(call.input);
  bool any = false;
  for (const char* member : {"definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration"}) any = any || has(call.input, member);
  if (!any)
    throw AwsError("MissingRequiredParameter", 400,
                   "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified");
  if (row.status == "DELETING") throw AwsError("StateMachineDeleting", 400, "State Machine is being deleted: '" + row.arn + "'");
  auto definition = find_text(call.input, "definition");
  auto role = find_text(call.input, "roleArn");
  auto machine = definition ? check_definition(*definition, row.type) : definition_of(row.revision);
  if (role) check_role(*role, row.arn);
  if (role || definition) check_managed_rule(*machine, role.value_or(row.role), row.arn);
  MachineRow changed = row;
  bool other_text = definition && records_.revisions.find(row.revision)->definition != *definition;
  if (other_text) changed.revision = put_revision(call.scope, *definition);
  if (role) changed.role = *role;
  if (has(call.input, "loggingConfiguration")) changed.logging = value_of(call.input, "loggingConfiguration");
  if (const Json* tracing = find(call.input, "tracingConfiguration")) changed.tracing = bool_at(*tracing, "enabled");
  bool other = other_text || changed.role != row.role || shown_logging(changed.logging) != shown_logging(row.logging) || changed.tracing != row.tracing;
  if (other || changed.revision_id.empty()) changed.revision_id = aws_.ids().uuid();
  changed.updated = aws_.clock().now_ms();
  Json answer = object({{"updateDate", seconds_of(changed.updated)}, {"revisionId", changed.revision_id}});
  std::string key = scope_key(call.scope, changed.name);
  records_.machines.put(key, std::move(changed));
  if (bool_at(call.input, "publish")) set_text(answer, "stateMachineVersionArn", publish(key, text_at(call.input, "versionDescription")).arn);
  return answer;
}

Json States::describe_state_machine(const Call& call) {
  if (auto labelled = find_labelled(call, text_at(call.input, "stateMachineArn"))) return describe_labelled(call, *labelled);
  if (text_at(call.input, "stateMachineArn").find('/') != std::string::npos)
    throw AwsError("StateMachineDoesNotExist", 400, "State Machine Does Not Exist: '" + text_at(call.input, "stateMachineArn") + "'");
  Target target = target_of(call, text_at(call.input, "stateMachineArn"));
  if (target.alias) throw AwsError("StateMachineDoesNotExist", 400, "State Machine Does Not Exist: '" + text_at(call.input, "stateMachineArn") + "'");
  const MachineRow& row = *target.machine;
  const VersionRow* version = target.version;
  const std::string& revision = version ? version->revision : row.revision;
  const std::string& revision_id = version ? version->revision_id : row.revision_id;
  Json out = object({{"stateMachineArn", version ? version->arn : row.arn},
                     {"name", row.name},
                     {"status", row.status},
                     {"roleArn", version ? version->role : row.role},
                     {"type", row.type},
                     {"creationDate", seconds_of(version ? version->created : row.created)},
                     {"loggingConfiguration", shown_logging(version ? version->logging : row.logging)},
                     {"tracingConfiguration", shown_tracing(version ? version->tracing : row.tracing)},
                     {"encryptionConfiguration", shown_encryption()}});
  if (!revision_id.empty()) set_text(out, "revisionId", revision_id);
  if (version && !version->description.empty()) set_text(out, "description", version->description);
  add_definition(out, revision, call.input);
  return out;
}

// The definition is null where only metadata is asked for: the model wants it in the answer.
void States::add_definition(Json& to, const std::string& revision, const Json& input) {
  if (text_at(input, "includedData", "ALL_DATA") != "ALL_DATA") return set(to, "definition", Json());
  set_text(to, "definition", records_.revisions.find(revision)->definition);
  Json references = Json::object();
  for (const auto& [state, names] : asl::variable_references(*definition_of(revision)))
    set(references, state, text_array({names.begin(), names.end()}));
  if (!references.empty()) set(to, "variableReferences", std::move(references));
}

Json States::delete_state_machine(const Call& call) {
  Named named = parse_arn(text_at(call.input, "stateMachineArn"), "stateMachine");
  if (named.scope.account != call.scope.account || named.scope.region != call.scope.region || named.parts.size() != 1) return Json::object();
  std::string key = scope_key(call.scope, named.parts.front());
  if (engine_.runs_any(key))
    records_.machines.update(key, [](MachineRow& row) { row.status = "DELETING"; });
  else
    records_.erase_machine(key);
  return Json::object();
}

Json States::list_state_machines(const Call& call) {
  std::string prefix = scope_prefix(call.scope);
  auto begin = page_start(call.input, "machine");
  size_t most = page_size(call.input);
  Json shown = array(), out = Json::object();
  std::optional<std::string> next;
  for (auto it = records_.machines.lower_bound(prefix + begin.value_or("")); it != records_.machines.end() && it->first.starts_with(prefix); ++it) {
    const MachineRow& row = it->second;
    if (shown.size() == most) {
      next = page_token("machine", row.name);
      break;
    }
    shown.push_back(object({{"stateMachineArn", row.arn}, {"name", row.name}, {"type", row.type}, {"creationDate", seconds_of(row.created)}}));
  }
  set(out, "stateMachines", std::move(shown));
  set_if(out, "nextToken", next);
  return out;
}

}  // namespace lambent::states
