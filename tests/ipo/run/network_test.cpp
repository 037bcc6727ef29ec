// Functions of a case reach no network: what they want of it is an effect.
#include "suite.h"

namespace lambent::ipo::test {
namespace {

constexpr const char* kPython = R"(
import socket, urllib.request

def handler(event, context):
    try:
        if "address" in event:
            socket.create_connection((event["address"], event["port"]), 5)
        else:
            urllib.request.urlopen(event["url"], timeout=5)
    except OSError as e:
        return str(e)
    return "reached"
)";
constexpr const char* kNode = "exports.handler = event => fetch(event.url).then(() => 'reached', e => e.cause.code);\n";

std::string cases(const char* runtime, const std::string& then_and_event) {
  return std::string("app: { functions: { caller: { handler: app.handler, runtime: ") + runtime + " } } }\ncases:\n  - name: a call\n" + then_and_event;
}

CaseOutcome run(const std::string& text, const char* source_name, const char* source) {
  TempDir folder("lambent-network-test");
  write_file(folder.path() / source_name, source);
  Suite suite(text, (folder.path() / "some.ipo.yaml").string());
  auto outcomes = suite.run();
  EXPECT_EQ(outcomes.size(), 1u);
  return outcomes.at(0);
}
CaseOutcome python(const std::string& text) { return run(cases("python3.12", text), "app.py", kPython); }

TEST(Network, a_foreign_host_is_refused_and_is_an_effect) {
  auto one = python(R"(
    when: { invoke: caller, event: { url: "https://api.example.com/v1" } }
    then:
      response: "<urlopen error [Errno -2] Name or service not known>"
      effects: [ { call: { host: api.example.com, port: 443 } } ]
)");
  EXPECT_EQ(one.verdict, Verdict::passed) << all_words(one);
}

TEST(Network, an_address_in_numbers_is_refused_too) {
  auto one = python(R"(
    when: { invoke: caller, event: { address: "192.0.2.7", port: 25 } }
    then:
      response: "[Errno 111] Connection refused"
      effects: [ { call: { host: "192.0.2.7" } } ]
)");
  EXPECT_EQ(one.verdict, Verdict::passed) << all_words(one);
}

TEST(Network, what_the_case_does_not_expect_fails_it_with_the_line_to_add) {
  auto one = python(R"(
    when: { invoke: caller, event: { url: "http://metadata.example.net/" } }
    then: { response: $any }
)");
  EXPECT_EQ(one.verdict, Verdict::failed);
  ASSERT_EQ(one.problems.size(), 1u) << all_words(one);
  EXPECT_EQ(one.problems[0].kind, Problem::Kind::effect_unexpected);
  EXPECT_EQ(one.problems[0].add, R"(- call: {"host":"metadata.example.net"})");
  EXPECT_EQ(one.problems[0].by, "caller");
}

TEST(Network, node_is_kept_in_as_well) {
  if (!lambda::find_interpreter("node")) GTEST_SKIP() << "no Node.js here";
  auto one = run(cases("nodejs20.x", R"(
    when: { invoke: caller, event: { url: "https://api.example.com/v1" } }
    then:
      response: ENOTFOUND
      effects: [ { call: { host: api.example.com, $rest: any } } ]
)"), "app.js", kNode);
  EXPECT_EQ(one.verdict, Verdict::passed) << all_words(one);
}

TEST(Network, this_machine_is_reached) {
  auto one = python(R"(
    when: { invoke: caller, event: { address: "127.0.0.1", port: 1 } }
    then: { response: "[Errno 111] Connection refused", effects: [] }
)");
  EXPECT_EQ(one.verdict, Verdict::passed) << all_words(one);
}

}  // namespace
}  // namespace lambent::ipo::test
