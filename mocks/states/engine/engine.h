// Runs executions: one coroutine per thread of control, each step recorded as AWS would and saved to a cursor.
//
//   engine.start(key, machine, parent_span, trace);   // the row exists already
//   engine.resume(key, machine);                      // after a restart, from the saved cursors
//   engine.stop(key, "ABORTED", failure);
//
// Only the thread itself records its events, so their order is the order of what happened. Functions are called
// through the door with the machine's role. A stopped or timed-out execution leaves its running function alone, as
// AWS does: the answer is then ignored. Files: engine (life of an execution), history (events, journal), walk (states
// that do not wait for others), work (Task, Parallel, Map with Retry and Catch), task (calling Lambda), fan_out.
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

 private:
  std::shared_ptr<Live> make_live(const std::string& key, Definition machine, std::uint64_t parent, const std::string& trace);
  void set_going(std::shared_ptr<Live> live);
  Task<void> run(std::shared_ptr<Live> live);
  Task<void> watch_deadline(std::shared_ptr<Live> live);
  void conclude(Live& live, const std::string& status, const Json* output, const Failure& failure, std::int64_t previous);
  void cancel_all(Live& live);
  Task<void> settle();  // waits until what was recorded is on disk

  // history.cpp
  std::int64_t record(Live& live, const std::string& type, std::int64_t previous, const char* details_name, Json details);
  std::int64_t note(Live& live, const std::string& type, std::int64_t previous) { return record(live, type, previous, nullptr, Json()); }
  std::int64_t append(Live& live, const std::string& type, std::int64_t previous, const char* details_name, Json details);
  void save(const Thread& t);
  void open_visit(Thread& t, const asl::State& s);
  void close_visit(Thread& t, const std::string& output, const Failure* failure);
  void enter(Thread& t, const asl::State& s);
  Left leave(Thread& t, const asl::State& s, Json output, std::string next, std::string via);
  void assign(Thread& t, const std::optional<Json>& form, const Json& data, Json& details);

  // walk.cpp
  Task<Ending> walk(Thread& t);
  Task<Left> visit(Thread& t, const asl::State& s);
  Left pass(Thread& t, const asl::State& s);
  Left choose(Thread& t, const asl::State& s);
  Left fail(Thread& t, const asl::State& s);
  Task<void> wait(Thread& t, const asl::State& s);
  TimePoint due_of(Thread& t, const asl::State& s);
  Task<void> sleep(Thread& t, TimePoint due);
  void check_alive(const Thread& t);

  // data.cpp: the JSONPath data flow
  path::Sources sources(Thread& t, const asl::State& s, const Json& data);
  Json context(const Thread& t, const asl::State& s) const;
  Json select(Thread& t, const asl::State& s, const asl::Selector& selector, const Json& data);
  Json effective_input(Thread& t, const asl::State& s);
  Json combine(Thread& t, const asl::State& s, Json result);
  std::optional<std::int64_t> whole_from(Thread& t, const asl::State& s, const std::optional<std::string>& path, const char* field);

  // work.cpp
  Task<Left> work(Thread& t, const asl::State& s);
  Task<Ending> attempt(Thread& t, const asl::State& s);
  std::optional<Left> after_failure(Thread& t, const asl::State& s, const Failure& failure);
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
  Task<void> invoke(Answer answer, Call call, asl::Integration integration);
  Task<void> expire(Answer answer, TimePoint due);
  void record_lost_attempt(Thread& t, const asl::State& s);
  void record_start(Thread& t, const asl::State& s, const Json& input, std::optional<std::int64_t> timeout);
  void record_end(Thread& t, const asl::State& s, const Outcome& outcome);

  // fan_out.cpp
  Task<Ending> fan_out(Thread& t, const asl::State& s);
  std::vector<Json> child_inputs(Thread& t, const asl::State& s);
  Task<void> run_child(std::shared_ptr<Live> live, std::shared_ptr<Gathering> gathering, const asl::State* s, size_t index, std::string place);
  void begin_child(Thread& t, const asl::State& s, std::shared_ptr<Gathering> gathering, size_t index, const Json& input, std::int64_t previous);
  void abort_children(Live& live, const asl::State& s, Gathering& gathering);

  Aws& aws_;
  Records& records_;
  std::map<std::string, std::shared_ptr<Live>> running_;
};

}  // namespace lambent::states
