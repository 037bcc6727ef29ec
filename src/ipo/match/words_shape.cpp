#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ipo/match/values.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

class AbsentNode : public Node {
 public:
  std::string describe(const Context&) const override { return "no such key"; }
  bool takes_absence() const override { return true; }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    if (actual) scope.differs(*this, actual);
  }
};

NodePtr shape(const Json& source, const std::string& place, Compiler& compiler, std::string name, bool (*fits)(const Json&)) {
  return compiler.make<TestNode>(
      source, place, [fits](const Json& actual, const Context&) { return fits(actual) ? "" : "-"; },
      [name = std::move(name)](const Context&) { return name; });
}

bool hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_uuid(const Json& actual) {
  if (!actual.is_string()) return false;
  const auto& text = actual.get_ref<const std::string&>();
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !hex(text[i])) return false;
  return true;
}

bool is_arn(const Json& actual) {
  if (!actual.is_string()) return false;
  auto parts = split(actual.get_ref<const std::string&>(), ':', 6);
  if (parts.size() != 6 || parts[0] != "arn" || !parts[1].starts_with("aws") || parts[2].empty() || parts[5].empty()) return false;
  const std::string& account = parts[4];
  return account.empty() || account == "aws" || (account.size() == 12 && std::all_of(account.begin(), account.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

}  // namespace

NodePtr make_any(const Json& source, const std::string& place, Compiler& compiler) {
  return shape(source, place, compiler, "anything", [](const Json&) { return true; });
}
NodePtr make_absent(const Json& source, const std::string& place, Compiler& compiler) { return compiler.make<AbsentNode>(source, place); }
NodePtr make_null(const Json& source, const std::string& place, Compiler& compiler) { return compiler.make<LiteralNode>(source, place, Json()); }
NodePtr make_uuid(const Json& source, const std::string& place, Compiler& compiler) { return shape(source, place, compiler, "a UUID", is_uuid); }
NodePtr make_arn(const Json& source, const std::string& place, Compiler& compiler) { return shape(source, place, compiler, "an ARN", is_arn); }

NodePtr make_type(const Argument& argument, Compiler& compiler) {
  static const std::vector<std::string> names{"string", "number", "integer", "boolean", "null", "array", "object"};
  const Json& value = argument.value;
  if (!value.is_string() || std::find(names.begin(), names.end(), value.get_ref<const std::string&>()) == names.end()) {
    auto hint = value.is_string() ? nearest(value.get_ref<const std::string&>(), names) : "";
    return compiler.wrong(argument.place, "$type wants one of " + join(names, ", "), hint.empty() ? "" : "did you mean " + hint + "?");
  }
  const auto name = value.get<std::string>();
  auto test = [name](const Json& actual, const Context&) {
    if (name == "integer") return actual.is_number_integer() || (actual.is_number() && std::trunc(actual.get<double>()) == actual.get<double>()) ? "" : "-";
    return type_name(actual) == name ? "" : "-";
  };
  std::string text = name == "null" ? "null" : (name[0] == 'i' || name[0] == 'a' || name[0] == 'o' ? "an " : "a ") + name;
  return compiler.make<TestNode>(argument, test, [text](const Context&) { return text; });
}

}  // namespace lambent::ipo
