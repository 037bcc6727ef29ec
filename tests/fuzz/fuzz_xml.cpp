// The XML writer and reader. Any bytes are XML or not, and what was read and is written is read again as it was; any text
// that is written is read back, but for the characters XML cannot carry.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "aws/xml_text.h"
#include "base/xml_tree.h"

using namespace lambent;

namespace {

bool plain_name(const std::string& name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
}

bool plain_names(const XmlElement& one) {
  for (const auto& [name, value] : one.attributes)
    if (!plain_name(name) || name == "xmlns") return false;
  for (const auto& child : one.children)
    if (!plain_names(child)) return false;
  return plain_name(one.name);
}

void write(XmlText& out, const XmlElement& one) {
  out.open(one.name, "", {one.attributes.begin(), one.attributes.end()});
  for (const auto& child : one.children) write(out, child);
  if (!one.text.empty()) {
    out.element("Text", one.text);
  }
  out.close(one.name);
}

bool same(const XmlElement& a, const XmlElement& b) {
  if (a.name != b.name || a.attributes.size() != b.attributes.size()) return false;
  const size_t more = a.text.empty() ? 0 : 1;  // the text went into an element of its own
  if (b.children.size() != a.children.size() + more) return false;
  for (size_t i = 0; i < a.children.size(); ++i)
    if (!same(a.children[i], b.children[i])) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (auto tree = parse_xml(bytes); tree && plain_names(*tree)) {
    XmlText out;
    write(out, *tree);
    auto again = parse_xml(out.take());
    if (!again || !same(*tree, *again)) std::abort();
  }
  XmlText out;
  out.open("Root", "urn:x", {{"given", bytes}});
  out.element("Text", bytes);
  out.close("Root");
  auto read = parse_xml(out.take());
  if (!read || read->children.size() != 1 || read->children[0].name != "Text") std::abort();
  bool carried = true;
  for (unsigned char c : bytes) carried &= c >= 0x20 && c < 0x80;
  if (carried && (read->children[0].text != bytes || read->attribute("given") != bytes)) std::abort();
  return 0;
}
