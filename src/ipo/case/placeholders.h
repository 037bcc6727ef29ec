// The text of a case file between the dollars: `${name}` stands for a value, `$$` is one dollar, a dollar before anything
// else is itself.
//
// "As written" is text with all of that still in it. Two ways to finish it: as a value, and as a matcher, whose leading
// dollar says what it is (then.h) and is left alone.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace lambent::ipo {

struct Piece {
  bool name;         // text is what stands between ${ and }
  std::string text;  // else as written
};

struct Pieces {
  std::vector<Piece> list;
  bool open = false;  // a `${` without its `}`
  bool whole() const { return list.size() == 1 && list[0].name; }
  bool any() const;   // is there a name?
};

Pieces pieces_of(std::string_view written);

std::string value_text(std::string_view written);    // no names in it: `$$` undone
std::string matcher_text(std::string_view written);  // no names in it: `$$` undone but at the head
std::string as_written(std::string_view text);       // the opposite of value_text
std::string spelled(const Json& value);              // how a value stands inside other text

// A value that came from outside, so that it means itself: as written, and as a matcher.
Json json_as_written(const Json& value);
Json json_as_matcher(const Json& value);

}  // namespace lambent::ipo
