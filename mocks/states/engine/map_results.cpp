// What a map run gives: its children's results, as the state's result or as files.
#include "base/time_text.h"
#include "mocks/states/engine/map_run.h"

namespace lambent::states {

Json child_record(const ExecutionRow& child) {
  Json included = object({{"Included", true}});
  Json out = Json::object();
  set_if(out, "Cause", child.failure.cause);
  set_if(out, "Error", child.failure.error);
  set_text(out, "ExecutionArn", child.arn);
  set_text(out, "Input", child.input);
  set(out, "InputDetails", included);
  set_text(out, "Name", child.name);
  if (child.output) {
    set_text(out, "Output", *child.output);
    set(out, "OutputDetails", included);
  }
  set(out, "RedriveCount", child.redrives);
  set_text(out, "RedriveStatus", child.output ? "NOT_REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN");
  if (child.output) set_text(out, "RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
  set_text(out, "StartDate", iso_millis(from_epoch_ms(child.started)));
  set_text(out, "StateMachineArn", child.machine_arn);
  set_text(out, "Status", child.status);
  set_text(out, "StopDate", iso_millis(from_epoch_ms(child.stopped)));
  return out;
}

Json results_of(const std::vector<const ExecutionRow*>& children, asl::ResultWriter::Transformation how) {
  using Transformation = asl::ResultWriter::Transformation;
  Json out = Json::array();
  for (const ExecutionRow* child : children) {
    if (how == Transformation::none || !child->output) {
      out.push_back(child_record(*child));
      continue;
    }
    Json result = parse_json(*child->output);
    if (how == Transformation::flatten && result.is_array())
      for (auto& one : result) out.push_back(std::move(one));
    else
      out.push_back(std::move(result));
  }
  return out;
}

std::string file_text(const Json& results, bool lines) {
  if (!lines) return dump(results);
  std::string out;
  for (const auto& one : results) out += dump(one) + "\n";
  return out;
}

}  // namespace lambent::states
