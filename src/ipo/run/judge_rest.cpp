// Counters of calls, log lines, what is left, and how long it took.
#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/duration.h"
#include "ipo/match/text_diff.h"
#include "ipo/run/expectation.h"
#include "ipo/run/judge.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

std::string duration_text(Duration d) { return format_duration(std::chrono::floor<std::chrono::milliseconds>(d).count()); }

// A plain text, which a log line is to contain, without the doubled dollar of a literal.
std::optional<std::string> plain_text(const Value& value) {
  if (!value.json.is_string()) return std::nullopt;
  const auto& text = value.json.get_ref<const std::string&>();
  if (text.starts_with("$$")) return text.substr(1);
  if (text.starts_with('$')) return std::nullopt;
  return text;
}

// "168h" written where "7d" is measured is the same time.
Value in_shortest_form(Value value) {
  if (value.json.is_string())
    if (auto ms = parse_duration(value.json.get_ref<const std::string&>())) value.json = format_duration(*ms);
  return value;
}

std::string description(const LogLine& line) {
  std::string out = "a line";
  if (!line.function.empty()) out += " of " + line.function;
  if (!line.level.empty()) out += ", level " + line.level;
  if (line.has) out += ", with " + shown(line.has->json, 120);
  if (line.json) out += ", JSON " + shown(line.json->json, 120);
  return out;
}

}  // namespace

void Judge::calls(const Then& then) {
  for (const auto& one : then.calls) {
    Json counted = count_calls(world_, one.on);
    Value expected = with_free(one.counters, {"total", "failed", "denied", "stubbed"});
    add(compare(Problem::Kind::call_counter, "calls " + one.on.text, expected, &counted, context_, problems_));
  }
}

void Judge::logs(const Then& then) {
  for (size_t i = 0; i < then.logs.size(); ++i) log(then.logs[i], i);
}

void Judge::log(const LogLine& line, size_t index) {
  const std::string where = "logs[" + std::to_string(index) + "]";
  std::optional<std::string> text = line.has ? plain_text(*line.has) : std::nullopt;
  std::optional<Matcher> whole, json;
  if (line.has && !text) whole = compile(*line.has, problems_, where + ".has");
  if (line.json) json = compile(*line.json, problems_, where + ".json");
  std::int64_t count = 0;
  std::string nearest_line;
  double nearest = 0;
  for (const auto& one : seen_.logs) {
    if (!line.function.empty() && one.function != line.function) continue;
    if (!line.level.empty() && one.level != upper(line.level)) continue;
    auto value = json ? try_parse_json(one.text) : std::nullopt;
    bool fits = (!text || one.text.find(*text) != std::string::npos) && (!whole || whole->matches(one.text, context_)) &&
                (!json || (value && json->matches(*value, context_)));
    count += fits;
    double near = text ? rough_similarity(*text, one.text) : 0.01;
    if (!fits && near > nearest) {
      nearest = near;
      nearest_line = one.text;
    }
  }
  Problem out;
  if (line.count) {
    Json counted = count;
    auto problem = compare(Problem::Kind::log_line, where + ".count", *line.count, &counted, context_, problems_);
    if (!problem) return;
    out = std::move(*problem);
  } else if (count == 0) {
    FieldDifference difference;
    difference.kind = FieldDifference::Kind::missing;
    difference.expected = "at least one";
    difference.actual = nearest_line.empty() ? "none" : "none; the nearest is " + in_quotes(nearest_line, 200);
    difference.place = line.place;
    out.fields.push_back(std::move(difference));
  } else {
    return;
  }
  out.kind = Problem::Kind::log_line;
  out.place = line.place;
  out.where = where;
  out.what = description(line);
  problems_.push_back(std::move(out));
}

void Judge::state(const Then& then) {
  for (const auto& one : then.state) {
    auto left = state_of(world_, one.service);
    if (!left) {
      Problem out;
      out.kind = Problem::Kind::state_differs;
      out.place = one.value.place;
      out.where = "state." + one.service;
      out.what = one.service + " shows no state; there are " + join(services_with_state(), ", ");
      problems_.push_back(std::move(out));
      continue;
    }
    std::vector<std::string> free;
    for (const auto& [name, value] : left->items()) free.push_back(name);
    Value expected = with_free(one.value, free);
    for (auto& [name, inside] : expected.json.items()) {
      if (one.service != "sqs" || !left->contains(name)) continue;
      Value queue = one.value;
      queue.json = inside;
      inside = with_free(queue, {"depth", "messages"}).json;
    }
    add(compare(Problem::Kind::state_differs, "state." + one.service, expected, &*left, context_, problems_));
  }
}

void Judge::took(const Took& took) {
  auto judge = [&](const char* name, const std::optional<Value>& expected, const Json& actual) {
    if (expected) add(compare(Problem::Kind::took, std::string("took.") + name, in_shortest_form(*expected), &actual, context_, problems_));
  };
  judge("virtual", took.virtual_time, duration_text(world_.now() - world_.began()));
  judge("real", took.real, duration_text(world_.watch().elapsed()));
  judge("billed", took.billed, duration_text(std::chrono::milliseconds(seen_.billed_ms)));
  judge("memory", took.memory, seen_.memory_mb);
  judge("cold", took.cold, seen_.cold);
}

}  // namespace lambent::ipo
