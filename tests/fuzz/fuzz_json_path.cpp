// JSONPath: any text is a path or not, and a path finds the same again, within its bounds. A reference path that finds
// something can be written to. The input is a path, and after a line of dashes what it is asked of.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mocks/states/failure.h"
#include "mocks/states/path/json_path.h"
#include "mocks/states/path/reference_path.h"

using namespace lambent;
using namespace lambent::states;

namespace {

std::string outcome(const path::JsonPath& path, const Json& data) {
  path::Variables variables{{"x", data}, {"list", data}};
  path::Sources sources;
  sources.data = &data;
  sources.variables = &variables;
  sources.context = [&data] { return object({{"Execution", data}}); };
  try {
    return dump(path.evaluate(sources));
  } catch (const path::PathMissing& e) {
    if (!path.definite() && path.root() != path::JsonPath::Root::variable) std::abort();
    return e.what();
  } catch (const RuntimeFailure& e) {
    return e.what();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t line = text.find("\n---\n");
  const std::string written = text.substr(0, line);
  const auto path = path::JsonPath::parse(written);
  if (!path) return 0;
  auto given = line == std::string::npos ? std::nullopt : try_parse_json(std::string_view(text).substr(line + 5));
  const Json value = given.value_or(Json::object());
  if (outcome(*path, value) != outcome(*path, value)) std::abort();
  if (!path->reference() || path->root() != path::JsonPath::Root::data) return 0;
  try {
    const Json changed = path::put_at(value, *path, Json(7), written);
    if (path->evaluate_in(changed) != Json(7)) std::abort();
  } catch (const StateFailure&) {
  }
  return 0;
}
