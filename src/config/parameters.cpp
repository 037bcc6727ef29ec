#include "config/parameters.h"

#include <algorithm>
#include <charconv>

#include "aws/pattern.h"
#include "base/text.h"
#include "config/properties.h"

namespace lambent::config {
namespace {

std::optional<double> number(const std::string& text) {
  double out = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (ec != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return out;
}

Node list_of(const std::string& text, const Place& place) {
  Node out;
  out.kind = Node::Kind::list;
  out.place = place;
  for (const auto& item : split(text, ',')) out.items.push_back(text_node(std::string(trim(item)), place));
  return out;
}

class Parameter {
 public:
  Parameter(const Node::Member& given, Diagnostics& diagnostics) : name_(given.key), place_(given.place), p_(given.value, "parameter " + printable(given.key), diagnostics), diagnostics_(diagnostics) {}

  // The value, or a broken node once its mistake is reported.
  Node read(const std::string* override_value) {
    std::string type = p_.must_text("Type");
    auto fallback = p_.find_text("Default");
    allowed_ = p_.texts("AllowedValues");
    pattern_ = p_.text("AllowedPattern");
    auto min_length = p_.integer("MinLength"), max_length = p_.integer("MaxLength");
    auto min_value = p_.integer("MinValue"), max_value = p_.integer("MaxValue");
    constraint_ = p_.text("ConstraintDescription");
    p_.ignore({"Description", "NoEcho"});
    p_.done();
    Node out;
    out.kind = Node::Kind::broken;
    out.place = place_;
    if (!override_value && !fallback) {
      diagnostics_.error(place_, "parameter " + printable(name_) + " has no default and was not given", "add --parameter " + printable(name_) + "=VALUE");
      return out;
    }
    std::string value = override_value ? *override_value : *fallback;
    bool list = type == "CommaDelimitedList" || type == "List<Number>";
    if (!list && type != "String" && type != "Number") {
      if (!type.empty()) diagnostics_.error(p_.place_of("Type"), "parameters of type " + printable(type) + " are not emulated", "there are String, Number, CommaDelimitedList and List<Number>");
      return out;
    }
    std::vector<std::string> values = {value};
    if (list) values = split(value, ',');
    for (auto& one : values) {
      if (list) one = std::string(trim(one));
      auto size = static_cast<std::int64_t>(one.size());
      auto figure = number(one);
      bool numeric = type == "Number" || type == "List<Number>";
      if (numeric && !figure) return fails(one, "must be a number");
      if (!allowed_.empty() && std::find(allowed_.begin(), allowed_.end(), one) == allowed_.end()) return fails(one, "must be one of " + join(allowed_, ", "));
      if (!pattern_.empty() && !Pattern(pattern_).matches(one)) return fails(one, "must match pattern " + pattern_);
      if (min_length && size < *min_length) return fails(one, "must have at least " + std::to_string(*min_length) + " characters");
      if (max_length && size > *max_length) return fails(one, "must have at most " + std::to_string(*max_length) + " characters");
      if (min_value && (!figure || *figure < static_cast<double>(*min_value))) return fails(one, "must be at least " + std::to_string(*min_value));
      if (max_value && (!figure || *figure > static_cast<double>(*max_value))) return fails(one, "must be at most " + std::to_string(*max_value));
    }
    return list ? list_of(value, place_) : text_node(value, place_);
  }

 private:
  Node fails(const std::string& value, const std::string& rule) {
    diagnostics_.error(place_, "parameter " + printable(name_) + " is '" + printable(value) + "'; it " + printable(constraint_.empty() ? rule : constraint_));
    Node out;
    out.kind = Node::Kind::broken;
    out.place = place_;
    return out;
  }

  const std::string& name_;
  const Place& place_;
  Properties p_;
  Diagnostics& diagnostics_;
  std::vector<std::string> allowed_;
  std::string pattern_, constraint_;
};

}  // namespace

void read_parameters(const Node& section, const TemplateOptions& options, TemplateNames& names, Diagnostics& diagnostics) {
  std::vector<std::string> known;
  for (const auto& m : section.members) {
    known.push_back(m.key);
    auto given = options.parameters.find(m.key);
    names.add_parameter(m.key, Parameter(m, diagnostics).read(given == options.parameters.end() ? nullptr : &given->second));
  }
  for (const auto& [name, value] : options.parameters) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string near = nearest(name, known);
    diagnostics.error({}, "the template has no parameter '" + printable(name) + "'", near.empty() ? "" : "did you mean " + near + "?");
  }
}

}  // namespace lambent::config
