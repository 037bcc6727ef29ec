#include "aws/arn.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

AwsError refuse(const std::string& what) { return not_emulated("stepfunctions", what); }

// What may be asked for but would have no effect here is refused by name.
void refuse_inert(const Json& input) {
  if (text_at(input, "type", "STANDARD") != "STANDARD") throw refuse("type EXPRESS");
  if (const Json* logging = find(input, "loggingConfiguration"); logging && text_at(*logging, "level", "OFF") != "OFF")
    throw refuse("loggingConfiguration with level " + text_at(*logging, "level"));
  if (const Json* tracing = find(input, "tracingConfiguration"); tracing && bool_at(*tracing, "enabled")) throw refuse("tracingConfiguration");
  if (const Json* key = find(input, "encryptionConfiguration"); key && text_at(*key, "type") != "AWS_OWNED_KEY")
    throw refuse("encryptionConfiguration with type " + text_at(*key, "type"));
  if (bool_at(input, "publish")) throw refuse("publish (state machine versions)");
  if (has(input, "versionDescription"))
    throw AwsError("ValidationException", 400, "Version description can only be set when publish is true");
}

Json not_logged() { return object({{"level", "OFF"}, {"includeExecutionData", false}}); }

}  // namespace

void States::check_definition(const std::string& definition, const std::string& type) const {
  auto parsed = asl::parse_definition(definition, machine_type(type));
  if (!parsed.findings.empty())
    throw AwsError("InvalidDefinition", 400, "Invalid State Machine Definition: '" + asl::text(parsed.findings) + "'");
  if (!parsed.unsupported.empty()) throw refuse(parsed.unsupported.front());
}

void States::check_role(const std::string& role, const std::string& machine_arn) const {
  auto arn = Arn::parse(role);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/"))
    throw AwsError("InvalidArn", 400, "Invalid Arn: 'Invalid ARN prefix: " + role + "'");
  try {
    aws_.assume(role, "states.amazonaws.com", "create", machine_arn);
  } catch (const AwsError&) {
    throw AwsError("AccessDeniedException", 400,
                   "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.");
  }
}

std::string States::put_revision(const Scope& scope, const std::string& definition) {
  std::string key = scope_key(scope, aws_.ids().uuid());
  records_.revisions.put(key, RevisionRow{definition});
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
  std::string name = text_at(call.input, "name");
  std::string definition = text_at(call.input, "definition");
  check_name(name);
  refuse_inert(call.input);
  check_definition(definition, text_at(call.input, "type", "STANDARD"));
  check_role(text_at(call.input, "roleArn"), machine_arn(call.scope, name));
  std::string key = scope_key(call.scope, name);
  if (const MachineRow* row = records_.machines.find(key)) {
    if (row->status == "DELETING") throw AwsError("StateMachineDeleting", 400, "State Machine is being deleted: '" + row->arn + "'");
    if (records_.revisions.find(row->revision)->definition != definition)
      throw AwsError("StateMachineAlreadyExists", 400, "State Machine Already Exists: '" + row->arn + "'");
    return object({{"stateMachineArn", row->arn}, {"creationDate", seconds_of(row->created)}});
  }
  MachineRow row;
  row.name = name;
  row.arn = machine_arn(call.scope, name);
  row.role = text_at(call.input, "roleArn");
  row.revision = put_revision(call.scope, definition);
  row.created = aws_.clock().now_ms();
  if (const Json* tags = find(call.input, "tags")) row.tags = *tags;
  Json answer = object({{"stateMachineArn", row.arn}, {"creationDate", seconds_of(row.created)}});
  records_.machines.put(key, std::move(row));
  return answer;
}

Json States::update_state_machine(const Call& call) {
  const MachineRow& row = get_machine(call, text_at(call.input, "stateMachineArn"));
  refuse_inert(call.input);
  bool any = false;
  for (const char* member : {"definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration"}) any = any || has(call.input, member);
  if (!any)
    throw AwsError("MissingRequiredParameter", 400,
                   "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified");
  if (row.status == "DELETING") throw AwsError("StateMachineDeleting", 400, "State Machine is being deleted: '" + row.arn + "'");
  auto definition = find_text(call.input, "definition");
  auto role = find_text(call.input, "roleArn");
  if (definition) check_definition(*definition, "STANDARD");
  if (role) check_role(*role, row.arn);
  bool other_text = definition && records_.revisions.find(row.revision)->definition != *definition;
  bool other_role = role && *role != row.role;
  MachineRow changed = row;
  if (other_text) changed.revision = put_revision(call.scope, *definition);
  if (other_role) changed.role = *role;
  if (other_text || other_role || changed.revision_id.empty()) changed.revision_id = aws_.ids().uuid();
  changed.updated = aws_.clock().now_ms();
  Json answer = object({{"updateDate", seconds_of(changed.updated)}, {"revisionId", changed.revision_id}});
  std::string key = scope_key(call.scope, changed.name);
  records_.machines.put(key, std::move(changed));
  return answer;
}

Json States::describe_state_machine(const Call& call) {
  const MachineRow& row = get_machine(call, text_at(call.input, "stateMachineArn"));
  Json out = object({{"stateMachineArn", row.arn},
                     {"name", row.name},
                     {"status", row.status},
                     {"definition", records_.revisions.find(row.revision)->definition},
                     {"roleArn", row.role},
                     {"type", "STANDARD"},
                     {"creationDate", seconds_of(row.created)},
                     {"loggingConfiguration", not_logged()},
                     {"tracingConfiguration", object({{"enabled", false}})},
                     {"encryptionConfiguration", object({{"type", "AWS_OWNED_KEY"}})}});
  if (!row.revision_id.empty()) set_text(out, "revisionId", row.revision_id);
  return out;
}

Json States::delete_state_machine(const Call& call) {
  Named named = parse_arn(text_at(call.input, "stateMachineArn"), "stateMachine");
  if (named.scope.account != call.scope.account || named.scope.region != call.scope.region || named.parts.size() != 1) return Json::object();
  std::string key = scope_key(call.scope, named.parts.front());
  if (engine_.runs_any(key))
    records_.machines.update(key, [](MachineRow& row) { row.status = "DELETING"; });
  else
    records_.machines.erase(key);
  return Json::object();
}

Json States::list_state_machines(const Call& call) {
  Json all = array();
  records_.machines.each(scope_prefix(call.scope), [&](const std::string&, const MachineRow& row) {
    all.push_back(object({{"stateMachineArn", row.arn}, {"name", row.name}, {"type", "STANDARD"}, {"creationDate", seconds_of(row.created)}}));
  });
  Page page = page_of(call.input, all.size());
  Json shown = array();
  for (size_t i = page.from; i < page.to; ++i) shown.push_back(all[i]);
  Json out = object({{"stateMachines", std::move(shown)}});
  set_if(out, "nextToken", page.next);
  return out;
}

}  // namespace lambent::states
