#include <algorithm>

#include "base/text.h"
#include "ipo/match/html.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMostCompounds = 32;

bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Reader {
 public:
  Reader(std::string_view text, std::string& why) : text_(text), why_(why) {}

  bool read(std::vector<std::vector<HtmlSelector::Compound>>& out) {
    do {
      out.emplace_back();
      if (!chain(out.back())) return false;
    } while (take(','));
    return at_ == text_.size() || fail("unexpected character");
  }

 private:
  bool chain(std::vector<HtmlSelector::Compound>& out) {
    bool direct = false;
    blanks();
    for (;;) {
      HtmlSelector::Compound compound;
      if (!read_compound(compound)) return false;
      compound.direct = direct;
      out.push_back(std::move(compound));
      if (out.size() > kMostCompounds) return fail("too long");
      blanks();
      if (at_ == text_.size() || text_[at_] == ',') return true;
      direct = take('>');
      blanks();
    }
  }

  bool read_compound(HtmlSelector::Compound& out) {
    const size_t from = at_;
    if (!take('*')) out.tag = lower(name());
    for (;;) {
      if (take('#') || take('.')) {
        const bool id = text_[at_ - 1] == '#';
        auto word = name();
        if (word.empty()) return fail("a name is wanted");
        out.attributes.push_back({id ? "id" : "class", word, id ? '=' : '~'});
      } else if (take('[')) {
        if (!attribute(out)) return false;
      } else {
        break;
      }
    }
    return at_ > from || fail("a tag, #id, .class or [attribute] is wanted");
  }

  bool attribute(HtmlSelector::Compound& out) {
    HtmlSelector::Attribute made;
    blanks();
    made.name = lower(name());
    if (made.name.empty()) return fail("the name of an attribute is wanted");
    blanks();
    for (char op : {'^', '$', '*', '~'})
      if (text_.substr(at_).starts_with(std::string{op, '='})) {
        made.op = op;
        ++at_;
      }
    if (take('=')) {
      if (!made.op) made.op = '=';
      blanks();
      if (!value(made.value)) return false;
      blanks();
    }
    out.attributes.push_back(std::move(made));
    return take(']') || fail("']' is wanted");
  }

  bool value(std::string& out) {
    const char quote = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'') ? text_[at_++] : '\0';
    if (!quote) {
      out = name();
      return !out.empty() || fail("a value is wanted");
    }
    const auto end = text_.find(quote, at_);
    if (end == std::string_view::npos) return fail("the value has no end");
    out = text_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  std::string name() {
    const size_t from = at_;
    while (at_ < text_.size() && name_character(text_[at_])) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
  }
  bool fail(std::string_view what) {
    why_ = std::string(what) + " at character " + std::to_string(at_ + 1);
    return false;
  }

  std::string_view text_;
  std::string& why_;
  size_t at_ = 0;
};

bool has_attribute(const HtmlElement& element, const HtmlSelector::Attribute& wanted) {
  for (const auto& [name, value] : element.attributes) {
    if (name != wanted.name) continue;
    switch (wanted.op) {
      case 0: return true;
      case '=': return value == wanted.value;
      case '^': return !wanted.value.empty() && value.starts_with(wanted.value);
      case '$': return !wanted.value.empty() && value.ends_with(wanted.value);
      case '*': return !wanted.value.empty() && value.find(wanted.value) != std::string::npos;
      default: {
        auto words = split(replace_all(replace_all(value, "\n", " "), "\t", " "), ' ');
        return !wanted.value.empty() && std::find(words.begin(), words.end(), wanted.value) != words.end();
      }
    }
  }
  return false;
}

bool fits(const HtmlElement& element, const HtmlSelector::Compound& compound) {
  return (compound.tag.empty() || compound.tag == element.tag) &&
         std::all_of(compound.attributes.begin(), compound.attributes.end(), [&](const auto& wanted) { return has_attribute(element, wanted); });
}

}  // namespace

std::optional<HtmlSelector> HtmlSelector::parse(std::string_view text, std::string& why) {
  HtmlSelector out;
  if (!Reader(text, why).read(out.choices_)) return std::nullopt;
  return out;
}

// For each part of a chain, from the outermost on: which elements end it. One pass a part, parents before children.
bool HtmlPage::has(const HtmlSelector& selector) const {
  for (const auto& chain : selector.choices()) {
    std::vector<bool> ends(elements.size());
    for (size_t part = 0; part < chain.size(); ++part) {
      std::vector<bool> now(elements.size()), below(elements.size());  // below: an ancestor ended the part before
      for (size_t i = 0; i < elements.size(); ++i) {
        const size_t parent = elements[i].parent;
        if (part > 0 && parent != SIZE_MAX) below[i] = ends[parent] || below[parent];
        const bool joined = part == 0 || (parent != SIZE_MAX && (chain[part].direct ? ends[parent] : below[i]));
        now[i] = joined && fits(elements[i], chain[part]);
      }
      ends = std::move(now);
    }
    if (std::find(ends.begin(), ends.end(), true) != ends.end()) return true;
  }
  return false;
}

}  // namespace lambent::ipo
