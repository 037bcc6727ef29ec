#include "mocks/states/engine/execution_log.h"

#include "aws/arn.h"
#include "base/time_text.h"

namespace lambent::states {
namespace {

bool ends_with_any(const std::string& type, std::initializer_list<const char*> endings) {
  for (const char* ending : endings)
    if (type.ends_with(ending)) return true;
  return false;
}

bool is_data(const std::string& member) {
  for (const char* name : {"input", "output", "parameters", "assignedVariables"})
    if (member == name) return true;
  return false;
}

// "arn:aws:logs:us-east-1:000000000000:log-group:/aws/states/m:*": its name.
std::string group_of(const Json& logging) {
  const Json* destinations = find(logging, "destinations");
  const Json* group = destinations && !destinations->empty() ? find(destinations->front(), "cloudWatchLogsLogGroup") : nullptr;
  auto arn = Arn::parse(group ? text_at(*group, "logGroupArn") : "");
  if (!arn) return "";
  std::string name = arn->resource.substr(arn->resource.find(':') + 1);
  return name.substr(0, name.find(':'));
}

// "2024-11-04-12-30"
std::string minute_of(std::int64_t ms) {
  std::string text = iso_millis(from_epoch_ms(ms)).substr(0, 16);
  text[10] = text[13] = '-';
  return text;
}

}  // namespace

ExecutionLog::ExecutionLog(const ExecutionRow& row, Ids& ids) {
  std::string level = text_at(row.logging, "level", "OFF");
  level_ = level == "ALL" ? Level::all : level == "ERROR" ? Level::error : level == "FATAL" ? Level::fatal : Level::off;
  data_ = bool_at(row.logging, "includeExecutionData");
  if (on()) stream_ = group_of(row.logging) + ":states/" + row.machine_name + "/" + minute_of(row.started) + "/" + ids.uuid();
}

bool ExecutionLog::wants(const std::string& type) const {
  switch (level_) {
    case Level::off: return false;
    case Level::all: return true;
    case Level::error: return type == "FailStateEntered" || ends_with_any(type, {"Failed", "Aborted", "TimedOut"});
    case Level::fatal: return type.starts_with("Execution") && ends_with_any(type, {"Failed", "Aborted", "TimedOut"});
  }
  return false;
}

LogEntry ExecutionLog::entry(const EventRow& event, const ExecutionRow& row) const {
  Json details = Json::object();
  if (event.details.is_object())
    for (const auto& [name, value] : event.details.items()) {
      if (!is_data(name)) {
        details[name] = value;
      } else if (data_) {
        details[name] = value;
        if (name != "parameters") details[name + "Details"] = object({{"truncated", false}});
      }
    }
  Json record = object({{"id", std::to_string(event.id)},
                        {"type", event.type},
                        {"details", std::move(details)},
                        {"previous_event_id", std::to_string(event.previous)},
                        {"event_timestamp", std::to_string(event.at)},
                        {"execution_arn", row.arn},
                        {"redrive_count", std::to_string(row.redrives)}});
  LogEntry out;
  out.log_stream = stream_;
  out.line = dump(record);
  return out;
}

}  // namespace lambent::states
