#include <cmath>

#include "ipo/match/display.h"
#include "ipo/match/duration.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

// A number, or a duration in milliseconds.
struct Quantity {
  double value = 0;
  bool duration = false;
};

std::optional<Quantity> quantity(const Json& value) {
  if (value.is_number()) return Quantity{value.get<double>(), false};
  if (!value.is_string()) return std::nullopt;
  auto milliseconds = parse_duration(value.get_ref<const std::string&>());
  if (!milliseconds) return std::nullopt;
  return Quantity{static_cast<double>(*milliseconds), true};
}

constexpr std::string_view kWants = "a number, or a duration such as \"2s\"";

template <class Holds>
NodePtr order_word(const Argument& argument, Compiler& compiler, const Quantity& limit, std::string text, Holds holds) {
  auto test = [duration = limit.duration, holds](const Json& actual, const Context&) -> std::string {
    auto q = quantity(actual);
    if (!q) return duration ? "not a duration" : "not a number";
    if (q->duration != duration) return duration ? "a number is no duration: its unit is not known" : "a duration is no number";
    return holds(q->value) ? "" : "-";
  };
  return compiler.make<TestNode>(argument, test, [text = std::move(text)](const Context&) { return text; });
}

// Integers beyond 2^53 would be equal to their neighbours as doubles; no test compares such numbers by order.
template <class Holds>
NodePtr compare_word(const Argument& argument, Compiler& compiler, std::string_view says, Holds holds) {
  auto limit = quantity(argument.value);
  if (!limit) return compiler.wrong(argument, kWants);
  std::string text = argument.value.is_string() ? argument.value.get<std::string>() : shown(argument.value);
  return order_word(argument, compiler, *limit, std::string(says) + text, [holds, limit = limit->value](double actual) { return holds(actual, limit); });
}

}  // namespace

NodePtr make_less(const Argument& argument, Compiler& compiler) { return compare_word(argument, compiler, "less than ", std::less<double>()); }
NodePtr make_at_most(const Argument& argument, Compiler& compiler) { return compare_word(argument, compiler, "at most ", std::less_equal<double>()); }
NodePtr make_more(const Argument& argument, Compiler& compiler) { return compare_word(argument, compiler, "more than ", std::greater<double>()); }
NodePtr make_at_least(const Argument& argument, Compiler& compiler) { return compare_word(argument, compiler, "at least ", std::greater_equal<double>()); }

NodePtr make_between(const Argument& argument, Compiler& compiler) {
  const Json& value = argument.value;
  if (!value.is_array() || value.size() != 2) return compiler.wrong(argument, "two numbers or durations: [0, 10]");
  auto low = quantity(value[0]), high = quantity(value[1]);
  if (!low || !high || low->duration != high->duration) return compiler.wrong(argument, "two numbers or two durations: [0, 10], [\"1s\", \"2s\"]");
  if (low->value > high->value) return compiler.wrong(argument.place, "$between has its larger bound first");
  auto text = [](const Json& bound) { return bound.is_string() ? bound.get<std::string>() : shown(bound); };
  return order_word(argument, compiler, *low, "between " + text(value[0]) + " and " + text(value[1]),
                    [a = low->value, b = high->value](double actual) { return actual >= a && actual <= b; });
}

NodePtr make_about(const Argument& argument, Compiler& compiler) {
  const Json& value = argument.value;
  if (!value.is_object() || !value.contains("of") || !value.contains("by")) return compiler.wrong(argument, R"({"of": 1.5, "by": 0.01})");
  if (!only_members(argument, {"of", "by"}, compiler)) return compiler.wrong(argument, R"({"of": ..., "by": ...})");
  auto of = quantity(value["of"]), by = quantity(value["by"]);
  if (!of || !by || of->duration != by->duration || by->value < 0)
    return compiler.wrong(argument, "two numbers or two durations, `by` not below 0");
  auto text = [](const Json& bound) { return bound.is_string() ? bound.get<std::string>() : shown(bound); };
  // 1.51 - 1.5 is a little more than 0.01 in binary; a billionth of slack makes the bounds what they read as.
  const double slack = by->value + 1e-9 * std::max(1.0, std::abs(of->value));
  return order_word(argument, compiler, *of, text(value["of"]) + " give or take " + text(value["by"]),
                    [a = of->value, slack](double actual) { return std::abs(actual - a) <= slack; });
}

}  // namespace lambent::ipo
