// Invariants on what a run left, without a world.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ipo/invariant/invariants.h"
#include "ipo/invariant/same.h"

namespace lambent::ipo {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SeenEffectOnce sms(const std::string& to, const std::string& text) {
  SeenEffectOnce out;
  out.what.kind = "sms";
  out.what.fields = object({{"to", to}, {"text", text}});
  out.what.by = "clerk";
  out.same_as = "sms " + dump(without_ids(out.what.fields));
  return out;
}

Evidence run_of(std::vector<SeenEffectOnce> effects, std::vector<std::string> errors = {}) {
  Evidence out;
  out.effects = std::move(effects);
  out.errors = std::move(errors);
  return out;
}

bool holds(const char* name, const Evidence& run, const Evidence& plain) { return !check_invariant(name, run, &plain); }

TEST(Same, IdsAndTimesDoNotCount) {
  auto same = [](const char* a, const char* b) { return without_ids(std::string(a)) == without_ids(std::string(b)); };
  EXPECT_TRUE(same("id 0f8fad5b-d9cb-469f-a165-70867728950e", "id 7c9e6679-7425-40de-944b-e07fc1f90ae7"));
  EXPECT_TRUE(same("at 2026-11-23T09:00:00Z", "at 2026-11-23T09:00:01.5+01:00"));
  EXPECT_TRUE(same("{\"t\": 1764147600}", "{\"t\": 1764147601123}"));
  EXPECT_TRUE(same("etag 9bb58f26192e4ba00f01e2e7b136bbd8", "etag 9bb58f26192e4ba00f01e2e7b136bbd9"));
  EXPECT_FALSE(same("room 12", "room 13"));
  EXPECT_FALSE(same("+447700900123", "+447700900124"));
  EXPECT_FALSE(same("2026-11-23", "2026-11-24"));
  EXPECT_EQ(dump(without_ids(parse_json(R"({"a": [1764147600, 5, null]})"))), R"({"a":["<time>",5,null]})");
}

TEST(Invariant, NoEffectTwiceComparesWithThePlainRun) {
  const Evidence plain = run_of({sms("+1", "hi"), sms("+2", "hi"), sms("+2", "hi")});
  EXPECT_TRUE(holds("no-effect-twice", plain, plain));
  EXPECT_TRUE(holds("no-effect-twice", run_of({sms("+1", "hi")}), plain));
  EXPECT_TRUE(holds("no-effect-twice", run_of({sms("+9", "sorry"), sms("+9", "sorry")}), plain));  // the plain run knows nothing of it
  auto finding = check_invariant("no-effect-twice", run_of({sms("+2", "hi"), sms("+2", "hi"), sms("+2", "hi")}), &plain);
  ASSERT_TRUE(finding);
  EXPECT_THAT(finding->lines.at(0), HasSubstr("3 times instead of 2 times"));
  EXPECT_FALSE(holds("no-effect-twice", run_of({sms("+1", "id 0f8fad5b-d9cb-469f-a165-70867728950e"), sms("+1", "id 7c9e6679-7425-40de-944b-e07fc1f90ae7")}),
                     run_of({sms("+1", "id 11111111-7425-40de-944b-e07fc1f90ae7")})));
}

TEST(Invariant, ErrorSurfacedWantsAnErrorThatThePlainRunHasNot) {
  const Evidence plain = run_of({sms("+1", "hi")}, {"POST /x -> 400"});
  EXPECT_TRUE(holds("error-surfaced", run_of({sms("+1", "hi")}), plain));
  EXPECT_FALSE(holds("error-surfaced", run_of({}), plain));
  EXPECT_FALSE(holds("error-surfaced", run_of({}, {"POST /x -> 400"}), plain));
  EXPECT_TRUE(holds("error-surfaced", run_of({}, {"POST /x -> 400", "POST /y -> 502"}), plain));
  EXPECT_TRUE(holds("error-surfaced", run_of({}, {"POST /x -> 400", "POST /x -> 400"}), plain));
}

TEST(Invariant, AtMostOncePerRecipient) {
  const Evidence none;
  EXPECT_TRUE(holds("at-most-once-per-recipient", run_of({sms("+1", "hi"), sms("+2", "hi"), sms("+1", "bye")}), none));
  EXPECT_FALSE(holds("at-most-once-per-recipient", run_of({sms("+1", "hi"), sms("+2", "hi"), sms("+1", "hi")}), none));
  SeenEffectOnce mail;
  mail.what.kind = "email";
  mail.what.fields = object({{"to", text_array({"a@example.com", "b@example.com"})}, {"text", "hi"}});
  SeenEffectOnce other = mail;
  other.what.fields["to"] = text_array({"b@example.com"});
  EXPECT_FALSE(holds("at-most-once-per-recipient", run_of({mail, other}), none));
}

TEST(Invariant, EndsOfFunctions) {
  Evidence run;
  run.invocations = {{"f", "Boom", "Runtime.Unknown", true, 1, {}}};
  EXPECT_TRUE(holds("no-crash", run, run));  // an error that the function tells of is no crash
  run.invocations.push_back({"g", "Runtime.ExitError", "Runtime.ExitError", true, 2, {}});
  EXPECT_FALSE(holds("no-crash", run, run));
  EXPECT_TRUE(holds("no-timeout", run, run));
  run.invocations.push_back({"h", "Sandbox.Timedout", "Sandbox.Timedout", true, 3, {}});
  EXPECT_THAT(check_invariant("no-timeout", run, nullptr)->lines, ElementsAre("function h: Sandbox.Timedout", HasSubstr("  at T+")));
  run.settled = false;
  run.still_running = {"function h"};
  EXPECT_THAT(check_invariant("settles", run, nullptr)->lines, ElementsAre("still runs  function h"));
}

}  // namespace
}  // namespace lambent::ipo
