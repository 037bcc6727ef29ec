#include "ipo/run/expectation.h"

#include <filesystem>

#include "base/files.h"
#include "ipo/match/display.h"

namespace lambent::ipo {
namespace {

// Names of the files that are read go to `read`, which may be null.
CompileOptions options_for(const Place& place, std::set<std::string>* read = nullptr) {
  auto folder = std::filesystem::path(place.file).parent_path();
  CompileOptions out;
  out.files = [folder, read](const std::string& name) {
    if (read) read->insert((folder / name).lexically_normal().string());
    return parse_json(read_file(folder / name));
  };
  return out;
}

struct Checking {
  Diagnostics& diagnostics;
  std::set<std::string>* files;
};

void check(const Value& value, Checking& to) {
  Mistakes mistakes;
  Matcher::compile(value.json, mistakes, options_for(value.place, to.files));
  for (const auto& mistake : mistakes) to.diagnostics.error(value.place_of(mistake.place), mistake.message, mistake.hint);
}
void check(const std::optional<Value>& value, Checking& to) {
  if (value) check(*value, to);
}

void check(const Then& then, Checking& to) {
  check(then.response, to);
  check(then.error, to);
  for (const auto& [id, value] : then.steps) check(value, to);
  for (const auto& effect : then.effects.list) check(effect.fields, to);
  for (const auto& denied : then.denied) {
    check(denied.fields, to);
    check(denied.count, to);
  }
  for (const auto& calls : then.calls) check(calls.counters, to);
  for (const auto& log : then.logs) {
    check(log.has, to);
    check(log.json, to);
    check(log.count, to);
  }
  for (const auto& state : then.state) check(state.value, to);
  for (const auto* took : {&then.took.virtual_time, &then.took.real, &then.took.billed, &then.took.memory, &then.took.cold}) check(*took, to);
}

}  // namespace

std::optional<Matcher> compile(const Value& expected, std::vector<Problem>& problems, const std::string& where) {
  Mistakes mistakes;
  Matcher out = Matcher::compile(expected.json, mistakes, options_for(expected.place));
  for (const auto& mistake : mistakes) {
    Problem problem;
    problem.kind = Problem::Kind::world;
    problem.place = expected.place_of(mistake.place);
    problem.where = where;
    problem.what = mistake.message + (mistake.hint.empty() ? "" : " (" + mistake.hint + ")");
    problems.push_back(std::move(problem));
  }
  if (!mistakes.empty()) return std::nullopt;
  return out;
}

Value with_free(const Value& expected, const std::vector<std::string>& free) {
  Value out = expected;
  if (!out.json.is_object() || out.json.contains("$rest")) return out;
  for (const auto& [key, value] : out.json.items())
    if (key.starts_with('$') && !key.starts_with("$$")) return out;  // a matcher of the whole
  for (const auto& name : free)
    if (!out.json.contains(name)) {
      Json any = array();
      any.push_back("$any");
      any.push_back("$absent");
      set(out.json, name, object({{"$oneOf", std::move(any)}}));
    }
  return out;
}

FieldDifference field_of(Difference d, const Value& expected) {
  FieldDifference out;
  out.kind = d.kind == Difference::Kind::missing ? FieldDifference::Kind::missing
             : d.kind == Difference::Kind::extra ? FieldDifference::Kind::extra
                                                 : FieldDifference::Kind::changed;
  out.place = expected.place_of(d.place);
  out.path = std::move(d.path);
  out.expected = std::move(d.expected);
  out.actual = std::move(d.actual);
  out.note = std::move(d.note);
  out.texts = std::move(d.texts);
  return out;
}

std::optional<Problem> compare(Problem::Kind kind, std::string where, const Value& expected, const Json* actual, Context& context,
                               std::vector<Problem>& problems) {
  auto matcher = compile(expected, problems, where);
  if (!matcher) return std::nullopt;
  auto differences = matcher->differences(actual, context);
  if (differences.empty()) return std::nullopt;
  Problem out;
  out.kind = kind;
  out.place = expected.place;
  out.what = where;
  out.where = std::move(where);
  out.expected = expected.json;
  if (actual) out.actual = *actual;
  for (auto& one : differences) out.fields.push_back(field_of(std::move(one), expected));
  return out;
}

void check_matchers(const Case& one, Diagnostics& diagnostics, std::set<std::string>* files) {
  Checking to{diagnostics, files};
  for (const auto& stub : one.given.stubs) check(stub.when, to);
  for (const auto& step : one.when) {
    if (auto* now = std::get_if<CheckNow>(&step.what)) check(now->then, to);
    auto* advance = std::get_if<Advance>(&step.what);
    auto* until = advance ? std::get_if<Advance::Until>(&advance->by) : nullptr;
    if (until) check(until->effect.fields, to);
  }
  check(one.then, to);
}

}  // namespace lambent::ipo
