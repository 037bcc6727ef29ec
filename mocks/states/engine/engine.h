// Runs executions: one coroutine per thread of control, each step recorded as AWS would and saved to a cursor.
//
//   engine.start(key, machine, parent_span, trace);   // the row exists already
//   engine.resume(key, machine);                      // after a restart, from the saved cursors
//   engine.stop(key, "ABORTED", failure);
//
// Only the thread itself records its events, so their order is the order of what happened. Functions are called
// through the door with the machine's role. A stopped or timed-out execution leaves its running function alone, as
// AWS does: the answer is then ignored. Files: engine (life of an execution), history (events, journal), walk (from
// state to state), wait, data (what states get and give), work (Task, Parallel, Map with Retry and Catch), task (calling
// Lambda), fan_out, try_state (one state by itself).
#pragma once
#include "aws/aws.h"
#include "base/reply.h"
#include "mocks/states/engine/live.h"

namespace lambent::states {

class Engine {
 public:
  Engine(Aws& aws, Records& records) : aws_(aws), records_(records) {}
  ~Engine();

  using Definition = std::shared_ptr<const asl::Machine>;
  void start(const std::string& key, Definition machine, std::uint64_t parent, const std::string& trace);
  void resume(const std::string& key, Definition machine);
  // Ends a running execution from outside; nothing if it is not running. `status`: ABORTED or TIMED_OUT.
  void stop(const std::string& key, const std::string& status, const Failure& failure);
  void forget();  // stops all without recording anything
  bool runs_any(const std::string& machine_key) const;  // executions of a machine
  Task<void> ended(std::string key);  // returns once the execution does not run any more; at once if it does not

  // One state by itself, as TestState runs it: no rows, no events; of the other states nothing runs.
  struct Asked {
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
  Task<Tried> try_state(Asked asked, std::shared_ptr<Inspection> look);

 private:
  std::shared_ptr<Live> make_live(const std::string& key, Definition machine, std::uint64_t parent, const std::string& trace);
  void set_going(std::shared_ptr<Live> live, CursorRow root);
  Task<void> run(std::shared_ptr<Live> live, CursorRow root);
  Task<void> watch_deadline(std::shared_ptr<Live> live);
  void conclude(Live& live, const std::string& status, const Json* output, const Failure& failure, std::int64_t previous);
  void cancel_all(Live& live);
  void drop_cursors(const std::string& key);
  Task<void> settle();  // waits until what was recorded is on disk

  // history.cpp
  // Records an event; details null: the type has none. What an Express execution does is not kept.
  std::int64_t record(Live& live, std::string type, std::int64_t previous, Json details = Json());
  std::int64_t append(Live& live, std::string type, std::int64_t previous, Json details);  // beyond the limit, too
  void save(const Thread& t);
  void open_visit(Thread& t, const asl::State& s);
  void close_visit(Thread& t, const std::string& output, const Failure* failure);
  void enter(Thread& t, const asl::State& s);
  const std::string& input_text(Thread& t);
  // `assigned`: what assign() gave.
  Left leave(Thread& t, const asl::State& s, Json output, std::string next, std::string via, Json assigned);

  // walk.cpp
  Task<Ending> walk(Thread& t);
  Left step(Thread& t, const asl::State& s);        // states that wait for nothing
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

  // try_state.cpp
  using Trial = std::shared_ptr<Reply<Tried>>;
  Task<void> run_trial(Thread t, Trial trial);
  Task<void> end_trial(std::shared_ptr<Live> live, Trial trial);
  Ending mocked_attempt(Thread& t, const asl::State& s);
  std::optional<Failure> mocked_items(Thread& t, const asl::State& s);

  // work.cpp
  Task<Left> work(Thread& t, const asl::State& s);
  Task<Ending> attempt(Thread& t, const asl::State& s);
  std::optional<Left> after_failure(Thread& t, const asl::State& s, const Failure& failure);
  Left caught(Thread& t, const asl::State& s, size_t number, const Failure& failure);
  bool plan_retry(Thread& t, const asl::State& s, const Failure& failure);

  // task.cpp
  struct Outcome {
    std::optional<Json> output;
    Failure failure;
    bool timed_out = false;
  };
  using Answer = std::shared_ptr<Reply<Outcome>>;
  Task<Ending> run_task(Thread& t, const asl::State& s);
  Call make_call(Thread& t, const asl::State& s, const Json& input);
  Task<void> invoke(Answer answer, Call call, asl::Resource resource);
  Task<void> expire(Answer answer, TimePoint due);
  void record_lost_attempt(Thread& t, const asl::State& s);
  void record_start(Thread& t, const asl::State& s, const Json& input, std::optional<std::int64_t> timeout);
  void record_end(Thread& t, const asl::State& s, const Outcome& outcome);

  // fan_out.cpp
  Task<Ending> fan_out(Thread& t, const asl::State& s);
  Json items_of(Thread& t, const asl::State& s, const Json& data);
  std::vector<Json> child_inputs(Thread& t, const asl::State& s);
  Task<void> run_child(Thread t, const asl::State* s);
  void begin_child(Thread& t, const asl::State& s, std::shared_ptr<Gathering> gathering, size_t index, const Json& input, std::int64_t previous);
  void abort_children(Live& live, const asl::State& s, Gathering& gathering);

  Aws& aws_;
  Records& records_;
  std::map<std::string, std::shared_ptr<Live>> running_;
  std::multimap<std::string, std::shared_ptr<Parking>> awaited_;  // who waits for the end of which execution
};

}  // namespace lambent::states
