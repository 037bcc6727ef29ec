#include "hostile.h"

namespace lambent::ipo {

std::vector<std::string> hostile_texts() {
  std::string every;
  for (int c = 0; c < 256; ++c) every += static_cast<char>(c);
  return {"\x1b[2J\x1b]0;owned\x07\x1b[31mred",
          "]]></failure></testcase><![CDATA[ ]]> <!-- -->&amp;&#0;&#x1b;\"'<b>",
          "one\ntwo\r\nthree\n::error file=a::owned\n##[error]owned\n  ::stop-commands::x\nnot ok 7 - owned # SKIP\n...\n1..9\n",
          "\xff\xfe\xc3\x28\xed\xa0\x80\xf5\x80\x80\x80\xef\xbf\xbe\xef\xbf\xbf\xc2\x9b" "31m\xe2\x80\xae\xe2\x80\x8b",
          every,
          std::string("zero\0zero", 9),
          std::string(1 << 20, 'x'),
          std::string(1 << 16, '\xff'),
          [] { std::string out; for (int i = 0; i < 1 << 13; ++i) out += "line \x1b\n"; return out; }(),
          "::error file=a::owned ##[error]owned",
          "%0A%25,:|`a`|<img src=x>![x](http://example.com)",
          ""};
}

CaseOutcome hostile(const std::string& text, Verdict verdict) {
  CaseOutcome out;
  out.verdict = verdict;
  out.suite = out.name = out.again = out.skip = text;
  out.tags = {text};
  out.place = {text, 1, 1};
  out.record = object({{"logs", Json::array({object({{"function", text}, {"level", text}, {"text", text}})})}, {text, text}});

  FieldDifference field;
  field.path = field.expected = field.actual = field.note = text;
  field.place = out.place;
  FieldDifference first = field, last = field;
  first.texts = {text + "a", text + "b"};
  last.texts = {"a" + text, "b" + text + "\n\n\n"};

  Problem problem;
  problem.place = out.place;
  problem.where = problem.what = problem.by = problem.add = problem.under = problem.check = text;
  problem.fields = {field, first, last};
  problem.expected = problem.actual = object({{text, text}});
  problem.seen = Moment{};
  problem.refusal = Refusal{.action = text, .resource = text, .principal = text, .role = text, .reason = text, .why = text, .statement = {}, .swallowed = text};
  problem.refusal->statement = object({{text, text}});
  problem.near = {NearMiss{.when = {}, .by = text, .call = text, .fields = {field, first}}};
  problem.running = {text};
  for (int kind = 0; kind <= static_cast<int>(Problem::Kind::world); ++kind) {
    problem.kind = static_cast<Problem::Kind>(kind);
    // All kinds of a long text would be hundreds of megabytes.
    if (text.size() < 10'000 || problem.kind == Problem::Kind::effect_unexpected) out.problems.push_back(problem);
  }
  for (int i = 0; i < 3; ++i) {
    Happening happening;
    happening.text = happening.surprise = text;
    out.happened.push_back(happening);
  }
  return out;
}

}  // namespace lambent::ipo
