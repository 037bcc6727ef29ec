#include "aws/http_places.h"

#include <charconv>

#include "aws/error.h"
#include "aws/json_values.h"
#include "base/text.h"

namespace lambent {

using model::Member;
using model::Place;
using model::Shape;
using model::TimeFormat;
using model::Type;

Json text_value(const Member& m, const std::string& text) {
  const Shape& shape = *m.shape;
  auto refuse = [&](const char* type) {
    throw AwsError("SerializationException", 400, "'" + text + "' can not be converted to a " + type);
  };
  switch (shape.type) {
    case Type::integer: {
      std::int64_t n = 0;
      auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
      if (error != std::errc() || end != text.data() + text.size()) refuse("Integer");
      return n;
    }
    case Type::real: {
      if (text == "NaN" || text == "Infinity" || text == "-Infinity") return text;
      double d = 0;
      auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), d);
      if (error != std::errc() || end != text.data() + text.size()) refuse("Double");
      return d;
    }
    case Type::boolean:
      if (iequals(text, "true")) return true;
      if (iequals(text, "false")) return false;
      refuse("Boolean");
      break;
    case Type::timestamp: {
      auto seconds = read_time(text);
      if (!seconds) refuse("Date");
      return *seconds;
    }
    case Type::blob:
    case Type::text: {
      if (!m.json_value && shape.type == Type::text) return text;
      auto bytes = base64_decode(text);
      if (!bytes) refuse("ByteBuffer");
      if (m.json_value) return try_parse_json(*bytes).value_or(Json(*bytes));
      return std::move(*bytes);
    }
    default: return text;
  }
  return nullptr;
}

namespace {

// A header list: comma-separated, an element with a comma in double quotes, backslash escapes inside.
std::vector<std::string> header_list(std::string_view s, bool http_dates) {
  std::vector<std::string> out;
  std::string one;
  bool quoted = false, any = false;
  int commas = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    char c = s[i];
    any = true;
    if (quoted && c == '\\' && i + 1 < s.size()) {
      one += s[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted && !(http_dates && ++commas % 2 == 1)) {
      out.emplace_back(trim(one));
      one.clear();
    } else {
      one += c;
    }
  }
  if (any) out.emplace_back(trim(one));
  return out;
}

Json header_value(const Member& m, std::string_view text) {
  if (m.shape->type != Type::list) return text_value(m, std::string(text));
  Json out = Json::array();
  const Member& item = *m.shape->item;
  bool dates = item.shape->type == Type::timestamp && item.shape->time != TimeFormat::epoch && item.shape->time != TimeFormat::iso;
  for (const auto& one : header_list(text, dates)) out.push_back(text_value(item, one));
  return out;
}

void read_query(const Shape& shape, const HttpRequest& request, Json& out) {
  auto given = parse_form(request.query());
  for (const Member& m : shape.members) {
    if (m.place != Place::query) continue;
    if (m.shape->type == Type::map) {  // every argument, also those that other members name
      Json map = Json::object();
      bool lists = m.shape->value->shape->type == Type::list;
      for (const auto& [name, value] : given) {
        if (lists) {
          if (!map.contains(name)) map[name] = Json::array();
          map[name].push_back(value);
        } else if (!map.contains(name)) {
          map[name] = value;
        }
      }
      if (!map.empty()) out[m.name] = std::move(map);
      continue;
    }
    for (const auto& [name, value] : given) {
      if (name != m.wire) continue;
      if (value.empty() && m.shape->type == Type::integer) continue;  // "?max-keys=" says nothing
      if (m.shape->type == Type::list) {
        if (!out.contains(m.name)) out[m.name] = Json::array();
        out[m.name].push_back(text_value(*m.shape->item, value));
      } else {
        out[m.name] = text_value(m, value);
        break;
      }
    }
  }
}

void read_headers(const Shape& shape, const HttpRequest& request, Json& out) {
  for (const Member& m : shape.members) {
    if (m.place == Place::header) {
      if (request.headers.has(m.wire)) out[m.name] = header_value(m, request.headers.get(m.wire));
    } else if (m.place == Place::headers) {
      Json map = Json::object();
      for (const auto& [name, value] : request.headers)
        if (istarts_with(name, m.wire)) map[name.substr(m.wire.size())] = value;
      if (!map.empty()) out[m.name] = std::move(map);
    }
  }
}

std::string header_text(const Member& m, const Json& value) {
  if (m.shape->type == Type::list) {
    std::string out;
    for (const auto& item : value) {
      std::string one = header_text(*m.shape->item, item);
      bool date = m.shape->item->shape->type == Type::timestamp;
      if (!date && one.find_first_of(",\"") != std::string::npos) one = "\"" + replace_all(replace_all(one, "\\", "\\\\"), "\"", "\\\"") + "\"";
      out += (out.empty() ? "" : ", ") + one;
    }
    return out;
  }
  if (m.json_value) return base64_encode(dump(value));
  if (m.shape->type == Type::blob) return base64_encode(value.get_ref<const std::string&>());
  if (m.shape->type == Type::timestamp) {
    TimeFormat format = m.time != TimeFormat::unset ? m.time : m.shape->time;
    if (format == TimeFormat::epoch) return dump(json_time(value, format));
    return text_time(value, format == TimeFormat::unset ? TimeFormat::http : format);
  }
  return value.is_string() ? value.get<std::string>() : dump(value);
}

}  // namespace

void write_places(const Shape& shape, const Json& output, HttpResponse& out) {
  for (const Member& m : shape.members) {
    const Json* value = m.place == Place::body ? nullptr : find(output, m.name);
    if (!value) continue;
    if (m.place == Place::status) out.status = static_cast<int>(value->get<std::int64_t>());
    if (m.place == Place::header) out.headers.set(m.wire, header_text(m, *value));
    if (m.place == Place::headers)
      for (const auto& [name, one] : value->items()) out.headers.set(m.wire + name, one.is_string() ? one.get<std::string>() : dump(one));
  }
}

void read_places(const Identified& what, const HttpRequest& request, Json& out) {
  const Shape* shape = what.operation->input;
  if (!shape) return;
  for (const auto& [name, value] : what.captured)
    for (const Member& m : shape->members)
      if (m.place == Place::uri && m.wire == name) out[m.name] = text_value(m, value);
  read_query(*shape, request, out);
  read_headers(*shape, request, out);
}

}  // namespace lambent
