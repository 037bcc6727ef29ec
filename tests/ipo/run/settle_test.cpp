// When a case ends, and that runs of cases do not depend on order or on each other.
#include "suite.h"

namespace lambent::ipo::test {
namespace {

class Folder {
 public:
  explicit Folder(const std::string& python) {
    write_file(folder_.path() / "app.py", python);
    write_file(folder_.path() / "app.asl.json", R"({"StartAt": "Again", "States": {"Again": {"Type": "Pass", "Next": "Again"}}})");
  }
  std::string file() const { return (folder_.path() / "some.ipo.yaml").string(); }

 private:
  TempDir folder_{"lambent-settle"};
};

constexpr const char* kLoopsForEver = R"(
suite: settling
app: { functions: { spinner: { handler: app.handler, runtime: python3.12, timeout: 60 } } }
cases:
  - name: a function that never answers
    timeout: 300ms
    when: { invoke: spinner, event: {} }
    then: { response: $any }
)";

TEST(Settling, a_case_that_never_settles_ends_at_its_timeout_and_names_what_runs) {
  Folder folder("def handler(event, context):\n  while True: pass\n");
  Suite suite(kLoopsForEver, folder.file());
  auto outcomes = suite.run();
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(outcomes[0].verdict, Verdict::timeout);
  ASSERT_EQ(outcomes[0].problems.size(), 1u) << all_words(outcomes[0]);
  const Problem& problem = outcomes[0].problems[0];
  EXPECT_EQ(problem.kind, Problem::Kind::never_settled);
  EXPECT_EQ(problem.what, "not settled after 300ms");
  EXPECT_NE(std::find_if(problem.running.begin(), problem.running.end(), [](const std::string& line) { return line.starts_with("function spinner"); }),
            problem.running.end()) << all_words(outcomes[0]);
  EXPECT_EQ(problem.place.line, 7);
}

// What must be the same each time: not how long it really took.
Json constant_part(Json record) {
  for (const char* name : {"real", "billed", "memory"}) record["took"].erase(name);
  record.erase("logs");  // request ids are made by the interpreter's own chance in some of them
  return record;
}

std::map<std::string, std::string> records_of(Suite& suite, RunOptions options) {
  std::map<std::string, std::string> out;
  for (const auto& one : suite.run(options)) {
    EXPECT_EQ(one.verdict, Verdict::passed) << all_words(one);
    std::string text = dump_pretty(constant_part(one.record));
    auto [at, added] = out.try_emplace(one.again, text);
    EXPECT_EQ(at->second, text) << one.again << " is another on its second run";
  }
  return out;
}

TEST(Runs, in_any_order_and_side_by_side_have_the_same_records) {
  Suite suite(std::vector<std::string>{"tests/ipo/sending.ipo.yaml", "tests/ipo/waiting.ipo.yaml"});
  for (auto& file : suite.files) {
    std::erase_if(file.cases, [](const Case& one) { return one.property.has_value(); });  // other events each time
    for (auto& one : file.cases) one.sweep.reset();                                       // broken connections are told with their port
  }
  RunOptions serial, parallel;
  serial.seed = 1;
  parallel.jobs = 4;
  parallel.seed = 2;
  parallel.repeat = 3;
  auto one = records_of(suite, serial), other = records_of(suite, parallel);
  for (const auto& [again, record] : one) EXPECT_EQ(record, other[again]) << again;
  EXPECT_EQ(one.size(), 14u);
}

}  // namespace
}  // namespace lambent::ipo::test
