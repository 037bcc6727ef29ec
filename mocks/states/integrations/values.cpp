#include "mocks/states/integrations/values.h"

#include <algorithm>
#include <cmath>

#include "aws/json_values.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/states/asl/sdk_catalogue.h"

namespace lambent::states {
namespace {

using model::Member;
using model::Shape;
using model::Type;

std::string not_supported(const std::string& name) { return "The field \"" + name + "\" is not supported by Step Functions"; }
std::string missing(const std::string& name) { return "The field '" + name + "' is required but was missing"; }
std::string misshapen(const std::string& name) { return "The value of the field '" + name + "' has an invalid format"; }

// An instant as Java prints it: without a fraction if it has none.
std::string instant(double seconds) {
  auto ms = static_cast<std::int64_t>(std::llround(seconds * 1000));
  TimePoint t = from_epoch_ms(ms);
  return ms % 1000 ? iso_millis(t) : iso_seconds(t);
}

class Input {
 public:
  Input(Spelling spelling, std::vector<std::string>& faults) : spelling_(spelling), faults_(faults) {}

  Json structure(const Shape& shape, const Json& given) {
    Json out = Json::object();
    for (const auto& [name, value] : given.items()) {
      const Member* member = member_named(shape, name);
      if (!member)
        faults_.push_back(not_supported(name));
      else if (!value.is_null())
        out[member->name] = this->value(*member->shape, value, name);
    }
    for (const Member& member : shape.members)
      if (member.required && !out.contains(member.name) && !member.idempotency_token) faults_.push_back(missing(spelled(member.name, spelling_)));
    return out;
  }

 private:
  const Member* member_named(const Shape& shape, const std::string& name) const {
    for (const Member& member : shape.members)
      if (spelled(member.name, spelling_) == name) return &member;
    return nullptr;
  }

  Json wrong(const std::string& name) {
    faults_.push_back(misshapen(name));
    return Json();
  }

  Json number(const Shape& shape, const Json& given, const std::string& name) {
    bool whole = shape.type == Type::integer;
    if (given.is_number_integer() || (given.is_number() && !whole)) return given;
    if (given.is_number() && given.get<double>() == std::floor(given.get<double>())) return static_cast<std::int64_t>(given.get<double>());
    if (!given.is_string()) return wrong(name);
    auto inner = try_parse_json(given.get_ref<const std::string&>());
    bool fits = inner && (whole ? inner->is_number_integer() : inner->is_number());
    return fits ? std::move(*inner) : wrong(name);
  }

  Json value(const Shape& shape, const Json& given, const std::string& name) {
    switch (shape.type) {
      case Type::text:
      case Type::blob: return given.is_string() ? given : Json(dump(given));
      case Type::integer:
      case Type::real: return number(shape, given, name);
      case Type::boolean:
        if (given == "true" || given == "false") return given == "true";
        return given.is_boolean() ? given : wrong(name);
      case Type::timestamp: {
        if (given.is_number()) return given;
        auto time = given.is_string() ? read_time(given.get_ref<const std::string&>()) : std::nullopt;
        return time ? Json(*time) : wrong(name);
      }
      case Type::document: return given;
      case Type::list: {
        if (!given.is_array()) return wrong(name);
        Json out = Json::array();
        for (const auto& item : given) out.push_back(value(*shape.item->shape, item, name));
        return out;
      }
      case Type::map: {
        if (!given.is_object()) return wrong(name);
        Json out = Json::object();
        for (const auto& [key, item] : given.items()) out[key] = value(*shape.value->shape, item, key);
        return out;
      }
      case Type::structure:
        if (given.is_string() && spelling_ == Spelling::api && shape.name == "AttributeValue") return object({{"S", given}});
        return given.is_object() ? structure(shape, given) : wrong(name);
    }
    return given;
  }

  const Spelling spelling_;
  std::vector<std::string>& faults_;
};

Json result_of(const Shape& shape, const Json& given, Spelling spelling) {
  switch (shape.type) {
    case Type::blob: {
      if (!given.is_string()) return given;
      const auto& bytes = given.get_ref<const std::string&>();
      return valid_utf8(bytes) ? given : Json(base64_encode(bytes));
    }
    case Type::timestamp: {
      std::optional<double> seconds;
      if (given.is_number()) seconds = given.get<double>();
      if (given.is_string()) seconds = read_time(given.get_ref<const std::string&>());
      if (!seconds) return given;
      if (spelling == Spelling::sdk) return instant(*seconds);
      return static_cast<std::int64_t>(std::llround(*seconds * 1000));
    }
    case Type::list: {
      if (!given.is_array()) return given;
      Json out = Json::array();
      for (const auto& item : given) out.push_back(result_of(*shape.item->shape, item, spelling));
      return out;
    }
    case Type::map: {
      if (!given.is_object()) return given;
      Json out = Json::object();
      for (const auto& [key, item] : given.items()) out[key] = result_of(*shape.value->shape, item, spelling);
      return out;
    }
    case Type::structure: return given.is_object() ? to_result(shape, given, spelling) : given;
    default: return given;
  }
}

}  // namespace

std::string spelled(const std::string& member, Spelling spelling) {
  if (spelling == Spelling::sdk) return asl::sdk_member(member);
  std::string out = member;
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

Json to_input(const Shape& shape, const Json& given, Spelling spelling, std::vector<std::string>& faults) {
  return Input(spelling, faults).structure(shape, given);
}

Json to_result(const Shape& shape, const Json& answer, Spelling spelling) {
  std::vector<std::pair<std::string, Json>> members;
  for (const auto& [name, value] : answer.items()) {
    const Member* member = shape.find(name);
    if (member && !value.is_null()) members.emplace_back(spelled(name, spelling), result_of(*member->shape, value, spelling));
  }
  std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Json out = Json::object();
  for (auto& [name, value] : members) out[name] = std::move(value);
  return out;
}

}  // namespace lambent::states
