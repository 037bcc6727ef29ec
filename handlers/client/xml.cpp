// Answers of the query protocol: XML without attributes that matter, comments or mixed content.
#include <cstdlib>

#include "client/wire.h"

namespace lambent::client {

namespace {

constexpr int kDeepest = 64;

[[noreturn]] void malformed() { throw CallError("InvalidResponse", "the answer is no well-formed XML"); }

class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : text_(text) {}

  // The document's root element: its name and content.
  Json document() {
    skip_prologue();
    std::string name;
    Json content = element(name, 0);
    return content;
  }

 private:
  bool starts(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

  size_t find(std::string_view what) const {
    const auto found = text_.find(what, at_);
    if (found == std::string_view::npos) malformed();
    return found;
  }

  void skip_prologue() {
    for (;;) {
      at_ = find("<");
      if (starts("<?"))
        at_ = find("?>") + 2;
      else if (starts("<!--"))
        at_ = find("-->") + 3;
      else
        return;
    }
  }

  static std::string unescaped(std::string_view s) {
    static constexpr std::pair<std::string_view, char> named[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    std::string plain;
    while (!s.empty()) {
      size_t used = 1;
      if (s[0] != '&') {
        plain += s[0];
      } else if (s.substr(0, 2) == "&#") {
        const auto end = s.find(';');
        if (end == std::string_view::npos) malformed();
        append_utf8(plain, s[2] == 'x' ? std::string(s.substr(3, end - 3)) : std::string(s.substr(2, end - 2)), s[2] == 'x' ? 16 : 10);
        used = end + 1;
      } else {
        used = 0;
        for (const auto& [name, c] : named)
          if (s.substr(0, name.size()) == name) {
            plain += c;
            used = name.size();
          }
        if (!used) malformed();
      }
      s.remove_prefix(used);
    }
    return plain;
  }

  static void append_utf8(std::string& to, const std::string& digits, int base) {
    const unsigned long c = std::strtoul(digits.c_str(), nullptr, base);
    if (c == 0 || c > 0x10FFFF) malformed();
    if (c < 0x80) {
      to += static_cast<char>(c);
    } else if (c < 0x800) {
      to += static_cast<char>(0xC0 | c >> 6);
      to += static_cast<char>(0x80 | (c & 63));
    } else {
      if (c >= 0x10000) to += static_cast<char>(0xF0 | c >> 18);
      to += static_cast<char>(c >= 0x10000 ? 0x80 | (c >> 12 & 63) : 0xE0 | c >> 12);
      to += static_cast<char>(0x80 | (c >> 6 & 63));
      to += static_cast<char>(0x80 | (c & 63));
    }
  }

  // At '<' of a start tag; leaves at_ behind the end tag.
  Json element(std::string& name, int depth) {
    if (depth > kDeepest) malformed();
    ++at_;
    const auto end = find(">");
    std::string_view tag = text_.substr(at_, end - at_);
    at_ = end + 1;
    const bool closed = !tag.empty() && tag.back() == '/';
    name = std::string(tag.substr(0, tag.find_first_of(" \t\r\n/")));
    if (name.empty()) malformed();
    if (closed) return "";

    Json members = Json::object(), list = Json::array();
    std::string characters;
    for (;;) {
      const auto next = find("<");
      characters += unescaped(text_.substr(at_, next - at_));
      at_ = next;
      if (starts("</")) break;
      if (starts("<!--")) {
        at_ = find("-->") + 3;
        continue;
      }
      std::string child;
      Json value = element(child, depth + 1);
      if (child == "member")
        list.push_back(std::move(value));
      else if (child == "entry" && value.contains("key") && value.contains("value"))
        members[value["key"].get<std::string>()] = value["value"];
      else
        members[child] = std::move(value);
    }
    const auto close = find(">");
    if (text_.substr(at_ + 2, name.size()) != name) malformed();
    at_ = close + 1;
    if (!list.empty()) return list;
    if (!members.empty()) return members;
    return characters;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Json read_xml(std::string_view xml) { return XmlReader(xml).document(); }

}  // namespace lambent::client
