// What `${…}`, `$$`, `$repeat` and the builders become, and when.
#include "reading.h"

namespace lambent::ipo {
namespace {

Json event_of(const Case& one, const Interpolator& names = {}) {
  Diagnostics diagnostics;
  Step step = names.fill(one.when.back(), diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return std::get<Value>(std::get<Invoke>(step.what).event).json;
}

TEST(Interpolation, RowsKeepTheirTypesAndJoinAsText) {
  Reading r(one_case(R"(    table: [{n: 5, s: "5", b: true, l: [1, {k: v}], z: null, phone: +15556667788}]
    when:
      invoke: f
      event: {n: "${row.n}", s: "${row.s}", b: "${row.b}", l: "${row.l}", z: "${row.z}", phone: "${row.phone}", i: "${row.index}",
              inner: "${row.l[1].k}", text: "${row.n}/${row.b}/${row.l}/${row.index}", "${row.s}": key}
    then: {}
)"));
  ASSERT_THAT(r.said(), testing::IsEmpty());
  EXPECT_EQ(event_of(r.at(0)).dump(),
            R"({"n":5,"s":"5","b":true,"l":[1,{"k":"v"}],"z":null,"phone":"+15556667788","i":0,"inner":"v","text":"5/true/[1,{\"k\":\"v\"}]/0","5":"key"})");
}

TEST(Interpolation, DollarsAndTheEnvironment) {
  Reading r(one_case(R"(    when:
      invoke: f
      event: {a: "$$", b: "costs $5", c: "$${x}", d: "${env.STAGE}", e: "in ${env.STAGE}", "$$json": 1}
    then: {}
)"));
  ASSERT_THAT(r.said(), testing::IsEmpty());
  EXPECT_EQ(event_of(r.at(0)).dump(), R"({"a":"$","b":"costs $5","c":"${x}","d":"dev$1","e":"in dev$1","$json":1})");
}

TEST(Interpolation, RepeatAndBuilders) {
  Reading r(one_case(R"(    table: [{n: 3, m: {$repeat: [ab, 2]}}]
    when:
      invoke: f
      event: {a: {$repeat: [x, "${row.n}"]}, b: {$repeat: [[1, 2], 2]}, c: "${row.m}", d: {$json: {k: "${row.n}", l: [a]}}, e: {$base64: hi}}
    then: {}
)"));
  ASSERT_THAT(r.said(), testing::IsEmpty());
  EXPECT_EQ(event_of(r.at(0)).dump(), R"({"a":"xxx","b":[1,2,1,2],"c":"abab","d":"{\"k\":3,\"l\":[\"a\"]}","e":"aGk="})");
}

TEST(Interpolation, AnswersAreFilledInWhileRunning) {
  Reading r(one_case(R"(    when:
      - {id: create, http: {path: /x}, save: {arn: $.json.arn, order: $.json}}
      - {invoke: f, event: {id: "${steps.create.json.items[1].id}", status: "${steps.create.status}", arn: "${arn}", t: "a ${arn} b", deep: "${order.items[0]}"}}
    then: {response: {id: "${steps.create.json.items[1].id}", price: "${steps.create.json.price}", t: "${arn}!", m: $uuid, lit: $$any, in: "a $$ b"}}
)"));
  ASSERT_THAT(r.said(), testing::IsEmpty());
  Interpolator names;
  Json answer = parse_json(R"({"status": 201, "json": {"items": [{"id": 7}, {"id": 8}], "price": "$any"}})");
  names.answered("create", answer);
  names.saved("arn", "$now");
  names.saved("order", answer["json"]);
  EXPECT_EQ(event_of(r.at(0), names).dump(), R"({"id":8,"status":201,"arn":"$now","t":"a $now b","deep":{"id":7}})");
  Diagnostics diagnostics;
  Then then = names.fill(r.at(0).then, diagnostics);
  EXPECT_EQ(then.response->json.dump(), R"({"id":8,"price":"$$any","t":"$$now!","m":"$uuid","lit":"$$any","in":"a $ b"})");

  Interpolator empty;
  empty.fill(r.at(0).then, diagnostics);
  EXPECT_THAT(diagnostics.text(), testing::HasSubstr("t.ipo.yaml:6:23: error: there is no ${steps.create.json.items[1].id} in what has been answered"));
}

TEST(Interpolation, RowsMayHoldMatchersAndLaterNames) {
  Reading r(one_case(R"(    table: [{want: {$contains: a}}, {want: "${steps.s.x}"}]
    when: {id: s, invoke: f}
    then: {response: "${row.want}"}
)"));
  ASSERT_THAT(r.said(), testing::IsEmpty());
  Interpolator names;
  names.answered("s", parse_json(R"({"x": 4})"));
  Diagnostics diagnostics;
  EXPECT_EQ(names.fill(r.at(0).then, diagnostics).response->json.dump(), R"({"$contains":"a"})");
  EXPECT_EQ(names.fill(r.at(1).then, diagnostics).response->json, 4);
  EXPECT_EQ(r.at(1).name, "one [1]");
}

TEST(Interpolation, FilesAreDataWhateverTheyHold) {
  Reading r(one_case(R"(    given:
      state: {s3: {b: {k: {file: "x.txt"}, n: 12}}}
    when: {invoke: f, event: {file: e.json}}
    then: {}
)"), {{"e.json", R"({"a": "${x} $$", "$json": 1})"}, {"x.txt", "${row.x} $$"}});
  ASSERT_THAT(r.said(), testing::IsEmpty());
  EXPECT_EQ(event_of(r.at(0)).dump(), R"({"a":"${x} $$","$json":1})");
  EXPECT_EQ(r.at(0).given.state[0].value.json.dump(), R"({"b":{"k":"${row.x} $$","n":"12"}})");
}

TEST(Interpolation, TheFilesGivenLiesUnderTheCases) {
  Reading r(R"(app: ../template.yaml
given:
  env: {f: {A: 1, B: 2}}
  state: {ses: {identities: [a@b.c], sandbox: true}}
  stubs: [{on: sns:Publish, fault: reset}]
cases:
  - name: one
    given:
      env: {f: {B: 3}, g: {C: x}}
      state: {ses: {identities: []}}
      stubs: [{on: ses:SendEmail, fault: timeout}]
    when: {invoke: f}
    then: {}
)");
  ASSERT_THAT(r.said(), testing::IsEmpty());
  const Given& given = r.at(0).given;
  EXPECT_EQ(given.app->place.line, 1);
  EXPECT_EQ(given.environment[0].variables, (std::map<std::string, std::string>{{"A", "1"}, {"B", "3"}}));
  EXPECT_EQ(given.environment[1].function, "g");
  EXPECT_EQ(given.state[0].value.json.dump(), R"({"identities":[],"sandbox":true})");
  ASSERT_EQ(given.stubs.size(), 2u);
  EXPECT_EQ(given.stubs[0].on.text, "ses:SendEmail");
  EXPECT_TRUE(given.stubs[0].on.covers("ses", "SendEmail"));
  EXPECT_TRUE(given.stubs[0].on.covers("sesv2", "SendEmail"));
  EXPECT_FALSE(given.stubs[0].on.covers("sns", "SendEmail"));
}

}  // namespace
}  // namespace lambent::ipo
