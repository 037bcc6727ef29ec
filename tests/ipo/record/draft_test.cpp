// A journal as a case.
#include "ipo/record/draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/loop.h"
#include "ipo/record/journal_read.h"

namespace lambent::ipo {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr const char* kId = "11111111-aaaa-4bbb-8ccc-000000000001";
constexpr const char* kOther = "22222222-aaaa-4bbb-8ccc-000000000002";

// A machine that was started by its name, waited and invoked a function.
struct Happening {
  Loop loop{ClockMode::frozen, TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 9h)};
  Journal journal{loop.clock()};
  std::uint64_t entry = 0, invocation = 0;

  Happening() {
    CallEntry start{"states", "StartExecution", "arn:aws:iam::000000000000:root", "*"};
    start.input = object({{"stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:M"}, {"input", R"({"wait": 60, "password": "hunter2", "cost": "$5"})"}});
    start.status = 200;
    entry = journal.open(0, "t", start);
    auto execution = journal.open(entry, "t", ExecutionEntry{"arn:aws:states:us-east-1:000000000000:execution:M:x", "arn:aws:states:us-east-1:000000000000:stateMachine:M", "SUCCEEDED", "{}"});
    journal.finish(entry);
    loop.clock().advance(60s + 30ms);
    CallEntry invoke{"lambda", "Invoke", "states.amazonaws.com", "*"};
    invoke.status = 200;
    auto call = journal.open(execution, "t", invoke);
    InvocationEntry ran;
    ran.request_id = kId;
    ran.function_name = "f";
    ran.response = "null";
    invocation = journal.open(call, "t", ran);
    loop.clock().advance(200ms);
    journal.finish(invocation);
    journal.finish(call);
    journal.finish(execution);
    CallEntry other{"lambda", "Invoke", "arn:aws:iam::000000000000:root", "*"};
    journal.finish(journal.open(0, "u", other));
  }
  Observed seen(Json fields) {
    Observed out;
    Happened one;
    one.kind = "invoke";
    one.fields = std::move(fields);
    one.seq = invocation;
    out.effects.push_back(std::move(one));
    Happened foreign;
    foreign.kind = "sms";
    foreign.seq = journal.next() - 1;
    out.effects.push_back(std::move(foreign));
    return out;
  }
  Draft draft(const Observed& observed, const DraftOptions& options = {}) {
    std::string why;
    auto trace = cut(journal, kId, why);
    EXPECT_TRUE(trace) << why;
    return draft_of(journal, *trace, observed, options);
  }
};

TEST(Trace, IsWhatCameOfTheEntryAndItsWaits) {
  Happening h;
  std::string why;
  auto trace = cut(h.journal, kId, why);
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->entry->seq, h.entry);
  EXPECT_EQ(trace->entries.size(), 4u);
  EXPECT_EQ(trace->waited(), 60s);
  EXPECT_EQ(trace->before_the_end(trace->began()), -60s);
  EXPECT_EQ(trace->before_the_end(trace->began() + 60s + 100ms), 0s);
  EXPECT_EQ(trace->before_the_end(trace->began() + 60s + 24h), 24h);
  EXPECT_EQ(cut(h.journal, "arn:aws:states:us-east-1:000000000000:execution:M:x", why)->entry->seq, h.entry);
  EXPECT_FALSE(cut(h.journal, kOther, why));
  EXPECT_THAT(why, HasSubstr("no invocation and no execution"));
}

TEST(Trace, WhatIsUnderWayIsNotCut) {
  Happening h;
  InvocationEntry late;
  late.request_id = kOther;
  late.function_name = "g";
  h.journal.open(h.entry, "t", late);
  std::string why;
  EXPECT_FALSE(cut(h.journal, kId, why));
  EXPECT_THAT(why, HasSubstr("of g is still under way"));
}

TEST(Draft, StepsWaitsAndDollars) {
  Happening h;
  Draft draft = h.draft(h.seen(object({{"function", "g"}, {"payload", object({{"cost", "$5"}})}, {"mode", "sync"}})), {.app = "../template.yaml"});
  EXPECT_EQ(draft.text(0), R"(- name: states:StartExecution M
  clock: 2026-11-23T09:00:00Z
  given: {app: ../template.yaml}
  when:
    - aws: states:StartExecution
      params:  # a secret was masked
        stateMachineArn: arn:aws:states:us-east-1:000000000000:stateMachine:M
        input: {$json: {wait: 60, password: "***", cost: $$5}}
    - advance: 1m
  then:
    effects:
      - invoke: {function: g, payload: {cost: $$5}, mode: sync}
)");
}

TEST(Draft, WhatChangesIsOpened) {
  Happening h;
  const std::string id = kOther;
  Json payload = object({{"again", id},
                         {"id", id},
                         {"once", "33333333-aaaa-4bbb-8ccc-000000000003"},
                         {"arn", "arn:aws:states:us-east-1:000000000000:execution:M:" + id},
                         {"due", "2026-11-24T09:01:00.250Z"},
                         {"epoch", 1795424400},
                         {"body", R"({"n": 1, "id": ")" + id + R"("})"},
                         {"token", "abc"},
                         {"plain", "hello"}});
  Draft draft = h.draft(h.seen(object({{"function", "g"}, {"payload", payload}, {"mode", "sync"}})));
  Json opened = draft.one["then"]["effects"][0]["invoke"]["payload"];
  const std::string bound = dump(opened["id"]);
  EXPECT_THAT(bound, HasSubstr("$bind"));
  EXPECT_EQ(dump(opened["again"]), bound);
  EXPECT_EQ(dump(opened["body"]), R"({"$json":{"n":1,"id":)" + bound + "}}");
  EXPECT_EQ(opened["once"], "$uuid");
  EXPECT_EQ(dump(opened["arn"]), R"({"$glob":"arn:aws:states:us-east-1:000000000000:execution:M:*"})");
  EXPECT_EQ(dump(opened["due"]), R"({"$time":{"of":"now+1d","within":"5s"}})");
  EXPECT_EQ(dump(opened["epoch"]), R"({"$time":{"of":"now-1m","within":"5s"}})");
  EXPECT_EQ(opened["token"], "$any");
  EXPECT_EQ(opened["plain"], "hello");
  EXPECT_EQ(draft.comments.at("/then/effects/0/invoke/payload/token"), "a secret, not recorded");
}

TEST(Draft, DifferencesAreOpenedWithAComment) {
  Draft draft;
  draft.one = parse_json(R"({"then": {"response": {"a": 1, "list": [1, {"b": 2}]}, "effects": [{"sms": {"to": "+1", "text": {"$json": {"n": 1}}}}]}})");
  CaseOutcome outcome;
  Problem response;
  response.kind = Problem::Kind::response_differs;
  response.where = "response";
  response.fields = {{FieldDifference::Kind::changed, "list[1].b"}, {FieldDifference::Kind::extra, "more"}};
  Problem effect;
  effect.kind = Problem::Kind::effect_differs;
  effect.where = "effects[0]";
  effect.expected = draft.one["then"]["effects"][0];
  effect.fields = {{FieldDifference::Kind::changed, "text.n"}};
  outcome.problems = {response, effect};
  EXPECT_TRUE(open_differences(draft, outcome));
  EXPECT_EQ(dump(draft.one["then"]), R"({"response":{"a":1,"list":[1,{"b":"$any"}],"$rest":"any"},"effects":[{"sms":{"to":"+1","text":{"$json":{"n":"$any"}}}}]})");
  EXPECT_EQ(draft.comments.size(), 3u);
  EXPECT_EQ(draft.comments.at("/then/effects/0/sms/text/$json/n"), "differed from run to run");

  Problem missing;
  missing.kind = Problem::Kind::effect_missing;
  outcome.problems = {missing};
  EXPECT_FALSE(open_differences(draft, outcome));
}

TEST(ReadJournal, IsWhatItWas) {
  Happening h;
  h.journal.add(h.invocation, "t", LogEntry{"f", "stream", kId, "a line"});
  MessageEntry sms;
  sms.kind = "sms";
  sms.to = {"+1"};
  sms.data = object({{"x", 1}});
  h.journal.add(h.invocation, "t", sms);
  CallEntry refused{"sns", "Publish", "arn:aws:sts::000000000000:assumed-role/r/f", "*"};
  refused.status = 403;
  refused.error_code = "AuthorizationError";
  Denial denial{.principal = refused.principal, .action = "sns:Publish", .resource = "*", .attach_to = "r", .missing_statement = object({{"Effect", "Allow"}})};
  refused.denial = std::make_shared<const Denial>(std::move(denial));
  h.journal.finish(h.journal.open(h.invocation, "t", refused));
  std::vector<Json> entries;
  for (const auto& entry : h.journal.entries()) {
    entries.push_back(to_json(entry));
    if (!entry.open) set(entries.back(), "durUs", 0);  // the real time this took
  }
  ReadJournal read(entries);
  ASSERT_EQ(read.journal().entries().size(), entries.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    Json again = to_json(read.journal().entries()[i]), before = entries[i];
    for (Json* one : {&again, &before}) one->erase("us"), one->erase("durUs"), one->erase("virtualMs");
    EXPECT_EQ(dump(again), dump(before));
    EXPECT_EQ(read.journal().entries()[i].virtual_took, h.journal.entries()[i].virtual_took) << i;
  }
  EXPECT_THROW(ReadJournal(std::vector<Json>{object({{"seq", 1}})}), std::invalid_argument);
}

}  // namespace
}  // namespace lambent::ipo
