#include "aws/json_values.h"

#include <charconv>
#include <cmath>

#include "aws/error.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent {
namespace {

using model::Shape;
using model::TimeFormat;
using model::Type;

const char* token(const Json& value) {
  if (value.is_string()) return "STRING_VALUE";
  if (value.is_boolean()) return value.get<bool>() ? "TRUE_VALUE" : "FALSE_VALUE";
  if (value.is_number_float()) return "DECIMAL_VALUE";
  if (value.is_number()) return "NUMBER_VALUE";
  return value.is_array() ? "START_ARRAY" : "START_OBJECT";
}

[[noreturn]] void mistyped(const Json& value, const char* type, SerializationWords words) {
  std::string text;
  if (value.is_structured())
    text = "Start of structure or map found where not expected.";
  else if (words == SerializationWords::json)
    text = std::string(token(value)) + " cannot be converted to " + type;
  else
    text = std::string(token(value)) + " can not be converted to a " + type;
  throw AwsError("SerializationException", 400, text);
}

// "NaN", "Infinity" and "-Infinity" travel as strings, in both directions.
bool special_number(const Json& value) {
  return value.is_string() && (value == "NaN" || value == "Infinity" || value == "-Infinity");
}

Json read_number(const Shape& shape, Json&& value, SerializationWords words) {
  if (shape.type == Type::real) {
    if (value.is_number() || special_number(value)) return std::move(value);
    mistyped(value, "Double", words);
  }
  bool beyond = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  if (value.is_number_integer() && !beyond) return std::move(value);
  if (value.is_number_float()) {
    double d = value.get<double>();
    if (d == std::floor(d) && std::abs(d) < 9e18) return static_cast<std::int64_t>(d);
  }
  mistyped(value, "Integer", words);
}

}  // namespace

std::optional<double> read_time(const std::string& text) {
  if (auto t = parse_iso(text)) return epoch_seconds(*t);
  if (auto t = parse_http_date(text)) return epoch_seconds(*t);
  double seconds = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc() && end == text.data() + text.size()) return seconds;
  return std::nullopt;
}

Json read_json_value(const Shape& shape, Json value, SerializationWords words) {
  switch (shape.type) {
    case Type::text:
      if (!value.is_string()) mistyped(value, "String", words);
      return value;
    case Type::integer:
    case Type::real: return read_number(shape, std::move(value), words);
    case Type::boolean:
      if (!value.is_boolean()) mistyped(value, "Boolean", words);
      return value;
    case Type::blob: {
      if (!value.is_string()) mistyped(value, "ByteBuffer", words);
      auto bytes = base64_decode(value.get_ref<const std::string&>());
      if (!bytes) throw AwsError("SerializationException", 400, "Invalid base64 in a binary value");
      return std::move(*bytes);
    }
    case Type::timestamp: {
      if (value.is_number()) return value;
      auto seconds = value.is_string() ? read_time(value.get_ref<const std::string&>()) : std::nullopt;
      if (!seconds) mistyped(value, "Date", words);
      return *seconds;
    }
    case Type::document: return value;
    case Type::list: {
      if (!value.is_array()) throw AwsError("SerializationException", 400, "Expected list or null");
      Json out = Json::array();
      for (auto& item : value)
        if (!item.is_null()) out.push_back(read_json_value(*shape.item->shape, std::move(item), words));
      return out;
    }
    case Type::map: {
      if (!value.is_object()) mistyped(value, "Map", words);
      Json out = Json::object();
      auto& members = *out.get_ptr<Json::object_t*>();
      for (auto& [key, item] : *value.get_ptr<Json::object_t*>())
        if (!item.is_null()) members.emplace_back(key, read_json_value(*shape.value->shape, std::move(item), words));
      return out;
    }
    case Type::structure: break;
  }
  if (!value.is_object()) mistyped(value, "Structure", words);
  Json out = Json::object();
  for (const auto& m : shape.members) {
    auto& given = *value.get_ptr<Json::object_t*>();
    for (auto& [key, item] : given) {
      if (key != m.wire || item.is_null()) continue;
      out[m.name] = read_json_value(*m.shape, std::move(item), words);
      break;
    }
  }
  return out;
}

std::string text_time(const Json& value, TimeFormat format) {
  TimePoint t{};
  if (value.is_string())
    t = parse_iso(value.get_ref<const std::string&>()).value_or(TimePoint{});
  else
    t = from_epoch_ms(static_cast<std::int64_t>(std::llround(value.get<double>() * 1000)));
  if (format == TimeFormat::http) return http_date(t);
  bool whole = t == std::chrono::floor<std::chrono::seconds>(t);
  return whole ? iso_seconds(t) : iso_millis(t);
}

Json json_time(const Json& value, TimeFormat format) {
  if (format == TimeFormat::iso || format == TimeFormat::http) return text_time(value, format);
  Json seconds = value;
  if (value.is_string()) {
    auto t = parse_iso(value.get_ref<const std::string&>());
    seconds = t ? epoch_seconds(*t) : 0.0;
  }
  double d = seconds.get<double>();
  if (d == std::floor(d) && std::abs(d) < 9e15) return static_cast<std::int64_t>(d);
  return seconds;
}

Json write_json_value(const Shape& shape, const Json& value, TimeFormat time) {
  switch (shape.type) {
    case Type::blob: return base64_encode(value.get_ref<const std::string&>());
    case Type::timestamp: return json_time(value, time != TimeFormat::unset ? time : shape.time);
    case Type::list: {
      Json out = Json::array();
      for (const auto& item : value) out.push_back(item.is_null() ? item : write_json_value(*shape.item->shape, item, shape.item->time));
      return out;
    }
    case Type::map: {
      Json out = Json::object();
      auto& members = *out.get_ptr<Json::object_t*>();
      for (const auto& [key, item] : value.items())
        members.emplace_back(key, item.is_null() ? item : write_json_value(*shape.value->shape, item, shape.value->time));
      return out;
    }
    case Type::structure: {
      // In the order the service wrote them: AWS's order is the service's own business.
      Json out = Json::object();
      for (const auto& [key, item] : value.items()) {
        const model::Member* m = shape.find(key);
        if (m && !item.is_null()) out[m->wire] = write_json_value(*m->shape, item, m->time);
      }
      return out;
    }
    default: return value;
  }
}

}  // namespace lambent
