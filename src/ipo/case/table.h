// The rows of a case's table. Internal to the reader.
#pragma once
#include "ipo/case/case.h"
#include "ipo/case/context.h"

namespace lambent::ipo {

struct TableRow {
  Node values;   // a map, names in it filled in as far as the environment goes, `$repeat` built
  Row row;
  bool only = false;
  std::optional<std::string> skip;
};

// `table` is a list of maps, or {file: rows.csv}. Nothing if it could not be read, which has been said. The members `only`
// and `skip` of a row speak of the row and are not among its values.
std::optional<std::vector<TableRow>> read_table(const Node& table, Context& context);

// `skip: true` and `skip: why`; false is nothing.
std::optional<std::string> read_skip(const Node& skip, Context& context);

int last_line_of(const Node& node);  // as far as its last value begins

}  // namespace lambent::ipo
