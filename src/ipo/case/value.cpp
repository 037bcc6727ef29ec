#include "ipo/case/value.h"

namespace lambent::ipo {

const Place& Value::place_of(std::string_view pointer) const {
  while (!pointer.empty()) {
    auto it = places.find(pointer);
    if (it != places.end()) return it->second;
    size_t slash = pointer.rfind('/');
    pointer = pointer.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
  return place;
}

std::string pointer_to(std::string_view pointer, std::string_view member) {
  std::string out(pointer);
  out += '/';
  for (char c : member) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

std::string pointer_to(std::string_view pointer, size_t element) { return std::string(pointer) + '/' + std::to_string(element); }

}  // namespace lambent::ipo
