#include "base/json.h"

#include <unordered_map>

namespace lambent {
namespace {

constexpr size_t kMaxDepth = 512;
constexpr size_t kIndexFrom = 32;  // objects larger than this find repeated keys through a hash index

// Builds the value itself instead of through nlohmann's operator[], whose search for a repeated key makes
// large ordered objects quadratic.
class Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(std::string_view text) : text_(text) {}
  Json take() { return std::move(root_); }

  bool null() override { return put(Json(nullptr)); }
  bool boolean(bool v) override { return put(Json(v)); }
  bool number_integer(number_integer_t v) override { return put(Json(v)); }
  bool number_unsigned(number_unsigned_t v) override { return put(Json(v)); }
  bool number_float(number_float_t v, const string_t&) override { return put(Json(v)); }
  bool string(string_t& v) override { return put(Json(std::move(v))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = stack_.back();
    auto& members = *level.value->get_ptr<Json::object_t*>();
    if (members.size() == kIndexFrom && level.index.empty())
      for (size_t i = 0; i < members.size(); ++i) level.index.emplace((members.begin() + static_cast<std::ptrdiff_t>(i))->first, i);
    if (members.size() >= kIndexFrom) {
      auto [it, fresh] = level.index.emplace(name, members.size());
      if (!fresh) return reuse(members, it->second);
    } else {
      for (size_t i = 0; i < members.size(); ++i)
        if ((members.begin() + static_cast<std::ptrdiff_t>(i))->first == name) return reuse(members, i);
    }
    members.emplace_back(std::move(name), Json());
    level.slot = &members.back().second;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& e) override {
    fail(position, e.what());
    return false;
  }

 private:
  struct Level {
    Json* value;
    Json* slot = nullptr;  // where the next value of an object goes
    std::unordered_map<std::string, size_t> index;
  };

  bool reuse(Json::object_t& members, size_t at) {
    stack_.back().slot = &(members.begin() + static_cast<std::ptrdiff_t>(at))->second;
    return true;
  }

  Json* place(Json&& value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Level& level = stack_.back();
    if (level.value->is_array()) {
      auto& items = *level.value->get_ptr<Json::array_t*>();
      items.push_back(std::move(value));
      return &items.back();
    }
    *level.slot = std::move(value);
    return level.slot;
  }
  bool put(Json&& value) {
    place(std::move(value));
    return true;
  }
  bool open(Json&& value) {
    if (stack_.size() >= kMaxDepth) throw JsonError("nested deeper than 512 levels", 1, 1);
    stack_.push_back({place(std::move(value)), nullptr, {}});
    return true;
  }
  bool close() {
    stack_.pop_back();
    return true;
  }

  void fail(size_t position, std::string_view what) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i + 1 < position && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++line;
        column = 1;
      } else {
        ++column;
      }
    }
    // nlohmann writes "[json.exception.parse_error.101] parse error at line 1, column 2: <what>".
    auto colon = what.find(": ");
    if (colon != std::string_view::npos) what = what.substr(colon + 2);
    throw JsonError(std::string(what), line, column);
  }

  std::string_view text_;
  Json root_;
  std::vector<Level> stack_;
};

}  // namespace

Json parse_json(std::string_view text) {
  Builder builder(text);
  Json::sax_parse(text, &builder);
  return builder.take();
}

std::optional<Json> try_parse_json(std::string_view text) {
  try {
    return parse_json(text);
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }
std::string dump_pretty(const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace); }

const Json* find(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  for (const auto& member : *object.get_ptr<const Json::object_t*>())
    if (member.first == key) return member.second.is_null() ? nullptr : &member.second;
  return nullptr;
}

const Json* find_path(const Json& root, std::initializer_list<std::string_view> keys) {
  const Json* at = &root;
  for (auto key : keys) {
    at = find(*at, key);
    if (!at) return nullptr;
  }
  return at;
}

bool has(const Json& object, std::string_view key) { return find(object, key) != nullptr; }

std::string text_at(const Json& object, std::string_view key, std::string_view fallback) {
  const Json* v = find(object, key);
  return v && v->is_string() ? v->get_ref<const std::string&>() : std::string(fallback);
}

std::optional<std::string> find_text(const Json& object, std::string_view key) {
  const Json* v = find(object, key);
  if (!v || !v->is_string()) return std::nullopt;
  return v->get_ref<const std::string&>();
}

std::int64_t int_at(const Json& object, std::string_view key, std::int64_t fallback) {
  return find_int(object, key).value_or(fallback);
}

std::optional<std::int64_t> find_int(const Json& object, std::string_view key) {
  const Json* v = find(object, key);
  if (!v || !v->is_number()) return std::nullopt;
  if (!v->is_number_float()) return v->get<std::int64_t>();
  double d = v->get<double>();
  if (!(d >= -9.2e18 && d <= 9.2e18)) return std::nullopt;
  return static_cast<std::int64_t>(d);
}

double number_at(const Json& object, std::string_view key, double fallback) {
  const Json* v = find(object, key);
  return v && v->is_number() ? v->get<double>() : fallback;
}

bool bool_at(const Json& object, std::string_view key, bool fallback) {
  const Json* v = find(object, key);
  return v && v->is_boolean() ? v->get<bool>() : fallback;
}

std::vector<std::string> texts_at(const Json& object, std::string_view key) {
  std::vector<std::string> out;
  const Json* v = find(object, key);
  if (v && v->is_string()) out.push_back(v->get<std::string>());
  if (v && v->is_array())
    for (const Json& item : *v)
      if (item.is_string()) out.push_back(item.get<std::string>());
  return out;
}

void set(Json& object, std::string_view key, Json value) { object[std::string(key)] = std::move(value); }
void set_text(Json& object, std::string_view key, std::string_view value) {
  object[std::string(key)] = std::string(value);
}
void set_if(Json& object, std::string_view key, const std::optional<std::string>& value) {
  if (value) object[std::string(key)] = *value;
}

Json object(std::initializer_list<std::pair<std::string_view, Json>> members) {
  Json out = Json::object();
  for (const auto& [key, value] : members) out[std::string(key)] = value;
  return out;
}

Json array() { return Json::array(); }

Json text_array(const std::vector<std::string>& items) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(item);
  return out;
}

}  // namespace lambent
