// How differences are told: paths, texts, what stays out of the way of what is right; and the limits.
#include <zlib.h>

#include "judged.h"

namespace lambent::ipo {
namespace {

TEST(Differences, PathsAreThoseOfTheReport) {
  EXPECT_EQ(judged(R"({"status": "SUCCEEDED", "path": ["SendReminder", "ChoiceState", "TextReminder", "NextState"]})",
                   R"({"status": "FAILED", "path": ["SendReminder", "ChoiceState", "DefaultState"]})"),
            "changed status|\"SUCCEEDED\"|\"FAILED\"\nchanged path[2]|\"TextReminder\"|\"DefaultState\"\nmissing path[3]|\"NextState\"|(absent)");
  EXPECT_EQ(judged(R"({"json": {"Status": "ok"}, "headers": {"content-type": "a", "odd key": 1}})", R"({"json": {"Status": "no"}, "headers": {"content-type": "b", "odd key": 2}})"),
            "changed json.Status|\"ok\"|\"no\"\nchanged headers.content-type|\"a\"|\"b\"\nchanged headers[\"odd key\"]|1|2");
  EXPECT_EQ(judged("{}", R"({"a": 1})"), "extra a|(not expected)|1");
  EXPECT_EQ(judged("1", "\"1\""), "changed |1|\"1\"|a number is expected, not a string");
}

TEST(Differences, OneElementLeftOutDoesNotShiftTheOthers) {
  EXPECT_EQ(judged(R"(["a", "b", "c", "d"])", R"(["a", "c", "d"])"), "missing [1]|\"b\"|(absent)");
  EXPECT_EQ(judged(R"(["a", "c", "d"])", R"(["a", "b", "c", "d"])"), "extra [1]|(not expected)|\"b\"");
  EXPECT_EQ(judged(R"({"$unordered": [{"id": 1, "v": "x"}, {"id": 2, "v": "y"}]})", R"([{"id": 2, "v": "z"}, {"id": 1, "v": "x"}])"), "changed [1].v|\"y\"|\"z\"");
  EXPECT_EQ(judged(R"({"$contains": ["b"]})", R"(["a"])"), "changed |\"b\"|[\"a\"]|no element is \"b\"");
}

TEST(Differences, PlacesLeadBackToTheCaseFile) {
  Mistakes mistakes;
  auto matcher = Matcher::compile(parse_json(R"({"a": [{"$regex": "x"}, 2], "b": {"$json": {"c": 1}}})"), mistakes);
  Context context;
  auto found = matcher.differences(parse_json(R"j({"a": ["y", 3], "b": "{\"c\": 2}", "d": 1})j"), context);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].place, "/a/0/$regex");
  EXPECT_EQ(found[1].place, "/a/1");
  EXPECT_EQ(found[2].place, "/b/$json/c");
  EXPECT_EQ(found[3].place, "");
  EXPECT_EQ(found[3].path, "d");
}

TEST(Differences, LiteralTextsComeRawForTheCaret) {
  Mistakes mistakes;
  auto matcher = Matcher::compile("reminder service", mistakes);
  Context context;
  auto found = matcher.differences("reminder servce\x1b", context);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].texts, std::pair(std::string("reminder service"), std::string("reminder servce\x1b")));
  EXPECT_EQ(found[0].actual, "\"reminder servce\\u001b\"");
  EXPECT_LT(found[0].weight, 100u);
}

TEST(Differences, AbsentValues) {
  Context context;
  EXPECT_EQ(judged("$absent", nullptr, context), "");
  EXPECT_EQ(judged("$any", nullptr, context), "missing |anything|(absent)");
}

TEST(Limits, StepsAreBounded) {
  Json expected = Json::array(), actual = Json::array();
  for (int i = 0; i < 3000; ++i) {
    expected.push_back(object({{"$gt", i}}));
    actual.push_back(-i);
  }
  Context context;
  context.limits.steps = 100'000;
  const std::string text = judged(object({{"$unordered", expected}}), &actual, context);
  EXPECT_NE(text.find("too much to compare"), std::string::npos) << text.substr(0, 200);
}

TEST(Limits, LongPlainListsAreQuick) {
  Json expected = Json::array(), actual = Json::array();
  for (int i = 0; i < 20'000; ++i) {
    expected.push_back("item " + std::to_string(i));
    actual.push_back("item " + std::to_string(19'999 - i));
  }
  actual[77] = "other";
  Context context;
  EXPECT_EQ(judged(object({{"$unordered", expected}}), &actual, context), "changed [19922]|\"item 19922\"|\"other\"");
}

TEST(Limits, NestedListsStayCheap) {
  Json expected = 1, actual = 2;
  for (int i = 0; i < 60; ++i) {
    expected = Json::array({"x", object({{"$unordered", Json::array({expected, "y"})}})});
    actual = Json::array({"x", Json::array({"y", actual})});
  }
  Context context;
  EXPECT_EQ(judged(expected, &actual, context).find("too much"), std::string::npos);
}

TEST(Limits, ExpansionsAreBounded) {
  // 300 MB of zeros in 300 kB of gzip.
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string zeros(1 << 20, '\0'), bomb, chunk(1 << 16, '\0');
  for (int i = 0; i <= 300; ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
    stream.avail_in = i < 300 ? static_cast<uInt>(zeros.size()) : 0;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
      stream.avail_out = static_cast<uInt>(chunk.size());
      deflate(&stream, i < 300 ? Z_NO_FLUSH : Z_FINISH);
      bomb.append(chunk.data(), chunk.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  const Json actual = base64_encode(bomb);
  Context context;
  const std::string text = judged(parse_json(R"({"$base64": {"$gzip": "$any"}})"), &actual, context);
  EXPECT_NE(text.find("too large when unpacked"), std::string::npos) << text.substr(0, 200);
}

TEST(Limits, DeepActualValuesDoNotOverflow) {
  std::string deep = std::string(500, '[') + std::string(500, ']');
  EXPECT_NE(judged("[]", deep), "");
  EXPECT_NE(judged(R"({"$json": [1]})", dump(Json(std::string(100'000, '[')))), "");
  EXPECT_EQ(judged(R"({"$bind": "a"})", deep), "");
  EXPECT_NE(judged(R"({"$path": {"$..a": [1]}})", deep), "");
  EXPECT_NE(judged(R"({"$schema": {"items": {"$ref": "#"}, "type": "array"}})", deep), "") << "deeper than a schema looks";
}

}  // namespace
}  // namespace lambent::ipo
