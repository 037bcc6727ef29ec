// Filter policies of subscriptions: which messages a subscriber gets. Pure.
//
//   FilterPolicy policy = read_filter_policy(text, FilterScope::attributes);   // throws FilterFault
//   if (matches_attributes(policy, message_attributes)) deliver();
//
// All keys must match; of the conditions of a key one is enough; of each "$or" one branch is enough. AWS source: SNS
// developer guide, "Amazon SNS subscription filter policies".
#pragma once
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "mocks/sns/filter/ip_range.h"

namespace lambent::sns {

enum class FilterScope { attributes, body };

// What is wrong with a policy, as it follows "Invalid parameter: " or "Invalid parameter: Attributes Reason: ".
class FilterFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One value of a message, or one a policy names. Numbers of either are compared to five decimals.
using Scalar = std::variant<std::nullptr_t, bool, double, std::string>;

struct Equals { Scalar value; };
struct Prefix { std::string text; };
struct Suffix { std::string text; };
struct EqualsIgnoreCase { std::string text; };
struct AnythingBut { std::vector<Scalar> values; };
struct AnythingButPrefix { std::string text; };
struct Exists { bool wanted = true; };
struct NumberRange {
  std::optional<double> bottom, top;
  bool with_bottom = false, with_top = false;
};
using Condition = std::variant<Equals, Prefix, Suffix, EqualsIgnoreCase, AnythingBut, AnythingButPrefix, Exists, NumberRange, IpRange>;

// A key with dots where it is nested; how deep it is, 1 at the top.
struct FilterKey {
  std::string path;
  size_t depth = 1;
  std::vector<Condition> any;
};

struct FilterPolicy {
  std::vector<FilterKey> all;
  std::vector<std::vector<FilterPolicy>> ors;
};

constexpr size_t kLargestFilterPolicy = 256 * 1024;

FilterPolicy read_filter_policy(const std::string& text, FilterScope scope);

// MessageAttributes as Publish takes them: {"name": {"DataType", "StringValue"}}.
bool matches_attributes(const FilterPolicy& policy, const Json& attributes);
// The body of a message: what is no JSON object matches nothing.
bool matches_body(const FilterPolicy& policy, const std::string& body);

}  // namespace lambent::sns
