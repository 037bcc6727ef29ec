// Reads the small XML documents of the query protocol into trees that can be compared: declarations and white space
// between elements do not count; attributes are elements named "@name"; elements of different names may come in any order.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::test {

struct XmlTree {
  std::string text;  // of a leaf, entities resolved
  std::map<std::string, std::vector<XmlTree>> below;

  bool operator==(const XmlTree&) const = default;
  const XmlTree* at(std::string_view name) const;      // the first of that name, or null
  std::string text_at(std::string_view dotted) const;  // "Error.Code"; empty if there is none
};

// The document's root as the only element below an unnamed tree. Throws std::runtime_error for what is not XML.
XmlTree parse_xml(std::string_view document);
std::string show(const XmlTree& tree);

}  // namespace lambent::test
