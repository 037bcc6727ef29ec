#include "xml_tree.h"

#include <stdexcept>

#include "base/text.h"

namespace lambent::test {
namespace {

[[noreturn]] void broken(const std::string& what) { throw std::runtime_error("not XML: " + what); }

std::string resolved(std::string_view raw) {
  std::string out;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '&') {
      out += raw[i];
      continue;
    }
    auto end = raw.find(';', i);
    if (end == std::string_view::npos) broken("an open entity");
    std::string name(raw.substr(i + 1, end - i - 1));
    i = end;
    if (name == "amp") out += '&';
    else if (name == "lt") out += '<';
    else if (name == "gt") out += '>';
    else if (name == "quot") out += '"';
    else if (name == "apos") out += '\'';
    else if (name.starts_with("#x")) out += static_cast<char>(std::stoi(name.substr(2), nullptr, 16));
    else if (name.starts_with("#")) out += static_cast<char>(std::stoi(name.substr(1)));
    else broken("entity " + name);
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  // Everything up to the end tag of `name`, or up to the end of the document for the unnamed root.
  XmlTree content(const std::string& name) {
    XmlTree out;
    std::string text;
    while (true) {
      auto at = rest_.find('<');
      text += resolved(rest_.substr(0, at));
      if (at == std::string_view::npos) {
        if (!name.empty()) broken(name + " is not closed");
        break;
      }
      rest_.remove_prefix(at + 1);
      if (rest_.starts_with("![CDATA[")) {
        const auto end = rest_.find("]]>");
        if (end == std::string_view::npos) broken("open characters");
        text += rest_.substr(8, end - 8);
        rest_.remove_prefix(end + 3);
        continue;
      }
      std::string_view tag = up_to('>');
      if (tag.starts_with('?') || tag.starts_with("!--")) continue;
      if (tag.starts_with('/')) {
        if (tag.substr(1) != name) broken("</" + std::string(tag.substr(1)) + "> closes " + name);
        break;
      }
      bool empty = tag.ends_with('/');
      if (empty) tag.remove_suffix(1);
      std::string child(tag.substr(0, tag.find_first_of(" \t\r\n")));
      if (child.empty()) broken("an element without a name");
      XmlTree below = empty ? XmlTree{} : content(child);
      attributes(tag.substr(child.size()), below);
      out.below[child].push_back(std::move(below));
    }
    if (out.below.empty()) out.text = trim(text).empty() ? "" : text;
    else if (!trim(text).empty()) broken("text beside elements: " + text);
    return out;
  }

 private:
  // As elements of the name "@attribute"; declarations do not count.
  static void attributes(std::string_view tag, XmlTree& out) {
    for (auto at = tag.find('='); at != std::string_view::npos; at = tag.find('=')) {
      const std::string name(trim(tag.substr(0, at)));
      const auto end = tag.find(tag[at + 1], at + 2);
      if (end == std::string_view::npos) broken("an attribute of " + name);
      if (!name.starts_with("xmlns")) out.below["@" + name].push_back({resolved(tag.substr(at + 2, end - at - 2)), {}});
      tag.remove_prefix(end + 1);
    }
  }
  std::string_view up_to(char c) {
    auto end = rest_.find(c);
    if (end == std::string_view::npos) broken("an open tag");
    std::string_view out = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return out;
  }
  std::string_view rest_;
};

}  // namespace

const XmlTree* XmlTree::at(std::string_view name) const {
  auto it = below.find(std::string(name));
  return it == below.end() ? nullptr : &it->second.front();
}

std::string XmlTree::text_at(std::string_view dotted) const {
  const XmlTree* here = this;
  for (const auto& step : split(dotted, '.')) {
    here = here->at(step);
    if (!here) return "";
  }
  return here->text;
}

XmlTree parse_xml(std::string_view document) {
  XmlTree out = Reader(document).content("");
  if (out.below.size() != 1) broken("no single root");
  return out;
}

std::string show(const XmlTree& tree) {
  std::string out = tree.text;
  for (const auto& [name, all] : tree.below)
    for (const auto& one : all) out += "<" + name + ">" + show(one) + "</" + name + ">";
  return out;
}

}  // namespace lambent::test
