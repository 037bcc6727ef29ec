// State machines that run: what parses is executed for a while, its functions answered with their event. Whatever the
// definition says, the execution ends by itself or is cut, its events are numbered without a gap, each after the one it
// follows, and its output is JSON within the limit.
//
// The input has up to three parts divided by lines of dashes: a definition, an execution's input, and bytes by which parts of
// the definition are put in the place of others, so that changed definitions are still JSON.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "mocks/states/asl/parse.h"
#include "mocks/states/engine/engine.h"

using namespace lambent;
using namespace lambent::states;

namespace {

constexpr int kTurns = 600;
constexpr std::string_view kDashes = "\n---\n";

class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call&, const Need&, std::vector<PolicyStatement>*) const override { return std::nullopt; }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override {
    return Principal::root("000000000000");
  }
};

class Echo final : public Service {
 public:
  std::string_view name() const override { return "lambda"; }
  std::vector<std::string_view> operations() const override { return {"Invoke"}; }
  Task<Json> handle(Call call) override {
    std::string payload = text_at(call.input, "Payload");
    Json out = object({{"StatusCode", 200}, {"Payload", payload}});
    if (++asked_ % 5 == 0) set_text(out, "FunctionError", "Unhandled");
    co_return out;
  }

 private:
  int asked_ = 0;
};

void gather(Json& value, std::vector<Json*>& out) {
  out.push_back(&value);
  if (value.is_structured())
    for (auto& child : value) gather(child, out);
}

// Each pair of bytes names a place and what is put there.
std::string rearranged(std::string_view definition, std::string_view bytes) {
  auto given = try_parse_json(definition);
  if (!given || !given->is_object()) return std::string(definition);
  for (size_t i = 0; i + 1 < bytes.size() && i < 12; i += 2) {
    std::vector<Json*> places;
    gather(*given, places);
    if (places.size() > 2000) break;
    Json part = *places[(static_cast<unsigned char>(bytes[i]) * 7919u) % places.size()];
    *places[(static_cast<unsigned char>(bytes[i + 1]) * 104729u) % places.size()] = std::move(part);
  }
  return dump(*given);
}

[[noreturn]] void broken(const std::string& what) {
  std::cerr << what << '\n';
  std::abort();
}

void check(const Records& records, const std::string& key) {
  const ExecutionRow& row = *records.executions.find(key);
  std::int64_t id = 0;
  for (const EventRow& event : records.events.rows(key)) {
    if (event.id != ++id) broken("a gap before event " + std::to_string(event.id));
    if (event.previous < 0 || event.previous >= event.id) broken(event.type + " follows a later event");
  }
  if (row.status == "RUNNING") return;
  if (row.status == "SUCCEEDED" && (!row.output || !try_parse_json(*row.output) || row.output->size() > kMaxData)) broken("no output, or a bad one");
  if (row.status == "FAILED" && !row.express && id < 2) broken("failed without a trace");
}

void execute(std::shared_ptr<const asl::Machine> machine, const std::string& input, bool express) {
  Loop loop(ClockMode::skipping, TimePoint(std::chrono::seconds(1764000000)));
  Workers workers(loop.io(), loop.clock());
  Store store(loop.io(), workers);
  Ids ids(7);
  Journal journal(loop.clock(), 1 << 20);
  OpenAccess access;
  Aws aws(loop, ids, journal, store, access);
  Echo echo;
  aws.add(echo);
  Records records(store);
  MockFile mocks;
  Engine engine(aws, records, mocks);
  ExecutionRow row;
  row.name = "run";
  row.arn = "arn:aws:states:us-east-1:000000000000:execution:m:run";
  row.machine_name = "m";
  row.machine_arn = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
  row.role = "arn:aws:iam::000000000000:role/machine";
  row.input = input;
  row.started = loop.clock().now_ms();
  row.express = express;
  const std::string key = execution_key(Scope{"000000000000", "us-east-1"}, "m", "run");
  engine.start(key, records.executions.put(key, row), std::move(machine), 0, "");
  int turns = 0;
  const auto done = [&] {
    const ExecutionRow* now = records.executions.find(key);
    return ++turns > kTurns || !now || now->status != "RUNNING";
  };
  loop.run_until(done);
  if (records.executions.contains(key)) check(records, key);  // nothing is kept of an Express one that has ended
  engine.forget();
  loop.tasks().cancel();
  loop.tasks().drain();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto part = [&] {
    const size_t line = text.find(kDashes);
    const std::string_view out = text.substr(0, line);
    text = line == std::string_view::npos ? std::string_view() : text.substr(line + kDashes.size());
    return out;
  };
  const std::string_view definition = part(), input = part();
  const std::string changed = rearranged(definition, text);
  auto parsed = asl::parse_definition(changed);
  if (!parsed.findings.empty() || !parsed.unsupported.empty()) {
    (void)asl::text(parsed.findings);
    return 0;
  }
  (void)asl::variable_references(*parsed.machine);
  const std::string given = try_parse_json(input) ? std::string(input) : "{}";
  execute(parsed.machine, given, size % 3 == 0);
  return 0;
}
