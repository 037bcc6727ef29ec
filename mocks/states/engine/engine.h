// Runs executions: one coroutine per thread of control, each step recorded as AWS would and saved to a cursor.
//
//   engine.start(key, row, machine, parent_span, trace);   // the table's row
//   engine.resume(key, machine);                      // after a restart, from the saved cursors
//   engine.stop(key, "ABORTED", failure);
//
// Only the thread itself records its events, so their order is the order of what happened. Functions are called
// through the door with the machine's role. A stopped or timed-out execution leaves its running function alone, as
// AWS does: the answer is then ignored; child executions it waits for are stopped. Files: engine (life of an execution),
// history (events, journal), walk (from state to state), wait, data (what states get and give), work (Task, Parallel, Map
// with Retry and Catch), task (one attempt, with task_events, task_calls, child_execution and open_tasks), fan_out; distributed Maps:
// map_run (its course), map_settings (its beginning), map_redrive, map_reader, map_end, map_results; try_state (one
// state by itself).
#pragma once
#include "aws/aws.h"
#include "base/reply.h"
#include "mocks/states/engine/live.h"
#include "mocks/states/engine/map_run.h"
#include "mocks/states/engine/open_tasks.h"
#include "mocks/states/integrations/errand.h"
#include "mocks/states/items/manifest.h"
#include "mocks/states/mock_file.h"

namespace lambent::states {

// What one attempt at a Task is about to do.
struct Attempt {
  Json input;  // effective
  std::optional<Asked> asked;
  std::optional<std::int64_t> timeout, heartbeat;  // seconds
  std::optional<std::string> role;                 // of Credentials
  std::string token;
  About about;
};

// The name under which the door is asked whether a role may start a map run's children; no operation of the API.
inline constexpr const char* kStartMapRun = "StartMapRun";

bool starts_child(const asl::Resource& resource);  // an execution

struct MapRunCounts {
  Counts executions, items;
};

class Engine {
 public:
  Engine(Aws& aws, Records& records, const MockFile& mocks) : aws_(aws), records_(records), mocks_(mocks), open_(aws, records) {}
  ~Engine();

  using Definition = std::shared_ptr<const asl::Machine>;
  void start(const std::string& key, const ExecutionRow& row, Definition machine, std::uint64_t parent, const std::string& trace);
  void resume(const std::string& key, Definition machine);
  void resume_stops();  // of children that were to be stopped; after all executions run again
  // An Express execution. Its row is kept only while it runs and only if a restart is to begin it afresh; how it ended is
  // in the answer's row, once ended() has returned.
  enum class Delivery { at_least_once, at_most_once };
  std::shared_ptr<const Live> start_express(const std::string& key, ExecutionRow row, Definition machine, Delivery delivery, std::uint64_t parent,
                                            const std::string& trace);
  void redrive(const std::string& key, Definition machine, std::uint64_t parent, const std::string& trace);  // the row runs again
  // Ends a running execution from outside; nothing if it is not running. `status`: ABORTED or TIMED_OUT.
  void stop(const std::string& key, const std::string& status, const Failure& failure);
  void forget();  // stops all without recording anything
  bool runs_any(const std::string& machine_key) const;  // executions of a machine
  OpenTasks& open_tasks() { return open_; }
  // Map runs, by the keys of their rows.
  MapRunCounts map_run_counts(const std::string& key) const;
  void wake_map_run(const std::string& key);  // its limits have changed
  Task<void> ended(std::string key);  // returns once the execution does not run any more; at once if it does not

  // One state by itself, as TestState runs it: no rows, no events; of the other states nothing runs.
  struct Wanted {
    Scope scope;
    std::string role;         // may be empty for states that call nothing
    Definition machine;
    const asl::Scope* within = nullptr;  // the scope of `machine` the state stands in
    std::string state;
    Json input;
    path::Variables variables;
    std::uint64_t parent = 0;  // journal entry it is caused by
    std::string trace;
  };
  enum class Tested { succeeded, failed, retriable, caught };
  struct Tried {
    Tested status = Tested::failed;
    std::optional<Json> output;
    Failure failure;
    std::string next;
    path::Variables variables;  // as the state leaves them
  };
  Task<Tried> try_state(Wanted asked, std::shared_ptr<Inspection> look);

 private:
  // `kept`: the table's row; null: it has none, and `own` is it.
  std::shared_ptr<Live> make_live(const std::string& key, const ExecutionRow* kept, std::unique_ptr<ExecutionRow> own, Definition machine,
                                  std::uint64_t parent, const std::string& trace);
  void set_going(std::shared_ptr<Live> live, CursorRow at);
  void record_beginning(Live& live);
  Task<void> run(Thread root);
  Task<void> watch_deadline(std::shared_ptr<Live> live);
  void conclude(Live& live, const std::string& status, const Json* output, const Failure& failure, std::int64_t previous);
  void cancel_all(Live& live);
  Task<void> settle();  // waits until what was recorded is on disk
  void note_failed(Thread& t, const asl::State& s);  // redrive.cpp

  // status_event.cpp
  void tell_status(const Live& live);
  Task<void> put_events(Call call);

  // history.cpp
  // Records an event; details null: the type has none. What an Express execution does is not kept.
  std::int64_t record(Live& live, std::string type, std::int64_t previous, Json details = Json());
  std::int64_t append(Live& live, std::string type, std::int64_t previous, Json details, std::int64_t at);  // beyond the limit, too
  void save(const Thread& t);
  void open_visit(Thread& t, const asl::State& s);
  void close_visit(Thread& t, const std::string& output, const Failure* failure);
  void enter(Thread& t, const asl::State& s);
  const std::string& input_text(Thread& t);
  // `assigned`: what assign() gave.
  Left leave(Thread& t, const asl::State& s, Json output, std::string next, std::string via, Json assigned);

  // walk.cpp
  Task<Ending> walk(Thread& t);
  void step(Thread& t, const asl::State& s, Left& left);  // states that wait for nothing
  bool move_on(Thread& t, const asl::State& s, Left& left, Ending& ending);
  Task<Left> stay(Thread& t, const asl::State& s);  // Wait, Task, Parallel, Map
  Failure failure_of(Thread& t, const asl::State& s, std::exception_ptr trouble);
  Failure note_evaluation(Thread& t, const asl::State& s, const QueryFailure& failure);  // EvaluationFailed
  Left pass(Thread& t, const asl::State& s);
  Left succeed(Thread& t, const asl::State& s);
  Left choose(Thread& t, const asl::State& s);
  Left fail(Thread& t, const asl::State& s);
  void check_alive(const Thread& t);

  // wait.cpp
  Task<Left> wait(Thread& t, const asl::State& s);
  Left waited(Thread& t, const asl::State& s);
  TimePoint due_of(Thread& t, const asl::State& s);
  TimePoint due_at(Thread& t, const asl::State& s, const Json& input);
  Task<void> sleep(Thread& t, TimePoint due);

  // data.cpp: the data flow of both languages
  Json context(const Thread& t, const asl::State& s, const Json* more = nullptr) const;
  path::Sources sources(Thread& t, const asl::State& s, const Json& data, const Json* more = nullptr);
  Json work_out(Thread& t, const asl::State& s, const asl::Form& form, std::string_view field, const View& view);
  Json select(Thread& t, const asl::State& s, const asl::Selector& selector, const Json& data);
  void note(const Thread& t, const asl::State& s, const char* stage, const Json& value);  // to an Inspection, if there is one
  Json effective_data(Thread& t, const asl::State& s);  // JSONPath: InputPath alone
  // What the work gets: InputPath and Parameters, or Arguments. `more`: members of the context object.
  Json effective_input(Thread& t, const asl::State& s, const Json* more = nullptr);
  // What the state gives: ResultSelector, ResultPath and OutputPath, or Output; and assigns.
  Json combine(Thread& t, const asl::State& s, Json result, Json& assigned);
  // A whole number; nothing if the state has none. `field`: "TimeoutSeconds".
  std::optional<std::int64_t> amount(Thread& t, const asl::State& s, const asl::Amount& amount, const char* field);
  // Assigns to the thread's variables and gives them as events show them (null: none).
  Json assign(Thread& t, const asl::State& s, const std::optional<asl::Form>& form, const View& view);
  void own_variables(Thread& t, const path::Variables& outer);  // of a thread that goes on: those that `outer` has not

  // try_state.cpp
  using Trial = std::shared_ptr<Reply<Tried>>;
  Task<void> run_trial(Thread t, Trial trial);
  Task<void> end_trial(std::shared_ptr<Live> live, Trial trial);
  Ending mocked_attempt(Thread& t, const asl::State& s);
  // try_map.cpp
  std::optional<Failure> mocked_items(Thread& t, const asl::State& s);
  items::SourcePtr tried_source(Thread& t, const asl::State& s, const Json& data);
  size_t tried_items(Thread& t, const asl::State& s);
  size_t tried_inputs(Thread& t, const asl::State& s);

  // work.cpp
  Task<Left> work(Thread& t, const asl::State& s);
  Task<Ending> attempt(Thread& t, const asl::State& s);
  std::optional<Left> after_failure(Thread& t, const asl::State& s, const Failure& failure);
  Left caught(Thread& t, const asl::State& s, size_t number, const Failure& failure);
  bool plan_retry(Thread& t, const asl::State& s, const Failure& failure);

  // task.cpp: one attempt at a Task
  Task<Ending> run_task(Thread& t, const asl::State& s);
  std::optional<Outcome> mocked(Thread& t, const asl::State& s);  // mocked.cpp; nothing: the state calls what it calls
  // `kept_token`: of an attempt that is planned once more after a restart, else empty.
  Attempt plan_attempt(Thread& t, const asl::State& s, const std::string& key, const std::string& kept_token);
  void send(Thread& t, const asl::State& s, Attempt attempt, std::shared_ptr<OpenTasks::Waiting> waiting);
  // child_execution.cpp
  void begin_stop(const std::string& child, std::uint64_t span, const std::string& trace);  // its row is there
  Task<void> stop_child(Errand errand, std::string child);
  void name_child(const Thread& t, Attempt& attempt, std::int64_t scheduled);  // `scheduled`: number of that event
  std::optional<Outcome> recall_child(Thread& t, const asl::State& s, const std::string& key);
  // task_events.cpp
  void record_start(Thread& t, const asl::State& s, const Attempt& attempt);
  void record_taken(Thread& t, const std::string& worker);
  void record_submitted(Thread& t, const asl::State& s, const std::string& key, const Outcome& outcome);
  void record_end(Thread& t, const asl::State& s, const Outcome& outcome);
  void record_lost_attempt(Thread& t, const asl::State& s);
  // task_calls.cpp
  enum class Limit { time, heartbeat };
  Principal act_as_machine(const Live& live);  // throws AwsError
  Principal act_as(const std::string& role, const std::string& machine_arn, std::uint64_t span, const std::string& trace);
  Task<void> change_role(Errand& errand);      // throws StateFailure
  Task<Json> ask(const Errand& errand);        // throws StateFailure
  Task<Json> call_as_asked(const Errand& errand);  // throws AwsError
  Task<void> perform(std::shared_ptr<OpenTasks::Waiting> waiting, Errand errand);
  Task<void> expire(std::shared_ptr<OpenTasks::Waiting> waiting, std::string key, TimePoint due, Limit limit);
  std::uint64_t await_end(Thread& t, const asl::State& s, const std::string& key, std::shared_ptr<OpenTasks::Waiting> waiting);
  Task<void> watch_child(std::shared_ptr<OpenTasks::Waiting> waiting, std::shared_ptr<Live> live, Errand errand, std::string child);
  // Forgets what the thread at `place` and those below it wait for; child executions of theirs are stopped.
  void release_tasks(Live& live, const std::string& place);

  // fan_out.cpp
  Task<Ending> fan_out(Thread& t, const asl::State& s);
  Json items_of(Thread& t, const asl::State& s, const Json& data);
  std::vector<Json> child_inputs(Thread& t, const asl::State& s);
  Task<void> run_child(Thread t, const asl::State* s);
  void begin_child(Thread& t, const asl::State& s, std::shared_ptr<Gathering> gathering, size_t index, const Json& input, std::int64_t previous);
  void recall_failure(Thread& t, const asl::State& s, Gathering& gathering);
  void abort_children(Live& live, const asl::State& s, Gathering& gathering);

  // map_run.cpp
  Task<Ending> run_map(Thread& t, const asl::State& s);
  Task<void> allow_map_run(std::shared_ptr<MapRun> run);
  Task<void> open_items(Thread& t, const asl::State& s, std::shared_ptr<MapRun> run);
  Task<void> count_items(Thread& t, std::shared_ptr<MapRun> run);
  Task<void> run_children(Thread& t, const asl::State& s, std::shared_ptr<MapRun> run);
  std::optional<Json> next_item(Thread& t, const asl::State& s, MapRun& run);
  bool next_batch(Thread& t, const asl::State& s, MapRun& run, const MapRunRow& row, Batch& out);
  void begin_child_execution(MapRun& run, Batch batch);
  void count_begun(MapRun& run, const ExecutionRow& child);
  void count_ended(MapRun& run, const ExecutionRow& child);
  void note_child_end(const Scope& scope, const ExecutionRow& child);

  // map_settings.cpp
  std::optional<double> percentage(Thread& t, const asl::State& s, const asl::Amount& given, const char* field);
  void check_tolerance(Thread& t, const asl::State& s, MapRunRow& out);
  void settle_batches(Thread& t, const asl::State& s, const View& view, MapRunRow& out);
  Json map_items(Thread& t, const asl::State& s, const Json& data);
  std::string label_of(const Live& live, const asl::State& s) const;
  std::shared_ptr<MapRun> make_map_run(Thread& t, const asl::State& s, const std::string& label, const std::string& id);
  std::shared_ptr<MapRun> begin_map_run(Thread& t, const asl::State& s);
  std::shared_ptr<MapRun> rejoin_map_run(Thread& t, const asl::State& s);
  void gather_children(MapRun& run, const Scope& scope);
  void recall_map_runs(Live& live, const std::string& place);

  // map_reader.cpp
  Task<Json> ask_s3(std::shared_ptr<Live> live, std::string operation, Json input, std::string error);
  using Seen = std::shared_ptr<std::string>;  // grows into a digest of the objects read and listed
  Task<items::Bytes> fetch(std::shared_ptr<Live> live, Json parameters, Seen seen);
  Task<Json> list_objects(std::shared_ptr<Live> live, Json parameters, std::int64_t most);
  Task<items::SourcePtr> fetch_all(std::shared_ptr<Live> live, std::vector<items::Place> places, items::Format format, Seen seen);
  Task<items::SourcePtr> open_reader(std::shared_ptr<Live> live, const asl::ItemReader* reader, Json parameters, std::int64_t most, Seen seen);

  // map_end.cpp
  enum class Ended { all, well, badly };
  std::vector<const ExecutionRow*> children_of(const MapRun& run, Ended which) const;
  Task<std::string> write_results(std::shared_ptr<MapRun> run, Json pending);
  Task<Json> give_results(Thread& t, const asl::State& s, std::shared_ptr<MapRun> run);
  void end_map_run(MapRun& run, const std::string& status, const Failure& failure);
  void stop_children(MapRun& run);
  Task<void> fail_map_run(Thread& t, const asl::State& s, std::shared_ptr<MapRun> run, Failure failure);
  Json remaining(Thread& t, const asl::State& s, MapRun& run);
  void abort_map_runs(Live& live, const std::string& place);

  // map_redrive.cpp
  bool redrivable_run(const Thread& t, const MapRunRow* row) const;
  std::shared_ptr<MapRun> redrive_map_run(Thread& t, const asl::State& s);
  void redrive_child(MapRun& run);
  void leave_unredriven(MapRun& run);
  void drop_express_children(const Live& live);

  Aws& aws_;
  Records& records_;
  const MockFile& mocks_;
  OpenTasks open_;
  std::map<std::string, std::shared_ptr<MapRun>> map_runs_;
  std::map<std::string_view, std::shared_ptr<Live>> running_;  // by the keys they have
  std::multimap<std::string, std::shared_ptr<Parking>> awaited_;  // who waits for the end of which execution
};

}  // namespace lambent::states
