// The JSONPath data flow: raw input, InputPath, Parameters, work, ResultSelector, ResultPath, OutputPath.
#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/path/reference_path.h"
#include "mocks/states/path/template.h"

namespace lambent::states {
namespace {

// ISO time as the context object has it: milliseconds without trailing zeros.
std::string context_time(std::int64_t ms) {
  std::string text = iso_millis(from_epoch_ms(ms));
  text.pop_back();
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + "Z";
}

}  // namespace

Json Engine::context(const Thread& t, const asl::State& s) const {
  const Live& live = *t.live;
  Json execution = object({{"Id", live.row.arn}, {"Input", live.input}, {"StartTime", context_time(live.row.started)}, {"Name", live.row.name},
                           {"RoleArn", live.row.role}, {"RedriveCount", 0}});
  Json state = object({{"Name", s.name}, {"EnteredTime", context_time(t.at.entered_at)}});
  bool retries = s.type == asl::Type::task || s.type == asl::Type::map || s.type == asl::Type::parallel;
  if (retries) set(state, "RetryCount", t.at.retries);
  return object({{"Execution", std::move(execution)},
                 {"StateMachine", object({{"Id", live.row.machine_arn}, {"Name", live.row.machine_name}})},
                 {"State", std::move(state)}});
}

path::Sources Engine::sources(Thread& t, const asl::State& s, const Json& data) {
  path::Sources out;
  out.data = &data;
  const Thread* thread = &t;
  const asl::State* state = &s;
  out.context = [this, thread, state] { return context(*thread, *state); };
  out.variables = &t.variables;
  return out;
}

Json Engine::select(Thread& t, const asl::State& s, const asl::Selector& selector, const Json& data) {
  if (selector.drops) return Json::object();
  if (selector.whole()) return data;
  try {
    return path::JsonPath::parse(selector.path)->evaluate(sources(t, s, data));
  } catch (const path::PathMissing& e) {
    throw RuntimeFailure("Invalid path '" + selector.path + "' : " + e.what());
  }
}

Json Engine::effective_input(Thread& t, const asl::State& s) {
  Json data = select(t, s, s.input, t.at.input);
  if (!s.parameters || s.type == asl::Type::map) return data;
  return path::expand(*s.parameters, sources(t, s, data), aws_.ids());
}

Json Engine::combine(Thread& t, const asl::State& s, Json result) {
  Json raw = s.assign ? result : Json();
  if (s.result_selector) result = path::expand(*s.result_selector, sources(t, s, result), aws_.ids());
  Json whole = t.at.input;
  if (!s.result_path.drops) {
    auto reference = path::JsonPath::parse(s.result_path.path);
    whole = path::put_at(std::move(whole), *reference, std::move(result), s.result_path.path);
  }
  Json output = select(t, s, s.output, whole);
  Json details = Json::object();
  assign(t, s.assign, raw, details);  // last: everything else sees the variables as they were on entry
  t.at.result = std::move(details);
  return output;
}

std::optional<std::int64_t> Engine::whole_from(Thread& t, const asl::State& s, const std::optional<std::string>& path, const char* field) {
  if (!path) return std::nullopt;
  Json value;
  try {
    value = path::JsonPath::parse(*path)->evaluate(sources(t, s, t.at.input));
  } catch (const path::PathMissing& e) {
    throw RuntimeFailure("Invalid path '" + *path + "' : " + e.what());
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_string()) {  // "1" counts as a number here
    auto inner = try_parse_json(value.get_ref<const std::string&>());
    if (inner && inner->is_number_integer()) return inner->get<std::int64_t>();
  }
  std::string shown = value.is_object() ? "{}" : value.is_string() ? value.get<std::string>() : dump(value);
  throw RuntimeFailure("The " + std::string(field) + " field refers to value \"" + shown + "\" which is not a valid integer: " + *path);
}

}  // namespace lambent::states
