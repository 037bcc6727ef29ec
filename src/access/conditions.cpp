#include "access/conditions.h"

#include <arpa/inet.h>

#include <charconv>
#include <cmath>
#include <cstring>

#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent::access {
namespace {

// One comparison of a request value with a policy value, and whether the operator is the negation of it. Nothing: one of
// them is not what the operator compares (no number, no date), and then the negated operator does not hold either.
using Match = std::optional<bool> (*)(const std::string& request, const std::string& policy);
enum class Variables { no, text, pattern };  // whether values may hold ${...}, and what they are then
struct Operator {
  const char* name;
  Match match;
  bool negated;
  Variables variables;
};

std::optional<double> as_number(const std::string& s) {
  double d = 0;
  auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), d);
  if (s.empty() || error != std::errc() || end != s.data() + s.size() || !std::isfinite(d)) return std::nullopt;
  return d;
}

// "2026", "2026-11", "20261123": a year of four digits is a year, other runs of digits but eight are seconds of the epoch.
std::optional<std::string> day_of(const std::string& s) {
  bool digits = s.find_first_not_of("0123456789") == std::string::npos;
  if (digits && s.size() == 4) return s + "-01-01";
  if (digits && s.size() == 8) return s.substr(0, 4) + "-" + s.substr(4, 2) + "-" + s.substr(6);
  if (s.size() == 7 && s[4] == '-') return s + "-01";
  if (s.size() == 10 && s[4] == '-' && s[7] == '-') return s;
  return std::nullopt;
}

// "10", "10:30", "1030", "10:30:15.5", "103015" to the form with seconds.
std::optional<std::string> time_of_day(std::string s) {
  std::string fraction;
  if (auto at = s.find_first_of(".,"); at != std::string::npos) {
    fraction = "." + s.substr(at + 1);
    s.resize(at);
  }
  std::string digits = replace_all(s, ":", "");
  bool plain = s.size() == digits.size(), with_colons = s.size() == digits.size() + digits.size() / 2 - 1;
  if ((!plain && !with_colons) || digits.size() < 2 || digits.size() % 2 != 0 || digits.size() > 6) return std::nullopt;
  if (!fraction.empty() && digits.size() != 6) return std::nullopt;
  digits.resize(6, '0');
  return digits.substr(0, 2) + ":" + digits.substr(2, 2) + ":" + digits.substr(4) + fraction;
}

// "Z", "+01:00", "+0100", "+01"; none is UTC.
std::optional<std::string> zone_of(const std::string& s) {
  if (s.empty() || s == "Z" || s == "z") return "Z";
  std::string digits = replace_all(s.substr(1), ":", "");
  if (digits.size() == 2) digits += "00";
  if (digits.size() != 4) return std::nullopt;
  return s.substr(0, 1) + digits.substr(0, 2) + ":" + digits.substr(2);
}

// The forms of ISO 8601 that AWS takes ("W3C profile"), basic ones too, or seconds of the epoch.
std::optional<double> as_date(const std::string& s) {
  auto t = s.find_first_of("Tt ");
  auto day = day_of(s.substr(0, t));
  if (!day) return as_number(s);
  std::string rest = t == std::string::npos ? "" : s.substr(t + 1);
  auto zone_at = rest.find_first_of("Zz+-");
  auto time = t == std::string::npos ? "00:00:00" : time_of_day(rest.substr(0, zone_at));
  auto zone = zone_of(zone_at == std::string::npos ? "" : rest.substr(zone_at));
  auto instant = time && zone ? parse_iso(*day + "T" + *time + *zone) : std::nullopt;
  return instant ? std::optional<double>(epoch_seconds(*instant)) : std::nullopt;
}

template <std::optional<double> (*Read)(const std::string&), int Sign, bool OrEqual>
std::optional<bool> compare(const std::string& request, const std::string& policy) {
  auto a = Read(request), b = Read(policy);
  if (!a || !b) return std::nullopt;
  if (*a == *b) return OrEqual || Sign == 0;
  return Sign < 0 ? *a < *b : Sign > 0 ? *a > *b : false;
}

std::optional<bool> arn_like(const std::string& request, const std::string& policy) {
  auto a = split(request, ':', 6), b = split(policy, ':', 6);
  if (a.size() != 6 || b.size() != 6) return std::nullopt;
  for (size_t i = 0; i < 6; ++i)
    if (!wildcard_match(b[i], a[i])) return false;
  return true;
}

std::optional<bool> is_bool(const std::string& request, const std::string& policy) {
  return (iequals(policy, "true") || iequals(policy, "false")) && iequals(request, policy);
}

int family_of(const std::string& address) { return address.find(':') == std::string::npos ? AF_INET : AF_INET6; }

std::optional<bool> in_network(const std::string& request, const std::string& policy) {
  unsigned char address[16], network[16];
  auto slash = policy.find('/');
  std::string base = policy.substr(0, slash);
  int family = family_of(request);
  if (inet_pton(family, request.c_str(), address) != 1 || inet_pton(family_of(base), base.c_str(), network) != 1) return std::nullopt;
  if (family != family_of(base)) return false;
  unsigned bits = family == AF_INET ? 32 : 128, asked = bits;
  if (slash != std::string::npos) {
    auto [end, error] = std::from_chars(policy.data() + slash + 1, policy.data() + policy.size(), asked);
    if (error != std::errc() || end != policy.data() + policy.size() || asked > bits) return std::nullopt;
  }
  size_t whole = asked / 8;
  if (std::memcmp(address, network, whole) != 0) return false;
  if (asked % 8 == 0) return true;
  unsigned char mask = static_cast<unsigned char>(0xFF << (8 - asked % 8));
  return (address[whole] & mask) == (network[whole] & mask);
}

std::optional<bool> equal(const std::string& request, const std::string& policy) { return request == policy; }
std::optional<bool> equal_nocase(const std::string& request, const std::string& policy) { return iequals(request, policy); }
std::optional<bool> like(const std::string& request, const std::string& policy) { return wildcard_match(policy, request); }
std::optional<bool> same_bytes(const std::string& request, const std::string& policy) {
  auto bytes = base64_decode(request);
  return bytes && bytes == base64_decode(policy);
}

constexpr Operator kOperators[] = {
    {"stringequals", equal, false, Variables::text},
    {"stringnotequals", equal, true, Variables::text},
    {"stringequalsignorecase", equal_nocase, false, Variables::text},
    {"stringnotequalsignorecase", equal_nocase, true, Variables::text},
    {"stringlike", like, false, Variables::pattern},
    {"stringnotlike", like, true, Variables::pattern},
    {"numericequals", compare<as_number, 0, true>, false, Variables::no},
    {"numericnotequals", compare<as_number, 0, true>, true, Variables::no},
    {"numericlessthan", compare<as_number, -1, false>, false, Variables::no},
    {"numericlessthanequals", compare<as_number, -1, true>, false, Variables::no},
    {"numericgreaterthan", compare<as_number, 1, false>, false, Variables::no},
    {"numericgreaterthanequals", compare<as_number, 1, true>, false, Variables::no},
    {"dateequals", compare<as_date, 0, true>, false, Variables::no},
    {"datenotequals", compare<as_date, 0, true>, true, Variables::no},
    {"datelessthan", compare<as_date, -1, false>, false, Variables::no},
    {"datelessthanequals", compare<as_date, -1, true>, false, Variables::no},
    {"dategreaterthan", compare<as_date, 1, false>, false, Variables::no},
    {"dategreaterthanequals", compare<as_date, 1, true>, false, Variables::no},
    {"bool", is_bool, false, Variables::text},
    {"binaryequals", same_bytes, false, Variables::no},
    {"ipaddress", in_network, false, Variables::no},
    {"notipaddress", in_network, true, Variables::no},
    {"arnequals", arn_like, false, Variables::pattern},
    {"arnlike", arn_like, false, Variables::pattern},
    {"arnnotequals", arn_like, true, Variables::pattern},
    {"arnnotlike", arn_like, true, Variables::pattern},
};

const Operator* operator_named(const std::string& name) {
  for (const Operator& op : kOperators)
    if (name == op.name) return &op;
  return nullptr;
}

// Policy values with their variables replaced; a value whose variable is missing can never be met.
Values resolved(const Condition& c, const Operator& op, const Context& context, bool variables) {
  if (!variables || op.variables == Variables::no) return c.values;
  Values out;
  for (const auto& value : c.values)
    if (auto text = context.substitute(value, op.variables == Variables::pattern)) out.push_back(*text);
  return out;
}

// A request value is good if it matches one policy value; for a negated operator if it is known to match none.
bool is_good(const Operator& op, const std::string& request, const Values& policy) {
  bool readable = true;
  for (const auto& value : policy) {
    auto match = op.match(request, value);
    if (match == true) return !op.negated;
    readable &= match.has_value();
  }
  return op.negated && readable;
}

bool holds(const Condition& c, const Context& context, bool variables) {
  std::optional<Values> request = context.find(c.key);
  if (c.op == "null") {
    bool absent = !request || request->empty();
    for (const auto& value : c.values)
      if (iequals(value, absent ? "true" : "false")) return true;
    return false;
  }
  const Operator* op = operator_named(c.op);
  if (!op) return false;
  if (!request || request->empty()) {
    if (c.if_exists || c.set == SetOperator::for_all) return true;
    if (c.set == SetOperator::for_any) return false;
    return op->negated;
  }
  Values policy = resolved(c, *op, context, variables);
  bool literal_too = variables && op->variables == Variables::pattern;
  auto good = [&](const std::string& value) { return is_good(*op, literal_too ? literal(value) : value, policy); };
  switch (c.set) {
    case SetOperator::for_all: return std::all_of(request->begin(), request->end(), good);
    case SetOperator::for_any: return std::any_of(request->begin(), request->end(), good);
    case SetOperator::none: return request->size() == 1 && good(request->front());
  }
  return false;
}

}  // namespace

bool conditions_hold(const std::vector<Condition>& conditions, const Context& context, bool variables) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& c) { return holds(c, context, variables); });
}

}  // namespace lambent::access
