#include "outcomes.h"

#include <set>

#include "base/time_text.h"
#include "ipo/match/display.h"

namespace lambent::ipo {
namespace {

using namespace std::chrono_literals;
using Kind = Problem::Kind;

constexpr Duration kWeek = 7 * 24h;

CaseOutcome outcome(Verdict verdict, std::string file, int line, std::string name, Duration real, Duration virtual_time = {}) {
  CaseOutcome out;
  out.verdict = verdict;
  out.suite = "reminders";
  out.name = std::move(name);
  out.place = {file, line, 5};
  out.again = file + ":" + std::to_string(line);
  out.seed = 0xfedcba9876543210;
  out.began = *parse_iso("2026-11-23T09:00:00Z");
  out.real_took = real;
  out.virtual_took = virtual_time;
  return out;
}

Problem problem(Kind kind, const CaseOutcome& of, int line, std::string where, std::string what) {
  Problem out;
  out.kind = kind;
  out.place = {of.place.file, line, 9};
  out.where = std::move(where);
  out.what = std::move(what);
  return out;
}

FieldDifference text_field(std::string path, std::string expected, std::string actual) {
  FieldDifference out;
  out.path = std::move(path);
  out.expected = in_quotes(expected);
  out.actual = in_quotes(actual);
  out.texts = {std::move(expected), std::move(actual)};
  return out;
}

FieldDifference field(std::string path, std::string expected, std::string actual, std::string note = "") {
  FieldDifference out;
  out.kind = actual == "(absent)" ? FieldDifference::Kind::missing : FieldDifference::Kind::changed;
  out.path = std::move(path);
  out.expected = std::move(expected);
  out.actual = std::move(actual);
  out.note = std::move(note);
  return out;
}

Happening happening(Moment when, std::string text, Duration took = {}, std::string surprise = "") {
  Happening out;
  out.when = when;
  out.text = std::move(text);
  out.took = took;
  out.surprise = std::move(surprise);
  return out;
}

Problem sms_nobody_asked_for(const CaseOutcome& of) {
  Problem out = problem(Kind::effect_unexpected, of, 30, "effects", "sms to \"+15556667788\", text \"Dentist, 10:30\"");
  out.actual = parse_json(R"({"sms": {"to": "+15556667788", "text": "Dentist, 10:30", "parts": 1}})");
  out.seen = Moment{kWeek, 31ms};
  out.by = "email_reminder";
  out.add = R"(- sms: {"to": "+15556667788", "text": "Dentist, 10:30", "parts": 1})";
  out.under = "effects";
  return out;
}

Problem swallowed_refusal(const CaseOutcome& of) {
  Problem out = problem(Kind::denied_unexpected, of, 24, "denied", "sqs:SendMessage on arn:aws:sqs:us-east-1:000000000000:audit");
  out.seen = Moment{kWeek, 63ms};
  out.by = "email_reminder";
  out.refusal = Refusal{.action = "sqs:SendMessage",
                        .resource = "arn:aws:sqs:us-east-1:000000000000:audit",
                        .principal = "arn:aws:sts::000000000000:assumed-role/email-reminder-role/email_reminder",
                        .role = "email-reminder-role",
                        .reason = "implicit",
                        .why = "no statement of email-reminder-role allows it (implicit)",
                        .swallowed = "Success!"};
  out.refusal->statement =
      parse_json(R"({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:000000000000:audit"})");
  return out;
}

}  // namespace

CaseOutcome letter_lost() {
  CaseOutcome out = outcome(Verdict::failed, "cases/email.ipo.yaml", 7, "an email reminder goes out after seven days", 412ms, kWeek);
  Problem subject = problem(Kind::effect_differs, out, 38, "effects[1]", "email to \"ada@example.com\", subject \"A reminder from your reminder servce!\"");
  subject.fields.push_back(text_field("subject", "A reminder from your reminder service!", "A reminder from your reminder servce!"));
  out.problems = {std::move(subject), sms_nobody_asked_for(out), swallowed_refusal(out)};
  out.happened = {
      happening({}, "POST /reminders -> api_handler -> 200", 38ms),
      happening({}, "states:StartExecution reminders, by api_handler"),
      happening({kWeek, {}}, "EmailReminder -> email_reminder", 71ms),
      happening({kWeek, 31ms}, "sns:Publish SMS to +15556667788", {}, "not expected"),
      happening({kWeek, 52ms}, "ses:SendEmail to ada@example.com", {}, "not as expected"),
      happening({kWeek, 63ms}, "sqs:SendMessage audit -> 403 AccessDenied", {}, "not expected"),
      happening({kWeek, 120ms}, "execution SUCCEEDED"),
  };
  out.record = parse_json(R"({"logs": [{"function": "email_reminder", "level": "INFO", "text": "sending to ada@example.com"}]})");
  return out;
}

CaseOutcome wrong_path() {
  CaseOutcome out = outcome(Verdict::failed, "cases/sms.ipo.yaml", 7, "sms to +447700900123 (161 is two)", 60ms, 1h);
  Problem execution = problem(Kind::effect_differs, out, 30, "effects[0]", "execution machine \"reminders\", status \"FAILED\"");
  execution.fields = {text_field("status", "SUCCEEDED", "FAILED"), text_field("path[2]", "TextReminder", "DefaultState"),
                      field("path[3]", "\"NextState\"", "(absent)"), field("stopped", "$now, within 5s", "1764147600000", "12s too early")};
  Problem sms = problem(Kind::effect_missing, out, 31, "effects[1]", "sms to \"+447700900123\", text \"" + std::string(161, 'x') + "\"");
  sms.expected = object({{"sms", object({{"to", "+447700900123"}, {"text", std::string(161, 'x')}, {"parts", 2}})}});
  out.problems = {std::move(execution), std::move(sms)};
  out.happened = {
      happening({}, "states:StartExecution reminders, by the case"),
      happening({1h, {}}, "ChoiceState -> DefaultState"),
      happening({1h, 2ms}, "execution FAILED: States.NoChoiceMatched", {}, "not as expected"),
  };
  return out;
}

CaseOutcome effect_missing() {
  CaseOutcome out = outcome(Verdict::failed, "cases/order.ipo.yaml", 12, "an order is confirmed and shipped", 95ms);
  Problem mail = problem(Kind::effect_missing, out, 33, "effects[0]", "email to \"ada@example.com\", subject \"Your order\"");
  mail.expected = parse_json(R"({"email": {"to": ["ada@example.com"], "subject": "Your order", "text": {"$contains": "4711"}}})");
  Problem order = problem(Kind::effect_missing, out, 40, "effects[1]", "message queue \"shipping\"");
  order.fields = {field("order", "after effects[0]", "before it")};
  Problem denied = problem(Kind::denied_missing, out, 44, "denied[0]", "s3:PutObject");
  out.problems = {std::move(mail), std::move(order), std::move(denied)};
  out.happened = {happening({}, "POST /orders -> order -> 202", 80ms)};
  return out;
}

CaseOutcome unexpected_error() {
  CaseOutcome out = outcome(Verdict::failed, "cases/sms.ipo.yaml", 40, "a number SNS cannot publish to", 31ms);
  Problem error = problem(Kind::error_unexpected, out, 42, "when[0]", "invoke sms_reminder failed: InvalidParameterException: \"Invalid parameter: PhoneNumber\"");
  error.actual = parse_json(R"({"error": {"type": "InvalidParameterException", "message": "Invalid parameter: PhoneNumber"}})");
  error.seen = Moment{{}, 29ms};
  error.add = R"(error: {"type": "InvalidParameterException", "message": "Invalid parameter: PhoneNumber"})";
  error.under = "then";
  Problem checked = problem(Kind::effect_differs, out, 51, "effects[0]", "execution machine \"reminders\", status \"FAILED\"");
  checked.check = "when[1].check";
  checked.fields = {text_field("status", "RUNNING", "FAILED")};
  out.problems = {std::move(checked), std::move(error)};
  out.happened = {happening({}, "invoke sms_reminder -> InvalidParameterException", 29ms, "not expected")};
  return out;
}

CaseOutcome wrong_counter() {
  CaseOutcome out = outcome(Verdict::failed, "cases/sms.ipo.yaml", 7, "sms to +15556667788 (plain)", 58ms, 1h);
  out.repeat = 3;
  Problem calls = problem(Kind::call_counter, out, 34, "calls sns:Publish", "");
  calls.fields = {field("total", "2", "1"), field("failed", "1", "0")};
  Problem took = problem(Kind::took, out, 36, "took.real", "");
  took.fields = {field("", "less than 50ms", "\"58ms\"")};
  Problem log = problem(Kind::log_line, out, 37, "logs[0]", "a line of sms_reminder, with \"sent\"");
  log.fields = {field("", "at least one", "none; the nearest is \"sending\"")};
  out.problems = {std::move(calls), std::move(took), std::move(log)};
  out.happened = {happening({1h, 4ms}, "sns:Publish SMS to +15556667788")};
  return out;
}

CaseOutcome stub_unused() {
  CaseOutcome out = outcome(Verdict::failed, "cases/sms.ipo.yaml", 60, "a throttled publish is tried again", 47ms);
  Problem stub = problem(Kind::stub_unused, out, 63, "given.stubs[0]", "sns:Publish");
  NearMiss miss{.when = {{}, 20ms}, .by = "sms_reminder", .call = "sns:Publish to \"+15556667788\""};
  miss.fields = {text_field("PhoneNumber", "+15556667789", "+15556667788"), field("Message", "a string that contains \"Dentist\"", "\"hello\"")};
  stub.near.push_back(std::move(miss));
  out.problems = {std::move(stub)};
  out.happened = {happening({}, "invoke sms_reminder -> \"ok\"", 41ms), happening({{}, 20ms}, "sns:Publish SMS to +15556667788")};
  return out;
}

CaseOutcome never_settles() {
  CaseOutcome out = outcome(Verdict::timeout, "cases/loop.ipo.yaml", 4, "a message that comes back for ever", 30s + 12ms);
  Problem loop = problem(Kind::never_settled, out, 9, "when[1]", "after 30s of real time");
  loop.running = {"worker: invocation 6f1f4c1e, for 12 ms", "queue jobs: 1 message being delivered", "execution nightly: state Poll, 4096 transitions"};
  out.problems = {std::move(loop)};
  for (int i = 0; i < 300; ++i) out.happened.push_back(happening({{}, std::chrono::milliseconds(100 * i)}, "jobs -> worker -> sqs:SendMessage jobs", 12ms));
  out.happened[150].surprise = "not expected";
  return out;
}

CaseOutcome long_text_differs() {
  CaseOutcome out = outcome(Verdict::failed, "cases/letter.ipo.yaml", 3, "the letter is rendered", 22ms);
  const std::string begin = "Dear Ada,\n\nthis is to remind you of your appointment:\n\n  Dentist, 10:30\n\nPlease bring\n  - your card\n";
  const std::string end = "\nKind regards,\nyour reminder service\n";
  Problem response = problem(Kind::response_differs, out, 17, "steps.render", "");
  const std::string packed(5000, 'a');
  response.fields = {text_field("json.letter", begin + "  - your x-rays\n" + end, begin + "  - your x-ray\n  - an umbrella\n" + end),
                     text_field("json.packed", packed + "b" + packed, packed + "c" + packed), text_field("headers.content-type", "text/plain", "text/plain; charset=utf-8"),
                     text_field("json.a_member_with_quite_a_long_name.and_one_in_it", "1", "2"), field("json.pages", "1", "(absent)")};
  out.problems = {std::move(response)};
  out.happened = {happening({}, "POST /letters -> render -> 200", 20ms, "not as expected")};
  return out;
}

CaseOutcome passing() { return outcome(Verdict::passed, "cases/email.ipo.yaml", 60, "a reminder without an address is refused", 12ms); }

CaseOutcome skipped() {
  CaseOutcome out = outcome(Verdict::skipped, "cases/sms.ipo.yaml", 80, "a reply stops the reminders", {});
  out.skip = "waits for two-way SMS";
  return out;
}

CaseOutcome broken_world() {
  CaseOutcome out = outcome(Verdict::error, "cases/world.ipo.yaml", 2, "a world without its template", 3ms);
  out.problems = {problem(Kind::world, out, 5, "given", "template.yaml:12:9: unknown resource type AWS::Serverless::Functoin (did you mean AWS::Serverless::Function?)")};
  return out;
}

std::vector<CaseOutcome> all_outcomes() {
  return {letter_lost(),      passing(),       effect_missing(),    broken_world(), never_settles(), long_text_differs(),
          unexpected_error(), wrong_counter(), stub_unused(), wrong_path(),   skipped()};
}

RunSummary summary_of(const std::vector<CaseOutcome>& outcomes) {
  RunSummary out;
  out.seed = 81723;
  out.jobs = 2;
  std::set<std::string> files;
  for (const auto& one : outcomes) {
    files.insert(one.place.file);
    out.real_took += one.real_took;
    out.virtual_took += one.virtual_took;
    switch (one.verdict) {
      case Verdict::passed: ++out.passed; break;
      case Verdict::failed: ++out.failed; break;
      case Verdict::skipped: ++out.skipped; break;
      case Verdict::error: ++out.errors; break;
      case Verdict::timeout: ++out.timeouts; break;
    }
  }
  out.files = files.size();
  return out;
}

}  // namespace lambent::ipo
