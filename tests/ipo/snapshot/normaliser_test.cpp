// What is the same in every run, and what must stay as it is.
#include "ipo/snapshot/normaliser.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/time_text.h"

namespace lambent::ipo {
namespace {

using namespace std::chrono_literals;

const TimePoint kBegan = *parse_iso("2026-11-23T09:00:00Z");

RelativeTime a_week() { return RelativeTime(kBegan, {kBegan + 24h * 7, kBegan + 7s}); }

TEST(RelativeTime, TellsInstantsInAnyNotation) {
  RelativeTime time = a_week();
  for (const char* text : {"2026-11-30T09:00:00Z", "2026-11-30T09:00:00.123Z", "2026-11-30T10:00:00+01:00", "2026-11-30T10:00:00+0100", "2026-11-30 09:00:00,123",
                           "20261130T090000Z", "Mon, 30 Nov 2026 09:00:00 GMT", "Mon, 30 Nov 2026 09:00:00 +0000", "30/Nov/2026:09:00:00 +0000", "1796029200", "1796029200123", "1796029200.5"})
    EXPECT_EQ(time.replaced(std::string("at ") + text), "at T+7d") << text;
  EXPECT_EQ(time.of_number(Json(1796029200)), "T+7d");
  EXPECT_EQ(time.of_number(Json(1796029200123)), "T+7d");
  EXPECT_EQ(time.of_number(Json(1796029200.25)), "T+7d");
}

TEST(RelativeTime, WhatAFunctionsClockRanOnIsNotSeen) {
  RelativeTime time = a_week();
  EXPECT_EQ(time.replaced("2026-11-23T09:00:00.000Z"), "T+0");
  EXPECT_EQ(time.replaced("2026-11-23T09:00:04.500Z"), "T+0");
  EXPECT_EQ(time.replaced("2026-11-23T09:00:07.200Z"), "T+7s");   // the clock stood there
  EXPECT_EQ(time.replaced("2026-11-23T09:00:46.900Z"), "T+45s");  // 45 s after a start, asked for late
  EXPECT_EQ(time.replaced("2026-11-23T08:00:00Z"), "T-1h");
  EXPECT_EQ(time.replaced("2026-11-23T08:59:59.500Z"), "T+0");    // cut to seconds it was the start
}

TEST(RelativeTime, WhatIsNoTimeOfTheCaseStays) {
  RelativeTime time = a_week();
  for (const char* text : {"1999-12-31T23:59:59Z", "2026-11-30", "10:30", "2026-13-45T99:00:00Z", "+15556667788", "1234567890", "17888", "v1.1796029200", "a1796029200"})
    EXPECT_EQ(time.replaced(std::string(text)), text);
  EXPECT_FALSE(time.of_number(Json(604800)));
  EXPECT_FALSE(time.of_number(Json(1234567890)));
  EXPECT_FALSE(time.of_number(Json(-1)));
  EXPECT_FALSE(time.of_number(Json(true)));
}

TEST(Normaliser, SortsKeysAndNumbersIdsInTheirOrder) {
  Normaliser same(RelativeTime(kBegan, {}), "tests");
  Json first = parse_json(R"({"z": "22222222-aaaa-4bbb-8ccc-000000000002", "MessageId": "11111111-aaaa-4bbb-8ccc-000000000001", "at": "2026-11-23T09:00:00Z",
                              "list": [{"messageId": "22222222-aaaa-4bbb-8ccc-000000000002"}]})");
  EXPECT_EQ(dump(same.normalised(first)), R"({"MessageId":"<message-id:1>","at":"T+0","list":[{"messageId":"<message-id:2>"}],"z":"<message-id:2>"})");
  EXPECT_EQ(dump(same.normalised(parse_json(R"(["11111111-aaaa-4bbb-8ccc-000000000001"])"))), R"(["<message-id:1>"])");
}

TEST(Normaliser, LooksIntoTextsOfJson) {
  Normaliser same(RelativeTime(kBegan, {}), "tests");
  EXPECT_EQ(dump(same.normalised(Json(R"({"b": 1795424400123, "a": "{\"x\": [1]}"})"))), R"({"$json":{"a":{"$json":{"x":[1]}},"b":"T+0"}})");
  EXPECT_EQ(dump(same.normalised(Json("{no json"))), R"("{no json")");
  EXPECT_EQ(dump(same.normalised(Json("12"))), R"("12")");
}

TEST(Normaliser, AnIdTellsByItsMemberIsKnownElsewhere) {
  Normaliser same(RelativeTime(kBegan, {}), "tests");
  EXPECT_EQ(dump(same.normalised(parse_json(R"([{"apiId": "a1b2c3d4e5"}, "of a1b2c3d4e5", {"requestContext": "{'apiId': 'zzzzzzzzzz'}"}, "zzzzzzzzzz"])"))),
            R"([{"apiId":"<api-id:1>"},"of <api-id:1>",{"requestContext":"{'apiId': '<api-id:2>'}"},"<api-id:2>"])");
}

TEST(Normaliser, FoldersPortsAndAddressesAreOfThisMachine) {
  const std::string here = std::filesystem::weakly_canonical("tests").string(), up = std::filesystem::path(here).parent_path().string();
  Normaliser same(RelativeTime(kBegan, {}), "tests");
  EXPECT_EQ(same.normalised(Json("File " + here + "/a.py, " + up + "/b.py")), "File a.py, ../b.py");
  EXPECT_EQ(same.normalised(Json("http://127.0.0.1:43127/x and localhost:4566")), "http://127.0.0.1:<port>/x and localhost:4566");
  EXPECT_EQ(same.normalised(Json("<object at 0x7f3a12345678>")), "<object at <address>>");
  EXPECT_EQ(same.normalised(Json("File \"/home/ada/.venv/lib/python3.12/site-packages/boto3/x.py\" and /usr/lib/python3.11/json.py")), "File \"<packages>/boto3/x.py\" and <packages>/json.py");
  EXPECT_EQ(same.normalised(Json("/tmp/lambent-Ab12Cd/functions/x.py")), "<temp>/functions/x.py");
}

TEST(Normaliser, SecretsAreNotStored) {
  Normaliser same(RelativeTime(kBegan, {}), "tests");
  EXPECT_EQ(dump(same.normalised(parse_json(R"({"password": "hunter2", "text": "token=abcdefgh12345678"})"))), R"({"password":"***","text":"token=***"})");
}

TEST(Normaliser, TheShapeIsTheSameForOtherIds) {
  Normaliser same(RelativeTime(kBegan, {}), "tests");
  auto shape = [&](const char* id) { return same.shape(object({{"b", std::string("id ") + id}, {"a", 1}})); };
  EXPECT_EQ(shape("11111111-aaaa-4bbb-8ccc-000000000001"), shape("22222222-aaaa-4bbb-8ccc-000000000002"));
  EXPECT_NE(shape("11111111-aaaa-4bbb-8ccc-000000000001"), shape("none"));
}

}  // namespace
}  // namespace lambent::ipo
