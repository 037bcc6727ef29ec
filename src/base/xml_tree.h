// A small reader of XML, for request bodies and documents of identity providers: elements, attributes, text. Names lose their prefix. Comments and
// processing instructions are passed over; a document type is refused, and with it every entity but the five of XML.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent {

struct XmlElement {
  std::string name;  // local
  std::map<std::string, std::string> attributes;
  std::string text;  // its own, of all its parts
  std::vector<XmlElement> children;

  const XmlElement* find(std::string_view child) const;         // the first of that name directly below
  const XmlElement* find_deep(std::string_view descendant) const;  // the first anywhere below, or this one itself
  std::string attribute(const std::string& attribute_name) const;  // empty if there is none
};

std::optional<XmlElement> parse_xml(std::string_view text);  // nothing: it is no XML

}  // namespace lambent
