// The data flow. JSONPath: raw input, InputPath, Parameters, work, ResultSelector, ResultPath, OutputPath. JSONata:
// Arguments, work, Output. Both: Assign, which sees the variables as they were on entry.
#include <algorithm>
#include <cmath>

#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/path/reference_path.h"
#include "mocks/states/size.h"

namespace lambent::states {
namespace {

constexpr double kMostAmount = 9.2e18;  // what a whole number of 64 bits holds

std::int64_t whole_of(const Json& value) {
  bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  return huge ? INT64_MAX : value.get<std::int64_t>();
}

// ISO time as the context object has it: milliseconds without trailing zeros.
std::string context_time(std::int64_t ms) {
  std::string text = iso_millis(from_epoch_ms(ms));
  text.pop_back();
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + "Z";
}

// In our words, after those AWS has for results: what it says of variables is not known.
[[noreturn]] void refuse_size(const std::string& what, const asl::State& s, const char* verb) {
  throw StateFailure("States.DataLimitExceeded", what + " the state '" + s.name + "' " + verb + " a size exceeding the maximum number of bytes service limit.");
}

}  // namespace

Json Engine::context(const Thread& t, const asl::State& s, const Json* more) const {
  const Live& live = *t.live;
  Json execution = object({{"Id", live.row().arn}, {"Input", *live.input}});
  if (!live.row().express) set_text(execution, "StartTime", context_time(live.row().started));
  set_text(execution, "Name", live.row().name);
  set_text(execution, "RoleArn", live.row().role);
  if (live.row().express) set_text(execution, "StartTime", context_time(live.row().started));
  set(execution, "RedriveCount", live.row().redrives);
  if (live.row().redrives) set_text(execution, "RedriveTime", context_time(live.row().redriven));
  Json state = object({{"Name", s.name}, {"EnteredTime", context_time(t.at.entered_at)}});
  bool retries = s.type == asl::Type::task || s.type == asl::Type::map || s.type == asl::Type::parallel;
  if (retries) set(state, "RetryCount", t.at.retries);
  Json out = object({{"Execution", std::move(execution)},
                     {"StateMachine", object({{"Id", live.row().machine_arn}, {"Name", live.row().machine_name}})},
                     {"State", std::move(state)}});
  if (more)
    for (const auto& [name, value] : more->items()) set(out, name, value);
  return live.inspection ? live.inspection->shown_context(std::move(out), !live.row().role.empty()) : out;
}

void Engine::note(const Thread& t, const asl::State& s, const char* stage, const Json& value) {
  if (t.live->inspection) t.live->inspection->note(s, stage, value);
}

path::Sources Engine::sources(Thread& t, const asl::State& s, const Json& data, const Json* more) {
  path::Sources out;
  out.data = &data;
  const Thread* thread = &t;
  const asl::State* state = &s;
  out.context = [this, thread, state, more] { return context(*thread, *state, more); };
  out.variables = &t.at.variables;
  return out;
}

Json Engine::work_out(Thread& t, const asl::State& s, const asl::Form& form, std::string_view field, const View& view) {
  asl::Sight sight{nullptr, nullptr, aws_.clock().now_ms(), aws_.ids()};
  if (form.constant()) return form.work_out(sight, field);
  if (s.language == asl::Language::jsonpath) {
    path::Sources from = sources(t, s, view.data ? *view.data : *t.at.input, view.more);
    sight.paths = &from;
    return form.work_out(sight, field);
  }
  // Only what the expressions name is handed over.
  const auto& uses = form.references();
  jsonata::Bindings bindings;
  Json states = Json::object();
  auto used = [&uses](const char* name) { return uses.whole_states || uses.states_members.contains(name); };
  if (used("input")) set(states, "input", *t.at.input);
  if (used("context")) set(states, "context", context(t, s, view.more));
  if (view.result && used("result")) set(states, "result", *view.result);
  if (view.error_output && used("errorOutput")) set(states, "errorOutput", *view.error_output);
  if (!states.empty()) bindings.set("states", std::move(states));
  for (const auto* names : {&uses.variables, &uses.shadowing})
    for (const auto& name : *names)
      if (auto it = t.at.variables.find(name); it != t.at.variables.end()) bindings.set(name, it->second);
  sight.bindings = &bindings;
  return form.work_out(sight, field);
}

Json Engine::select(Thread& t, const asl::State& s, const asl::Selector& selector, const Json& data) {
  if (selector.drops) return Json::object();
  if (selector.whole()) return data;
  if (data.is_null() && selector.path->root() == path::JsonPath::Root::data)
    throw RuntimeFailure("Unable to apply Path transformation to null or empty input.");
  try {
    return selector.path->evaluate(sources(t, s, data));
  } catch (const path::PathMissing& e) {
    throw RuntimeFailure("Invalid path '" + selector.text + "' : " + e.what());
  }
}

Json Engine::effective_input(Thread& t, const asl::State& s, const Json* more) {
  View view;
  view.more = more;
  if (s.language == asl::Language::jsonata) {
    Json input = s.arguments ? work_out(t, s, *s.arguments, "Arguments", view) : *t.at.input;
    note(t, s, "afterArguments", input);
    return input;
  }
  Json data = effective_data(t, s);
  view.data = &data;
  Json input = s.parameters ? work_out(t, s, *s.parameters, "Parameters", view) : std::move(data);
  note(t, s, "afterParameters", input);
  return input;
}

Json Engine::effective_data(Thread& t, const asl::State& s) {
  Json data = select(t, s, s.input, *t.at.input);
  note(t, s, "afterInputPath", data);
  return data;
}

Json Engine::combine(Thread& t, const asl::State& s, Json result, Json& assigned) {
  View view;
  view.data = view.result = &result;
  note(t, s, "result", result);
  if (s.language == asl::Language::jsonata) {
    bool works = s.type == asl::Type::task || s.type == asl::Type::map || s.type == asl::Type::parallel;
    if (!works) view.result = nullptr;
    Json output;
    if (s.output_form) output = work_out(t, s, *s.output_form, "Output", view);
    assigned = assign(t, s, s.assign, view);
    return s.output_form ? std::move(output) : std::move(result);
  }
  Json selected;
  if (s.result_selector) selected = work_out(t, s, *s.result_selector, "ResultSelector", view);
  Json& given = s.result_selector ? selected : result;
  note(t, s, "afterResultSelector", given);
  Json whole;
  if (s.result_path.drops) {
    whole = *t.at.input;
  } else if (s.result_path.whole()) {
    whole = s.assign ? given : std::move(given);
  } else {
    Json input = *t.at.input;
    Json copy = given;
    whole = path::put_at(std::move(input), *s.result_path.path, std::move(copy), s.result_path.text);
  }
  note(t, s, "afterResultPath", whole);
  Json output = s.output.whole() ? std::move(whole) : select(t, s, s.output, whole);
  assigned = assign(t, s, s.assign, view);
  return output;
}

Json Engine::assign(Thread& t, const asl::State& s, const std::optional<asl::Form>& form, const View& view) {
  if (!form) return Json();
  Json values = work_out(t, s, *form, "Assign", view);
  check_depth(values);
  if (values.empty()) return Json();
  if (!t.own) t.own = std::make_shared<OwnVariables>(t.live);
  Json shown = Json::object();
  size_t together = 0, all = t.live->variable_bytes;
  for (const auto& [name, value] : values.items()) {
    std::string text = dump(value);
    if (text.size() > kMaxData) refuse_size("The variable '" + name + "' assigned by", s, "has");
    together += text.size();
    all += text.size() - t.own->bytes_of(name);
    set_text(shown, name, text);
  }
  if (together > kMaxData) refuse_size("The variables assigned by", s, "together have");
  if (all > kMaxVariables) refuse_size("The variables of the execution with those assigned by", s, "together have");
  for (const auto& [name, value] : values.items()) {
    t.own->put(name, shown[name].get_ref<const std::string&>().size());
    t.at.variables[name] = value;
  }
  return shown;
}

void Engine::own_variables(Thread& t, const path::Variables& outer) {
  for (const auto& [name, value] : t.at.variables) {
    if (outer.contains(name)) continue;
    if (!t.own) t.own = std::make_shared<OwnVariables>(t.live);
    t.own->put(name, dump(value).size());
  }
}

std::optional<std::int64_t> Engine::amount(Thread& t, const asl::State& s, const asl::Amount& given, const char* field) {
  if (given.literal) return static_cast<std::int64_t>(*given.literal);
  if (given.expression) {
    Json value = work_out(t, s, *given.expression, field, View());
    if (!value.is_number())
      throw QueryFailure(jsonata::cause_of_type(given.expression->text(), field, "number", value), field);
    return static_cast<std::int64_t>(std::clamp(std::floor(value.get<double>()), -kMostAmount, kMostAmount));
  }
  if (!given.path) return std::nullopt;
  Json value;
  try {
    value = given.path->evaluate(sources(t, s, *t.at.input));
  } catch (const path::PathMissing& e) {
    throw RuntimeFailure("Invalid path '" + given.path_text + "' : " + e.what());
  }
  if (value.is_number_integer()) return whole_of(value);
  if (value.is_string()) {  // "1" counts as a number here
    auto inner = try_parse_json(value.get_ref<const std::string&>());
    if (inner && inner->is_number_integer()) return whole_of(*inner);
  }
  std::string shown = value.is_object() ? "{}" : value.is_string() ? value.get<std::string>() : dump(value);
  throw RuntimeFailure("The " + std::string(field) + "Path field refers to value \"" + shown + "\" which is not a valid integer: " + given.path_text);
}

}  // namespace lambent::states
