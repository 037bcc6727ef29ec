#include "mocks/states/jsonata/fault.h"

#include <algorithm>
#include <iterator>

#include "mocks/states/jsonata/json_text.h"
#include "mocks/states/jsonata/messages.h"

namespace lambent::states::jsonata {

Fault&& Fault::at(std::int64_t where) && {
  position = where;
  return std::move(*this);
}
Fault&& Fault::of(std::string_view what) && {
  token = what;
  return std::move(*this);
}
Fault&& Fault::with(const char* field, const Value& value) && {
  fields.emplace_back(field, shown(value));
  return std::move(*this);
}
Fault&& Fault::with(const char* field, double number) && {
  fields.emplace_back(field, number_text(number));
  return std::move(*this);
}
Fault&& Fault::with_text(const char* field, std::string_view text) && {
  fields.emplace_back(field, json_quoted(text));
  return std::move(*this);
}
Fault&& Fault::raw(const char* field, std::string text) && {
  fields.emplace_back(field, std::move(text));
  return std::move(*this);
}

// {{x}} is the field x as JSON, {{{x}}} as it is. What is not known reads "undefined", as in JavaScript.
std::string Fault::message() const {
  const std::string_view form = message_of(code);
  const auto field = [&](std::string_view name, bool as_json) {
    if (name == "token") return !token ? std::string("undefined") : as_json && !bare_token ? json_quoted(*token) : *token;
    const auto it = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return name == f.first; });
    return it == fields.end() ? std::string("undefined") : it->second;
  };
  std::string out;
  size_t at = 0;
  for (size_t open; (open = form.find("{{", at)) != std::string_view::npos;) {
    const bool as_json = form.compare(open, 3, "{{{") != 0;
    const size_t from = open + (as_json ? 2 : 3), close = form.find("}}", from);
    out += form.substr(at, open - at);
    out += field(form.substr(from, close - from), as_json);
    at = close + (as_json ? 2 : 3);
  }
  out += form.substr(at);
  return out;
}

void fail_steps() { throw Fault("timeout"); }
void fail_depth() { throw Fault("depth"); }
void fail_memory() { throw Fault("memory"); }

}  // namespace lambent::states::jsonata
