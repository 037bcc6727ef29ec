#include "base/heap_size.h"

namespace lambent {
namespace {

constexpr std::size_t kInPlace = 15;  // characters of a string that need no block

}  // namespace

std::size_t heap_size(std::size_t bytes) {
  if (bytes == 0) return 0;
  return std::max<std::size_t>(32, (bytes + 8 + 15) / 16 * 16);
}

std::size_t heap_size(const std::string& text) { return text.capacity() <= kInPlace ? 0 : heap_size(text.capacity() + 1); }

std::size_t heap_size(const std::vector<std::string>& texts) {
  std::size_t out = heap_size(texts.capacity() * sizeof(std::string));
  for (const auto& one : texts) out += heap_size(one);
  return out;
}

std::size_t heap_size(const Json& value) {
  if (const auto* text = value.get_ptr<const std::string*>()) return heap_size(sizeof(std::string)) + heap_size(*text);
  if (const auto* bytes = value.get_ptr<const Json::binary_t*>()) return heap_size(sizeof(Json::binary_t)) + heap_size(bytes->capacity());
  if (const auto* list = value.get_ptr<const Json::array_t*>()) {
    std::size_t out = heap_size(sizeof(Json::array_t)) + heap_size(list->capacity() * sizeof(Json));
    for (const auto& one : *list) out += heap_size(one);
    return out;
  }
  if (const auto* members = value.get_ptr<const Json::object_t*>()) {
    std::size_t out = heap_size(sizeof(Json::object_t)) + heap_size(members->capacity() * sizeof(Json::object_t::value_type));
    for (const auto& [name, member] : *members) out += heap_size(name) + heap_size(member);
    return out;
  }
  return 0;
}

}  // namespace lambent
