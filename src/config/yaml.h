// Reads YAML, and JSON as the part of YAML it is, into Nodes.
//
// CloudFormation's short tags become the long form: `!Ref X` is {"Ref": "X"}, `!Sub X` is {"Fn::Sub": "X"}. A key given
// twice, an unknown tag, a second document and text that is not YAML are diagnostics. Anchors work; what they expand to
// is limited, and so is the nesting. `Sharing::refused` makes anchors, aliases, merge keys and every tag diagnostics too,
// and reads as null only what JSON's reader would take for it (`NULL` is text).
#pragma once
#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "config/node.h"

namespace lambent::config {

enum class Tags { cloudformation, none };
enum class Sharing { anchors, refused };

// Nothing if `text` cannot be read at all. `file` is the name in places.
std::optional<Node> read_yaml(const std::string& text, const std::string& file, Tags tags, Diagnostics& diagnostics,
                              Sharing sharing = Sharing::anchors);

}  // namespace lambent::config
