#include "mocks/states/jsonata/json_text.h"

#include <cmath>
#include <cstdlib>

#include "mocks/states/jsonata/fault.h"

namespace lambent::states::jsonata {
namespace {

constexpr size_t kLongestShown = 16 * 1024;

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    switch (c) {
      case '"': out += "\\\""; continue;
      case '\\': out += "\\\\"; continue;
      case '\b': out += "\\b"; continue;
      case '\f': out += "\\f"; continue;
      case '\n': out += "\\n"; continue;
      case '\r': out += "\\r"; continue;
      case '\t': out += "\\t"; continue;
      default: break;
    }
    if (c < 0x20) {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    } else if (c == 0xED && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xA0) {  // half a pair
      const unsigned unit = 0xD000u | (static_cast<unsigned>(text[i + 1] & 0x3F) << 6) | static_cast<unsigned>(text[i + 2] & 0x3F);
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(unit >> shift) & 15];
      i += 2;
    } else {
      out += static_cast<char>(c);
    }
  }
  out += '"';
}

class Writer {
 public:
  Writer(Heap* heap, Layout layout) : heap_(heap), for_message_(!heap), layout_(layout) {}  // no heap: for a message

  void write(const Value& v, size_t depth) {
    if (depth > kDeepestValue) fail_depth();
    if (for_message_ && out.size() > kLongestShown) return;
    if (heap_) heap_->work();
    switch (v.kind()) {
      case Kind::null: out += "null"; return;
      case Kind::boolean: out += v.boolean() ? "true" : "false"; return;
      case Kind::number:
        if (for_message_ || std::isnan(v.number())) out += number_text(v.number());
        else if (!std::isfinite(v.number())) throw Fault("D1001").with("value", v.number());
        else out += number_text(to_15_digits(v.number()));
        return;
      case Kind::string: 
        if (heap_) heap_->check_room(out.size() + v.text().size());
        append_quoted(out, v.text());
        return;
      case Kind::array: array(v.array(), depth); return;
      case Kind::object: object(v.object(), depth); return;
      case Kind::function: out += for_message_ ? "undefined" : "\"\""; return;
      default: out += depth == 0 ? "undefined" : "null"; return;
    }
  }

  std::string out;

 private:
  void line(size_t depth) {
    if (layout_ == Layout::compact) return;
    out += '\n';
    out.append(depth * 2, ' ');
  }
  void array(const ArrayCell& a, size_t depth) {
    out += '[';
    for (size_t i = 0; i < a.size(); ++i) {
      if (i) out += ',';
      line(depth + 1);
      write(a.at(i), depth + 1);
      if (for_message_ && out.size() > kLongestShown) break;
    }
    if (a.size()) line(depth);
    out += ']';
  }
  void object(const ObjectCell& o, size_t depth) {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : o.members()) {
      if (value.is_undefined()) continue;
      if (!first) out += ',';
      first = false;
      line(depth + 1);
      append_quoted(out, key.text());
      out += layout_ == Layout::indented ? ": " : ":";
      write(value, depth + 1);
    }
    if (!first) line(depth);
    out += '}';
  }

  Heap* const heap_;
  const bool for_message_;
  const Layout layout_;
};

bool convert(Heap& heap, const Value& v, Json& out, size_t depth) {
  heap.work();
  heap.charge(sizeof(Json) + (v.is_string() ? v.text().size() : 0));
  if (depth > kDeepestValue) fail_depth();
  switch (v.kind()) {
    case Kind::boolean: out = v.boolean(); return true;
    case Kind::number: {
      const double n = v.number();
      if (!std::isfinite(n)) out = nullptr;
      else if (n == std::floor(n) && std::abs(n) < 1e15) out = static_cast<std::int64_t>(n);
      else if (n == std::floor(n) && std::abs(n) < 9.2e18) out = std::strtoll(number_text(n).c_str(), nullptr, 10);  // its digits as JavaScript shows them
      else out = n;
      return true;
    }
    case Kind::string: out = v.text(); return true;
    case Kind::array: {
      out = Json::array();
      auto& items = out.get_ref<Json::array_t&>();
      items.reserve(v.array().size());
      for (size_t i = 0; i < v.array().size(); ++i)
        if (!convert(heap, v.array().at(i), items.emplace_back(), depth + 1)) return false;
      return true;
    }
    case Kind::object: {
      out = Json::object();
      auto& members = out.get_ref<Json::object_t&>();
      members.reserve(v.object().members().size());
      for (const auto& [key, value] : v.object().members()) {
        if (value.is_undefined()) continue;
        // The keys are distinct already: no search for each.
        members.Container::emplace_back(key.text(), Json());
        if (!convert(heap, value, members.back().second, depth + 1)) return false;
      }
      return true;
    }
    case Kind::function: return false;
    default: out = nullptr; return true;
  }
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

std::string shown(const Value& value) {
  Writer writer(nullptr, Layout::compact);
  writer.write(value, 0);
  return std::move(writer.out);
}

std::string stringify(Heap& heap, const Value& value, Layout layout) {
  Writer writer(&heap, layout);
  writer.write(value, 0);
  return std::move(writer.out);
}

Value from_json(Heap& heap, const Json& json) {
  switch (json.type()) {
    case Json::value_t::null: return Value::null();
    case Json::value_t::boolean: return Value::of(json.get<bool>());
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float: return Value::of(json.get<double>());
    case Json::value_t::string: return make_string(heap, json.get_ref<const std::string&>());
    case Json::value_t::array: {
      Value out = make_array(heap);
      out.array().reserve(json.size());
      for (const auto& item : json) out.array().push(from_json(heap, item));
      return out;
    }
    case Json::value_t::object: {
      Value out = make_object(heap);
      for (const auto& [key, value] : json.items()) out.object().set(make_string(heap, key), from_json(heap, value));
      return out;
    }
    default: return {};
  }
}

std::optional<Json> to_json(Heap& heap, const Value& value) {
  Json out;
  if (!convert(heap, value, out, 0)) return std::nullopt;
  return out;
}

}  // namespace lambent::states::jsonata
