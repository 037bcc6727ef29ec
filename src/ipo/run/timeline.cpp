#include "ipo/run/timeline.h"

#include <algorithm>

#include "ipo/match/display.h"
#include "ipo/run/observe.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

std::string last_part(const std::string& arn) { return arn.substr(arn.rfind(':') + 1); }

class Teller {
 public:
  Teller(const World& world, const std::map<std::uint64_t, std::string>& surprises) : world_(world), journal_(world.journal()), surprises_(surprises) {}

  void add_step(Happening step) {
    Duration at = Duration::max();
    for (const auto& entry : journal_.entries())
      if (entry.seq >= step.seq) {
        at = entry.since;
        break;
      }
    step.surprise = surprise(step.seq);
    lines_.push_back({at, std::move(step)});
  }

  void add(const JournalEntry& entry) {
    if (auto* call = std::get_if<CallEntry>(&entry.data)) add_call(entry, *call);
    if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) add_invocation(entry, *invocation);
    if (auto* execution = std::get_if<ExecutionEntry>(&entry.data)) add_execution(entry, *execution);
  }

  std::vector<Happening> told() {
    std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) {
      return std::pair(a.what.when.at, a.real) < std::pair(b.what.when.at, b.real);
    });
    std::vector<Happening> out;
    for (auto& line : lines_) out.push_back(std::move(line.what));
    return out;
  }

 private:
  struct Line {
    Duration real;  // since the journal began
    Happening what;
  };

  std::string surprise(std::uint64_t seq) const {
    auto it = surprises_.find(seq);
    return it == surprises_.end() ? "" : it->second;
  }

  void put(const JournalEntry& entry, std::string text, Duration took, std::string surprise) {
    Happening line;
    line.when = world_.moment(entry);
    line.text = std::move(text);
    line.took = took;
    line.surprise = std::move(surprise);
    line.seq = entry.seq;
    lines_.push_back({entry.since, std::move(line)});
  }

  void add_call(const JournalEntry& entry, const CallEntry& call) {
    if (!of_the_application(entry)) return;
    std::string mark = surprise(entry.seq);
    bool ran = false;  // an Invoke is told as what it ran
    for (const auto& other : journal_.entries()) {
      if (other.parent != entry.seq) continue;
      ran |= std::holds_alternative<InvocationEntry>(other.data);
      if (mark.empty() && std::holds_alternative<MessageEntry>(other.data)) mark = surprise(other.seq);
    }
    if (call.operation == "Invoke" && ran && mark.empty() && call.stub.empty()) return;
    std::string text = call_title(call);
    std::string by = cause_of(journal_, entry);
    if (by != "the case") text += ", by " + by;
    if (!call.error_code.empty()) text += " -> " + std::to_string(call.status) + " " + call.error_code;
    if (!call.stub.empty()) text += " (stub: " + call.stub + ")";
    if (call.denial && call.status == 200) text += " (IAM would refuse it)";
    if (entry.open) text += " -> no answer yet";
    put(entry, std::move(text), Duration{}, std::move(mark));
  }

  // The state of the machine that invoked, if it was one.
  std::string state_above(const JournalEntry& entry) const {
    const JournalEntry* call = entry.parent ? journal_.find(entry.parent) : nullptr;
    const JournalEntry* cause = call && call->parent ? journal_.find(call->parent) : nullptr;
    const auto* execution = cause ? std::get_if<ExecutionEntry>(&cause->data) : nullptr;
    std::string out;
    if (!execution) return out;
    for (const auto& other : journal_.entries()) {
      if (other.seq >= entry.seq) break;
      const auto* visit = std::get_if<VisitEntry>(&other.data);
      if (visit && visit->execution_arn == execution->arn && visit->type == "Task") out = visit->state;
    }
    return out;
  }

  void add_invocation(const JournalEntry& entry, const InvocationEntry& invocation) {
    std::string state = state_above(entry);
    std::string text = (state.empty() ? "function " : state + " -> ") + invocation.function_name;
    if (!invocation.function_error.empty()) {
      auto payload = try_parse_json(invocation.response);
      std::string type = payload ? text_at(*payload, "errorType") : "";
      text += " -> error " + (type.empty() ? invocation.error_type : type);
    }
    if (entry.open) text += " -> still running";
    put(entry, std::move(text), invocation.duration + invocation.init, surprise(entry.seq));
  }

  void add_execution(const JournalEntry& entry, const ExecutionEntry& execution) {
    if (entry.open && surprise(entry.seq).empty()) return;
    Happening line;
    line.when = entry.open ? world_.moment(entry) : world_.end_of(entry);
    line.text = "execution of " + last_part(execution.machine_arn) + " " + execution.status;
    if (!execution.error.empty()) line.text += " " + execution.error;
    line.surprise = surprise(entry.seq);
    line.seq = entry.seq;
    lines_.push_back({entry.open ? entry.since : entry.since + entry.took, std::move(line)});
  }

  const World& world_;
  const Journal& journal_;
  const std::map<std::uint64_t, std::string>& surprises_;
  std::vector<Line> lines_;
};

}  // namespace

std::vector<Happening> timeline(const World& world, const std::vector<Happening>& steps, const std::map<std::uint64_t, std::string>& surprises) {
  Teller teller(world, surprises);
  for (const auto& step : steps) teller.add_step(step);
  for (const auto& entry : world.journal().entries()) teller.add(entry);
  return teller.told();
}

}  // namespace lambent::ipo
