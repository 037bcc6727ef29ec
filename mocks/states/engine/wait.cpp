// Wait, and sleeping until a retry is due.
#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/jsonata/aws_functions.h"

namespace lambent::states {

namespace {
constexpr std::int64_t kLongestWait = 2147483647;

std::string plain(const Json& value) { return value.is_string() ? value.get<std::string>() : dump(value); }
}  // namespace

TimePoint Engine::due_of(Thread& t, const asl::State& s) {
  TimePoint entered = from_epoch_ms(t.at.entered_at);
  if (s.timestamp) return *s.timestamp;
  if (s.seconds.literal) return entered + std::chrono::seconds(static_cast<std::int64_t>(*s.seconds.literal));
  if (s.seconds.expression) {
    std::int64_t seconds = amount(t, s, s.seconds, "Seconds").value_or(0);
    if (seconds < 0) throw RuntimeFailure("The Seconds field references a negative value: " + std::to_string(seconds));
    if (seconds > kLongestWait) throw RuntimeFailure("Wait state delay is too long.");
    return entered + std::chrono::seconds(seconds);
  }
  if (s.timestamp_form) {
    Json value = work_out(t, s, *s.timestamp_form, "Timestamp", View());
    if (!value.is_string()) throw QueryFailure(jsonata::cause_of_type(s.timestamp_form->text(), "Timestamp", "string", value), "Timestamp");
    auto due = parse_iso(value.get_ref<const std::string&>());
    if (!due)
      throw QueryFailure("The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: " + value.get<std::string>(), "Timestamp");
    if (*due > entered + std::chrono::seconds(kLongestWait)) throw RuntimeFailure("Wait state delay is too long.");
    return *due;
  }
  return due_at(t, s, select(t, s, s.input, *t.at.input));
}

TimePoint Engine::due_at(Thread& t, const asl::State& s, const Json& input) {
  TimePoint entered = from_epoch_ms(t.at.entered_at);
  path::Sources from = sources(t, s, input);
  if (s.timestamp_path) {
    auto value = s.timestamp_path->find(from);
    std::string shown = value ? plain(*value) : "";
    auto due = value && value->is_string() ? parse_iso(shown) : std::nullopt;
    if (!due)
      throw RuntimeFailure("The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: " +
                           s.timestamp_text + " == " + shown);
    if (*due > entered + std::chrono::seconds(kLongestWait)) throw RuntimeFailure("Wait state delay is too long.");
    return *due;
  }
  const std::string& path = s.seconds.path_text;
  auto value = s.seconds.path->find(from);
  if (!value) throw RuntimeFailure("The SecondsPath parameter does not reference an input value: " + path);
  if (!value->is_number_integer())
    throw RuntimeFailure("The SecondsPath parameter cannot be parsed as a long value: " + path + " == " + plain(*value));
  if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(kLongestWait)) throw RuntimeFailure("Wait state delay is too long.");
  auto seconds = value->get<std::int64_t>();
  if (seconds < 0) throw RuntimeFailure("The SecondsPath parameter references a negative value: " + path + " == " + std::to_string(seconds));
  if (seconds > kLongestWait) throw RuntimeFailure("Wait state delay is too long.");
  return entered + std::chrono::seconds(seconds);
}

Task<Left> Engine::wait(Thread& t, const asl::State& s) {
  if (t.at.phase != Phase::waiting) {
    t.at.due = std::chrono::floor<std::chrono::milliseconds>(due_of(t, s)).time_since_epoch().count();
    t.at.phase = Phase::waiting;
    save(t);
  }
  TimePoint due = from_epoch_ms(t.at.due);
  co_await sleep(t, due);
  co_return waited(t, s);
}

// Apart from wait(), so that an execution that waits keeps none of this.
Left Engine::waited(Thread& t, const asl::State& s) {
  View view;
  Json output, assigned;
  if (s.language == asl::Language::jsonata) {
    output = s.output_form ? work_out(t, s, *s.output_form, "Output", view) : *t.at.input;
    assigned = assign(t, s, s.assign, view);
  } else {
    Json data = effective_data(t, s);
    view.data = &data;
    output = select(t, s, s.output, data);
    assigned = assign(t, s, s.assign, view);
  }
  return leave(t, s, std::move(output), s.next, "next", std::move(assigned));
}

Task<void> Engine::sleep(Thread& t, TimePoint due) {
  auto live = t.live;
  bool cut = live->deadline && *live->deadline < due;
  TimePoint until = cut ? *live->deadline : due;
  co_await settle();  // where it stands is on disk before it sleeps
  co_await aws_.clock().sleep_until(until);
  if (cut && live->inspection) throw StateFailure(Failure{"States.Timeout", std::nullopt});
  if (cut && !live->over) conclude(*live, "TIMED_OUT", nullptr, Failure{}, 0);
  check_alive(t);
}

}  // namespace lambent::states
