#include "base/time_text.h"
#include "ipo/match/display.h"
#include "ipo/match/duration.h"
#include "ipo/match/instant.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

std::string distance_text(Duration d) {
  auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
  return format_duration(milliseconds < 0 ? -milliseconds : milliseconds) + (d < Duration(0) ? " too early" : " too late");
}

// An instant at a distance from now, or a fixed one.
struct Instant {
  std::optional<TimePoint> fixed;
  Duration offset{0};
  TimePoint at(const Context& context) const { return fixed ? *fixed : context.now + offset; }
};

NodePtr near_instant(const Json& source, const std::string& place, Compiler& compiler, Instant instant, Duration within, std::string text) {
  auto test = [instant, within](const Json& actual, const Context& context) -> std::string {
    auto t = read_instant(actual);
    if (!t) return "not an instant";
    Duration off = *t - instant.at(context);
    return off > within || off < -within ? distance_text(off) : "";
  };
  auto describe = [instant, text = std::move(text)](const Context& context) {
    return instant.fixed ? text : text + " (" + iso_millis(instant.at(context)) + ")";
  };
  return compiler.make<TestNode>(source, place, test, describe);
}

}  // namespace

NodePtr make_iso(const Json& source, const std::string& place, Compiler& compiler) {
  return compiler.make<TestNode>(
      source, place, [](const Json& actual, const Context&) { return read_iso(actual) ? "" : "-"; },
      [](const Context&) { return "an ISO 8601 time"; });
}

NodePtr make_epoch(const Json& source, const std::string& place, Compiler& compiler) {
  // From 1973 on, so that a plain count is not taken for a time.
  auto test = [](const Json& actual, const Context&) {
    auto t = read_epoch(actual);
    return t && epoch_seconds(*t) >= 1e8 ? "" : "-";
  };
  return compiler.make<TestNode>(source, place, test, [](const Context&) { return "epoch seconds or milliseconds"; });
}

NodePtr make_now(const Json& source, const std::string& place, Compiler& compiler) {
  const auto& text = source.get_ref<const std::string&>();
  auto offset = read_now_offset(std::string_view(text).substr(1));
  if (!offset) return compiler.wrong(place, in_quotes(text, 80) + " has no duration after $now", "$now-7d, $now+1h30m");
  // AWS cuts times to whole seconds, so less than one second is as near as a notation may be.
  return near_instant(source, place, compiler, {std::nullopt, *offset}, std::chrono::seconds(1) - Duration(1), text);
}

NodePtr make_time(const Argument& argument, Compiler& compiler) {
  const Json& value = argument.value;
  if (!value.is_object() || !value.contains("of")) return compiler.wrong(argument, R"({"of": "now-7d", "within": "5s"})");
  if (!only_members(argument, {"of", "within"}, compiler)) return compiler.wrong(argument, R"({"of": ..., "within": ...})");
  Instant instant;
  const Json& of = value["of"];
  std::string text = of.is_string() ? of.get<std::string>() : shown(of);
  if (text.starts_with('$')) text.erase(0, 1);
  if (auto offset = read_now_offset(text))
    instant.offset = *offset;
  else if (!(instant.fixed = read_instant(of)))
    return compiler.wrong(argument.place + "/of", "no instant: " + shown(of, 80), "now, now-7d, 2026-11-23T09:00:00Z or epoch seconds");
  Duration within{0};
  if (value.contains("within")) {
    auto milliseconds = value["within"].is_string() ? parse_duration(value["within"].get_ref<const std::string&>()) : std::nullopt;
    if (!milliseconds || *milliseconds < 0 || *milliseconds > std::int64_t{3'000'000'000'000})
      return compiler.wrong(argument.place + "/within", "no duration: " + shown(value["within"], 80), "5s, 1h30m, 412ms");
    within = std::chrono::milliseconds(*milliseconds);
    text += " within " + value["within"].get<std::string>();
  }
  return near_instant(value, argument.place, compiler, instant, within, text);
}

}  // namespace lambent::ipo
