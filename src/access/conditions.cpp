#include "access/conditions.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstring>

#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent::access {
namespace {

// One comparison of a request value with a policy value, and whether the operator is the negation of it.
using Match = bool (*)(const std::string& request, const std::string& policy);
struct Operator {
  const char* name;
  Match match;
  bool negated;
  bool variables;  // values of String, ARN and Bool operators may hold ${...}
};

std::optional<double> as_number(const std::string& s) {
  double d = 0;
  auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), d);
  if (s.empty() || error != std::errc() || end != s.data() + s.size()) return std::nullopt;
  return d;
}

std::optional<double> as_date(const std::string& s) {
  if (auto t = parse_iso(s)) return epoch_seconds(*t);
  if (s.size() == 10)
    if (auto t = parse_iso(s + "T00:00:00Z")) return epoch_seconds(*t);
  return as_number(s);
}

template <std::optional<double> (*Read)(const std::string&), int Sign, bool OrEqual>
bool compare(const std::string& request, const std::string& policy) {
  auto a = Read(request), b = Read(policy);
  if (!a || !b) return false;
  if (*a == *b) return OrEqual || Sign == 0;
  return Sign < 0 ? *a < *b : Sign > 0 ? *a > *b : false;
}

bool arn_like(const std::string& request, const std::string& policy) {
  auto a = split(request, ':', 6), b = split(policy, ':', 6);
  if (a.size() != 6 || b.size() != 6) return false;
  for (size_t i = 0; i < 6; ++i)
    if (!wildcard_match(b[i], a[i])) return false;
  return true;
}

bool is_bool(const std::string& request, const std::string& policy) {
  return (iequals(policy, "true") || iequals(policy, "false")) && iequals(request, policy);
}

bool in_network(const std::string& request, const std::string& policy) {
  unsigned char address[16], network[16];
  auto slash = policy.find('/');
  std::string base = policy.substr(0, slash);
  int family = request.find(':') == std::string::npos ? AF_INET : AF_INET6;
  if (inet_pton(family, request.c_str(), address) != 1 || inet_pton(family, base.c_str(), network) != 1) return false;
  unsigned bits = family == AF_INET ? 32 : 128, asked = bits;
  if (slash != std::string::npos) {
    auto [end, error] = std::from_chars(policy.data() + slash + 1, policy.data() + policy.size(), asked);
    if (error != std::errc() || end != policy.data() + policy.size() || asked > bits) return false;
  }
  size_t whole = asked / 8;
  if (std::memcmp(address, network, whole) != 0) return false;
  if (asked % 8 == 0) return true;
  unsigned char mask = static_cast<unsigned char>(0xFF << (8 - asked % 8));
  return (address[whole] & mask) == (network[whole] & mask);
}

constexpr Operator kOperators[] = {
    {"stringequals", [](const std::string& a, const std::string& b) { return a == b; }, false, true},
    {"stringnotequals", [](const std::string& a, const std::string& b) { return a == b; }, true, true},
    {"stringequalsignorecase", [](const std::string& a, const std::string& b) { return iequals(a, b); }, false, true},
    {"stringnotequalsignorecase", [](const std::string& a, const std::string& b) { return iequals(a, b); }, true, true},
    {"stringlike", [](const std::string& a, const std::string& b) { return wildcard_match(b, a); }, false, true},
    {"stringnotlike", [](const std::string& a, const std::string& b) { return wildcard_match(b, a); }, true, true},
    {"numericequals", compare<as_number, 0, true>, false, false},
    {"numericnotequals", compare<as_number, 0, true>, true, false},
    {"numericlessthan", compare<as_number, -1, false>, false, false},
    {"numericlessthanequals", compare<as_number, -1, true>, false, false},
    {"numericgreaterthan", compare<as_number, 1, false>, false, false},
    {"numericgreaterthanequals", compare<as_number, 1, true>, false, false},
    {"dateequals", compare<as_date, 0, true>, false, false},
    {"datenotequals", compare<as_date, 0, true>, true, false},
    {"datelessthan", compare<as_date, -1, false>, false, false},
    {"datelessthanequals", compare<as_date, -1, true>, false, false},
    {"dategreaterthan", compare<as_date, 1, false>, false, false},
    {"dategreaterthanequals", compare<as_date, 1, true>, false, false},
    {"bool", is_bool, false, true},
    {"binaryequals", [](const std::string& a, const std::string& b) { return base64_decode(a) && base64_decode(a) == base64_decode(b); }, false, false},
    {"ipaddress", in_network, false, false},
    {"notipaddress", in_network, true, false},
    {"arnequals", arn_like, false, true},
    {"arnlike", arn_like, false, true},
    {"arnnotequals", arn_like, true, true},
    {"arnnotlike", arn_like, true, true},
};

const Operator* operator_named(const std::string& name) {
  for (const Operator& op : kOperators)
    if (name == op.name) return &op;
  return nullptr;
}

// Policy values with their variables replaced; a value whose variable is missing can never be met.
Values resolved(const Condition& c, const Operator& op, const Context& context, bool variables) {
  if (!variables || !op.variables) return c.values;
  Values out;
  for (const auto& value : c.values)
    if (auto text = context.substitute(value)) out.push_back(*text);
  return out;
}

bool matches_any(const Operator& op, const std::string& request, const Values& policy) {
  for (const auto& value : policy)
    if (op.match(request, value)) return true;
  return false;
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
  // A request value is good if it matches one policy value; for a negated operator if it matches none.
  auto good = [&](const std::string& value) { return matches_any(*op, value, policy) != op->negated; };
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
