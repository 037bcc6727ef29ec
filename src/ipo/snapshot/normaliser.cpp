#include "ipo/snapshot/normaliser.h"

#include <re2/re2.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "ipo/report/secrets.h"

namespace lambent::ipo {
namespace {

struct Patterns {
  RE2 temp, packages, port, address;
  Patterns()
      : temp(R"re(/(?:[\w.-]+/)*lambent(?:-[a-z]+)*[-.][A-Za-z0-9]{6}\b)re", options()),
        packages(R"re(/(?:[\w.@+-]+/)*(?:(?:site|dist)-packages|node_modules|lib/python3\.\d+)/)re", options()),
        port(R"re(\b(127\.0\.0\.1|localhost):(?:3[3-9]|[4-6]\d)\d{3}\b)re", options()),  // of the ports the system hands out
        address(R"re(\b0x[0-9a-f]{6,16}\b)re", options()) {}
  static RE2::Options options() {
    RE2::Options out(RE2::Latin1);
    out.set_log_errors(false);
    return out;
  }
};
const Patterns& patterns() {
  static const Patterns all;
  return all;
}

std::optional<Json> json_within(const std::string& text) {
  if (text.empty() || (text[0] != '{' && text[0] != '[')) return std::nullopt;
  return try_parse_json(text);
}

}  // namespace

Normaliser::Normaliser(RelativeTime time, const std::string& folder) : time_(std::move(time)) {
  std::error_code ignored;
  std::string up;
  // The root and its children say nothing of a project.
  for (auto at = std::filesystem::weakly_canonical(folder.empty() ? "." : folder, ignored); at.has_relative_path() && at.parent_path().has_relative_path(); at = at.parent_path()) {
    folders_.emplace_back(at.string() + "/", up);
    up += "../";
  }
}

std::string Normaliser::without_place(std::string text) const {
  const Patterns& p = patterns();
  if (text.find("lambent") != std::string::npos) RE2::GlobalReplace(&text, p.temp, "<temp>");
  if (text.find("-packages/") != std::string::npos || text.find("node_modules/") != std::string::npos || text.find("lib/python3") != std::string::npos)
    RE2::GlobalReplace(&text, p.packages, "<packages>/");
  for (const auto& [folder, name] : folders_)
    if (text.find(folder) != std::string::npos) text = replace_all(std::move(text), folder, name);
  if (text.find(':') != std::string::npos) RE2::GlobalReplace(&text, p.port, "\\1:<port>");
  if (text.find("0x") != std::string::npos) RE2::GlobalReplace(&text, p.address, "<address>");
  return text;
}

std::string Normaliser::text(std::string text, const std::string& kind, Placeholders& ids) const {
  return ids.replaced(time_.replaced(without_place(std::move(text))), kind);
}

Json Normaliser::walk(const Json& value, const KeyKind& told, Placeholders& ids) const {
  if (value.is_number()) {
    auto instant = time_.of_number(value);
    return instant ? Json(*instant) : value;
  }
  if (value.is_string()) {
    const auto& written = value.get_ref<const std::string&>();
    if (told.opaque && !written.empty()) return ids.name(written, told.kind);
    if (auto json = json_within(written)) return object({{"$json", walk(*json, {}, ids)}});
    return text(written, told.kind, ids);
  }
  if (value.is_array()) {
    Json out = array();
    for (const auto& one : value) out.push_back(walk(one, told, ids));
    return out;
  }
  if (!value.is_object()) return value;
  std::vector<std::string> keys;
  for (const auto& [key, inner] : value.items()) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  Json out = Json::object();
  for (const auto& key : keys) set(out, text(key, "", ids), walk(value[key], kind_of_key(key), ids));
  return out;
}

Json Normaliser::normalised(const Json& value) { return masked_json(parse_json(dump(walk(value, {}, ids_)))); }

std::string Normaliser::shape(const Json& value) const {
  Placeholders alike(Placeholders::Numbers::none);
  return dump(walk(value, {}, alike));
}

}  // namespace lambent::ipo
