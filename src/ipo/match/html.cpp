#include "ipo/match/html.h"

#include <gumbo.h>

#include <algorithm>

#include "base/text.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMostBytes = 2u << 20;
constexpr size_t kMostTags = 20'000;
constexpr size_t kMostOpenFormatting = 200;  // the parser reopens each of them in every block

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), name) != names.end(); }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Cheap bounds before the parser, which recurses and copies, sees anything.
bool affordable(std::string_view html) {
  if (html.size() > kMostBytes) return false;
  size_t tags = 0, opened = 0, closed = 0;
  for (size_t i = 0; i + 1 < html.size(); ++i) {
    if (html[i] != '<') continue;
    const bool end = html[i + 1] == '/';
    size_t from = i + (end ? 2 : 1), to = from;
    while (to < html.size() && letter(html[to]) && to - from < 10) ++to;
    if (to == from) continue;
    tags += !end;
    if (one_of(lower(html.substr(from, to - from)), {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}))
      ++(end ? closed : opened);
  }
  return tags <= kMostTags && opened <= closed + kMostOpenFormatting;
}

bool breaks_line(std::string_view tag) {
  return one_of(tag, {"p", "div", "br", "hr", "tr", "li", "ul", "ol", "dl", "dt", "dd", "table", "tbody", "thead", "tfoot", "caption", "h1", "h2", "h3", "h4", "h5", "h6",
                      "section", "article", "header", "footer", "main", "nav", "aside", "blockquote", "pre", "address", "center", "form", "fieldset", "figure",
                      "figcaption", "details", "summary", "body"});
}

// The text as lines, with white space collapsed.
class Lines {
 public:
  void add(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (blank(text[i])) {
        gap_ = true;
      } else if (text.substr(i).starts_with("\xC2\xA0")) {  // a no-break space looks like a blank
        gap_ = true;
        ++i;
      } else {
        if (gap_ && !line_.empty()) line_ += ' ';
        gap_ = false;
        line_ += text[i];
      }
    }
  }
  void apart() { gap_ = true; }
  void end_line() {
    if (!line_.empty()) out_ += (out_.empty() ? "" : "\n") + line_;
    line_.clear();
    gap_ = false;
  }
  std::string take() {
    end_line();
    return std::move(out_);
  }

 private:
  std::string out_, line_;
  bool gap_ = false;
};

bool hides(const GumboElement& element, std::string_view tag) {
  if (one_of(tag, {"head", "script", "style", "template", "title", "noscript", "object", "iframe"})) return true;
  if (gumbo_get_attribute(&element.attributes, "hidden")) return true;
  const GumboAttribute* style = gumbo_get_attribute(&element.attributes, "style");
  if (!style) return false;
  std::string text = lower(style->value);
  std::erase_if(text, blank);
  return text.find("display:none") != std::string::npos;
}

std::string tag_name(const GumboElement& element) {
  if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
  GumboStringPiece name = element.original_tag;
  gumbo_tag_from_original_text(&name);
  return lower({name.data, name.length});
}

// Walks without recursion: a mail may be nested as deep as it has elements.
class Reader {
 public:
  explicit Reader(HtmlPage& page) : page_(page) {}

  void walk(const GumboNode* root) {
    std::vector<Open> open;
    enter(root, open);
    while (!open.empty()) {
      Open& here = open.back();
      const GumboVector* children = child_list(here.node);
      if (children && here.next < children->length) {
        enter(static_cast<const GumboNode*>(children->data[here.next++]), open);
        continue;
      }
      leave(here);
      open.pop_back();
    }
    page_.text = lines_.take();
  }

 private:
  struct Open {
    const GumboNode* node;
    unsigned next;
    size_t element;  // the nearest element
    bool hidden;
    std::string tag;
  };

  static const GumboVector* child_list(const GumboNode* node) {
    if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE ? &node->v.element.children : nullptr;
  }

  void enter(const GumboNode* node, std::vector<Open>& open) {
    const size_t parent = open.empty() ? SIZE_MAX : open.back().element;
    const bool hidden = !open.empty() && open.back().hidden;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA) {
      if (!hidden) lines_.add(node->v.text.text);
      return;
    }
    if (node->type == GUMBO_NODE_DOCUMENT) return open.push_back({node, 0, SIZE_MAX, false, ""});
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) return;
    const GumboElement& element = node->v.element;
    Open here{node, 0, page_.elements.size(), false, tag_name(element)};
    here.hidden = hidden || hides(element, here.tag);
    HtmlElement made{here.tag, {}, parent};
    for (unsigned i = 0; i < element.attributes.length; ++i) {
      const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
      made.attributes.emplace_back(lower(attribute->name), attribute->value);
    }
    page_.elements.push_back(std::move(made));
    if (!here.hidden) {
      if (breaks_line(here.tag)) lines_.end_line();
      if (one_of(here.tag, {"td", "th"})) lines_.apart();
      const GumboAttribute* href = one_of(here.tag, {"a", "area"}) ? gumbo_get_attribute(&element.attributes, "href") : nullptr;
      if (href) page_.links.emplace_back(href->value);
    }
    open.push_back(std::move(here));
  }

  void leave(const Open& here) {
    if (!here.hidden && breaks_line(here.tag)) lines_.end_line();
  }

  HtmlPage& page_;
  Lines lines_;
};

}  // namespace

std::optional<HtmlPage> read_html(std::string_view html, std::string& why) {
  if (!affordable(html)) {
    why = "too large, or too many elements, to be read as HTML";
    return std::nullopt;
  }
  // Destroyed by its own function, which wants the options too.
  struct Parsed {
    explicit Parsed(std::string_view text) {
      options.max_errors = 0;  // each error about an open element would hold a copy of all open elements
      output = gumbo_parse_with_options(&options, text.data(), text.size());
    }
    ~Parsed() { gumbo_destroy_output(&options, output); }
    Parsed(const Parsed&) = delete;
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput* output = nullptr;
  };
  Parsed parsed(html);
  HtmlPage page;
  Reader(page).walk(parsed.output->document);
  return page;
}

}  // namespace lambent::ipo
