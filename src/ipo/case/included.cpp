#include "base/text.h"
#include "ipo/case/parts.h"
#include "ipo/case/placeholders.h"

namespace lambent::ipo {

IncludedText included_text(const Node& node, Context& context) {
  IncludedText out;
  const Node* file = node.members.size() == 1 ? node.find("file") : nullptr;
  if (!file || !file->is(Node::Kind::text)) return out;
  out.is_file = true;
  std::string written = value_text(file->text);
  if (file->text.find("${") != std::string::npos) {
    context.error(file->place, "a file is read before the case runs; " + printable(file->text) + " is known only then");
    return out;
  }
  out.path = context.path_of(written);
  out.text = context.included(written, file->place);
  return out;
}

}  // namespace lambent::ipo
