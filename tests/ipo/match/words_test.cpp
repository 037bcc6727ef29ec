// Every word with what it lets pass and what it does not.
#include "judged.h"

namespace lambent::ipo {
namespace {

TEST(Words, LiteralsAreExact) {
  expect_pass({{"1", "1"}, {"1", "1.0"}, {"1.5", "1.5"}, {"true", "true"}, {"null", "null"}, {"\"a\"", "\"a\""}, {"9007199254740993", "9007199254740993"},
               {R"({"a": 1, "b": [1, {"c": null}]})", R"({"b": [1, {"c": null}], "a": 1})"}, {"{}", "{}"}, {"[]", "[]"}, {R"("$$any")", R"("$any")"},
               {R"({"$$ref": "$$$x"})", R"({"$ref": "$$x"})"}, {"\"\"", "\"\""}, {"18446744073709551615", "18446744073709551615"}});
  expect_fail({{"1", "2"}, {"1", "\"1\""}, {"1", "true"}, {"0", "false"}, {"0", "null"}, {"\"a\"", "\"A\""}, {"\"a\"", "\"a \""}, {"9007199254740993", "9007199254740992"},
               {"9007199254740993", "9007199254740992.0"}, {"{}", R"({"a": null})"}, {R"({"a": null})", "{}"}, {"[]", "[null]"}, {"[1]", "[]"}, {"[1, 2]", "[2, 1]"}, {"{}", "[]"},
               {R"({"a": 1})", R"({"A": 1})"}, {"\"\"", "null"}, {"18446744073709551615", "18446744073709551614"}, {"18446744073709551615", "-1"}});
}

TEST(Words, RestOpensObjectsAndArrays) {
  expect_pass({{R"({"$rest": "any"})", "{}"}, {R"({"a": 1, "$rest": "any"})", R"({"a": 1, "b": 2})"}, {R"([1, "$rest"])", "[1]"}, {R"([1, "$rest"])", "[1, 2, 3]"}, {R"(["$rest"])", "[]"}});
  expect_fail({{R"({"a": 1, "$rest": "any"})", R"({"b": 2})"}, {R"([1, "$rest"])", "[]"}, {R"([1, "$rest"])", "[2, 1]"}, {R"({"$rest": "any"})", "[]"}, {R"(["$rest"])", "{}"}});
}

TEST(Words, PresenceAndShape) {
  expect_pass({{"\"$any\"", "null"}, {"\"$any\"", "[1]"}, {"\"$null\"", "null"}, {R"({"a": "$absent"})", "{}"}, {R"({"a": "$absent", "b": 1})", R"({"b": 1})"},
               {R"({"a": {"$oneOf": ["$absent", 1]}})", "{}"}, {R"({"a": {"$oneOf": ["$absent", 1]}})", R"({"a": 1})"}, {R"({"a": {"$not": "$absent"}})", R"({"a": null})"},
               {"\"$uuid\"", "\"0f8fad5b-d9cb-469f-a165-70867728950E\""}, {"\"$arn\"", "\"arn:aws:s3:::bucket/key:with:colons\""},
               {"\"$arn\"", "\"arn:aws-cn:sns:cn-north-1:123456789012:t\""}, {"\"$arn\"", "\"arn:aws:iam::aws:policy/ReadOnlyAccess\""},
               {"\"$iso\"", "\"2026-11-23T09:00:00Z\""}, {"\"$iso\"", "\"2026-11-23T09:00:00.123+01:00\""}, {"\"$iso\"", "\"2026-11-23T09:00:00.000+0000\""},
               {"\"$epoch\"", "1796029200"}, {"\"$epoch\"", "1796029200.5"}, {"\"$epoch\"", "1796029200123"}, {"\"$epoch\"", "\"1796029200123\""}});
  expect_fail({{R"({"a": "$any"})", "{}"}, {"\"$null\"", "0"}, {"\"$null\"", "\"\""}, {R"({"a": "$null"})", "{}"}, {R"({"a": "$absent"})", R"({"a": null})"},
               {R"({"a": {"$oneOf": ["$absent", 1]}})", R"({"a": 2})"}, {R"({"a": {"$not": "$absent"}})", "{}"}, {R"({"a": {"$not": 1}})", "{}"},
               {"\"$uuid\"", "\"0f8fad5b-d9cb-469f-a165-70867728950\""}, {"\"$uuid\"", "\"0f8fad5bd9cb469fa16570867728950e\""}, {"\"$uuid\"", "\"0f8fad5b-d9cb-469f-a165-70867728950g\""},
               {"\"$uuid\"", "7"}, {"\"$arn\"", "\"arn:aws:s3\""}, {"\"$arn\"", "\"arn:aws:s3::12:x\""}, {"\"$arn\"", "\"urn:aws:s3:::x\""}, {"\"$arn\"", "\"arn:aws:s3:::\""},
               {"\"$iso\"", "\"2026-11-23\""}, {"\"$iso\"", "\"2026-13-23T09:00:00Z\""}, {"\"$iso\"", "1796029200"}, {"\"$epoch\"", "12"}, {"\"$epoch\"", "\"soon\""},
               {"\"$epoch\"", "-1796029200"}, {"\"$epoch\"", "1e30"}, {"\"$epoch\"", "\"0x6b0f\""}});
}

TEST(Words, InstantsInAnyNotation) {  // now is 2026-11-30T09:00:00Z, 1796029200
  expect_pass({{"\"$now\"", "\"2026-11-30T09:00:00Z\""}, {"\"$now\"", "\"2026-11-30T10:00:00.900+01:00\""}, {"\"$now\"", "1796029200"}, {"\"$now\"", "1796029200999"},
               {"\"$now\"", "1796029199.5"}, {"\"$now\"", "\"1796029200000\""}, {"\"$now\"", "\"20261130T090000Z\""}, {"\"$now\"", "\"Mon, 30 Nov 2026 09:00:00 GMT\""},
               {"\"$now-7d\"", "\"2026-11-23T09:00:00Z\""}, {"\"$now+1h30m\"", "1796034600"}, {R"({"$time": {"of": "now", "within": "5s"}})", "1796029205"},
               {R"({"$time": {"of": "$now-7d"}})", "1795424400"}, {R"({"$time": {"of": "2026-11-23T09:00:00Z", "within": "1s"}})", "1795424401"},
               {R"({"$time": {"of": 1795424400}})", "\"2026-11-23T09:00:00Z\""}});
  expect_fail({{"\"$now\"", "1796029201"}, {"\"$now\"", "1796029199"}, {"\"$now\"", "\"2026-11-30T09:00:01Z\""}, {"\"$now\"", "\"now\""}, {"\"$now\"", "null"}, {"\"$now\"", "0"},
               {"\"$now-7d\"", "1796029200"}, {R"({"$time": {"of": "now", "within": "5s"}})", "1796029205.001"}, {R"({"$time": {"of": "now"}})", "1796029200001"},
               {R"({"$time": {"of": "now", "within": "5s"}})", "\"later\""}});
  EXPECT_EQ(judged("\"$now-7d\"", "1796029200"), "changed |$now-7d (2026-11-23T09:00:00.000Z)|1796029200|7d too late");
}

TEST(Words, Texts) {
  expect_pass({{R"({"$regex": "b.d"})", "\"abcd\""}, {R"({"$regex": "^a.*z$"})", "\"a..z\""}, {R"({"$regex": "(?i)HELLO"})", "\"hello\""}, {R"({"$regex": ""})", "\"x\""},
               {R"({"$glob": "arn:*:role/x?"})", "\"arn:aws:iam::1:role/xy\""}, {R"({"$contains": "b"})", "\"abc\""}, {R"({"$contains": "$$5"})", "\"costs $5\""},
               {R"({"$starts": "$a"})", "\"$ab\""}, {R"({"$ends": "c"})", "\"abc\""}, {R"({"$starts": "a", "$ends": "c"})", "\"abc\""}, {R"({"$contains": ""})", "\"\""}});
  expect_fail({{R"({"$regex": "^b"})", "\"ab\""}, {R"({"$regex": "1"})", "1"}, {R"({"$glob": "a*"})", "\"ba\""}, {R"({"$glob": "a"})", "\"ab\""}, {R"({"$glob": "a"})", "null"},
               {R"({"$contains": "x"})", "\"abc\""}, {R"({"$contains": "x"})", "7"}, {R"({"$starts": "b"})", "\"ab\""}, {R"({"$ends": "b"})", "\"bc\""},
               {R"({"$starts": "a", "$ends": "x"})", "\"abc\""}, {R"({"$starts": "a"})", "[\"a\"]"}});
}

TEST(Words, Lists) {
  expect_pass({{R"({"$contains": ["b"]})", R"(["a", "b"])"}, {R"({"$contains": "b"})", R"(["a", "b"])"}, {R"({"$contains": {"x": 1, "$rest": "any"}})", R"([{"x": 1, "y": 2}])"},
               {R"({"$contains": ["$uuid", 1]})", R"([1, "0f8fad5b-d9cb-469f-a165-70867728950e"])"}, {R"({"$contains": []})", "[]"}, {R"({"$contains": "$null"})", "[null]"},
               {R"({"$unordered": [1, 2, 2]})", "[2, 1, 2]"}, {R"({"$unordered": ["$any", 1]})", "[1, 2]"}, {R"({"$unordered": []})", "[]"},
               {R"({"$each": "$uuid"})", "[]"}, {R"({"$each": {"$gt": 0}})", "[1, 2]"}, {R"({"$len": 2})", "[1, 2]"}, {R"({"$len": 2})", R"({"a": 1, "b": 2})"},
               {R"({"$len": 3})", "\"äöü\""}, {R"({"$len": {"$gte": 1}})", "[1]"}, {R"({"$len": 0})", "\"\""}});
  expect_fail({{R"({"$contains": ["b", "b"]})", R"(["a", "b"])"}, {R"({"$contains": ["c"]})", R"(["a"])"}, {R"({"$contains": "c"})", R"(["a"])"}, {R"({"$contains": ["c"]})", "\"c\""},
               {R"({"$contains": 1})", "1"}, {R"({"$contains": ["a"]})", "[]"}, {R"({"$unordered": [1, 2]})", "[1]"}, {R"({"$unordered": [1]})", "[1, 1]"}, {R"({"$unordered": [1]})", "1"},
               {R"({"$unordered": [1, 2]})", "[1, 3]"}, {R"({"$each": 1})", "[1, 2]"}, {R"({"$each": 1})", "1"}, {R"({"$len": 2})", "[1]"}, {R"({"$len": 2})", "2"}, {R"({"$len": 0})", "null"}});
}

TEST(Words, OrderOfNumbersAndDurations) {
  expect_pass({{R"({"$lt": 200})", "199.9"}, {R"({"$lte": 200})", "200"}, {R"({"$gt": 0})", "1e-9"}, {R"({"$gte": 0})", "0"}, {R"({"$gte": 0, "$lt": 5})", "3"},
               {R"({"$between": [1, 2]})", "1"}, {R"({"$between": [1, 2]})", "2"}, {R"({"$about": {"of": 1.5, "by": 0.01}})", "1.51"}, {R"({"$lt": "2s"})", "\"412ms\""},
               {R"({"$between": ["1s", "1m"]})", "\"60s\""}, {R"({"$about": {"of": "1h", "by": "5s"}})", "\"59m55s\""}});
  expect_fail({{R"({"$lt": 200})", "200"}, {R"({"$lte": 200})", "200.1"}, {R"({"$gt": 0})", "0"}, {R"({"$gte": 0})", "-1"}, {R"({"$gte": 0, "$lt": 5})", "5"}, {R"({"$lt": 200})", "\"1\""},
               {R"({"$lt": 200})", "null"}, {R"({"$lt": 2})", "true"}, {R"({"$between": [1, 2]})", "2.1"}, {R"({"$between": [1, 2]})", "0.9"}, {R"({"$about": {"of": 1.5, "by": 0.01}})", "1.52"},
               {R"({"$lt": "2s"})", "\"2s\""}, {R"({"$lt": "2s"})", "1"}, {R"({"$lt": 2})", "\"1s\""}, {R"({"$between": ["1s", "1m"]})", "\"61s\""}, {R"({"$about": {"of": "1h", "by": "5s"}})", "\"59m54s\""}});
}

TEST(Words, TypesAndLogic) {
  expect_pass({{R"({"$type": "string"})", "\"\""}, {R"({"$type": "number"})", "1"}, {R"({"$type": "number"})", "1.5"}, {R"({"$type": "integer"})", "2.0"}, {R"({"$type": "boolean"})", "false"},
               {R"({"$type": "null"})", "null"}, {R"({"$type": "array"})", "[]"}, {R"({"$type": "object"})", "{}"}, {R"({"$oneOf": [1, "$uuid"]})", "1"}, {R"({"$not": 1})", "2"},
               {R"({"$all": [{"$gt": 1}, {"$lt": 3}]})", "2"}, {R"({"$not": {"$contains": "x"}})", "\"abc\""}, {R"({"$not": {"$oneOf": [1, 2]}})", "3"}});
  expect_fail({{R"({"$type": "string"})", "1"}, {R"({"$type": "number"})", "\"1\""}, {R"({"$type": "number"})", "true"}, {R"({"$type": "integer"})", "1.5"}, {R"({"$type": "boolean"})", "0"},
               {R"({"$type": "null"})", "false"}, {R"({"$type": "array"})", "{}"}, {R"({"$type": "object"})", "[]"}, {R"({"$oneOf": [1, 2]})", "3"}, {R"({"$not": 1})", "1.0"},
               {R"({"$all": [{"$gt": 1}, {"$lt": 3}]})", "3"}, {R"({"$not": {"$contains": "b"}})", "\"abc\""}});
}

TEST(Words, Decoders) {
  // printf hello | gzip -n | base64
  expect_pass({{R"({"$json": {"a": 1}})", R"j("{\"a\": 1}")j"}, {R"({"$base64": "hello"})", "\"aGVsbG8=\""}, {R"({"$base64": {"$gzip": "hello"}})", "\"H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==\""},
               {R"({"$json": {"$json": [1]}})", R"j("\"[1]\"")j"}, {R"({"$base64": {"$json": {"n": "$any"}}})", "\"eyJuIjoxfQ==\""}});
  expect_fail({{R"({"$json": {"a": 1}})", R"j("{\"a\": 2}")j"}, {R"({"$json": {"a": 1}})", R"({"a": 1})"}, {R"({"$json": "$any"})", "\"{\""}, {R"({"$base64": "hello"})", "\"%%%\""},
               {R"({"$base64": "hello"})", "\"aGVsbG9v\""}, {R"({"$base64": {"$gzip": "hello"}})", "\"aGVsbG8=\""}, {R"({"$base64": {"$gzip": "hello"}})", "\"H4sIAAAAAAAAA8tIzcnJBw==\""},
               {R"({"$gzip": "$any"})", "\"\""}, {R"({"$gzip": "$any"})", "1"}});
  EXPECT_EQ(judged(R"({"body": {"$json": {"Status": "ok"}}})", R"j({"body": "{\"Status\": \"bad\"}"})j"), R"(changed body.Status|"ok"|"bad")");
  EXPECT_EQ(judged(R"({"$json": 1})", "\"{\\\"a\\\": }\"").substr(0, 57), R"(changed |JSON text of 1|"{\"a\": }"|not JSON: line 1, col)");
}

TEST(Words, Queries) {
  expect_pass({{R"({"$path": {"$.a.b[0]": 1, "$..c": [2, 1]}})", R"({"a": {"b": [1], "c": 1}, "c": 2})"}, {R"({"$path": {"$.x": "$absent"}})", "{}"},
               {R"({"$path": {"$.a[?@.n > 1].id": ["b"]}})", R"({"a": [{"n": 1, "id": "a"}, {"n": 2, "id": "b"}]})"}, {R"({"$schema": {"type": "object", "required": ["a"]}})", R"({"a": 1})"},
               {R"({"$event": {"detail": {"state": [{"prefix": "run"}]}}})", R"({"detail": {"state": "running"}, "source": "x"})"}});
  expect_fail({{R"({"$path": {"$.a.b[0]": 1}})", R"({"a": {"b": [2]}})"}, {R"({"$path": {"$.x": 1}})", "{}"}, {R"({"$path": {"$.x": "$any"}})", "1"}, {R"({"$path": {"$..x": [1]}})", R"({"x": 1, "y": {"x": 1}})"},
               {R"({"$schema": {"type": "object", "required": ["a"]}})", "{}"}, {R"({"$schema": false})", "1"}, {R"({"$event": {"detail": {"state": [{"prefix": "run"}]}}})", R"({"detail": {"state": "stopped"}})"}});
  EXPECT_EQ(judged(R"({"r": {"$path": {"$.a[1]": "x"}}})", R"({"r": {"a": ["y", "z"]}})"), R"(changed r.a[1]|"x"|"z")");
  EXPECT_EQ(judged(R"({"e": {"$event": {"detail": {"n": [{"numeric": [">", 1]}], "gone": [1]}}}})", R"({"e": {"detail": {"n": 1}}})"),
            "changed e.detail.n|one of [{\"numeric\":[\">\",1]}]|1\nmissing e.detail.gone|one of [1]|(absent)");
}

TEST(Words, BindingsAreKeptAcrossValues) {
  Context context{.now = test_now()};
  const Json first = parse_json(R"({"$bind": "id"})"), mail = parse_json(R"({"x": [1, 2]})"), same = parse_json(R"({"x": [1.0, 2]})"), other = 8;
  EXPECT_EQ(judged(first, &mail, context), "");
  EXPECT_EQ(judged(first, &same, context), "");
  EXPECT_EQ(judged(first, &other, context), R"(changed |the same id as before, {"x":[1,2]}|8)");
  EXPECT_EQ(judged(R"([{"$bind": "a"}, {"$bind": "b"}, {"$bind": "a"}])", "[1, 2, 1]"), "");
  EXPECT_NE(judged(R"([{"$bind": "a"}, {"$bind": "a"}])", "[1, 2]"), "");
  // An attempt that fails binds nothing.
  EXPECT_EQ(judged(R"([{"$oneOf": [[{"$bind": "a"}, 9], [2, {"$bind": "a"}]]}, {"$bind": "a"}])", "[[2, 3], 3]"), "");
  EXPECT_EQ(judged(R"([{"$not": {"$all": [{"$bind": "a"}, 9]}}, {"$bind": "a"}])", "[1, 2]"), "");
  // $unordered finds the pairing whose bindings agree.
  EXPECT_EQ(judged(R"([{"$unordered": [{"$bind": "a"}, {"$bind": "b"}]}, {"$bind": "a"}, {"$bind": "b"}])", "[[1, 2], 1, 2]"), "");
  EXPECT_EQ(judged(R"({"$unordered": [{"k": {"$bind": "a"}}, {"k": {"$bind": "b"}}, {"x": {"$bind": "a"}}, {"y": {"$bind": "b"}}]})", R"([{"k": 1}, {"k": 2}, {"y": 1}, {"x": 2}])"), "");
}

TEST(Words, LiteralMakesAnyValueAnExpectedOne) {
  const Json value = parse_json(R"({"$any": ["$now", "$$", "$"], "a": "$5", "$rest": {"$gt": 1}})");
  Context context;
  EXPECT_EQ(judged(literal(value), &value, context), "");
}

}  // namespace
}  // namespace lambent::ipo
