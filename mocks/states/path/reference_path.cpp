#include "mocks/states/path/reference_path.h"

#include "mocks/states/failure.h"

namespace lambent::states::path {
namespace {

[[noreturn]] void mismatch(std::string_view text, const Json& input) {
  throw StateFailure("States.ResultPathMatchFailure",
                     "Unable to apply ReferencePath " + std::string(text) + " to input " + dump(input));
}

}  // namespace

Json put_at(Json input, const JsonPath& reference, Json result, std::string_view text) {
  if (reference.steps().empty()) return result;
  Json* at = &input;
  for (const auto& step : reference.steps()) {
    if (step.kind == Step::Kind::index) {
      auto size = at->is_array() ? static_cast<std::int64_t>(at->size()) : 0;
      std::int64_t i = step.indexes.front();
      if (i < 0) i += size;
      if (i < 0 || i >= size) mismatch(text, input);
      at = &(*at)[static_cast<size_t>(i)];
      continue;
    }
    if (at->is_null() && at != &input) *at = Json::object();
    if (!at->is_object()) mismatch(text, input);
    at = &(*at)[step.names.front()];
  }
  *at = std::move(result);
  return input;
}

}  // namespace lambent::states::path
