// An execution while it runs, and the threads in it. In memory only: rows.h has what a restart needs.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "base/parking.h"
#include "mocks/states/asl/machine.h"
#include "mocks/states/engine/execution_log.h"
#include "mocks/states/engine/inspection.h"
#include "mocks/states/rows.h"

namespace lambent::states {

inline constexpr std::int64_t kMaxEvents = 25000;
inline constexpr size_t kMaxData = 262144;
inline constexpr size_t kMaxVariables = 10u << 20;  // of one execution

// Thrown through an execution's coroutines once it has been concluded by somebody else.
struct Stopped : std::exception {};

struct Live {
  std::string key;
  std::string_view machine_key;         // begins the key; of a child of a map run: its parent's
  const ExecutionRow* kept = nullptr;  // in the table, while it runs
  std::unique_ptr<ExecutionRow> own;   // of an Express execution, and once it is over
  std::shared_ptr<const asl::Machine> machine;
  SharedJson input;
  std::int64_t events = 0;
  bool over = false;
  std::uint64_t span = 0;
  std::string trace;
  Scope scope;
  std::optional<TimePoint> deadline;  // when its time is over: a year at most
  std::vector<std::uint64_t> tasks;  // coroutines to cancel when it is over
  std::shared_ptr<Inspection> inspection;  // of a tested state (try_state.cpp); else null

  ExecutionLog log;
  size_t variable_bytes = 0;  // of all its variables together, as JSON text

  const ExecutionRow& row() const { return own ? *own : *kept; }
  void keep_own_row() {  // the table's may go
    if (!own) own = std::make_unique<ExecutionRow>(*kept);
  }
  bool keeps_history() const { return !row().express; }
  bool has_events() const { return keeps_history() || log.on(); }  // else they are only counted
};

// One branch or iteration, seen from its parent.
struct Child {
  std::uint64_t task = 0;
  bool begun = false, done = false, inside = false;
  asl::Type type = asl::Type::pass;  // of the state it is inside of
  Json result;
  std::int64_t last = 0;             // its last event
};

// What a thread's own variables take: those it has assigned, not those it can see. They are gone with the thread.
class OwnVariables {
 public:
  explicit OwnVariables(std::shared_ptr<Live> live) : live_(std::move(live)) {}
  OwnVariables(const OwnVariables&) = delete;
  ~OwnVariables() {
    for (const auto& [name, bytes] : bytes_) live_->variable_bytes -= bytes;
  }
  size_t bytes_of(const std::string& name) const {
    auto it = bytes_.find(name);
    return it == bytes_.end() ? 0 : it->second;
  }
  void put(const std::string& name, size_t bytes) {
    size_t& own = bytes_[name];
    live_->variable_bytes += bytes - own;
    own = bytes;
  }

 private:
  std::shared_ptr<Live> live_;
  std::map<std::string, size_t> bytes_;
};

struct Gathering {
  explicit Gathering(Executor executor) : news(executor) {}
  Parking news;
  std::vector<Child> children;
  size_t open = 0, done = 0;
  Boxed<Failure> failure;  // the first one
  std::int64_t failed_at = 0;      // event of the failure
  size_t failed_child = 0;
  std::int64_t last = 0;           // event of the child that ended last
  std::int64_t last_step = 0;      // the latest event inside a child that has ended
};

// A coroutine walking one scope. `at` is saved to the cursors after each step.
struct Thread {
  std::shared_ptr<Live> live;
  const asl::Scope* scope = nullptr;
  std::string place;  // cursor key below the execution: "0", "0.2", "0.2.1"
  CursorRow at;
  std::shared_ptr<Gathering> within;  // null for the root
  size_t child = 0;
  std::uint64_t visit = 0;  // journal entry of the current state
  std::string input_text;   // at.input as JSON text, once somebody has made it
  int steps = 0;
  std::shared_ptr<OwnVariables> own;  // null: it has assigned none
};

// How a scope or an attempt at some work ended.
struct Ending {
  std::optional<Json> output;
  Boxed<Failure> failure;
  std::int64_t last = 0;
};

// How one attempt at a Task ended.
struct Outcome {
  std::optional<Json> output;
  std::string text;  // the output as JSON text, once somebody has made it
  Failure failure;
  bool timed_out = false;
};

// How a state was left.
struct Left {
  std::string next, via;  // next empty: the scope has ended
  std::optional<Json> output;
  std::string text;       // output as JSON text
  Boxed<Failure> failure;
};

// What a form sees beside the state's input, the variables and the context object.
struct View {
  const Json* data = nullptr;          // JSONPath: what $ is; null: the raw input
  const Json* result = nullptr;        // JSONata: $states.result
  const Json* error_output = nullptr;  // JSONata: $states.errorOutput
  const Json* more = nullptr;          // members added to the context object: {"Task": …}, {"Map": …}
};

}  // namespace lambent::states
