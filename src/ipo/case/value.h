// A JSON value of a case file that knows where each of its parts was written.
//
// Report and matcher walk the value with a JSON Pointer ("/effects/0/email/to", RFC 6901) and ask place_of(pointer):
// for a member that is the place of its key, for an element the place of the element; a part without a place of its own
// (it came out of a row, a file or `$repeat`) has that of the nearest one around it.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/json.h"

namespace lambent::ipo {

struct Value {
  Json json;
  Place place;                                     // of the whole: its key, or the element
  std::map<std::string, Place, std::less<>> places;  // of the parts, by pointer; "" is not among them

  const Place& place_of(std::string_view pointer) const;
};

// `pointer` and one step further: ("/to", 0) is "/to/0", ("", "a/b") is "/a~1b".
std::string pointer_to(std::string_view pointer, std::string_view member);
std::string pointer_to(std::string_view pointer, size_t element);

}  // namespace lambent::ipo
