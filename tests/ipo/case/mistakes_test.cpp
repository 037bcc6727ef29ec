// Every mistake is said once, at its place, with what was probably meant.
#include "reading.h"

namespace lambent::ipo {
namespace {

using testing::ElementsAre;

// The case begins at line 2; `body` at line 3.
std::vector<std::string> said(const std::string& body, const Reading::Files& files = {}) { return Reading(one_case(body), files).said(); }
// Of one line of `then` (line 4), `given` or `when` (line 3); what is given begins at column 11, of given at 12.
std::vector<std::string> then_says(const std::string& then) { return said("    when: {invoke: f}\n    then: " + then + "\n"); }
std::vector<std::string> given_says(const std::string& given) { return said("    given: " + given + "\n    when: {invoke: f}\n    then: {}\n"); }
std::vector<std::string> when_says(const std::string& when) { return said("    when: " + when + "\n    then: {}\n"); }
std::vector<std::string> stub_says(const std::string& stub) { return given_says("{stubs: [" + stub + "]}"); }

struct Mistake {
  std::string text;
  std::vector<std::string> says;
};

void expect(const std::vector<Mistake>& table, std::vector<std::string> (*says)(const std::string&)) {
  for (const auto& [text, expected] : table) EXPECT_THAT(says(text), testing::ElementsAreArray(expected)) << text;
}

TEST(Mistakes, YamlThatIsMoreThanJson) {
  EXPECT_THAT(Reading("cases: &x\n  - {name: a, when: *x, then: {}}\n").said(),
              ElementsAre("1:8: anchors are not read here: write the value again, or use a table or a file",
                          "2:21: aliases are not read here: write the value again, or use a table or a file"));
  EXPECT_THAT(then_says("{response: !!str 5}"), ElementsAre("4:22: tags are not read here: tag:yaml.org,2002:str"));
  EXPECT_THAT(then_says("{response: {<<: {a: 1}}}"), ElementsAre("4:23: merge keys are not read here: write the members again, or use a table or a file"));
  EXPECT_THAT(then_says("{response: 1, response: 2}"), ElementsAre("4:25: 'response' stands here twice"));
  EXPECT_THAT(Reading("").said(), ElementsAre("t.ipo.yaml: the file is empty"));
  EXPECT_THAT(Reading("- a\n").said(), ElementsAre("1:1: a case file must be a map, not a list"));
  EXPECT_THAT(Reading("cases: []\nsuit: x\n").said(), ElementsAre("1:8: a file without cases", "2:1: a case file has no 'suit' (did you mean suite?)"));
  EXPECT_EQ(Reading("cases: [{name: a, when: {invoke: f, event: {n: NULL, m: null}}, then: {}}]").at(0).when.size(), 1u);
}

TEST(Mistakes, JsonFiles) {
  auto json = [](const std::string& text) { return Reading(text, {}, "cases/t.ipo.json").said(); };
  EXPECT_THAT(json("{\"cases\": [}"), ElementsAre("1:12: this is not JSON: '' is no value"));
  EXPECT_THAT(json("{\"cases\": [],\n \"cases\": 1}"), ElementsAre("1:11: a file without cases", "2:2: 'cases' stands here twice"));
  EXPECT_THAT(json("{\"a\": 1,}"), ElementsAre("1:9: this is not JSON: a key in double quotes should stand here"));
  EXPECT_THAT(json("{\"a\": \"\\x\"}"), ElementsAre("1:7: this is not JSON: a text with a broken escape or a control character"));
  EXPECT_THAT(json("{} x"), ElementsAre("1:4: this is not JSON: something stands after the value"));
  EXPECT_THAT(json("{\"a\": no}"), ElementsAre("1:7: this is not JSON: 'no' is no value"));
  EXPECT_THAT(json(std::string(300, '[')), ElementsAre("1:102: values are nested deeper than 100"));
}

TEST(Mistakes, Cases) {
  EXPECT_THAT(Reading("cases:\n  - nmae: x\n    when: {invoke: f}\n").said(),
              ElementsAre("2:5: a case has no 'nmae' (did you mean name?)", "2:5: a case needs 'name'", "2:5: a case needs 'then'"));
  EXPECT_THAT(Reading("clock: tomorrow\naccount: 12\ncases: [{name: a, when: {invoke: f}, then: {}, timeout: 5}, 7]\n").said(),
              ElementsAre("1:8: 'clock' must be an instant as 2026-11-23T09:00:00Z, not 'tomorrow'", "2:10: 'account' must be text, not the number 12 (write \"12\")",
                          "3:57: 'timeout' must be a duration as 412ms, 2s, 1h30m or 7d, not the number 5", "3:61: a case must be a map, not the number 7"));
  EXPECT_THAT(Reading("cases:\n  - {name: a, when: {invoke: f}, then: {}}\n  - {name: a, when: {invoke: f}, then: {}}\n").said(),
              ElementsAre("3:6: the case of line 2 has the name 'a' too"));
  EXPECT_THAT(said("    tags: smoke\n    skip: [x]\n    only: no\n    reuse: hot\n    when: []\n    then: []\n"),
              ElementsAre("3:11: 'tags' must be a list, not 'smoke'", "4:11: 'skip' must be true, false or the reason, not a list",
                          "5:11: 'only' must be true or false, not 'no'", "6:12: 'reuse' is one of fresh, warm, not 'hot'", "7:11: 'when' has no step",
                          "8:11: then must be a map, not a list"));
  EXPECT_THAT(said("    reuse: warm\n    when: {invoke: f}\n    then: {}\n"),
              ElementsAre("3:5: 'reuse: warm' is of a case with a property (other cases have a world of their own each time)"));
}

TEST(Mistakes, Names) {
  EXPECT_THAT(said("    table: [{phone: 1}]\n    when: {invoke: f, event: \"${row.phne}\"}\n    then: {}\n"),
              ElementsAre(testing::MatchesRegex("4:30: row 0 .* has no ..row.phne. .did you mean phone.*")));
  expect({{"{invoke: f, event: \"${row.x}\"}", {"3:30: ${row.x} stands where no row of a table is"}},
          {"{invoke: f, event: \"${env.NOPE}\"}", {"3:30: the environment has no NOPE"}},
          {"{invoke: f, event: \"${env}\"}", {"3:30: '${env}' is not a name (write ${env.X})"}},
          {"{invoke: f, event: \"a ${x\"}", {"3:30: a '${' without its '}' (write $${ for the text ${)"}},
          {"{invoke: f, event: \"${a b}\"}",
           {"3:30: '${a b}' is not a name (names are ${row.x}, ${env.X}, ${steps.id.path} and what a step saved; $$ is one dollar)"}},
          {"{invoke: f, event: \"${arn}\"}", {"3:30: nothing before this saves 'arn'"}},
          {"[{invoke: f, event: \"${steps.b.x}\"}, {id: b, invoke: g}]", {"3:31: no step before this has the id 'b'"}},
          {"[{id: aa, invoke: f}, {invoke: \"${steps.ab}\"}]", {"3:42: no step before this has the id 'ab' (did you mean aa?)"}},
          {"[{invoke: f, save: {t: $.a}}, {advance: \"${t}\"}]", {"3:51: 'advance' is needed before the case runs; ${t} is known only then"}}},
         when_says);
  expect({{"{seed: \"${x}\"}", {"3:19: ${x} cannot be known here, before a step has run"}}}, given_says);
  expect({{"{steps: {a: 1}}", {"4:20: no step before this has the id 'a'"}}}, then_says);
}

TEST(Mistakes, Given) {
  expect({{"[]", {"3:12: given must be a map, not a list"}},
          {"{efects: 1}", {"3:13: given has no 'efects' (there are app, env, state, stubs, iam, seed)"}},
          {"{app: no.yaml}", {"3:18: there is no file 'no.yaml' (paths are relative to the case file)"}},
          {"{app: [a]}", {"3:18: 'app' must be a template's path or {functions: …}, not a list"}},
          {"{app: {functions: {f: {handler: 5, timeout: 901}}}}",
           {"3:44: 'handler' must be text, not the number 5 (write \"5\")", "3:56: 'timeout' must be a whole number from 1 to 900, not the number 901"}},
          {"{env: {f: {A: [1]}, g: x}}", {"3:26: 'A' must be text, not a list", "3:35: the environment of a function must be a map, not 'x'"}},
          {"{state: {sqqs: {}}}", {"3:21: state has no 'sqqs' (did you mean sqs?)"}},
          {"{state: {sqs: {q: hello}, s3: {b: {k: [1]}}}}",
           {"3:30: a queue must be a list of messages, not 'hello'", "3:50: an object's content must be text or {file: …}, not a list"}},
          {"{state: {s3: {b: {k: {file: none.txt}}}}}", {"3:40: 'none.txt' cannot be read: No such file or directory"}},
          {"{state: {ses: {identitys: []}, sns: {sandbox: 1}}}",
           {"3:27: the state of ses has no 'identitys' (did you mean identities?)", "3:58: 'sandbox' must be true or false, not the number 1"}},
          {"{iam: {mode: enforced, roles: {r: {ad: []}}}}",
           {"3:25: 'mode' is one of enforce, audit, off, not 'enforced' (did you mean enforce?)", "3:47: a role's change has no 'ad' (did you mean add?)"}},
          {"{iam: {roles: {r: {add: [{Effect: allow}]}}}}",
           {"3:37: a statement needs 'Action'", "3:46: 'Effect' is one of Allow, Deny, not 'allow' (did you mean Allow?)"}},
          {"{seed: -1}", {"3:19: 'seed' must be a whole number from 0, not the number -1"}}},
         given_says);
}

TEST(Mistakes, Stubs) {
  expect({{"{on: Publish, fault: reset}", {"3:26: 'Publish' does not name an operation (write service:Operation, as in sns:Publish)"}},
          {"{on: snss:Publish, fault: reset}", {"3:26: there is no API model of a service 'snss' (did you mean sns?)"}},
          {"{on: sns:Publsh, fault: reset}", {"3:26: sns has no operation 'Publsh' (did you mean Publish?)"}},
          {"{on: sns:Publish, fault: broken}",
           {"3:46: 'fault' is one of timeout, reset, truncate, garbage, throttle, unavailable, not 'broken'"}},
          {"{on: sns:Publish}", {"3:21: a stub needs one of respond, fail, fault and delay"}},
          {"{on: sns:Publish, respond: {MessageId: a}, fault: reset}", {"3:21: a stub does one thing: respond, fail or fault"}},
          {"{on: sns:Publish, fail: {code: Throttled}}", {"3:52: sns:Publish has no error 'Throttled' (did you mean Throttling?)"}},
          {"{on: sns:Publish, check: off, fail: {code: Throttled}}", {}},
          {"{on: sns:Publish, fail: {code: InvalidParameter, status: 200}}",
           {"3:78: 'status' must be a whole number from 400 to 599, not the number 200"}},
          {"{on: sns:Publish, when: {PhoneNumbr: a, MessageAttributes: {k: {Type: x}}, Message: {$contains: {a: b}}}, delay: 1s}",
           {"3:46: the input of sns:Publish has no member 'PhoneNumbr' (did you mean PhoneNumber?)",
            "3:85: MessageAttributeValue has no member 'Type' (there are DataType, StringValue, BinaryValue)"}},
          {"{on: sns:Publish, when: {Nope: 1}, check: present, delay: 1x}", {"3:79: 'delay' must be a duration as 412ms, 2s, 1h30m or 7d, not '1x'"}},
          {"{on: sns:Publish, respond: {MessageID: a}}", {"3:49: the output of sns:Publish has no member 'MessageID' (did you mean MessageId?)"}},
          {"{on: sns:Publish, respond: {MessageId: 5}}", {"3:49: the output of sns:Publish: 'MessageId' must be text"}},
          {"{on: states:StartExecution, respond: {executionArn: a}}",
           {"3:49: the output of states:StartExecution needs 'startDate' (`check: present` leaves it out)"}},
          {"{on: states:StartExecution, check: present, respond: {executionArn: a}}", {}},
          {"{on: ses:SendEmail, when: {FromEmailAddress: a}, respond: {MessageId: a}}", {}},
          {"{on: ses:SendEmail, when: {Sorce: a}, delay: 1s}", {"3:48: the input of ses:SendEmail has no member 'Sorce' (did you mean Source?)"}},
          {"{on: sns:Publish, respond: }", {"3:48: 'respond' must be a map, not null"}},
          {"{on: sns:Publish, fail: }", {"3:45: fail needs 'code'"}},
          {"{on: sns:Publish, fault: reset, times: 0}", {"3:60: 'times' must be a number from 1, {from: …, to: …} or always, not the number 0"}},
          {"{on: sns:Publish, fault: reset, times: {from: 3, to: 2}}", {"3:60: 'to' is before 'from'"}},
          {"{on: sns:Publish, fault: reset, optional: maybe}", {"3:63: 'optional' must be true or false, not 'maybe'"}}},
         stub_says);
}

TEST(Mistakes, Steps) {
  expect({{"{invok: f}", {"3:11: a step is one of http, invoke, aws, advance, check, reply, restart (did you mean invoke?)"}},
          {"now", {"3:11: a step is one of http, invoke, aws, advance, check, reply, restart, not 'now'"}},
          {"{http: {path: x, json: 1, body: y, method: GET IT}}",
           {"3:25: 'path' must begin with '/'", "3:37: a request has 'json' or 'body', not both", "3:54: 'GET IT' is not an HTTP method"}},
          {"{http: {path: /, headers: {a: {b: c}}}}", {"3:41: 'a' must be text or a list of texts, not a map"}},
          {"{http: {}}", {"3:18: http needs 'path'"}},
          {"{http: }", {"3:18: http needs 'path'"}},
          {"{invoke: f, evnt: {}}", {"3:23: a step with invoke has no 'evnt' (did you mean event?)"}},
          {"{invoke: f, mode: asynch}", {"3:29: 'mode' is one of sync, async, dryrun, not 'asynch' (did you mean async?)"}},
          {"{invoke: f, event: {example: sqss}}", {"3:40: there is no sample event 'sqss' (did you mean sqs?)"}},
          {"{invoke: f, event: {file: none.json}}", {"3:37: 'none.json' cannot be read: No such file or directory"}},
          {"{aws: states:StartExecutions}", {"3:17: states has no operation 'StartExecutions' (did you mean StartExecution?)"}},
          {"{aws: sns:Publish, params: {Mesage: x}}", {"3:39: the input of sns:Publish has no member 'Mesage' (did you mean Message?)"}},
          {"{advance: 7 days}", {"3:21: 'advance' must be a duration as 412ms, 2s, 1h30m or 7d, not '7 days'"}},
          {"{advance: {to: soon}}", {"3:26: 'to' must be an instant as 2026-11-23T09:00:00Z, not 'soon'"}},
          {"{advance: {until: {executon: {}}}}", {"3:30: there is no effect 'executon' (did you mean execution?)"}},
          {"{reply: {from: \"+1\"}}", {"3:19: reply needs 'text'"}},
          {"[{id: a, invoke: f}, {id: a, invoke: f, save: {row: a}}]",
           {"3:37: an earlier step has the id 'a'", "3:58: 'row' is no name (letters, digits, _ and -; not row, env, steps)",
            "3:63: 'row' must be a JSONPath of the answer, not 'a' (as $.executionArn)"}},
          {"{check: {reads: all}}", {"3:27: 'reads' is one of free, closed, not 'all'"}}},
         when_says);
  EXPECT_THAT(said("    when: {invoke: f, event: {file: e.json}}\n    then: {}\n", {{"e.json", "{\n \"a\": x}"}}),
              ElementsAre(testing::StartsWith("e.json:2:7: this is not JSON")));
}

TEST(Mistakes, Then) {
  expect({{"{efects: []}", {"4:12: then has no 'efects' (did you mean effects?)"}},
          {"{effects: any}", {"4:21: 'effects' must be a list, {ordered: […]} or $any, not 'any'"}},
          {"{effects: {order: []}}", {"4:21: effects needs 'ordered'", "4:22: effects has no 'order' (did you mean ordered?)"}},
          {"{effects: [{emial: {}}]}", {"4:23: there is no effect 'emial' (did you mean email?)"}},
          {"{effects: [{email: {to: a, subjekt: b}}]}", {"4:38: the effect email has no 'subjekt' (did you mean subject?)"}},
          {"{effects: [{sms: {text: a}}, {sms: {$rest: any}}, {sms: $any}, {sms: {$all: []}}]}", {"4:23: the effect sms needs 'to' (or $rest: any)"}},
          {"{effects: [{sms: {to: a, $rest: all}}]}", {"4:43: '$rest' is any, not 'all'"}},
          {"{effects: [{sms: a}, {sms: {}, email: {}}, x]}",
           {"4:28: the effect sms must be a map of its fields, not 'a'",
            "4:32: an effect is a map of one kind, email, sms, push, execution, message, object, invoke, call, not 2 keys",
            "4:54: an effect is a map of one kind, email, sms, push, execution, message, object, invoke, call, not 'x'"}},
          {"{denied: [{resource: x, by: explict}]}",
           {"4:21: a refused call needs 'action'", "4:39: 'by' is one of implicit, explicit, boundary, session, resource, not 'explict'"}},
          {"{calls: {sns:Publsh: 1, sns:Publish: {totl: 1}}}",
           {"4:20: sns has no operation 'Publsh' (did you mean Publish?)", "4:49: the count of a call has no 'totl' (did you mean total?)"}},
          {"{calls: {sns:Publish: {$gte: 1}, ses:SendEmail: 2, states:StartExecution: $any}}", {}},
          {"{logs: [{fnction: f}]}", {"4:20: a log line has no 'fnction' (did you mean function?)"}},
          {"{took: {virtual: 7 days, cold: 1}}", {"4:28: 'virtual' must be a duration as 412ms, 2s, 1h30m or 7d, not '7 days'"}},
          {"{snapshot: 5}", {"4:22: 'snapshot' must be text, not the number 5"}},
          {"{state: {sqss: 1}}", {"4:20: state has no 'sqss' (did you mean sqs?)"}}},
         then_says);
  EXPECT_THAT(said("    when: {id: c, http: {path: /}}\n    then: {steps: {c: {stauts: 200}}, response: {$rest: any, jsn: 1}}\n"),
              ElementsAre("4:24: the answer of http has no 'stauts' (did you mean status?)", "4:62: the answer of http has no 'jsn' (did you mean json?)"));
}

// A mistake that every row repeats is one mistake, and no file makes the reader build without end.
TEST(Mistakes, OncePerPlaceAndWithinLimits) {
  EXPECT_THAT(said("    table: [{a: 1}, {a: 2}, {a: 3}]\n    when: {invok: \"${row.a}\"}\n    then: {}\n"), testing::SizeIs(1));
  EXPECT_THAT(when_says("{invoke: f, event: {$repeat: [{$repeat: [[1, 2, 3, 4], 1000]}, 1000]}}"),
              ElementsAre("3:30: with tables and files filled in, the cases of this file hold more than a million values"));
  EXPECT_THAT(when_says("{invoke: f, event: {$repeat: [x, many]}}"),
              ElementsAre("3:31: $repeat takes [what, how often]: text or a list, and a number from 0 to 16777216"));
  EXPECT_THAT(when_says("{invoke: f, event: {$repeat: [{$repeat: [aaaaaaaaaa, 16777216]}, 1000000]}}"),
              ElementsAre(testing::HasSubstr("256 MiB of text")));
  EXPECT_THAT(when_says("{invoke: f, event: {$repeat: [[1, 2, 3, 4], 1000000]}}"), ElementsAre(testing::HasSubstr("more than a million values")));
}

}  // namespace
}  // namespace lambent::ipo
