// Executions as test cases list them.
#include "base/time_text.h"
#include "mocks/states/integrations/http_task.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

std::string last_part(const std::string& arn) { return arn.substr(arn.rfind(':') + 1); }

// The name in "…:execution:<machine>:<name>" or "…:express:<machine>:<name>:<id>".
std::string name_of(const std::string& arn) {
  return arn.find(":express:") == std::string::npos ? last_part(arn) : last_part(arn.substr(0, arn.rfind(':')));
}

Json value_of(const std::string& text) {
  auto value = try_parse_json(text);
  return value ? std::move(*value) : Json(text);
}

}  // namespace

std::optional<SeenEffect> States::effect(const Journal& journal, const JournalEntry& entry) const {
  const auto* execution = std::get_if<ExecutionEntry>(&entry.data);
  if (!execution) return std::nullopt;
  if (last_part(execution->machine_arn).find('/') != std::string::npos) return std::nullopt;  // a distributed Map's child: part of its parent
  // A retried state is one stop on the way, however often it ran.
  Json path = array(), history = array();
  std::string at;
  for (const auto& other : journal.entries()) {
    const auto* visit = std::get_if<VisitEntry>(&other.data);
    if (!visit || other.parent != entry.seq) continue;
    if (!visit->via.starts_with("retry")) path.push_back(visit->state);
    Json step = object({{"state", visit->state}, {"via", visit->via}});
    if (!visit->error.empty()) set_text(step, "error", visit->error);
    history.push_back(std::move(step));
    if (other.open) at = visit->state;
  }
  SeenEffect out;
  out.kind = "execution";
  set_text(out.fields, "machine", last_part(execution->machine_arn));
  set_text(out.fields, "status", execution->status);
  set(out.fields, "path", std::move(path));
  set(out.fields, "input", value_of(execution->input));
  if (!execution->error.empty()) set_text(out.fields, "error", execution->error);
  if (!execution->cause.empty()) set_text(out.fields, "cause", execution->cause);
  set_text(out.details, "name", name_of(execution->arn));
  if (!at.empty()) set_text(out.details, "at", at);
  if (execution->status == "SUCCEEDED") set(out.details, "output", value_of(execution->output));
  set_text(out.details, "started", iso_millis(entry.at));
  if (!entry.open) set_text(out.details, "stopped", iso_millis(entry.at + entry.virtual_took));
  set(out.details, "history", std::move(history));
  return out;
}

Touch States::touch(std::string_view operation) const {
  if (operation == kRestApi || operation == kEndpoint) return Touch::told;  // what came of it is told where it arrived
  bool told = operation == "StartExecution" || operation == "StartSyncExecution" || operation == "StopExecution" || operation == "RedriveExecution" ||
              operation == kStartMapRun;
  return told ? Touch::told : touch_by_verb(operation);
}

bool States::polls(std::string_view operation) const { return operation == "GetActivityTask"; }

}  // namespace lambent::states
