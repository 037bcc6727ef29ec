#include "gateway/stream_events.h"

#include "base/time_text.h"
#include "base/utf8.h"

namespace lambent {
namespace {

constexpr size_t kShown = 300;  // characters of a line or a subject

std::string cropped(const std::string& text) { return std::string(first_characters(text, kShown)); }

std::int64_t micros(Duration d) { return std::chrono::duration_cast<std::chrono::microseconds>(d).count(); }

struct Teller {
  const JournalEntry& entry;
  const Moment moment;
  std::vector<StreamEvent>& out;

  bool began() const { return moment == Moment::began || moment == Moment::all; }
  bool ended() const { return !entry.open && moment != Moment::began; }

  void tell(std::string type, std::initializer_list<std::pair<const char*, Json>> members) const {
    Json data = object({{"seq", entry.seq}, {"at", iso_millis(entry.at)}});
    if (entry.parent) set(data, "span", entry.parent);
    if (!entry.trace.empty()) set_text(data, "trace", entry.trace);
    for (const auto& [name, value] : members)
      if (!value.is_null()) set(data, name, value);
    out.push_back({std::move(type), std::move(data)});
  }
  static Json given(const std::string& text) { return text.empty() ? Json() : Json(cropped(text)); }

  void operator()(const CallEntry& e) const {
    if (!ended()) return;
    tell("call", {{"service", e.service}, {"operation", e.operation}, {"target", given(e.target)}, {"principal", given(e.principal)}, {"status", e.status},
                  {"error", given(e.error_code)}, {"durUs", micros(entry.took)}});
    if (e.denial) tell("denial", {{"principal", given(e.principal)}, {"action", e.denial->action}, {"resource", given(e.denial->resource)}});
  }
  void operator()(const InvocationEntry& e) const {
    if (began()) tell("invocation.started", {{"id", e.request_id}, {"function", e.function_name}, {"eventSize", e.event.size()}});
    if (ended())
      tell("invocation.ended", {{"id", e.request_id}, {"function", e.function_name}, {"cold", e.cold}, {"durationUs", micros(e.duration)}, {"responseSize", e.response.size()},
                                {"error", given(e.function_error)}, {"errorType", given(e.error_type)}});
  }
  void operator()(const LogEntry& e) const {
    if (began()) tell("invocation.log", {{"id", given(e.request_id)}, {"function", given(e.function_name)}, {"logStream", given(e.log_stream)}, {"line", cropped(e.line)}});
  }
  void operator()(const MessageEntry& e) const {
    if (!began()) return;
    Json to = array();
    for (const auto& one : e.to) to.push_back(cropped(one));
    tell(e.kind, {{"id", e.id}, {"from", given(e.from)}, {"to", to}, {"subject", given(e.subject)}, {"size", e.text.size()}});
  }
  void operator()(const ExecutionEntry& e) const {
    if (began()) tell("execution.started", {{"execution", e.arn}, {"machine", e.machine_arn}, {"inputSize", e.input.size()}});
    if (ended()) tell("execution.ended", {{"execution", e.arn}, {"machine", e.machine_arn}, {"status", e.status}, {"error", given(e.error)}, {"outputSize", e.output.size()}});
  }
  void operator()(const VisitEntry& e) const {
    if (began()) tell("execution.visit", {{"execution", e.execution_arn}, {"state", e.state}, {"type", e.type}, {"via", e.via}, {"from", given(e.from)}, {"ended", e.ended}, {"error", given(e.error)}});
  }
};

}  // namespace

std::vector<StreamEvent> events_of(const JournalEntry& entry, Moment moment) {
  std::vector<StreamEvent> out;
  std::visit(Teller{entry, moment, out}, entry.data);
  return out;
}

}  // namespace lambent
