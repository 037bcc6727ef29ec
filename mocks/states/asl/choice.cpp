#include "mocks/states/asl/choice.h"

#include "base/time_text.h"
#include "mocks/states/failure.h"

namespace lambent::states::asl {
namespace {

constexpr Operator kOperators[] = {
    {"StringEquals", OperandType::text, true},
    {"StringLessThan", OperandType::text, true},
    {"StringGreaterThan", OperandType::text, true},
    {"StringLessThanEquals", OperandType::text, true},
    {"StringGreaterThanEquals", OperandType::text, true},
    {"StringMatches", OperandType::text, false},
    {"NumericEquals", OperandType::number, true},
    {"NumericLessThan", OperandType::number, true},
    {"NumericGreaterThan", OperandType::number, true},
    {"NumericLessThanEquals", OperandType::number, true},
    {"NumericGreaterThanEquals", OperandType::number, true},
    {"BooleanEquals", OperandType::boolean, true},
    {"TimestampEquals", OperandType::timestamp, true},
    {"TimestampLessThan", OperandType::timestamp, true},
    {"TimestampGreaterThan", OperandType::timestamp, true},
    {"TimestampLessThanEquals", OperandType::timestamp, true},
    {"TimestampGreaterThanEquals", OperandType::timestamp, true},
    {"IsNull", OperandType::boolean, false},
    {"IsPresent", OperandType::boolean, false},
    {"IsNumeric", OperandType::boolean, false},
    {"IsString", OperandType::boolean, false},
    {"IsBoolean", OperandType::boolean, false},
    {"IsTimestamp", OperandType::boolean, false},
};

// '*' any run; \* and \\ stand for themselves. Backtracks to the last star only.
bool glob(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    bool escaped = p + 1 < pattern.size() && pattern[p] == '\\' && (pattern[p + 1] == '*' || pattern[p + 1] == '\\');
    char wanted = escaped ? pattern[p + 1] : p < pattern.size() ? pattern[p] : '\0';
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && wanted == text[t]) {
      p += escaped ? 2 : 1;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

// The order of Java's strings, by UTF-16 units: what lies beyond the first plane comes before U+E000 to U+FFFF.
struct Units {
  const std::string& text;
  bool operator==(const Units& other) const { return text == other.text; }
  bool operator<(const Units& other) const {
    size_t i = 0;
    while (i < text.size() && i < other.text.size() && text[i] == other.text[i]) ++i;
    if (i == text.size() || i == other.text.size()) return text.size() < other.text.size();
    auto a = static_cast<unsigned char>(text[i]), b = static_cast<unsigned char>(other.text[i]);
    bool a_beyond = a >= 0xF0, b_beyond = b >= 0xF0;
    if (a_beyond != b_beyond && a >= 0xEE && b >= 0xEE) return a_beyond;
    return a < b;
  }
};

template <class T>
bool ordered(const T& a, std::string_view how, const T& b) {
  if (how == "Equals") return a == b;
  if (how == "LessThan") return a < b;
  if (how == "GreaterThan") return b < a;
  if (how == "LessThanEquals") return !(b < a);
  return !(a < b);
}

std::optional<TimePoint> time_of(const Json& v) {
  if (!v.is_string()) return std::nullopt;
  return parse_iso(v.get_ref<const std::string&>());
}

bool is_kind(std::string_view op, const Json& v) {
  if (op == "IsNull") return v.is_null();
  if (op == "IsNumeric") return v.is_number();
  if (op == "IsString") return v.is_string();
  if (op == "IsBoolean") return v.is_boolean();
  return time_of(v).has_value();
}

Json value_of(const path::JsonPath& path, const std::string& text, const path::Sources& sources) {
  auto found = path.find(sources);
  if (!found) throw RuntimeFailure("Invalid path '" + text + "': The choice state's condition path references an invalid value.");
  return std::move(*found);
}

bool compare(const Rule& rule, const path::Sources& sources) {
  std::string_view op = rule.op;
  if (op == "IsPresent") return rule.variable_path->find(sources).has_value() == rule.operand.get<bool>();
  Json left = value_of(*rule.variable_path, rule.variable, sources);
  if (op.starts_with("Is")) return is_kind(op, left) == rule.operand.get<bool>();
  Json right = rule.operand_path ? value_of(*rule.operand_path, rule.operand.get<std::string>(), sources) : rule.operand;
  if (op == "BooleanEquals") return left.is_boolean() && right.is_boolean() && left == right;
  if (op.starts_with("Numeric")) return left.is_number() && right.is_number() && ordered(left, op.substr(7), right);
  if (op.starts_with("Timestamp")) {
    auto a = time_of(left), b = time_of(right);
    return a && b && ordered(*a, op.substr(9), *b);
  }
  if (!left.is_string() || !right.is_string()) return false;
  const auto& a = left.get_ref<const std::string&>();
  const auto& b = right.get_ref<const std::string&>();
  return op == "StringMatches" ? glob(b, a) : ordered(Units{a}, op.substr(6), Units{b});
}

}  // namespace

const Operator* find_operator(std::string_view field) {
  for (const auto& op : kOperators) {
    if (field == op.name) return &op;
    if (op.has_path_form && field.ends_with("Path") && field.substr(0, field.size() - 4) == op.name) return &op;
  }
  return nullptr;
}

std::vector<std::string> operator_fields() {
  std::vector<std::string> out;
  for (const auto& op : kOperators) {
    out.emplace_back(op.name);
    if (op.has_path_form) out.push_back(out.back() + "Path");
  }
  return out;
}

bool holds(const Rule& rule, const path::Sources& sources) {
  switch (rule.kind) {
    case Rule::Kind::all:
      for (const auto& part : rule.parts)
        if (!holds(part, sources)) return false;
      return true;
    case Rule::Kind::any:
      for (const auto& part : rule.parts)
        if (holds(part, sources)) return true;
      return false;
    case Rule::Kind::negated: return !holds(rule.parts.front(), sources);
    case Rule::Kind::compare:
    case Rule::Kind::condition: break;
  }
  return compare(rule, sources);
}

}  // namespace lambent::states::asl
