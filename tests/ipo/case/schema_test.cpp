// The schema and the reader agree: on what is right, and on what is not.
#include "config/node.h"
#include "config/yaml.h"
#include "ipo/case/effect_kinds.h"
#include "ipo/case/schema.h"
#include "reading.h"
#include "schema_validator.h"

namespace lambent::ipo {
namespace {

bool schema_takes(const std::string& yaml) {
  Diagnostics diagnostics;
  auto node = config::read_yaml(yaml, "f", config::Tags::none, diagnostics, config::Sharing::refused);
  if (!node) return false;
  static const Json schema = parse_json(case_schema());
  return SchemaValidator(schema).valid(config::to_json(*node, config::Scalars::typed));
}

// Every key the schema has, in a file that both take.
const char* const kEverything = R"(suite: all
app: ../template.yaml
clock: now
region: eu-west-1
account: "123456789012"
given:
  seed: 7
cases:
  - name: "all ${row.n}"
    tags: [a]
    only: true
    skip: not today
    table: [{n: 1, only: false, skip: false}]
    clock: 2026-11-23T09:00:00Z
    timeout: 1m30s
    reuse: warm
    given:
      app: {functions: {f: {handler: h.main, runtime: python3.13, role: r, code: ., env: {A: 1}, timeout: 5, memory: 256}}}
      env: {f: {B: true}}
      state:
        s3: {bucket: {key: text, other: {file: a.txt}}}
        sqs: {queue: [one, {body: two}]}
        ses: {identities: [a@example.com], suppressed: [], sandbox: true, autoVerify: false, quota: 5, rate: 1}
        sns: {topics: [t], subscriptions: [{topic: t}], optedOut: ["+15551234567"], sandbox: false, verified: ["+15551234567"]}
        secrets: {s: x}
        ssm: {p: x}
      stubs:
        - {on: sns:Publish, when: {PhoneNumber: $any, $rest: any}, as: r, times: {from: 2, to: 3}, fail: {code: Throttling, status: 400, message: m}, check: strict, optional: true}
        - {on: sns:Publish, times: always, respond: {MessageId: a}, delay: 2s}
        - {on: sns:Publish, times: "${row.n}", fault: garbage}
        - {on: sns:Publish, delay: 2s}
      iam:
        mode: audit
        roles:
          r:
            replace: [{Sid: a, Effect: Allow, Action: "*", Resource: ["*"]}]
            add: [{Effect: Deny, NotAction: [a], NotResource: "*", Condition: {}}]
            remove: []
    when:
      - {id: h, http: {method: post, path: /x, api: a, headers: {a: 1, b: [x, y]}, query: {q: z}, json: {a: 1}}, save: {x: $.json.x}}
      - http: {path: /x, body: {file: a.txt}}
      - {id: i, invoke: f, event: {a: 1}, mode: async, as: r, qualifier: live, save: {y: $}}
      - {invoke: f, event: {file: e.json}}
      - {invoke: f, event: {example: sqs, with: {body: x}}}
      - {id: c, aws: states:StartExecution, params: {name: "${x}"}, as: r, save: {z: $.executionArn}}
      - advance: 1h
      - advance: {to: 2026-11-30T09:00:00Z}
      - advance: {until: {execution: {status: SUCCEEDED, $rest: any}}}
      - check: {effects: $any}
      - reply: {from: "+1", to: "+2", text: STOP}
      - restart: f
    then:
      response: {a: $any}
      error: $absent
      steps: {h: {status: 200, $rest: any}}
      effects:
        ordered:
          - email: {from: a, to: b, cc: c, bcc: d, replyTo: e, subject: f, text: g, html: h, headers: i, attachments: j, template: k, at: $now}
          - sms: {to: a, text: b, senderId: c, type: d, parts: 1, at: $now}
          - execution: {machine: a, name: b, status: c, at: d, path: [], input: {}, output: {}, error: e, cause: f, started: g, stopped: h, history: []}
          - message: {queue: a, topic: b, bus: c, body: d, attributes: {}, subject: e, group: f, dedup: g, delay: 1, source: h, detailType: i, detail: {}, at: $now}
          - object: {bucket: a, key: b, body: c, contentType: d, metadata: {}, deleted: true, at: $now}
          - invoke: {function: f, payload: {}, mode: sync, status: 200, at: $now}
          - call: {service: a, operation: b, params: {}, result: {}, error: c, host: d, port: 443, at: $now}
          - sms: {$rest: any}
          - sms: {$all: []}
      denied: [{action: a, resource: b, principal: c, by: implicit, count: 2}]
      calls: {sns:Publish: {total: 1, failed: 0, denied: 0, stubbed: 1}, ses:SendEmail: 1, sts:GetCallerIdentity: {$gte: 1}}
      reads: closed
      logs: [{function: f, level: INFO, has: x, json: {}, count: 1}]
      state: {s3: {}, sqs: {}, ses: {}, sns: {}, secrets: {}, ssm: {}}
      took: {virtual: 7d, real: {$lt: 2s}, billed: $any, memory: 100, cold: 1}
      snapshot: name
    property:
      event: {schema: schema.json}
      into: when[0].http.json
      runs: 5
      invalid: true
      always: [no-crash, idempotent]
      faults: each-call
      examples: [{}]
  - name: two
    when: {invoke: f}
    then: {}
    sweep: {invariants: [settles, no-crash], faults: [timeout], except: ["sns:Publish"]}
)";

TEST(Schema, EveryKeyIsReadAndInTheSchema) {
  Reading r(kEverything, {{"a.txt", "a"}, {"e.json", "{}"}, {"schema.json", "{}"}});
  EXPECT_THAT(r.said(), testing::IsEmpty());
  ASSERT_EQ(r.file.cases.size(), 2u);
  EXPECT_TRUE(schema_takes(kEverything));
  // That each key of a map is asked for is checked by Fields; here, that this file has them all.
  std::string text = kEverything;
  const Json schema = parse_json(case_schema());
  for (const auto& [name, def] : schema["$defs"].items())
    for (const auto& key : keys_of(name))
      EXPECT_TRUE(key == "eventOf" || text.find(key + ":") != std::string::npos) << name << "." << key;
  const Case& one = r.at(0);
  EXPECT_EQ(one.region + one.account, "eu-west-1123456789012");
  EXPECT_EQ(one.when.size(), 12u);
  EXPECT_EQ(one.then.effects.order, Effects::Order::kept);
  EXPECT_EQ(one.given.stubs[2].last, 1);
  EXPECT_EQ(one.given.seed, 7u);
  EXPECT_EQ(one.given.app->functions.at(0).code, (r.folder.path() / "cases").string() + "/");
  EXPECT_EQ(one.property->always.size(), 2u);
  EXPECT_TRUE(one.clock);
  // Words are numbered as in the schema.
  EXPECT_EQ(one.given.iam, IamMode::audit);
  EXPECT_EQ(std::get<Fault>(one.given.stubs[2].outcome), Fault::garbage);
  EXPECT_EQ(std::get<Invoke>(one.when[2].what).mode, Invoke::Mode::async);
  EXPECT_EQ(std::get<Http>(one.when[0].what).method, "POST");
  EXPECT_EQ(one.then.reads, Then::Reads::closed);
  EXPECT_EQ(one.reuse, Case::Reuse::warm);
  EXPECT_EQ(one.property->faults, Property::Faults::each_call);
  const Sweep& sweep = *r.at(1).sweep;
  EXPECT_THAT(sweep.invariants, testing::ElementsAre("settles", "no-crash"));
  EXPECT_THAT(sweep.faults, testing::ElementsAre(SweepFault::timeout));
  ASSERT_EQ(sweep.except.size(), 1u);
  EXPECT_TRUE(sweep.except[0].covers("sns", "Publish"));
}

TEST(Schema, WhatASweepLeavesOutHasItsDefault) {
  Reading r(one_case("    when: {invoke: f}\n    then: {}\n    sweep: {}\n"));
  EXPECT_THAT(r.said(), testing::IsEmpty());
  EXPECT_THAT(r.at(0).sweep->invariants, testing::ElementsAre("no-effect-twice", "error-surfaced", "settles"));
  EXPECT_EQ(r.at(0).sweep->faults.size(), 4u);
}

TEST(Schema, MistakesOfASweepAreNamed) {
  auto said = [](const std::string& sweep) { return testing::PrintToString(Reading(one_case("    when: {invoke: f}\n    then: {}\n" + sweep)).said()); };
  EXPECT_THAT(said("    sweep: {faults: [timeuot]}\n"), testing::HasSubstr("5:22: there is no fault 'timeuot' (did you mean timeout?)"));
  EXPECT_THAT(said("    sweep: {invariants: []}\n"), testing::HasSubstr("'invariants' is empty"));
  EXPECT_THAT(said("    sweep: {except: [\"sns:Publsh\"]}\n"), testing::HasSubstr("Publish"));
  EXPECT_THAT(said("    sweep: {}\n    property: {event: {schema: x.json}}\n"), testing::HasSubstr("a case is one of property and sweep"));
}

TEST(Schema, TakesTheExamples) {
  for (const char* name : {"email", "sms", "denied"})
    EXPECT_TRUE(schema_takes(read_file(std::string(LAMBENT_SOURCE_DIR) + "/handlers/reminder/cases/" + name + ".ipo.yaml"))) << name;
}

TEST(Schema, RefusesWhatTheReaderRefuses) {
  for (const char* mistake :
       {"efects: 1", "skip: [x]", "only: no", "reuse: hot", "timeout: 5", "clock: soon", "given: []", "given: {seed: x}", "given: {state: {sqqs: {}}}",
        "given: {iam: {mode: on}}", "given: {iam: {roles: {r: {add: [{Effect: allow, Action: a}]}}}}", "given: {stubs: [{on: sns:Publish}]}",
        "given: {stubs: [{on: Publish, fault: reset}]}", "given: {stubs: [{on: sns:Publish, fault: reset, respond: {}}]}",
        "given: {stubs: [{on: sns:Publish, fault: reset, times: 0}]}", "given: {app: {functions: {f: {handlr: x}}}}"}) {
    std::string text = one_case(std::string("    ") + mistake + "\n    when: {invoke: f}\n    then: {}\n");
    EXPECT_FALSE(schema_takes(text)) << mistake;
    EXPECT_TRUE(Reading(text).diagnostics.has_errors()) << mistake;
  }
  for (const char* when : {"{invok: f}", "[]", "{http: {}}", "{http: {path: /, json: 1, body: x}}", "{invoke: f, mode: asynch}", "{advance: 7 days}",
                           "{advance: {to: soon}}", "{aws: nothing}", "{reply: {from: a}}", "{invoke: f, restart: g}", "{check: {reads: all}}"}) {
    std::string text = one_case(std::string("    when: ") + when + "\n    then: {}\n");
    EXPECT_FALSE(schema_takes(text)) << when;
    EXPECT_TRUE(Reading(text).diagnostics.has_errors()) << when;
  }
  for (const char* then : {"{efects: []}", "{effects: any}", "{effects: [{emial: {}}]}", "{effects: [{sms: {text: a}}]}", "{effects: [{sms: {to: a, $rest: all}}]}",
                           "{effects: [{sms: {to: a}, email: {to: a}}]}", "{denied: [{resource: x}]}", "{calls: {sns:Publish: {totl: 1}}}", "{snapshot: 5}",
                           "{state: {sq: 1}}", "{logs: [{fnction: f}]}", "{took: {vitual: 1s}}"}) {
    std::string text = one_case(std::string("    when: {invoke: f}\n    then: ") + then + "\n");
    EXPECT_FALSE(schema_takes(text)) << then;
    EXPECT_TRUE(Reading(text).diagnostics.has_errors()) << then;
  }
}

TEST(Schema, EffectKinds) {
  std::vector<std::string> kinds;
  for (const auto& kind : effect_kinds()) kinds.push_back(kind.name);
  EXPECT_THAT(kinds, testing::ElementsAre("email", "sms", "push", "execution", "message", "object", "invoke", "call"));
  EXPECT_THAT(find_effect_kind("object")->required, testing::ElementsAre("bucket", "key"));
  EXPECT_EQ(find_effect_kind("mail"), nullptr);
}

}  // namespace
}  // namespace lambent::ipo
