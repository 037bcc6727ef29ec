// Fills `${row.…}` and `${env.…}` into what a file says, builds `{$repeat: …}`, and checks the names that are filled in
// later. Internal to the reader.
//
// A name of a row stands for what is written in the row, as if it stood here: it may hold matchers and names itself. What
// is filled in has the place it is filled into.
#pragma once
#include <set>
#include <string>

#include "ipo/case/context.h"

namespace lambent::ipo {

// The names that mean something at one place of a file.
struct Names {
  enum class Table { none, row, unknown };  // unknown: the table could not be read, which has been said
  Table table = Table::none;
  const Node* row = nullptr;  // map
  size_t index = 0;

  // What earlier steps give; none if this is made before any step runs.
  bool while_running = false;
  std::set<std::string> steps, saved;
  bool any_later = false;  // a row by itself: such names are looked at where the row is used
};

// Everything a name does not mean is an error; the value it stands in is broken then.
Node expand(const Node& node, const Names& names, Context& context);

}  // namespace lambent::ipo
