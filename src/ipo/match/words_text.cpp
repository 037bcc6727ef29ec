#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/regex.h"
#include "ipo/match/values.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

// A word whose argument is a text and that looks at texts only.
template <class Fits>
NodePtr text_word(const Argument& argument, Compiler& compiler, std::string_view says, Fits fits) {
  if (!argument.value.is_string()) return compiler.wrong(argument, "a text");
  auto wanted = argument.value.get<std::string>();
  std::string description = std::string(says) + in_quotes(wanted);
  auto test = [wanted, fits](const Json& actual, const Context&) -> std::string {
    if (!actual.is_string()) return std::string("a text is expected, not ") + type_name(actual);
    return fits(wanted, actual.get_ref<const std::string&>()) ? "" : "-";
  };
  return compiler.make<TestNode>(argument, test, [description](const Context&) { return description; });
}

}  // namespace

NodePtr make_regex(const Argument& argument, Compiler& compiler) {
  if (!argument.value.is_string()) return compiler.wrong(argument, "a regular expression");
  std::string why;
  auto regex = Regex::compile(argument.value.get_ref<const std::string&>(), why);
  if (!regex) return compiler.wrong(argument.place, "no regular expression: " + printable(why), "the syntax is RE2's: no look-around, no back references");
  return text_word(argument, compiler, "text that matches ", [regex](const std::string&, const std::string& text) { return regex->found_in(text); });
}
NodePtr make_glob(const Argument& argument, Compiler& compiler) {
  return text_word(argument, compiler, "text like ", [](const std::string& glob, const std::string& text) { return wildcard_match(glob, text); });
}
NodePtr make_starts(const Argument& argument, Compiler& compiler) {
  return text_word(argument, compiler, "text that begins with ", [](const std::string& wanted, const std::string& text) { return text.starts_with(wanted); });
}
NodePtr make_ends(const Argument& argument, Compiler& compiler) {
  return text_word(argument, compiler, "text that ends with ", [](const std::string& wanted, const std::string& text) { return text.ends_with(wanted); });
}

}  // namespace lambent::ipo
