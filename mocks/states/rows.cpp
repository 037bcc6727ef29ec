#include "mocks/states/rows.h"

#include <cstdio>

namespace lambent::states {
namespace {

Json to_json(const Failure& f) {
  Json out = Json::object();
  set_if(out, "error", f.error);
  set_if(out, "cause", f.cause);
  if (f.heartbeat) set(out, "heartbeat", true);
  return out;
}
Failure failure_of(const Json& j) { return Failure{find_text(j, "error"), find_text(j, "cause"), bool_at(j, "heartbeat")}; }
Json value_at(const Json& j, const char* key) {
  auto it = j.find(key);
  return it == j.end() ? Json() : *it;
}

}  // namespace

Json MachineRow::to_json() const {
  return object({{"name", name}, {"arn", arn}, {"role", role}, {"revision", revision}, {"revisionId", revision_id}, {"status", status},
                 {"created", created}, {"updated", updated}, {"tags", tags}, {"type", type}, {"logging", logging}, {"tracing", tracing},
                 {"lastVersion", last_version}, {"published", published}, {"versionDescription", version_description}});
}
MachineRow MachineRow::from_json(const Json& j) {
  MachineRow r;
  r.name = text_at(j, "name");
  r.arn = text_at(j, "arn");
  r.role = text_at(j, "role");
  r.revision = text_at(j, "revision");
  r.revision_id = text_at(j, "revisionId");
  r.status = text_at(j, "status");
  r.created = int_at(j, "created");
  r.updated = int_at(j, "updated");
  if (const Json* tags = find(j, "tags")) r.tags = *tags;
  r.type = text_at(j, "type", "STANDARD");
  r.logging = value_at(j, "logging");
  r.tracing = bool_at(j, "tracing");
  r.last_version = int_at(j, "lastVersion");
  r.published = bool_at(j, "published");
  r.version_description = text_at(j, "versionDescription");
  return r;
}

Json RevisionRow::to_json() const {
  Json out = object({{"definition", definition}});
  if (labels.empty()) return out;
  Json list = Json::object();
  for (const auto& [state, label] : labels) list[state] = label;
  set(out, "labels", std::move(list));
  return out;
}
RevisionRow RevisionRow::from_json(const Json& j) {
  RevisionRow r{text_at(j, "definition")};
  if (const Json* list = find(j, "labels"))
    for (const auto& [state, label] : list->items()) r.labels[state] = label.get<std::string>();
  return r;
}

Json ExecutionRow::to_json() const {
  Json out = object({{"name", name}, {"arn", arn}, {"machineName", machine_name}, {"machine", machine_arn}, {"role", role}, {"revision", revision},
                     {"status", status}, {"input", input}, {"failure", states::to_json(failure)}, {"started", started}, {"stopped", stopped},
                     {"number", number}});
  if (express) set(out, "express", true);
  if (!version_arn.empty()) set_text(out, "version", version_arn);
  if (!alias_arn.empty()) set_text(out, "alias", alias_arn);
  if (!logging.is_null()) set(out, "logging", logging);
  if (redrives) {
    set(out, "redrives", redrives);
    set(out, "redriven", redriven);
    set_text(out, "redriveToken", redrive_token);
  }
  if (!test_case.empty()) {
    set_text(out, "testCase", test_case);
    if (mocked) set(out, "mocked", Json(*mocked));
  }
  if (!map_run.empty()) {
    set_text(out, "mapRun", map_run);
    set(out, "index", index);
    set(out, "items", items);
    if (!before_redrive.empty()) set_text(out, "beforeRedrive", before_redrive);
  }
  set_if(out, "output", output);
  set_if(out, "traceHeader", trace_header);
  return out;
}
ExecutionRow ExecutionRow::from_json(const Json& j) {
  ExecutionRow r;
  r.name = text_at(j, "name");
  r.arn = text_at(j, "arn");
  r.machine_name = text_at(j, "machineName");
  r.machine_arn = text_at(j, "machine");
  r.role = text_at(j, "role");
  r.revision = text_at(j, "revision");
  r.status = text_at(j, "status");
  r.input = text_at(j, "input");
  r.output = find_text(j, "output");
  r.trace_header = find_text(j, "traceHeader");
  r.failure = failure_of(value_at(j, "failure"));
  r.started = int_at(j, "started");
  r.stopped = int_at(j, "stopped");
  r.number = int_at(j, "number");
  r.express = bool_at(j, "express");
  r.version_arn = text_at(j, "version");
  r.alias_arn = text_at(j, "alias");
  r.logging = value_at(j, "logging");
  r.redrives = int_at(j, "redrives");
  r.redriven = int_at(j, "redriven");
  r.redrive_token = text_at(j, "redriveToken");
  r.test_case = text_at(j, "testCase");
  if (const Json* calls = find(j, "mocked")) {
    std::map<std::string, std::int64_t> counts;
    for (const auto& [state, count] : calls->items()) counts[state] = count.get<std::int64_t>();
    r.mocked = std::move(counts);
  }
  r.map_run = text_at(j, "mapRun");
  r.index = int_at(j, "index");
  r.items = int_at(j, "items");
  r.before_redrive = text_at(j, "beforeRedrive");
  return r;
}

// "stateEnteredEventDetails" for all kinds of states, else the type's own name.
static std::string details_name(const std::string& type) {
  if (type.ends_with("StateEntered")) return "stateEnteredEventDetails";
  if (type.ends_with("StateExited")) return "stateExitedEventDetails";
  std::string out = type + "EventDetails";
  out[0] = static_cast<char>(out[0] - 'A' + 'a');
  return out;
}

Json EventRow::shown() const {
  Json out = object({{"timestamp", seconds_of(at)}, {"type", type}, {"id", id}, {"previousEventId", previous}});
  if (details.is_null()) return out;
  Json whole = Json::object();
  for (const auto& [name, value] : details.items()) {
    whole[name] = value;
    if (name == "input" || name == "output" || name == "assignedVariables") whole[name + "Details"] = object({{"truncated", false}});
  }
  set(out, details_name(type), std::move(whole));
  return out;
}

Json EventRow::to_json() const { return object({{"type", type}, {"id", id}, {"previous", previous}, {"at", at}, {"details", details}}); }
EventRow EventRow::from_json(const Json& j) {
  EventRow r;
  r.type = text_at(j, "type");
  r.id = int_at(j, "id");
  r.previous = int_at(j, "previous");
  r.at = int_at(j, "at");
  r.details = value_at(j, "details");
  return r;
}

Json CursorRow::to_json() const {
  Json shown = Json::object();
  for (const auto& [name, value] : variables) shown[name] = value;
  Json out = object({{"state", state}, {"via", via}, {"from", from}, {"phase", static_cast<int>(phase)}, {"input", *input}, {"result", result},
                     {"variables", shown}, {"last", last}, {"before", before}, {"entered", entered}, {"enteredAt", entered_at}, {"due", due},
                     {"attempts", attempts}, {"retries", retries}});
  if (failure) set(out, "failure", states::to_json(*failure));
  if (!map_run.empty()) set_text(out, "mapRun", map_run);
  return out;
}
CursorRow CursorRow::from_json(const Json& j) {
  CursorRow r;
  r.state = text_at(j, "state");
  r.via = text_at(j, "via");
  r.from = text_at(j, "from");
  r.phase = static_cast<Phase>(int_at(j, "phase"));
  r.input = value_at(j, "input");
  r.result = value_at(j, "result");
  if (const Json* given = find(j, "variables"))
    for (const auto& [name, value] : given->items()) r.variables[name] = value;
  if (const Json* f = find(j, "failure")) r.failure = failure_of(*f);
  r.last = int_at(j, "last");
  r.before = int_at(j, "before");
  r.entered = int_at(j, "entered");
  r.entered_at = int_at(j, "enteredAt");
  r.due = int_at(j, "due");
  r.retries = int_at(j, "retries");
  r.map_run = text_at(j, "mapRun");
  if (const Json* list = find(j, "attempts"))
    for (const auto& n : *list) r.attempts.push_back(n.get<std::int64_t>());
  return r;
}

Json TaskRow::to_json() const {
  Json out = object({{"token", token}, {"activity", activity}, {"input", input}, {"child", child}, {"submitted", submitted}, {"taken", taken},
                     {"number", number}, {"timeout", timeout}, {"due", due}, {"heartbeat", heartbeat}, {"beatDue", beat_due}});
  set_if(out, "output", output);
  if (failure) set(out, "failure", states::to_json(*failure));
  return out;
}
TaskRow TaskRow::from_json(const Json& j) {
  TaskRow r;
  r.token = text_at(j, "token");
  r.activity = text_at(j, "activity");
  r.input = text_at(j, "input");
  r.child = text_at(j, "child");
  r.submitted = bool_at(j, "submitted");
  r.taken = bool_at(j, "taken");
  r.number = int_at(j, "number");
  r.timeout = int_at(j, "timeout");
  r.due = int_at(j, "due");
  r.heartbeat = int_at(j, "heartbeat");
  r.beat_due = int_at(j, "beatDue");
  r.output = find_text(j, "output");
  if (const Json* f = find(j, "failure")) r.failure = failure_of(*f);
  return r;
}

Json StopRow::to_json() const { return object({{"role", role}, {"machine", machine_arn}}); }
StopRow StopRow::from_json(const Json& j) { return {text_at(j, "role"), text_at(j, "machine")}; }

Json ActivityRow::to_json() const { return object({{"name", name}, {"arn", arn}, {"created", created}, {"tags", tags}}); }
ActivityRow ActivityRow::from_json(const Json& j) {
  ActivityRow r;
  r.name = text_at(j, "name");
  r.arn = text_at(j, "arn");
  r.created = int_at(j, "created");
  if (const Json* tags = find(j, "tags")) r.tags = *tags;
  return r;
}

Json ConnectionRow::to_json() const { return object({{"name", name}, {"auth", auth}}); }
ConnectionRow ConnectionRow::from_json(const Json& j) { return ConnectionRow{text_at(j, "name"), value_at(j, "auth")}; }

Json Counts::to_json() const {
  return object({{"pending", pending}, {"running", running}, {"succeeded", succeeded}, {"failed", failed}, {"timedOut", timed_out},
                 {"aborted", aborted}, {"total", total}, {"resultsWritten", written}});
}
Counts Counts::from_json(const Json& j) {
  Counts c;
  c.pending = int_at(j, "pending");
  c.running = int_at(j, "running");
  c.succeeded = int_at(j, "succeeded");
  c.failed = int_at(j, "failed");
  c.timed_out = int_at(j, "timedOut");
  c.aborted = int_at(j, "aborted");
  c.total = int_at(j, "total");
  c.written = int_at(j, "resultsWritten");
  return c;
}

Json MapRunRow::to_json() const {
  Json out = object({{"arn", arn}, {"state", state}, {"execution", execution_arn}, {"machine", machine_arn}, {"status", status},
                     {"failure", states::to_json(failure)}, {"started", started}, {"stopped", stopped}, {"startedEvent", started_event},
                     {"endedEvent", ended_event}, {"maxConcurrency", max_concurrency}, {"maxItems", max_items}, {"batchItems", batch_items},
                     {"batchBytes", batch_bytes}, {"reader", reader}, {"batchInput", batch_input}, {"writer", writer},
                     {"executions", executions.to_json()}, {"items", items.to_json()}});
  if (express) set(out, "express", true);
  if (exhausted) set(out, "exhausted", true);
  if (redrives) {
    set(out, "redrives", redrives);
    set(out, "redriven", redriven);
  }
  if (!seen.empty()) set_text(out, "seen", seen);
  if (tolerated_count) set(out, "toleratedCount", *tolerated_count);
  if (tolerated_percentage) set(out, "toleratedPercentage", *tolerated_percentage);
  return out;
}
MapRunRow MapRunRow::from_json(const Json& j) {
  MapRunRow r;
  r.arn = text_at(j, "arn");
  r.state = text_at(j, "state");
  r.execution_arn = text_at(j, "execution");
  r.machine_arn = text_at(j, "machine");
  r.status = text_at(j, "status");
  r.failure = failure_of(value_at(j, "failure"));
  r.started = int_at(j, "started");
  r.stopped = int_at(j, "stopped");
  r.express = bool_at(j, "express");
  r.started_event = int_at(j, "startedEvent");
  r.ended_event = int_at(j, "endedEvent");
  r.redrives = int_at(j, "redrives");
  r.redriven = int_at(j, "redriven");
  r.exhausted = bool_at(j, "exhausted");
  r.seen = text_at(j, "seen");
  r.max_concurrency = int_at(j, "maxConcurrency");
  r.tolerated_count = find_int(j, "toleratedCount");
  if (j.contains("toleratedPercentage")) r.tolerated_percentage = number_at(j, "toleratedPercentage");
  r.max_items = int_at(j, "maxItems");
  r.batch_items = int_at(j, "batchItems");
  r.batch_bytes = int_at(j, "batchBytes");
  r.reader = value_at(j, "reader");
  r.batch_input = value_at(j, "batchInput");
  r.writer = value_at(j, "writer");
  r.executions = Counts::from_json(value_at(j, "executions"));
  r.items = Counts::from_json(value_at(j, "items"));
  return r;
}

void Records::load() {
  machines.load();
  revisions.load();
  executions.load();
  events.load();
  cursors.load();
  versions.load();
  aliases.load();
  for (const auto& [key, row] : executions) {
    if (!row.map_run.empty()) index.put_child(row);
    if (!row.express && row.map_run.empty()) index.put(key, row);
  }
  tasks.load();
  activities.load();
  connections.load();
  map_runs.load();
  stops.load();
}

void Records::clear() {
  machines.clear();
  revisions.clear();
  executions.clear();
  events.clear();
  cursors.clear();
  map_runs.clear();
  stops.clear();
  tasks.clear();
  activities.clear();
  connections.clear();
  versions.clear();
  aliases.clear();
  index.clear();
}

void Records::erase_machine(const std::string& key) {
  std::vector<std::string> gone;
  auto note = [&gone](const std::string& at, const auto&) { gone.push_back(at); };
  versions.each(key + ":", note);
  for (const auto& at : gone) versions.erase(at);
  gone.clear();
  aliases.each(key + ":", note);
  for (const auto& at : gone) aliases.erase(at);
  machines.erase(key);
}

void Records::erase_child(const std::string& key) {
  if (const ExecutionRow* row = executions.find(key)) index.erase_child(*row);
  executions.erase(key);
}

std::string execution_key(const Scope& scope, const std::string& machine, const std::string& name) {
  return scope_key(scope, machine + ":" + name);
}

std::string map_run_key(const Scope& scope, const std::string& arn) {
  constexpr std::string_view kKind = ":mapRun:";
  size_t at = arn.find(kKind);
  return scope_key(scope, at == std::string::npos ? arn : arn.substr(at + kKind.size()));
}

double seconds_of(std::int64_t ms) { return static_cast<double>(ms) / 1000.0; }

}  // namespace lambent::states
