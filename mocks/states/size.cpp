#include "mocks/states/size.h"

#include "mocks/states/failure.h"

namespace lambent::states {
namespace {

bool deeper(const Json& value, size_t levels) {
  if (!value.is_structured()) return false;
  if (levels == 0) return true;
  for (const auto& child : value)
    if (child.is_structured() && deeper(child, levels - 1)) return true;
  return false;
}

size_t weight(const Json& value) {
  size_t sum = sizeof(Json);
  if (value.is_string()) sum += value.get_ref<const std::string&>().size();
  if (const auto* members = value.get_ptr<const Json::object_t*>())
    for (const auto& [name, child] : *members) sum += sizeof name + weight(child);
  if (value.is_array())
    for (const auto& child : value) sum += weight(child);
  return sum;
}

}  // namespace

bool too_deep(const Json& value) { return deeper(value, kMaxNesting); }

namespace {

[[noreturn]] void refuse_depth() { throw RuntimeFailure("The data is nested deeper than " + std::to_string(kMaxNesting) + " levels."); }

}  // namespace

void check_depth(const Json& value) {
  if (too_deep(value)) refuse_depth();
}

void check_text_depth(std::string_view text) {
  bool within = false;  // a string
  size_t levels = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (within && c == '\\') ++i;
    if (c == '"') within = !within;
    if (within) continue;
    if (c == '[' || c == '{') ++levels;
    if ((c == ']' || c == '}') && levels > 0) --levels;
    if (levels > kMaxNesting) refuse_depth();
  }
}

void Allowance::take(const Json& value) {
  if (++values_ <= kUnweighed) return;
  bytes_ += weight(value);
  if (bytes_ > kMost)
    throw StateFailure("States.DataLimitExceeded", "The values that the state works out exceed the maximum number of bytes service limit.");
}

}  // namespace lambent::states
