// What state machines cost on one core; one JSON line for each measure. bench/states/run prints the table.
//
//   build/release/bench_states [SECONDS [MEASURE...]]     measures: waiting bare transitions map starts; all if none is named
//
// Seconds are those of the processor, so that other work on the machine counts for little.
//
// Transitions are states entered and left, of chains of a hundred Pass states; their baseline is what no engine can do
// without: writing each state's input and output as JSON text and keeping two rows by their keys. The baseline of a Map is
// the same number of Invokes straight through the door, forty at a time.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <set>

#include "mocks/states/states.h"

using namespace lambent;
using namespace lambent::states;

namespace {

const Scope kScope{"000000000000", "us-east-1"};
const std::string kRole = "arn:aws:iam::000000000000:role/machine";
const std::string kInput = R"({"order":{"id":"o-1","total":17.5,"lines":[{"sku":"a","count":1},{"sku":"b","count":2}]},"paid":true})";
constexpr int kChain = 100;

class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call&, const Need&, std::vector<PolicyStatement>*) const override { return std::nullopt; }
  Principal assume_for_service(const std::string& role, const std::string&, const std::string& session, const std::string&) const override {
    Principal out = Principal::root(kScope.account);
    out.kind = PrincipalKind::role_session;
    out.arn = "arn:aws:sts::000000000000:assumed-role/machine/" + session;
    out.entity_arn = role;
    return out;
  }
};

class Echo final : public Service {
 public:
  explicit Echo(Loop& loop) : loop_(loop) {}
  std::string_view name() const override { return "lambda"; }
  std::vector<std::string_view> operations() const override { return {"Invoke"}; }
  Task<Json> handle(Call call) override {
    co_await net::post(loop_.executor(), use_task);  // as from a process: never in the caller's turn
    co_return object({{"StatusCode", 200}, {"ExecutedVersion", "$LATEST"}, {"Payload", text_at(call.input, "Payload")}});
  }

 private:
  Loop& loop_;
};

struct World {
  explicit World(ClockMode mode = ClockMode::skipping, size_t journal_bytes = 256u << 20) : loop(mode), journal(loop.clock(), journal_bytes) {
    aws.add(echo);
    aws.add(states);
  }
  ~World() {
    states.reset();
    loop.tasks().cancel();
    loop.tasks().drain();
  }

  static Task<void> ask(Aws& aws, Call call, Json& answer, bool& done) {
    answer = co_await aws.call(std::move(call));
    done = true;
  }
  Json call(const std::string& operation, Json input) {
    Json answer;
    bool done = false;
    loop.tasks().spawn("ask", ask(aws, Call("stepfunctions", operation, std::move(input), Principal::root(kScope.account), kScope), answer, done));
    const auto answered = [&] { return done; };
    loop.run_until(answered);
    return answer;
  }
  std::string create(const std::string& name, const std::string& definition) {
    return text_at(call("CreateStateMachine", object({{"name", name}, {"definition", definition}, {"roleArn", kRole}})), "stateMachineArn");
  }
  std::string start(const std::string& machine, const std::string& input = kInput) {
    return text_at(call("StartExecution", object({{"stateMachineArn", machine}, {"input", input}})), "executionArn");
  }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal;
  OpenAccess access;
  Aws aws{loop, ids, journal, store, access};
  Echo echo{loop};
  States states{aws};
};

double cpu() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}
double since(double began) { return cpu() - began; }
void report(const std::string& name, Json members) {
  members["name"] = name;
  std::printf("%s\n", dump(members).c_str());
  std::fflush(stdout);
}

std::string chain(const std::string& state) {
  std::string out = R"({"StartAt":"S0","States":{)";
  for (int i = 0; i < kChain; ++i) {
    out += "\"S" + std::to_string(i) + "\":{\"Type\":\"Pass\"," + state;
    out += i + 1 == kChain ? "\"End\":true}}}" : "\"Next\":\"S" + std::to_string(i + 1) + "\"},";
  }
  return out;
}

// Executions of a machine, straight through the engine, over and over.
double transitions(const std::string& definition, bool express, double seconds) {
  World w;
  Records records(w.store);
  MockFile mocks;
  Engine engine(w.aws, records, mocks);
  const auto machine = asl::parse_definition(definition).machine;
  size_t count = 0;
  double took = 0;
  while (took < seconds) {
    std::vector<ExecutionRow> asked;
    for (int i = 0; i < 20; ++i) {
      ExecutionRow row;
      row.name = "run" + std::to_string(i);
      row.arn = execution_arn(kScope, "chain", row.name);
      row.machine_name = "chain";
      row.machine_arn = machine_arn(kScope, "chain");
      row.role = kRole;
      row.input = kInput;
      row.started = w.loop.clock().now_ms();
      row.express = express;
      if (!express) records.executions.put(execution_key(kScope, "chain", row.name), row);
      asked.push_back(std::move(row));
    }
    const std::string trace = "Root=1-00000000-000000000000000000000000";
    std::vector<std::shared_ptr<const Live>> begun;
    const double began = cpu();
    for (auto& row : asked) {
      const std::string key = execution_key(kScope, "chain", row.name);
      if (express)
        begun.push_back(engine.start_express(key, std::move(row), machine, Engine::Delivery::at_most_once, 0, trace));
      else
        engine.start(key, *records.executions.find(key), machine, 0, trace);
    }
    w.loop.run_until_quiet();
    took += since(began);
    count += 20 * kChain;
    for (const auto& one : begun)
      if (one->row().status != "SUCCEEDED") std::abort();
    for (const auto& [key, row] : records.executions)
      if (row.status != "SUCCEEDED") std::abort();
    records.clear();
  }
  return static_cast<double>(count) / took;
}

double bare_transitions(double seconds) {
  struct Row {
    std::string type;
    std::int64_t id, previous, at;
    Json details;
  };
  const Json data = parse_json(kInput);
  const std::string execution = execution_key(kScope, "chain", "run0");
  size_t count = 0;
  const double began = cpu();
  double took = 0;
  while (took < seconds) {
    std::map<std::string, Row> rows;
    for (std::int64_t id = 1; id <= 2 * kChain; ++id)
      rows.insert_or_assign(execution + "/" + std::to_string(100'000 + id), Row{"PassStateEntered", id, id - 1, 0, object({{"name", "S0"}, {"input", dump(data)}})});
    count += kChain;
    took = since(began);
  }
  return static_cast<double>(count) / took;
}

Task<void> invoke_some(Aws& aws, int& left, int& open) {
  while (left > 0) {
    --left;
    Call call("lambda", "Invoke", object({{"FunctionName", "echo"}, {"Payload", R"({"i":1})"}}), Principal::root(kScope.account), kScope);
    (void)co_await aws.call(std::move(call));
  }
  --open;
}

double bare_invokes(int items) {
  World w;
  int left = items, open = 40;
  const double began = cpu();
  for (int i = 0; i < 40; ++i) w.loop.tasks().spawn("invoke", invoke_some(w.aws, left, open));
  w.loop.run_until_quiet();
  return items / since(began);
}

// All in one Map would have more events than an execution may have: five of them in ten thousand.
double map_items(int items) {
  World w;
  const int maps = 5;
  const std::string function = "arn:aws:lambda:us-east-1:000000000000:function:echo";
  const std::string machine = w.create("map", R"({"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":40,"End":true,"ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" +
                                                  function + R"(","End":true}}}}}})");
  Json input = Json::array();
  for (int i = 0; i < items / maps; ++i) input.push_back(object({{"i", i}}));
  double took = 0;
  for (int i = 0; i < maps; ++i) {
    const double began = cpu();
    const std::string execution = w.start(machine, dump(input));
    w.loop.run_until_quiet();
    took += since(began);
    const Json described = w.call("DescribeExecution", object({{"executionArn", execution}}));
    if (text_at(described, "output") != dump(input)) std::abort();
  }
  return items / took;
}

// StartExecution alone: what the executions do is not counted.
double starts(World& w, const std::string& machine, double seconds) {
  size_t count = 0;
  double took = 0;
  while (took < seconds) {
    const double began = cpu();
    for (int i = 0; i < 100; ++i) w.start(machine);
    took += since(began);
    count += 100;
    w.loop.run_until_quiet();
  }
  return static_cast<double>(count) / took;
}

size_t resident() {
  std::ifstream in("/proc/self/statm");
  size_t whole = 0, pages = 0;
  in >> whole >> pages;
  return pages * 4096;
}

// With the journal's entries of them (a call, the execution, the visit, a status event each), or, with a small journal,
// without them: it forgets them once it has reached its budget.
void waiting(const char* name, int executions, size_t journal_bytes) {
  World w(ClockMode::frozen, journal_bytes);
  const std::string machine = w.create("waiting", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":86400,"End":true}}})");
  for (int i = 0; i < 1000; ++i) w.start(machine);  // what is taken once
  const auto under_way = [&](int count) {
    const auto all = [&] { return w.loop.clock().foreground() == count; };
    w.loop.run_until(all);
  };
  under_way(1000);
  const size_t before = resident();
  const double began = cpu();
  for (int i = 0; i < executions; ++i) w.start(machine);
  under_way(1000 + executions);
  const double took = since(began);
  const size_t bytes = (resident() - before) / static_cast<size_t>(executions);
  const double woken = cpu();
  w.loop.clock().advance(std::chrono::hours(25));
  w.loop.run_until_quiet();
  report(name, object({{"executions", executions}, {"bytes", bytes}, {"seconds_to_start", took}, {"seconds_to_end", since(woken)}}));
}

void all_transitions(double seconds) {
  const std::string parameters = R"("Parameters":{"id.$":"$.order.id","order.$":"$.order","paid":true},)";
  const std::string expression = R"("QueryLanguage":"JSONata","Output":"{% {'order': $states.input.order, 'paid': $not($states.input.paid)} %}",)";
  report("standard", object({{"rate", transitions(chain(""), false, seconds)}}));
  report("express", object({{"rate", transitions(chain(""), true, seconds)}}));
  report("standard with Parameters", object({{"rate", transitions(chain(parameters), false, seconds)}}));
  report("express with Parameters", object({{"rate", transitions(chain(parameters), true, seconds)}}));
  report("express in JSONata", object({{"rate", transitions(chain(expression), true, seconds)}}));
}

// The journal is full from the beginning: what it drops costs the same before and after.
void all_starts(double seconds) {
  World w(ClockMode::skipping, 1u << 20);
  const std::string machine = w.create("started", R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})");
  const double first = starts(w, machine, seconds);
  for (int i = 0; i < 100'000; ++i) w.start(machine);
  w.loop.run_until_quiet();
  report("starts", object({{"rate", first}, {"rate_with_100000", starts(w, machine, seconds)}}));
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 2;
  const std::set<std::string> named(argv + std::min(argc, 2), argv + argc);
  const auto wanted = [&](const char* measure) { return named.empty() || named.contains(measure); };
  // Each in a process of its own, so that the heap is small.
  if (wanted("waiting")) waiting("waiting", 20'000, 1u << 20);
  if (named.contains("waiting_and_journal")) waiting("waiting_and_journal", 20'000, 256u << 20);
  if (wanted("bare")) report("bare", object({{"rate", bare_transitions(seconds)}}));
  if (wanted("transitions")) all_transitions(seconds);
  if (wanted("map")) {
    report("invokes", object({{"rate", bare_invokes(10'000)}}));
    report("map", object({{"rate", map_items(10'000)}}));
  }
  if (wanted("starts")) all_starts(seconds);
}
