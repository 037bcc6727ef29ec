// What Step Functions keeps: one struct per table, each able to become Json and back.
//
// Keys begin with account and region. Events of one execution follow each other: "<execution key>/<id, six digits>".
// A cursor is where one thread of an execution (its root, a branch, an iteration) stands; it is replaced at each
// step and is all that a restart needs to go on. Times are milliseconds since 1970 in emulated time.
#pragma once
#include "aws/call.h"
#include "base/table.h"
#include "mocks/states/failure.h"
#include "mocks/states/path/json_path.h"

namespace lambent::states {

struct MachineRow {
  std::string name, arn, role, revision;  // revision: key into revisions
  std::string revision_id;                // empty until the first update
  std::string status = "ACTIVE";
  std::int64_t created = 0, updated = 0;
  Json tags = Json::array();              // as created: [{key, value}]
  Json to_json() const;
  static MachineRow from_json(const Json& j);
};

// A definition as it was when an execution began. Never changed.
struct RevisionRow {
  std::string definition;
  Json to_json() const;
  static RevisionRow from_json(const Json& j);
};

struct ExecutionRow {
  std::string name, arn, machine_name, machine_arn, role, revision;
  std::string status = "RUNNING";
  std::string input;  // the caller's text
  std::optional<std::string> output, trace_header;
  Failure failure;
  std::int64_t started = 0, stopped = 0;
  std::int64_t number = 0;  // order of starting
  bool express = false;
  Json to_json() const;
  static ExecutionRow from_json(const Json& j);
};

struct EventRow {
  std::string type;  // "TaskScheduled"
  std::int64_t id = 0, previous = 0, at = 0;
  Json details;      // null: the type has none; without the members that say that nothing was cut off
  Json shown() const;  // as GetExecutionHistory shows it
  Json to_json() const;
  static EventRow from_json(const Json& j);
};

enum class Phase { arriving, inside, waiting, started, backing_off, worked, branching, done };

struct CursorRow {
  std::string state;                     // where
  std::string via = "start", from;       // the edge that led here, the state it leaves
  Phase phase = Phase::arriving;
  Json input, result;                    // the state's raw input; the work's result (worked), or the thread's (done)
  path::Variables variables;
  std::optional<Failure> failure;        // of a branch or iteration that has failed
  std::int64_t last = 0;                 // the event that the next one follows
  std::int64_t before = 0;               // the event before the state was entered; of a thread that is done, the last of all
  std::int64_t entered = 0, entered_at = 0;
  std::int64_t due = 0;                  // waiting, backing_off
  std::vector<std::int64_t> attempts;    // per retrier
  std::int64_t retries = 0;
  Json to_json() const;
  static CursorRow from_json(const Json& j);
};

struct Records {
  explicit Records(Store& store)
      : machines(store, "states.machines"), revisions(store, "states.revisions"), executions(store, "states.executions"),
        events(store, "states.events"), cursors(store, "states.cursors") {}
  void load();
  void clear();

  Table<MachineRow> machines;
  Table<RevisionRow> revisions;
  Table<ExecutionRow> executions;
  Table<EventRow> events;
  Table<CursorRow> cursors;
};

std::string execution_key(const Scope& scope, const std::string& machine, const std::string& name);
std::string event_key(const std::string& execution, std::int64_t id);
double seconds_of(std::int64_t ms);  // as answers show times

}  // namespace lambent::states
