// What Step Functions keeps: one struct per table, each able to become Json and back.
//
// Keys begin with account and region. Events and cursors are by their execution's key: events as they are numbered, from 1
// without gaps, cursors by the place of the thread ("0", "0.2"). A cursor is where one thread of an execution (its root, a
// branch, an iteration) stands; it is replaced at each step and is all that a restart needs to go on. Who puts an execution
// or changes its status tells the index. Times are milliseconds since 1970 in emulated time.
#pragma once
#include "aws/call.h"
#include "base/grouped_table.h"
#include "base/sequence_table.h"
#include "base/table.h"
#include "mocks/states/boxed.h"
#include "mocks/states/execution_index.h"
#include "mocks/states/failure.h"
#include "mocks/states/path/json_path.h"
#include "mocks/states/published_rows.h"
#include "mocks/states/shared_json.h"

namespace lambent::states {

struct MachineRow {
  std::string name, arn, role, revision;  // revision: key into revisions
  std::string revision_id;                // empty until the first update
  std::string status = "ACTIVE";
  std::int64_t created = 0, updated = 0;
  Json tags = Json::array();              // as created: [{key, value}]
  std::string type = "STANDARD";
  Json logging;                           // loggingConfiguration; null: none was given
  bool tracing = false;
  std::int64_t last_version = 0;          // numbers are not used again
  bool published = false;                 // at its creation,
  std::string version_description;        // with this
  bool express() const { return type == "EXPRESS"; }
  Json to_json() const;
  static MachineRow from_json(const Json& j);
};

// A definition as it was when an execution began. Never changed.
struct RevisionRow {
  std::string definition;
  std::map<std::string, std::string> labels = {};  // by state: of the distributed Maps that have none of their own
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
  std::string version_arn, alias_arn;        // it was started by; empty: the machine itself
  Json logging;                              // loggingConfiguration as it was at the start; null: off
  std::int64_t redrives = 0, redriven = 0;   // how often, and when last
  std::string redrive_token;                 // the last one's clientToken
  std::string test_case;                     // of the mock file; empty: none
  Boxed<std::map<std::string, std::int64_t>> mocked;  // invocations of its states so far
  // Of a child of a distributed Map: the map run's ARN, its place among the children, and how many items it has got.
  std::string map_run;
  std::int64_t index = 0, items = 0;
  std::string before_redrive;                  // of a child that waits to be redriven: the status it has if that does not come
  Json to_json() const;
  static ExecutionRow from_json(const Json& j);
};

// Children, or their items, by what has become of them.
struct Counts {
  std::int64_t pending = 0, running = 0, succeeded = 0, failed = 0, timed_out = 0, aborted = 0, total = 0, written = 0;
  std::int64_t pending_redrive = 0;  // while the run is under way only
  std::int64_t unsuccessful() const { return failed + timed_out + aborted; }
  Json to_json() const;  // as DescribeMapRun shows them
  static Counts from_json(const Json& j);
};

// One run of a distributed Map, with what was worked out when it began.
struct MapRunRow {
  std::string arn, state;                         // state: the Map's name
  std::string execution_arn, machine_arn;         // whose it is; machine_arn: of the children, with the label
  std::string status = "RUNNING";
  Failure failure;                                // RUNNING with one: it is about to fail
  bool express = false;                           // its children
  std::int64_t started = 0, stopped = 0;
  std::int64_t started_event = 0, ended_event = 0;  // MapRunStarted or MapRunRedriven, MapRunFailed
  std::int64_t redrives = 0, redriven = 0;          // how often, and when last
  bool exhausted = false;                           // once it has ended: all its children had been begun
  std::string seen;                                 // what its reader read, as a digest; empty: nothing yet
  std::int64_t max_concurrency = 0;
  std::optional<std::int64_t> tolerated_count;
  std::optional<double> tolerated_percentage;
  std::int64_t max_items = 0, batch_items = 0, batch_bytes = 0;  // 0: no limit
  Json reader, batch_input, writer;                 // parameters; null: none
  Counts executions, items;                         // once it has ended; total: as soon as it is known
  Json to_json() const;
  static MapRunRow from_json(const Json& j);
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
  SharedJson input;                      // the state's raw input
  Json result;                           // the work's (worked), or the thread's (done)
  path::Variables variables;
  Boxed<Failure> failure;                // of a branch or iteration that has failed
  std::int64_t last = 0;                 // the event that the next one follows
  std::int64_t before = 0;               // the event before the state was entered; of a thread that is done, the last of all
  std::int64_t entered = 0, entered_at = 0;
  std::int64_t due = 0;                  // waiting, backing_off
  std::vector<std::int64_t> attempts;    // per retrier
  std::int64_t retries = 0;
  std::string map_run;                   // branching, in a distributed Map: the key of its map run
  Json to_json() const;
  static CursorRow from_json(const Json& j);
};

// A Task that is not done when its call is: a worker, the owner of a token or a child execution ends it. Its key is
// "<execution key>/<place of the thread>"; the row goes when the attempt is over.
struct TaskRow {
  std::string token;          // empty: it waits for a child execution
  std::string activity;       // ARN; empty: no activity
  std::string input;          // what a worker gets
  std::string child;          // key of the execution waited for
  bool submitted = false;     // the call has been answered, or there is none: nothing but the end is missing
  bool taken = false;         // a worker has it
  std::int64_t number = 0;    // order of scheduling
  std::int64_t timeout = 0, due = 0;         // seconds, and when they are over; 0: without end
  std::int64_t heartbeat = 0, beat_due = 0;
  std::optional<std::string> output;         // what was sent to end it, until its execution has taken note
  std::optional<Failure> failure;
  bool ended() const { return output || failure; }
  Json to_json() const;
  static TaskRow from_json(const Json& j);
};

struct ActivityRow {
  std::string name, arn;
  std::int64_t created = 0;
  Json tags = Json::array();
  Json to_json() const;
  static ActivityRow from_json(const Json& j);
};

// A connection of EventBridge, as far as http:invoke needs it: from initial state only.
struct ConnectionRow {
  std::string name;
  Json auth;  // AuthParameters of CreateConnection
  Json to_json() const;
  static ConnectionRow from_json(const Json& j);
};

// A child execution to be stopped, because nobody waits for it any more: by whom. Its key is the child's; the row goes when
// StopExecution was called.
struct StopRow {
  std::string role, machine_arn;  // of its parent
  Json to_json() const;
  static StopRow from_json(const Json& j);
};

struct Records {
  explicit Records(Store& store)
      : machines(store, "states.machines"), revisions(store, "states.revisions"), executions(store, "states.executions"),
        events(store, "states.events"), cursors(store, "states.cursors"), versions(store, "states.versions"), aliases(store, "states.aliases"),
        tasks(store, "states.tasks"), activities(store, "states.activities"), connections(store, "states.connections"),
        map_runs(store, "states.map_runs"), stops(store, "states.stops") {}
  void load();
  void clear();
  void erase_machine(const std::string& key);               // with its versions and aliases
  void erase_child(const std::string& key);                 // an execution that is a map run's
  std::int64_t last_event(const std::string& key) const {   // the number of an execution's last event; 0 without any
    return static_cast<std::int64_t>(events.rows(key).size());
  }

  Table<MachineRow> machines;
  Table<RevisionRow> revisions;
  UnorderedTable<ExecutionRow> executions;
  SequenceTable<EventRow> events;
  GroupedTable<CursorRow> cursors;
  Table<VersionRow> versions;
  Table<AliasRow> aliases;
  ExecutionIndex index;  // of the children of map runs, and of other executions that have a history
  Table<TaskRow> tasks;
  Table<ActivityRow> activities;
  Table<ConnectionRow> connections;
  Table<MapRunRow> map_runs;
  Table<StopRow> stops;
};

std::string execution_key(const Scope& scope, const std::string& machine, const std::string& name);
std::string map_run_key(const Scope& scope, const std::string& arn);  // "<machine>/<label>:<uuid>"
double seconds_of(std::int64_t ms);  // as answers show times

}  // namespace lambent::states
