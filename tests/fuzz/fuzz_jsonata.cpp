// JSONata: any text is refused with a code or evaluated within its limits, and a second evaluation gives the same.
// The input is an expression, and after a line of dashes what it is evaluated on.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mocks/states/jsonata/jsonata.h"

using namespace lambent;
using namespace lambent::states::jsonata;

namespace {

std::string outcome(const Expression& expression, const Json& data) {
  Limits limits;
  limits.steps = 100'000;
  limits.depth = 200;
  limits.memory = 8 * 1024 * 1024;
  Ids chance(7);
  Bindings bindings;
  bindings.set("states", object({{"input", data}}));
  try {
    const Result result = expression.evaluate(data, bindings, limits, {1764000000000, chance});
    return result.kind == Result::Kind::value ? dump(result.value) : result.kind == Result::Kind::nothing ? "nothing" : "function";
  } catch (const JsonataError& e) {
    if (e.code().empty() ? e.token().size() > 1'000'000 : e.code().size() != 5) std::abort();
    return e.text();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t line = text.find("\n---\n");
  const auto given = line == std::string::npos ? std::nullopt : try_parse_json(std::string_view(text).substr(line + 5));
  try {
    const auto expression = Expression::parse(std::string_view(text).substr(0, line));
    if (outcome(expression, given.value_or(Json())) != outcome(expression, given.value_or(Json()))) std::abort();
  } catch (const JsonataError& e) {
    if (e.code().size() != 5) std::abort();
  }
  return 0;
}
