// Templates: any text is refused as a syntax error or rendered within the limits, with any data.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mocks/ses/handlebars/template.h"

using namespace lambent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  static const Json values = parse_json(
      R"({"name": "Ann", "x": 1, "list": [1, [2, 3], {"name": "B", "list": [{"x": null}]}], "map": {"a": {"b": "c"}, "k": true}, "key": "a", "empty": []})");
  // The data comes after a 0 byte, if there is one.
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t end = text.find('\0');
  const auto given = end == std::string::npos ? std::nullopt : try_parse_json(std::string_view(text).substr(end + 1));
  try {
    const std::string out = ses::handlebars::render(ses::handlebars::parse(text.substr(0, end)), given && given->is_object() ? *given : values);
    if (out.size() > (10u << 20)) std::abort();
  } catch (const ses::handlebars::SyntaxError&) {
  } catch (const ses::handlebars::RenderError&) {
  }
  return 0;
}
