// Intrinsic functions: any text is a call or not, a call gives a value or fails as a state does, and the same call gives
// the same again. The input is a call, and after a line of dashes the data it sees.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mocks/states/failure.h"
#include "mocks/states/path/intrinsics.h"

using namespace lambent;
using namespace lambent::states;

namespace {

std::string outcome(const std::string& call, const Json& data) {
  path::Variables variables{{"x", data}, {"list", data}};
  path::Sources sources;
  sources.data = &data;
  sources.variables = &variables;
  sources.context = [&data] { return object({{"Execution", data}}); };
  Ids ids(7);
  try {
    return dump(path::run_call(call, sources, ids));
  } catch (const StateFailure& e) {
    return e.failure().name() + ": " + e.what();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t line = text.find("\n---\n");
  const std::string call = text.substr(0, line);
  auto given = line == std::string::npos ? std::nullopt : try_parse_json(std::string_view(text).substr(line + 5));
  if (!path::is_call(call)) return 0;
  (void)path::variables_of(call);
  const Json value = given.value_or(Json::object());
  if (outcome(call, value) != outcome(call, value)) std::abort();
  return 0;
}
