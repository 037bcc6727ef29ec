// Expected and actual as they stand under each other, cut so that the difference is always seen.
//
//   auto it = compare(field, 72);
//   it.expected  "A reminder from your reminder service!"
//   it.actual    "A reminder from your reminder servce!"
//   it.marks                                    ^            in columns of `actual`
//   it.words     "i" is missing
//
// What is wider than the room is an excerpt around the first difference, the same part of both; an ellipsis outside the
// quotes says so. Texts of several lines are a unified diff instead. All of it is safe to show.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "ipo/run/outcome.h"

namespace lambent::ipo {

struct Comparison {
  std::string expected, actual;
  std::string marks, words;       // of nearly equal texts; empty for others
  std::string note;
  std::vector<std::string> diff;  // if there is one, it stands instead of all above but the note
};

Comparison compare(const FieldDifference& field, size_t room);

// A unified diff whose lines fit the room: of a changed pair the part that differs stays.
std::vector<std::string> fitted_diff(std::string_view expected, std::string_view actual, size_t room);

}  // namespace lambent::ipo
