#include "ipo/record/case_yaml.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"
#include "ipo/case/value.h"

namespace lambent::ipo {
namespace {

constexpr size_t kLine = 120;

// Words of any YAML version, and what could be a number or a time of day there, are quoted; instants and durations are as
// people write them.
bool plain(const std::string& text) {
  static const RE2 shape(R"re([A-Za-z_$/.][\w$/.@+=*!-]*(?:(?: |:)[\w$/.@+=*(-][\w$/.@+=*()!-]*)*|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|(?:\d+(?:ms|[dhms]))+)re");
  static const RE2 word("(?i)true|false|null|yes|no|on|off|y|n|\\.inf|\\.nan|~");
  static const RE2 number(R"re(\.\d.*)re");
  return RE2::FullMatch(text, shape) && !RE2::FullMatch(text, word) && !RE2::FullMatch(text, number) && !text.starts_with("...");
}

std::string scalar(const Json& value) {
  if (!value.is_string()) return dump(value);
  const auto& text = value.get_ref<const std::string&>();
  return plain(text) ? text : dump(value);
}

class Writer {
 public:
  Writer(const std::map<std::string, std::string>& comments) : comments_(comments) {}

  // `value` after a key or a dash that ends at `column`; its own lines begin at `indent`.
  void put(const Json& value, const std::string& pointer, size_t indent, size_t column) {
    if (fits(value, pointer, column)) {
      out_ += yaml_flow(value) + comment(pointer) + "\n";
      return;
    }
    out_ += comment(pointer) + "\n";
    value.is_object() ? members(value, pointer, indent) : elements(value, pointer, indent);
  }

  void members(const Json& value, const std::string& pointer, size_t indent, bool first_is_begun = false) {
    for (const auto& [key, inner] : value.items()) {
      if (!std::exchange(first_is_begun, false)) out_.append(indent, ' ');
      std::string head = scalar(key) + ":";
      out_ += head;
      const std::string at = pointer_to(pointer, key);
      const bool flow = fits(inner, at, indent + head.size() + 1);
      if (flow) out_ += ' ';
      put(inner, at, indent + 2, indent + head.size() + 1);
    }
  }

  void elements(const Json& value, const std::string& pointer, size_t indent) {
    for (size_t i = 0; i < value.size(); ++i) {
      const std::string at = pointer_to(pointer, i);
      out_.append(indent, ' ') += "- ";
      element(value[i], at, indent + 2);
    }
  }

  void element(const Json& value, const std::string& at, size_t indent) {
    // {email: {…}} as an element is `- email: {…}`.
    if (value.is_object() && !value.empty() && (value.size() == 1 || !fits(value, at, indent)) && !comments_.contains(at))
      members(value, at, indent, true);
    else
      put(value, at, indent, indent);
  }

  std::string take() { return std::move(out_); }

 private:
  bool fits(const Json& value, const std::string& pointer, size_t column) const {
    if (!value.is_structured() || value.empty()) return true;
    for (const char* list : {"/when", "/then", "/then/effects", "/then/denied"})  // one below the other, however short
      if (pointer == list) return false;
    auto inside = comments_.lower_bound(pointer + "/");
    if (inside != comments_.end() && inside->first.starts_with(pointer + "/")) return false;
    return column + yaml_flow(value).size() <= kLine;
  }
  std::string comment(const std::string& pointer) const {
    auto it = comments_.find(pointer);
    return it == comments_.end() ? "" : "  # " + replace_all(printable(it->second), "\n", " ");
  }

  const std::map<std::string, std::string>& comments_;
  std::string out_;
};

}  // namespace

std::string yaml_flow(const Json& value) {
  std::string out;
  if (value.is_array()) {
    for (const auto& one : value) out += (out.empty() ? "" : ", ") + yaml_flow(one);
    return "[" + out + "]";
  }
  if (!value.is_object()) return scalar(value);
  for (const auto& [key, inner] : value.items()) out += (out.empty() ? "" : ", ") + scalar(key) + ": " + yaml_flow(inner);
  return "{" + out + "}";
}

std::string case_yaml(const Json& one, const std::map<std::string, std::string>& comments, size_t indent) {
  Writer writer(comments);
  writer.members(one, "", indent + 2, true);
  return std::string(indent, ' ') + "- " + writer.take();
}

}  // namespace lambent::ipo
