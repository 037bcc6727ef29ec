#include "ipo/record/trace.h"

#include <algorithm>

#include "base/text.h"

namespace lambent::ipo {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLeast = 800ms;  // shorter pauses are work

bool is(const JournalEntry& entry, const std::string& id) {
  if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) return invocation->request_id == id || id == "last";
  auto* execution = std::get_if<ExecutionEntry>(&entry.data);
  return execution && execution->arn == id;
}

const JournalEntry& root_of(const Journal& journal, const JournalEntry& entry) {
  const JournalEntry* at = &entry;
  while (const JournalEntry* above = at->parent ? journal.find(at->parent) : nullptr) at = above;
  return *at;
}

std::string name_of(const JournalEntry& entry) {
  if (auto* call = std::get_if<CallEntry>(&entry.data)) return "the call " + call->service + ":" + call->operation;
  if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) return "the invocation " + invocation->request_id + " of " + invocation->function_name;
  if (auto* execution = std::get_if<ExecutionEntry>(&entry.data)) return "the execution " + execution->arn;
  return "what came of it";
}

// Executions and what stands open meanwhile (states, the call of a synchronous execution) are no work: invocations are,
// with the time their processes take to start, and the instants at which anything began or ended.
std::vector<Wait> waits_of(const Journal& journal, const Trace& trace) {
  std::vector<std::pair<TimePoint, TimePoint>> busy;
  for (std::uint64_t seq : trace.entries) {
    const JournalEntry& entry = *journal.find(seq);
    TimePoint end = entry.at + entry.virtual_took;
    auto* call = std::get_if<CallEntry>(&entry.data);
    if (std::holds_alternative<InvocationEntry>(entry.data) || (call && call->operation == "Invoke")) {
      busy.emplace_back(entry.at, end);
    } else {
      busy.emplace_back(entry.at, entry.at);
      busy.emplace_back(end, end);
    }
  }
  std::sort(busy.begin(), busy.end());
  std::vector<Wait> out;
  TimePoint until = trace.began();
  for (const auto& [from, to] : busy) {
    Duration whole = std::chrono::round<std::chrono::seconds>(from - until);
    if (from - until >= kLeast && whole > 0s) out.push_back({until, whole});
    until = std::max(until, to);
  }
  return out;
}

}  // namespace

Duration Trace::waited() const {
  Duration out{};
  for (const auto& wait : waits) out += wait.whole;
  return out;
}

Duration Trace::before_the_end(TimePoint t) const {
  constexpr Duration kWork = 5s;
  Duration stood{};           // where the case's clock stands
  TimePoint since = began();  // since when, in the trace
  for (const auto& wait : waits) {
    const TimePoint after = wait.from + wait.whole;
    if (t < after - kLeast) break;
    stood += wait.whole;
    since = after;
  }
  Duration later = t - since;
  if (later < kWork && later > -kWork) later = {};
  return stood + std::chrono::floor<std::chrono::seconds>(later) - waited();
}

std::optional<Trace> cut(const Journal& journal, const std::string& id, std::string& why) {
  const JournalEntry* found = nullptr;
  for (const auto& entry : journal.entries())
    if (is(entry, id)) found = &entry;
  if (!found) {
    why = "the journal has no invocation and no execution '" + printable(id) + "'";
    return std::nullopt;
  }
  Trace out;
  out.entry = &root_of(journal, *found);
  if (out.entry->parent || !std::holds_alternative<CallEntry>(out.entry->data)) {
    why = "the journal no longer has what '" + printable(id) + "' began with";
    return std::nullopt;
  }
  for (const auto& entry : journal.entries()) {
    if (&root_of(journal, entry) != out.entry) continue;
    out.entries.insert(entry.seq);
    if (entry.open) {
      why = printable(name_of(entry)) + " is still under way; record it when it has ended";
      return std::nullopt;
    }
  }
  out.waits = waits_of(journal, out);
  return out;
}

}  // namespace lambent::ipo
