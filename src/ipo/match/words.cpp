#include "ipo/match/words.h"

#include <algorithm>

namespace lambent::ipo {
namespace {

constexpr BareWord kBareWords[] = {
    {"$any", make_any}, {"$absent", make_absent}, {"$null", make_null}, {"$uuid", make_uuid},
    {"$arn", make_arn}, {"$iso", make_iso},       {"$epoch", make_epoch}, {"$now", make_now},
};

constexpr ArgumentWord kArgumentWords[] = {
    {"$regex", make_regex, R"("^a")"},
    {"$glob", make_glob, R"("arn:*")"},
    {"$contains", make_contains, R"("x")"},
    {"$starts", make_starts, R"("x")"},
    {"$ends", make_ends, R"("x")"},
    {"$unordered", make_unordered, "[1, 2]"},
    {"$each", make_each, R"("$uuid")"},
    {"$len", make_len, "3"},
    {"$lt", make_less, "200"},
    {"$lte", make_at_most, "200"},
    {"$gt", make_more, "0"},
    {"$gte", make_at_least, "0"},
    {"$between", make_between, "[0, 10]"},
    {"$about", make_about, R"({"of": 1.5, "by": 0.01})"},
    {"$time", make_time, R"({"of": "now", "within": "5s"})"},
    {"$type", make_type, R"("string")"},
    {"$oneOf", make_one_of, "[1, 2]"},
    {"$all", make_all, R"([{"$gte": 0}, {"$lt": 5}])"},
    {"$not", make_not, R"("x")"},
    {"$json", make_json, R"({"a": 1})"},
    {"$base64", make_base64, R"("text")"},
    {"$gzip", make_gzip, R"("text")"},
    {"$html", make_html, R"({"text": {"$contains": "x"}})"},
    {"$path", make_path, R"({"$.a": 1})"},
    {"$schema", make_schema, R"("order.schema.json")"},
    {"$event", make_event, R"({"source": ["aws.s3"]})"},
    {"$bind", make_bind, R"("id")"},
};

}  // namespace

const BareWord* find_bare_word(std::string_view text) {
  for (const BareWord& word : kBareWords)
    if (word.name == text || (word.name == "$now" && text.starts_with("$now") && text.size() > 4 && (text[4] == '+' || text[4] == '-'))) return &word;
  return nullptr;
}
const ArgumentWord* find_argument_word(std::string_view name) {
  for (const ArgumentWord& word : kArgumentWords)
    if (word.name == name) return &word;
  return nullptr;
}

std::vector<std::string> bare_words() {
  std::vector<std::string> out;
  for (const BareWord& word : kBareWords) out.emplace_back(word.name);
  return out;
}
std::vector<std::string> argument_words() {
  std::vector<std::string> out;
  for (const ArgumentWord& word : kArgumentWords) out.emplace_back(word.name);
  return out;
}

}  // namespace lambent::ipo
