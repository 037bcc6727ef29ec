// HTML mails as their reader sees them.
//
//   std::string why;
//   auto page = read_html("<p>Hello <b>Ada</b></p><a class=button href='https://x/1'>Confirm</a>", why);
//   page->text    // "Hello Ada\nConfirm"
//   page->links   // {"https://x/1"}
//   page->has(*HtmlSelector::parse("a.button[href^='https:']", why))
//
// Text: white space collapsed, a line per block (also <br>, rows of tables, items of lists), cells apart by a blank, empty
// lines left out, entities decoded. What is not seen is not there: head, script, style, template, comments, elements with
// `hidden` or the style display:none. Links: the href of every <a> and <area> that is seen, in order, as written.
// Parsing never fails on bad HTML, as browsers do not; read_html gives nothing, and the reason, for more than 2 MiB, more
// than 20'000 elements or 200 formatting elements left open, which would take too long.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::ipo {

// A CSS selector of tag, *, #id, .class, [attribute], [attribute='value'] with = ^= $= *= ~=, joined by blanks (inside), >
// (directly inside) and commas (or). Tags and attributes in any case, values exactly.
class HtmlSelector {
 public:
  static std::optional<HtmlSelector> parse(std::string_view text, std::string& why);

  struct Attribute {
    std::string name, value;
    char op = 0;  // 0 present, '=' equal, '^' '$' '*' begins, ends, contains, '~' a word of it
  };
  struct Compound {
    std::string tag;  // empty is any
    std::vector<Attribute> attributes;
    bool direct = false;  // joined to the one before by '>'
  };
  const std::vector<std::vector<Compound>>& choices() const { return choices_; }

 private:
  std::vector<std::vector<Compound>> choices_;
};

struct HtmlElement {
  std::string tag;
  std::vector<std::pair<std::string, std::string>> attributes;  // names in lower case
  size_t parent = SIZE_MAX;                                     // index in HtmlPage::elements
};

struct HtmlPage {
  std::string text;
  std::vector<std::string> links;
  std::vector<HtmlElement> elements;  // in the order of the document, seen or not
  bool has(const HtmlSelector& selector) const;
};

std::optional<HtmlPage> read_html(std::string_view html, std::string& why);

}  // namespace lambent::ipo
