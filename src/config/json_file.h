// Reads strict JSON into Nodes, with a place for every value and key.
//
// YAML's reader takes most JSON; this one takes all of it (escapes of characters beyond U+FFFF, tabs anywhere) and nothing
// else. A key given twice and text that is not JSON are diagnostics.
#pragma once
#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "config/node.h"

namespace lambent::config {

// Nothing if `text` cannot be read. `file` is the name in places; columns count bytes.
std::optional<Node> read_json_file(const std::string& text, const std::string& file, Diagnostics& diagnostics);

}  // namespace lambent::config
