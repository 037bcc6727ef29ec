// Templates as SES keeps them. Key: scope, name.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/json.h"

namespace lambent::ses {

struct TemplateContent {
  std::optional<std::string> subject, text, html;  // Handlebars, see handlebars/template.h
};

struct TemplateRow {
  std::string name;
  TemplateContent content;
  std::int64_t created_ms = 0;
  std::map<std::string, std::string> tags;

  Json to_json() const;
  static TemplateRow from_json(const Json& j);
};

}  // namespace lambent::ses
