#include "mocks/states/states.h"

namespace lambent::states {
namespace {

// Without execution data an event keeps everything but what went in and came out.
Json without_data(const Json& event) {
  Json out = Json::object();
  for (const auto& [name, value] : event.items()) {
    if (!value.is_object()) {
      out[name] = value;
      continue;
    }
    Json details = Json::object();
    for (const auto& [member, inner] : value.items())
      if (member != "input" && member != "output" && member != "parameters" && member != "assignedVariables") details[member] = inner;
    if (name.starts_with("taskScheduled")) set_text(details, "parameters", "");  // the model requires it
    out[name] = std::move(details);
  }
  return out;
}

}  // namespace

Json States::get_execution_history(const Call& call) {
  const ExecutionRow& row = get_execution(call);
  std::string key = execution_key(call.scope, row.machine_name, row.name);
  bool backwards = bool_at(call.input, "reverseOrder");
  bool data = bool_at(call.input, "includeExecutionData", true);
  const auto& events = records_.events.rows(key);
  const size_t total = events.size();
  Page page = page_of(call.input, total);
  Json shown = array();
  for (size_t i = page.from; i < page.to; ++i) {
    Json event = events[backwards ? total - 1 - i : i].shown();
    shown.push_back(data ? std::move(event) : without_data(event));
  }
  Json out = object({{"events", std::move(shown)}});
  set_if(out, "nextToken", page.next);
  return out;
}

}  // namespace lambent::states
