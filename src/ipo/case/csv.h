// Tables of cases in CSV (RFC 4180): a header of names, then one row a line. Internal to the reader.
//
// Unquoted cells are typed as plain YAML is (12, true, an empty cell is null; +15556667788 is text), quoted ones are text.
// CRLF or LF; a byte order mark and blank lines are passed over.
#pragma once
#include "ipo/case/context.h"

namespace lambent::ipo {

// A map per row. What is not CSV, an empty or repeated name and a row of another length are errors.
std::vector<Node> read_csv(const std::string& text, const std::string& file, Context& context);

}  // namespace lambent::ipo
