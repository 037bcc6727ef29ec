// Versions: a machine's revision under a number that stays.
#include <algorithm>

#include "aws/arn.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

constexpr size_t kMostVersions = 1000;
const char* kInitialRevision = "INITIAL";  // how the revision before the first update is called

const VersionRow* newest_of(const Records& records, const std::string& machine_key) {
  const VersionRow* out = nullptr;
  records.versions.each(machine_key + ":", [&](const std::string&, const VersionRow& row) { out = &row; });
  return out;
}

}  // namespace

const VersionRow& States::publish(const std::string& machine_key, const std::string& description) {
  const MachineRow& machine = *records_.machines.find(machine_key);
  const VersionRow* newest = newest_of(records_, machine_key);
  if (newest && newest->revision_id == machine.revision_id && newest->revision == machine.revision) return *newest;
  size_t count = 0;
  records_.versions.each(machine_key + ":", [&](const std::string&, const VersionRow&) { ++count; });
  if (count >= kMostVersions)
    throw AwsError("ServiceQuotaExceededException", 400, "The state machine has the maximum number of versions: " + std::to_string(kMostVersions));
  VersionRow row;
  row.number = machine.last_version + 1;
  row.arn = machine.arn + ":" + std::to_string(row.number);
  row.description = description;
  row.revision = machine.revision;
  row.revision_id = machine.revision_id;
  row.role = machine.role;
  row.type = machine.type;
  row.logging = machine.logging;
  row.tracing = machine.tracing;
  row.created = aws_.clock().now_ms();
  records_.machines.update(machine_key, [](MachineRow& r) { ++r.last_version; });
  std::string key = version_key(machine_key, row.number);
  return records_.versions.put(key, std::move(row));
}

Json States::publish_version(const Call& call) {
  const MachineRow& machine = get_machine(call, text_at(call.input, "stateMachineArn"));
  if (machine.status == "DELETING") throw AwsError("StateMachineDeleting", 400, "State Machine is being deleted: '" + machine.arn + "'");
  std::string current = machine.revision_id.empty() ? kInitialRevision : machine.revision_id;
  if (auto asked = find_text(call.input, "revisionId"); asked && *asked != current)
    throw AwsError("ConflictException", 400, "Failed to publish the State Machine version for revision " + *asked +
                                                 ". The current State Machine revision is " + current + ".");
  const VersionRow& row = publish(scope_key(call.scope, machine.name), text_at(call.input, "description"));
  return object({{"stateMachineVersionArn", row.arn}, {"creationDate", seconds_of(row.created)}});
}

Json States::list_versions(const Call& call) {
  const MachineRow& machine = get_machine(call, text_at(call.input, "stateMachineArn"));
  std::vector<const VersionRow*> rows;
  records_.versions.each(scope_key(call.scope, machine.name + ":"), [&](const std::string&, const VersionRow& row) { rows.push_back(&row); });
  std::reverse(rows.begin(), rows.end());
  Page page = page_of(call.input, rows.size());
  Json shown = array();
  for (size_t i = page.from; i < page.to; ++i)
    shown.push_back(object({{"stateMachineVersionArn", rows[i]->arn}, {"creationDate", seconds_of(rows[i]->created)}}));
  Json out = object({{"stateMachineVersions", std::move(shown)}});
  set_if(out, "nextToken", page.next);
  return out;
}

Json States::delete_version(const Call& call) {
  std::string arn = text_at(call.input, "stateMachineVersionArn");
  Named named = parse_arn(arn, "stateMachine");
  if (named.parts.size() != 2 || !is_version(named.parts[1]))
    throw AwsError("ValidationException", 400, "The state machine version ARN must end with a version number: " + arn);
  if (named.scope.account != call.scope.account || named.scope.region != call.scope.region) return Json::object();
  std::string machine_key = scope_key(call.scope, named.parts[0]);
  std::vector<std::string> users;
  records_.aliases.each(machine_key + ":", [&](const std::string&, const AliasRow& alias) {
    if (std::any_of(alias.routes.begin(), alias.routes.end(), [&](const auto& route) { return route.version_arn == arn; })) users.push_back(alias.name);
  });
  if (!users.empty()) {
    std::string list;
    for (const auto& name : users) list += (list.empty() ? "" : ", ") + name;
    throw AwsError("ConflictException", 400,
                   "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [" + list + "]");
  }
  records_.versions.erase(version_key(machine_key, std::stoll(named.parts[1])));
  return Json::object();
}

}  // namespace lambent::states
