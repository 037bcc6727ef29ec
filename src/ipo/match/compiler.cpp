#include "ipo/match/compiler.h"

#include "base/text.h"
#include "ipo/match/display.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMostNested = 200;

std::string nearest_hint(std::string_view wrong, const std::vector<std::string>& known) {
  auto word = nearest(wrong, known);
  return word.empty() ? "" : "did you mean " + word + "?";
}

bool is_word(std::string_view text) { return text.starts_with('$') && !text.starts_with("$$"); }
std::string unescaped(const std::string& text) { return text.starts_with("$$") ? text.substr(1) : text; }

}  // namespace

NodePtr Compiler::wrong(const std::string& place, std::string message, std::string hint) {
  mistakes_.push_back({place, std::move(message), std::move(hint)});
  return std::make_unique<AllNode>(std::vector<NodePtr>{});
}

NodePtr Compiler::compile(const Json& expected, const std::string& place) {
  if (depth_ == kMostNested) return wrong(place, "nested deeper than " + std::to_string(kMostNested) + " levels");
  ++depth_;
  const size_t before = bindings_;
  NodePtr node = compile_here(expected, place);
  node->binds = bindings_ > before;
  --depth_;
  return node;
}

std::vector<NodePtr> Compiler::compile_all(const Json& list, const std::string& place) {
  std::vector<NodePtr> out;
  for (size_t i = 0; i < list.size(); ++i) out.push_back(compile(list[i], place + "/" + std::to_string(i)));
  return out;
}

NodePtr Compiler::compile_at(const Argument& argument, std::string_view key) {
  return compile(argument.value.at(std::string(key)), argument.place + pointer_key(key));
}

NodePtr Compiler::compile_here(const Json& expected, const std::string& place) {
  if (expected.is_string()) return compile_text(expected, place);
  if (expected.is_array()) return compile_array(expected, place);
  if (expected.is_object()) return compile_object(expected, place);
  return make<LiteralNode>(expected, place, expected);
}

NodePtr Compiler::compile_text(const Json& expected, const std::string& place) {
  const auto& text = expected.get_ref<const std::string&>();
  if (!is_word(text)) return make<LiteralNode>(expected, place, Json(unescaped(text)));
  if (const BareWord* word = find_bare_word(text)) return word->make(expected, place, *this);
  if (text == "$rest") return wrong(place, "$rest stands as the last element of a list, or as a key: {\"$rest\": \"any\"}");
  if (const ArgumentWord* word = find_argument_word(text))
    return wrong(place, text + " needs an argument", "{" + text + ": " + std::string(word->example) + "}");
  auto known = bare_words();
  for (auto& name : argument_words()) known.push_back(std::move(name));
  auto hint = nearest_hint(text, known);
  return wrong(place, "unknown matcher " + in_quotes(text, 80), hint.empty() ? "a text that begins with $ is written " + in_quotes("$" + text, 80) : hint);
}

NodePtr Compiler::compile_array(const Json& expected, const std::string& place) {
  std::vector<NodePtr> items;
  Further further = Further::refused;
  for (size_t i = 0; i < expected.size(); ++i) {
    const std::string here = place + "/" + std::to_string(i);
    if (expected[i] == "$rest" && i + 1 == expected.size()) {
      further = Further::free;
    } else if (expected[i] == "$absent") {
      items.push_back(wrong(here, "$absent is for keys: an element that is not there is not listed"));
    } else {
      items.push_back(compile(expected[i], here));
    }
  }
  return make<ArrayNode>(expected, place, std::move(items), further);
}

NodePtr Compiler::compile_object(const Json& expected, const std::string& place) {
  std::vector<ObjectNode::Member> members;
  Further further = Further::refused;
  std::string_view first_word, first_key;
  for (const auto& [key, value] : expected.get_ref<const Json::object_t&>()) {
    const std::string here = place + pointer_key(key);
    if (key == "$rest") {
      if (value != "any" && value != "$any") wrong(here, "$rest can only be any", "$rest: any");
      further = Further::free;
    } else if (is_word(key)) {
      if (first_word.empty()) first_word = key;
    } else {
      if (first_key.empty()) first_key = key;
      if (first_word.empty()) members.emplace_back(unescaped(key), compile(value, here));
    }
  }
  if (first_word.empty()) return make<ObjectNode>(expected, place, std::move(members), further);
  if (!first_key.empty() || further == Further::free)
    return wrong(place + pointer_key(first_word), "the matcher " + in_quotes(first_word, 80) + " stands beside " + (first_key.empty() ? "$rest" : "the key " + in_quotes(first_key, 80)),
                 "a key that begins with $ is written " + in_quotes("$" + std::string(first_word), 80));
  return compile_words(expected, place);
}

NodePtr Compiler::compile_words(const Json& expected, const std::string& place) {
  std::vector<NodePtr> parts;
  for (const auto& [key, value] : expected.get_ref<const Json::object_t&>()) {
    const std::string here = place + pointer_key(key);
    if (const ArgumentWord* word = find_argument_word(key)) {
      const size_t before = bindings_;
      parts.push_back(word->make({value, here, word->name}, *this));
      parts.back()->binds = bindings_ > before;
    } else if (find_bare_word(key)) {
      parts.push_back(wrong(here, key + " takes no argument", "write " + in_quotes(key) + " alone"));
    } else if (key == "$repeat") {
      parts.push_back(wrong(here, "$repeat builds a value for given and when; it does not match one"));
    } else {
      auto hint = nearest_hint(key, argument_words());
      parts.push_back(wrong(here, "unknown matcher " + in_quotes(key, 80), hint.empty() ? "a key that begins with $ is written " + in_quotes("$" + key, 80) : hint));
    }
  }
  if (parts.size() == 1) return std::move(parts.front());
  return make<AllNode>(expected, place, std::move(parts));
}

bool only_members(const Argument& argument, const std::vector<std::string>& known, Compiler& compiler) {
  bool all_known = true;
  for (const auto& [key, value] : argument.value.get_ref<const Json::object_t&>()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    compiler.wrong(argument.place + pointer_key(key), std::string(argument.word) + " has no " + in_quotes(key, 80), nearest_hint(key, known));
    all_known = false;
  }
  return all_known;
}

}  // namespace lambent::ipo
