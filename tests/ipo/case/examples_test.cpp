// The worked examples, as written.
#include "reading.h"

namespace lambent::ipo {
namespace {

std::string example(const std::string& name) { return read_file(std::string(LAMBENT_SOURCE_DIR) + "/handlers/reminder/cases/" + name + ".ipo.yaml"); }

TEST(Examples, Email) {
  Reading r(example("email"));
  ASSERT_THAT(r.said(), testing::IsEmpty());
  ASSERT_EQ(r.file.cases.size(), 1u);
  EXPECT_EQ(r.file.suite, "reminders");
  const Case& one = r.at(0);
  EXPECT_EQ(one.name, "an email reminder goes out after seven days");
  EXPECT_THAT(one.tags, testing::ElementsAre("smoke", "email"));
  EXPECT_EQ(one.place.line, 7);
  EXPECT_EQ(one.again(), r.path + ":7");
  EXPECT_EQ(one.given.app->file, (r.folder.path() / "template.yaml").string());
  ASSERT_EQ(one.given.state.size(), 1u);
  EXPECT_EQ(one.given.state[0].value.json.dump(), R"({"identities":["reminders@example.com","ada@example.com"]})");
  EXPECT_EQ(one.given.environment[0].variables.at("SENDER"), "reminders@example.com");

  ASSERT_EQ(one.when.size(), 3u);
  const auto& http = std::get<Http>(one.when[0].what);
  EXPECT_EQ(one.when[0].id, "create");
  EXPECT_EQ(http.method + " " + http.path, "POST /reminders");
  EXPECT_EQ(http.json->json["waitSeconds"], 604800);
  const auto& check = std::get<CheckNow>(one.when[1].what);
  EXPECT_TRUE(check.effects_given);
  EXPECT_EQ(check.then.effects.list.at(0).fields.json["at"], "SendReminder");
  EXPECT_EQ(std::get<Duration>(std::get<Advance>(one.when[2].what).by), std::chrono::hours(168));

  const Then& then = one.then;
  ASSERT_EQ(then.effects.list.size(), 2u);
  EXPECT_EQ(then.effects.place.line, 30);
  EXPECT_EQ(then.effects.list[1].kind, "email");
  EXPECT_EQ(then.effects.list[1].place.line, 38);
  EXPECT_EQ(then.effects.list[1].fields.place_of("/subject").line, 41);
  EXPECT_EQ(then.effects.list[0].fields.place_of("/input/message").line, 35);
  EXPECT_EQ(then.effects.list[0].fields.json["stopped"].dump(), R"({"$time":{"of":"now","within":"5s"}})");
  EXPECT_FALSE(then.denied_given);
  EXPECT_EQ(then.denied_place.line, then.place.line);
  EXPECT_EQ(then.logs.at(1).count->json, 0);
  EXPECT_EQ(then.took.virtual_time->json, "7d");
}

TEST(Examples, SmsIsATable) {
  Reading r(example("sms"));
  ASSERT_THAT(r.said(), testing::IsEmpty());
  ASSERT_EQ(r.file.cases.size(), 5u);
  EXPECT_EQ(r.at(0).name, "sms to +15556667788 (plain)");
  EXPECT_EQ(r.at(2).name, "sms to +447700900123 (161 is two)");
  EXPECT_EQ(r.at(2).row->index, 2u);
  EXPECT_EQ(r.at(2).again(), r.path + ":12");
  const Stub& stub = r.at(0).given.stubs.at(0);
  EXPECT_EQ(stub.on.service + " " + stub.on.operation, "sns Publish");
  EXPECT_EQ(stub.when->json.dump(), R"({"PhoneNumber":"+15556667788","$rest":"any"})");
  EXPECT_EQ(stub.first, 1);
  EXPECT_EQ(stub.last, 1);
  EXPECT_EQ(std::get<Fail>(stub.outcome).code, "Throttling");

  Diagnostics none;
  Interpolator names;
  Step start = names.fill(r.at(2).when[0], none);
  const auto& call = std::get<AwsCall>(start.what);
  EXPECT_EQ(call.on.service, "stepfunctions");
  EXPECT_EQ(call.params.json["name"], "t-2");
  EXPECT_EQ(parse_json(call.params.json["input"].get<std::string>())["message"], std::string(161, 'x'));
  Then then = names.fill(r.at(2).then, none);
  EXPECT_EQ(then.effects.list[1].fields.json["parts"], 2);
  EXPECT_EQ(then.effects.list[1].fields.json["text"], std::string(161, 'x'));
  EXPECT_EQ(then.calls.at(0).counters.json.dump(), R"({"total":2,"failed":1})");
  EXPECT_EQ(none.text(), "");

  const Case& invalid = r.at(4);
  EXPECT_FALSE(invalid.row);
  EXPECT_EQ(std::get<Value>(std::get<Invoke>(invalid.when[0].what).event).json["phone"], "12");
  EXPECT_EQ(invalid.then.error->json["type"], "InvalidParameterException");
}

TEST(Examples, Denied) {
  Reading r(example("denied"));
  ASSERT_THAT(r.said(), testing::IsEmpty());
  const Case& one = r.at(0);
  EXPECT_EQ(one.given.iam, IamMode::enforce);
  ASSERT_EQ(one.given.roles.size(), 1u);
  EXPECT_EQ(one.given.roles[0].replace->json[0]["Action"][0], "logs:*");
  ASSERT_EQ(one.then.denied.size(), 1u);
  EXPECT_EQ(one.then.denied[0].fields.json["by"], "implicit");
  EXPECT_EQ(one.then.denied[0].fields.place_of("/by").line, 38);
  EXPECT_TRUE(one.then.denied_given);
}

// The same as JSON, with an emoji as Python escapes it.
TEST(Examples, JsonIsReadAlike) {
  Reading r(R"({"cases": [{"name": "j", "when": {"invoke": "f", "event": {"text": "\ud83e\uddb7", "n": 1.5, "z": null}},
 "then": {"response": {"ok": true}, "effects": []}}]})", {}, "cases/t.ipo.json");
  ASSERT_THAT(r.said(), testing::IsEmpty());
  EXPECT_EQ(std::get<Value>(std::get<Invoke>(r.at(0).when[0].what).event).json.dump(), "{\"text\":\"\xf0\x9f\xa6\xb7\",\"n\":1.5,\"z\":null}");
  EXPECT_EQ(r.at(0).then.response->place_of("/ok").line, 2);
}

TEST(Examples, EveryPrefixAndEveryChangedByteIsReadOrRefused) {
  ReadOptions options;
  for (const char* name : {"email", "sms", "denied"}) {
    const std::string text = example(name);
    const std::string bytes("\0\"{]:-$\n\t\x80" "9}&", 13);
    const size_t step = std::string(name) == "denied" ? 1 : 5;  // one in full; the others have little that is new
    for (size_t i = 0; i < text.size(); i += step) {
      Diagnostics diagnostics;
      read_case_text(text.substr(0, i), "p.ipo.yaml", options, diagnostics);
      std::string changed = text;
      changed[i] = bytes[i % bytes.size()];
      read_case_text(changed, "m.ipo.yaml", options, diagnostics);
      EXPECT_TRUE(diagnostics.has_errors()) << i;  // there is no template beside "p"
    }
  }
  const std::string json = R"({"cases": [{"name": "a ${row.x}", "table": [{"x": "\u00e9"}], "when": [{"invoke": "f", "id": "i", "save": {"a": "$.b"}}, {"advance": "1h"}], "then": {"response": "${a}$$"}}]})";
  for (size_t i = 0; i < json.size(); i++)
    for (char c : {'\0', '"', '{', ']', ',', '\\', '$', '\n', '\x80', '9'}) {
      std::string changed = json;
      changed[i] = c;
      Diagnostics any;
      read_case_text(changed, "m.ipo.json", options, any);
      read_case_text(json.substr(0, i) + c, "m.ipo.json", options, any);
    }
}

}  // namespace
}  // namespace lambent::ipo
