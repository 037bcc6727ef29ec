#include "mocks/states/integrations/form_body.h"

#include "base/text.h"
#include "mocks/states/integrations/http_task.h"

namespace lambent::states {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string plain(const Json& value) { return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : dump(value); }

void add(const std::string& name, const Json& value, ArrayFormat format, Pairs& out) {
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) add(name.empty() ? key : name + "[" + key + "]", item, format, out);
    return;
  }
  if (!value.is_array()) {
    out.emplace_back(name, plain(value));
    return;
  }
  if (format == ArrayFormat::commas) {
    std::vector<std::string> items;
    for (const auto& item : value) items.push_back(plain(item));
    out.emplace_back(name, join(items, ","));
    return;
  }
  for (size_t i = 0; i < value.size(); ++i) {
    std::string suffix = format == ArrayFormat::indices ? "[" + std::to_string(i) + "]" : format == ArrayFormat::brackets ? "[]" : "";
    add(name + suffix, value[i], format, out);
  }
}

}  // namespace

std::optional<ArrayFormat> array_format(const std::string& word) {
  if (word == "INDICES") return ArrayFormat::indices;
  if (word == "REPEAT") return ArrayFormat::repeat;
  if (word == "COMMAS") return ArrayFormat::commas;
  if (word == "BRACKETS") return ArrayFormat::brackets;
  return std::nullopt;
}

std::string form_body(const Json& value, ArrayFormat format) {
  Pairs pairs;
  add("", value, format, pairs);
  return query_text(pairs);
}

}  // namespace lambent::states
