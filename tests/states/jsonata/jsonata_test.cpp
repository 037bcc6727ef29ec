// What the official suite does not say: what Step Functions adds, words of errors, limits, and what stays apart.
#include <gtest/gtest.h>

#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/jsonata/jsonata.h"

namespace lambent::states::jsonata {
namespace {

struct Given {
  Ids chance{1};
  Bindings bindings;
  Limits limits;
  Given() {
    bindings.set("states", parse_json(R"({"input":{"items":[{"id":1,"price":20},{"id":2,"price":5}],"text":"a-b","empty":[]},"context":{"State":{"Name":"S"}}})"));
    bindings.set("answer", 42);
    bindings.set("list", parse_json("[[0]]"));
  }
  std::string of(const std::string& text) {
    try {
      const auto expression = Expression::parse(text);
      const Result result = expression.evaluate(std::nullopt, bindings, limits, {1764000000123, chance});
      return result.kind == Result::Kind::nothing ? "nothing" : result.kind == Result::Kind::unsupported ? "unsupported" : dump(result.value);
    } catch (const JsonataError& e) {
      return e.text();
    }
  }
};

using Rows = std::vector<std::pair<const char*, const char*>>;
void expect_all(const Rows& rows) {
  Given world;
  for (const auto& [text, want] : rows) EXPECT_EQ(world.of(text), want) << text;
}

TEST(Jsonata, ReadsBindings) {
  expect_all({
      {"$answer", "42"},
      {"$states.input.items.price", "[20,5]"},
      {"$states.input.items[price > 10].id", "1"},
      {"$states.context.State.Name", "\"S\""},
      {"$states.input.empty", "[]"},
      {"$list", "[[0]]"},
      {"$doesNotExist", "nothing"},
      {"$states.input.nope", "nothing"},
      {"$", "nothing"},
      {"$$", "nothing"},
      {"name", "nothing"},
      {"($answer := 1; $answer)", "1"},
      {"$answer", "42"},
  });
}

TEST(Jsonata, AddedFunctions) {
  expect_all({
      {"$partition([1..7], 3)", "[[1,2,3],[4,5,6],[7]]"},
      {"$partition([1,2,3], 2.9)", "[[1,2],[3]]"},
      {"$partition([0], 1)", "[[0]]"},
      {"$partition([], 1)", "[]"},
      {"$partition(5, 1)", "[[5]]"},
      {"$partition([1], 0)", "D3200: The second argument of the partition function must be a positive number: 0"},
      {"$partition([1], 'x')", "T0410: Argument 2 of function \"partition\" does not match function signature"},
      {"$range(1, 9, 2)", "[1,3,5,7,9]"},
      {"$range(1, 9, 9)", "1"},
      {"$range(0, 9, 3)", "[0,3,6,9]"},
      {"$range(0, 10, 3)", "[0,3,6,9]"},
      {"$range(3, 1, -1)", "[3,2,1]"},
      {"$range(1.9, 3.9, 1.5)", "[1,2,3]"},
      {"$range(1, 3, -1)", "nothing"},
      {"$range(1, 3, 0)", "D3201: The step of the range function must not be 0"},
      {"$range(1, 1e9, 1)", "D3202: The range function must not make more than 10000000 items. Attempted to make 1000000000."},
      {"$count($range(1, 8e5, 1))", "800000"},
      {"$hash('input data', 'SHA-1')", "\"aaff4a450a104cd177d28d18d74485e8cae074b7\""},
      {"$hash('', 'MD5')", "\"d41d8cd98f00b204e9800998ecf8427e\""},
      {"$hash('abc', 'SHA-256')", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""},
      {"$length($hash('abc', 'SHA-384'))", "96"},
      {"$length($hash('abc', 'SHA-512'))", "128"},
      {"$hash('abc', 'sha-256')", "D3203: The algorithm of the hash function must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512: \"sha-256\""},
      {"$random() >= 0 and $random() < 1", "true"},
      {"$random(7) = $random(7)", "true"},
      {"$random(7) = $random(8)", "false"},
      {"$random(42)", "0.7275636800328681"},
      {"$range(-1.7, 2, 1)", "[-1,0,1,2]"},
      {"$contains($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)", "true"},
      {"$uuid() = $uuid()", "false"},
      {"function($a, $b)<s?n+:a<n>>{[$a, $b]}(1, 2, 3)", "[1,2]"},
      {"$formatNumber(1, 'x') ~> $exists", "D3086: The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character"},
      {"$parse('{\"a\":[1,null,\"x\"]}').a", "[1,null,\"x\"]"},
      {"$parse('5')", "5"},
      {"$parse('{')", "D3204: The argument of the parse function is not valid JSON"},
  });
}

TEST(Jsonata, WhatStepFunctionsDoesNotHave) {
  expect_all({
      {"$eval('1')", "T1006: Attempted to invoke a non-function"},
      {"$exists($eval)", "false"},
      {"$notThere()", "T1006: Attempted to invoke a non-function"},
      {"$contains('aa', /(?=a)a/)", "S0303: The regular expression is not supported: look-ahead is not available"},
      {"$contains('aa', /(?<!b)a/)", "S0303: The regular expression is not supported: look-behind is not available"},
      {"$contains('aa', /(a)\\1/)", "S0303: The regular expression is not supported: back references are not available"},
      {"5 ?? 6", "S0211: The symbol \"?\" cannot be used as a unary operator"},
  });
}

TEST(Jsonata, WhatCollapses) {
  expect_all({
      {"{'a': [1]}.*", "[1]"},
      {"{'a': 1}.*", "1"},
      {"$spread({'a': 1})", "{\"a\":1}"},
      {"$spread([{'a': 1}])", "[{\"a\":1}]"},
      {"$spread([])", "nothing"},
      {"$spread([{}])", "[]"},
      {"[1,2,3][$ > 2]", "3"},
      {"[1,2,3][$ > 2][]", "[3]"},
      {"nothing[true].[1]", "[1]"},
      {"[1,2,3] ~> $reverse()[0]", "[3,2,1]"},
      {"'a' ~> $sum", "T0412: Argument 1 of function \"sum\" must be an array of \"numbers\""},
  });
}

TEST(Jsonata, ErrorsInTheWordsOfTheReference) {
  expect_all({
      {"1 + 'a'", "T2002: The right side of the \"+\" operator must evaluate to a number"},
      {"$sum('a')", "T0412: Argument 1 of function \"sum\" must be an array of \"numbers\""},
      {"$number('x')", "D3030: Unable to cast value to a number: \"x\""},
      {"$error('no such order')", "D3137: no such order"},
      {"$assert(false, 'never')", "D3141: never"},
      {"1 +", "S0207: Unexpected end of expression"},
      {"(1", "S0203: Expected \")\" before end of expression"},
      {"[1 2]", "S0202: Expected \"]\", got 2"},
      {"1 < 'a'", "T2009: The values 1 and \"a\" either side of operator \"<\" must be of the same data type"},
      {"sum([1])", "T1005: Attempted to invoke a non-function. Did you mean $sum?"},
      {"$formatInteger(5, $nothing)", "T0410: Argument 2 of function \"formatInteger\" does not match function signature"},
      {"$fromMillis(0, '[Y]', 'east')", "T0410: Argument 3 of function \"fromMillis\" does not match function signature"},
      {"$sum", "unsupported"},
      {"{'f': $sum}", "unsupported"},
  });
}

TEST(Jsonata, PositionsCountUtf16Units) {
  try {
    Expression::parse("'\xF0\x9F\x98\x80' 1");
    FAIL();
  } catch (const JsonataError& e) {
    EXPECT_EQ(e.code(), "S0201");
    EXPECT_EQ(e.position(), 6);
    EXPECT_EQ(e.token(), "1");
  }
}

TEST(Jsonata, NumbersAsJavaScriptWritesThem) {
  expect_all({
      {"$string(0.1 + 0.2)", "\"0.3\""},
      {"0.1 + 0.2", "0.30000000000000004"},
      {"$string(1e21)", "\"1e+21\""},
      {"$string(1e20)", "\"100000000000000000000\""},
      {"$string(1e-7)", "\"1e-7\""},
      {"$string(0.000001)", "\"0.000001\""},
      {"$string(1/3)", "\"0.333333333333333\""},
      {"$string(-0)", "\"0\""},
      {"$string(123456789.123456789)", "\"123456789.123457\""},
      {"10 / 4 & ''", "\"2.5\""},
      {"4 / 2", "2"},
      {"4611686018427387904", "4611686018427388000"},
      {"-9007199254740992", "-9007199254740992"},
      {"-0", "0"},
      {"1 / 0", "null"},
      {"1 / 0 + 1", "D1001: Number out of range: null"},
  });
}

TEST(Jsonata, TextByCodePoints) {
  expect_all({
      {R"($length("h\u00e9\ud83d\ude00"))", "3"},
      {R"($substring("\ud83d\ude00bc", 1))", "\"bc\""},
      {R"($pad("\ud83d\ude00", 3, "\u00e9"))", "\"\xF0\x9F\x98\x80\xC3\xA9\xC3\xA9\""},
      {R"($match("\ud83d\ude00b", /b/).index)", "2"},
      {R"($uppercase("stra\u00dfe"))", "\"STRASSE\""},
      {R"("\uff5e" < "\ud83d\ude00")", "false"},
      {R"($split("\ud83d\ude00b", ""))", "[\"\xF0\x9F\x98\x80\",\"b\"]"},
  });
}

TEST(Jsonata, TimeIsTheOneHandedIn) {
  expect_all({
      {"$millis()", "1764000000123"},
      {"$now()", "\"2025-11-24T16:00:00.123Z\""},
      {"$now('[H01]:[m01] [Z]', '+0200')", "\"18:00 +02:00\""},
      {"$toMillis('10:30', '[H]:[m]') ~> $fromMillis", "\"2025-11-24T10:30:00.000Z\""},
  });
}

TEST(Jsonata, EveryEvaluationEnds) {
  const std::string kStackOverflow = "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.";
  Given world;
  world.limits.steps = 100'000;
  world.limits.memory = 1 << 20;
  EXPECT_EQ(world.of("($f := function(){$f()}; $f())"), "Expression evaluation timeout: Check for infinite loop");
  EXPECT_EQ(world.of("$count($filter([1..120000], function($v){false}))"), "Expression evaluation timeout: Check for infinite loop");
  EXPECT_EQ(world.of("($f := function($n){1 + $f($n)}; $f(1))"), kStackOverflow);
  for (const char* nested : {"($f := function($n){$sort([1,2], function($a,$b){$f($n+1)})}; $f(1))", "($f := function($n){$map([$n], function($x){$f($x)})}; $f(1))",
                             "($f := function($n){$replace('a', /a/, function($m){$f($n+1)})}; $f(1))", "($f := function($n){{'a': [[$n].($f($n+1))]}}; $f(1))",
                             "($f := function($n){[$n]^($f($)) }; $g := function($n){[$n, 1][$g($)]}; $g(1))"})
    EXPECT_EQ(world.of(nested), kStackOverflow) << nested;
  EXPECT_EQ(world.of("($f := function($s, $n){$n = 0 ? $s : $f($s & $s, $n - 1)}; $f('abcdefgh', 60))"), "Expression evaluation memory limit exceeded: Check for excessive memory usage");
  EXPECT_EQ(world.of("($f := function($s, $n){$n = 0 ? $s : $f({'l': $s, 'r': $s}, $n - 1)}; $string($f('x', 60)))"), "Expression evaluation timeout: Check for infinite loop");
  EXPECT_EQ(world.of("($f := function($s, $n){$n = 0 ? $s : $f({'l': $s, 'r': $s}, $n - 1)}; $f('x', 60))"), "Expression evaluation memory limit exceeded: Check for excessive memory usage");
  EXPECT_EQ(world.of("$pad('', 1e12)"), "Expression evaluation memory limit exceeded: Check for excessive memory usage");
  EXPECT_EQ(world.of("($f := function($s, $n){$n = 0 ? $s : $f([[$s]], $n - 1)}; $f(1, 5000))"), kStackOverflow);
  EXPECT_EQ(world.of("($f := function($g, $n){$n = 0 ? $g : $f($g ~> $string, $n - 1)}; $f($string, 1000)(1))"), kStackOverflow);
  EXPECT_EQ(world.of("$replace($pad('', 900, 'a'), /(a*)*b/, 'x') ~> $length"), "900");
}

std::string sum_of(int terms) {
  std::string out = "1";
  for (int i = 1; i < terms; ++i) out += "+1";
  return out;
}

// As measured on AWS.
TEST(Jsonata, WhatIsTooLargeOrTooDeep) {
  const std::string kMemory = "Expression evaluation memory limit exceeded: Check for excessive memory usage";
  Given world;
  EXPECT_EQ(world.of("[1..873782] ~> $count()"), "873782");
  EXPECT_EQ(world.of("[1..873783] ~> $count()"), kMemory);
  EXPECT_EQ(world.of("$sum([1..900000])"), kMemory);
  EXPECT_EQ(world.of("$count($range(1, 873783, 1))"), kMemory);
  EXPECT_EQ(world.of("[1..10000001]").substr(0, 5), "D2014");
  const std::string doubled = "($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p('x', ";
  EXPECT_EQ(world.of(doubled + "22)))"), "4194304");
  EXPECT_EQ(world.of(doubled + "23)))"), kMemory);
  EXPECT_EQ(world.of(sum_of(99)), "99");
  EXPECT_EQ(world.of(sum_of(101)).substr(0, 20), "Stack overflow error");
  EXPECT_EQ(world.of("($f := function($n){$n = 0 ? 0 : $f($n - 1)}; $f(10000))"), "0") << "a tail call does not nest";
}

TEST(Jsonata, LongTextsAreTakenApart) {
  std::string lines;
  while (lines.size() < 256 * 1024) lines += "some words of a line\n";
  Given world;
  world.bindings.set("lines", lines);
  EXPECT_EQ(world.of("$count($split($lines, /\\n/))"), "12485");
  EXPECT_EQ(world.of("$count($match($lines, /(\\w+) of/))"), "12484");
  EXPECT_EQ(world.of("$length($replace($lines, /\\s+/, ''))"), "199744");
}

TEST(Jsonata, DeepTextsAreRefused) {
  EXPECT_EQ(Given().of(std::string(100'000, '(')), "S0304: The expression is nested too deeply");
  EXPECT_EQ(Given().of(std::string(100'000, '-') + "1"), "S0304: The expression is nested too deeply");
  std::string sum = "1";
  for (int i = 0; i < 5000; ++i) sum += "+1";
  EXPECT_EQ(Given().of(sum), "S0304: The expression is nested too deeply");
  std::string patterns = "$f(/a/";
  for (int i = 0; i < 100; ++i) patterns += ",/a/";
  EXPECT_EQ(Given().of(patterns + ")"), "S0303: The regular expression is not supported: the expression has too many");
}

TEST(Jsonata, ATransformChangesItsCopyOnly) {
  Given world;
  EXPECT_EQ(world.of("($o := {'a': {'b': 1}}; $c := $o ~> |a|{'b': 2}|; [$o.a.b, $c.a.b])"), "[1,2]");
  EXPECT_EQ(world.of("{'a': 1} ~> |$states.input|{'text': 'changed'}|"), "{\"a\":1}");
  EXPECT_EQ(world.of("$states.input.text"), "\"a-b\"");
  EXPECT_EQ(world.of("{'a': {}} ~> |a|{'self': $}|"), "{\"a\":{\"self\":{}}}");
}

TEST(Jsonata, OneExpressionServesMany) {
  const auto expression = Expression::parse("$n * 2");
  Ids chance(1);
  for (int i = 0; i < 3; ++i) {
    Bindings bindings;
    bindings.set("n", i);
    EXPECT_EQ(dump(expression.evaluate(std::nullopt, bindings, {}, {0, chance}).value), std::to_string(i * 2));
  }
}

TEST(Jsonata, References) {
  const auto of = [](const char* text) { return Expression::parse(text).references(); };
  using Names = std::set<std::string>;
  EXPECT_EQ(of("$a + $sum($b.c[$d > 1])").variables, (Names{"a", "b", "d"}));
  EXPECT_EQ(of("($x := $x + 1; $x)").variables, (Names{"x"}));
  EXPECT_EQ(of("($f := function($n){$n > 3 ? $n : $f($n + $step)}; $f(1))").variables, (Names{"step"}));
  EXPECT_EQ(of("$list@$one#$i.[$one, $i, $two]").variables, (Names{"list", "two"}));
  EXPECT_EQ(of("$error.Cause & $count($a) & $string($map($b, $sum))").variables, (Names{"a", "b"}));
  EXPECT_EQ(of("$error.Cause & $count($a) & $string($map($b, $sum))").shadowing, (Names{"error", "sum"}));
  EXPECT_EQ(of("$states.input.a & $states.result").states_members, (Names{"input", "result"}));
  EXPECT_FALSE(of("$states.input").whole_states);
  EXPECT_TRUE(of("$keys($states)").whole_states);
  EXPECT_TRUE(of("name").context);
  EXPECT_TRUE(of("$.a").context);
  EXPECT_TRUE(of("$map([1], function($v){$v + offset})").context);
  EXPECT_TRUE(of("$$").root);
  EXPECT_FALSE(of("$states.input.items[price > $.limit].name").context);
  EXPECT_FALSE(of("$states.input ~> |items|{'a': b}|").context);
}

TEST(Jsonata, CausesOfFailure) {
  EXPECT_EQ(expression_in("{% $a %}"), "$a");
  EXPECT_EQ(expression_in("{%$a%}"), "$a");
  EXPECT_FALSE(expression_in(" {% $a %}"));
  EXPECT_FALSE(expression_in("{%}"));
  EXPECT_EQ(cause_of_nothing("$doesNotExist", "Output/result"), "The JSONata expression '$doesNotExist' specified for the field 'Output/result' returned nothing (undefined).");
  EXPECT_EQ(cause_of_type("$x", "Items", "array", parse_json(R"({"foo":"bar"})")),
            R"(The JSONata expression '$x' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {"foo":"bar"})");
  EXPECT_EQ(cause_of_unsupported("$sum", "Items"), "The JSONata expression '$sum' specified for the field 'Items' returned an unsupported result type.");
  EXPECT_EQ(cause_of_error("$f()", "Output/FunctionResult", JsonataError("T1006", "Attempted to invoke a non-function", 4, "f")),
            "The JSONata expression '$f()' specified for the field 'Output/FunctionResult' threw an error during evaluation. T1006: Attempted to invoke a non-function");
}

}  // namespace
}  // namespace lambent::states::jsonata
