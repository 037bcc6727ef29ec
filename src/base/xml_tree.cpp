#include "base/xml_tree.h"

#include <charconv>

#include "base/utf8.h"

namespace lambent {
namespace {

constexpr int kDeepest = 100;

std::string local_name(std::string_view name) {
  auto colon = name.rfind(':');
  return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

class Reader {
 public:
  explicit Reader(std::string_view text) : in_(text) {}

  std::optional<XmlElement> document() {
    if (in_.starts_with("\xEF\xBB\xBF")) in_.remove_prefix(3);
    if (!skip_between()) return std::nullopt;
    auto root = element(0);
    if (!root || !skip_between() || !in_.empty()) return std::nullopt;
    return root;
  }

 private:
  static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  void skip_blanks() {
    while (!in_.empty() && blank(in_.front())) in_.remove_prefix(1);
  }
  bool skip_to(std::string_view end) {
    auto at = in_.find(end);
    if (at == std::string_view::npos) return false;
    in_.remove_prefix(at + end.size());
    return true;
  }
  // What may stand around the root element.
  bool skip_between() {
    for (skip_blanks(); in_.starts_with("<?") || in_.starts_with("<!--"); skip_blanks())
      if (!skip_to(in_.starts_with("<?") ? "?>" : "-->")) return false;
    return true;
  }
  bool take(std::string_view word) {
    if (!in_.starts_with(word)) return false;
    in_.remove_prefix(word.size());
    return true;
  }
  std::string_view name() {
    size_t n = 0;
    while (n < in_.size() && !blank(in_[n]) && std::string_view("<>/='\"&").find(in_[n]) == std::string_view::npos) ++n;
    auto out = in_.substr(0, n);
    in_.remove_prefix(n);
    return out;
  }
  std::optional<std::string> unescaped(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
      auto amp = text.find('&');
      out += text.substr(0, amp);
      if (amp == std::string_view::npos) return out;
      auto end = text.find(';', amp);
      if (end == std::string_view::npos) return std::nullopt;
      auto entity = text.substr(amp + 1, end - amp - 1);
      text.remove_prefix(end + 1);
      if (entity == "amp") out += '&';
      else if (entity == "lt") out += '<';
      else if (entity == "gt") out += '>';
      else if (entity == "quot") out += '"';
      else if (entity == "apos") out += '\'';
      else if (!entity.starts_with('#')) return std::nullopt;
      else {
        bool hex = entity.starts_with("#x");
        entity.remove_prefix(hex ? 2 : 1);
        unsigned long c = 0;
        auto [last, error] = std::from_chars(entity.data(), entity.data() + entity.size(), c, hex ? 16 : 10);
        if (error != std::errc() || last != entity.data() + entity.size() || c == 0 || c > 0x10FFFF) return std::nullopt;
        append_utf8(out, static_cast<char32_t>(c));
      }
    }
    return out;
  }
  bool attributes(XmlElement& out) {
    for (skip_blanks(); !in_.empty() && in_.front() != '>' && in_.front() != '/'; skip_blanks()) {
      auto key = name();
      skip_blanks();
      if (key.empty() || !take("=")) return false;
      skip_blanks();
      if (in_.empty() || (in_.front() != '"' && in_.front() != '\'')) return false;
      char quote = in_.front();
      auto close = in_.find(quote, 1);
      auto value = close == std::string_view::npos ? std::nullopt : unescaped(in_.substr(1, close - 1));
      if (!value) return false;
      in_.remove_prefix(close + 1);
      out.attributes[local_name(key)] = *value;
    }
    return true;
  }
  std::optional<XmlElement> element(int depth) {
    if (depth > kDeepest || !take("<")) return std::nullopt;
    auto full = name();
    XmlElement out;
    out.name = local_name(full);
    if (out.name.empty() || out.name.front() == '!' || !attributes(out)) return std::nullopt;
    if (take("/>")) return out;
    if (!take(">")) return std::nullopt;
    while (!in_.empty()) {
      if (take("</")) {
        bool same = name() == full;
        skip_blanks();
        if (!same || !take(">")) return std::nullopt;
        return out;
      }
      if (take("<![CDATA[")) {
        auto end = in_.find("]]>");
        out.text += in_.substr(0, end);
        if (!skip_to("]]>")) return std::nullopt;
      } else if (in_.starts_with("<!--")) {
        if (!skip_to("-->")) return std::nullopt;
      } else if (in_.starts_with("<?")) {
        if (!skip_to("?>")) return std::nullopt;
      } else if (in_.front() == '<') {
        auto child = element(depth + 1);
        if (!child) return std::nullopt;
        out.children.push_back(std::move(*child));
      } else {
        auto text = unescaped(in_.substr(0, in_.find('<')));
        if (!text) return std::nullopt;
        out.text += *text;
        in_.remove_prefix(std::min(in_.find('<'), in_.size()));
      }
    }
    return std::nullopt;
  }

  std::string_view in_;
};

}  // namespace

const XmlElement* XmlElement::find(std::string_view child) const {
  for (const auto& one : children)
    if (one.name == child) return &one;
  return nullptr;
}

const XmlElement* XmlElement::find_deep(std::string_view descendant) const {
  if (name == descendant) return this;
  for (const auto& one : children)
    if (const XmlElement* found = one.find_deep(descendant)) return found;
  return nullptr;
}

std::string XmlElement::attribute(const std::string& attribute_name) const {
  auto it = attributes.find(attribute_name);
  return it == attributes.end() ? "" : it->second;
}

std::optional<XmlElement> parse_xml(std::string_view text) { return Reader(text).document(); }

}  // namespace lambent
