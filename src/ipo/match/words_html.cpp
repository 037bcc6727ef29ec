#include "ipo/match/display.h"
#include "ipo/match/html.h"
#include "ipo/match/values.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

class HtmlNode : public Node {
 public:
  struct Wanted {
    NodePtr text, links;
    std::vector<std::pair<std::string, HtmlSelector>> has;
  };
  explicit HtmlNode(Wanted wanted) : wanted_(std::move(wanted)) {}
  std::string describe(const Context&) const override { return "HTML"; }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    if (!actual->is_string()) return scope.differs(*this, actual, std::string("HTML is expected, not ") + type_name(*actual));
    const auto& html = actual->get_ref<const std::string&>();
    scope.spend(1 + html.size() / 256);
    std::string why;
    auto page = read_html(html, why);
    if (!page) return scope.differs(*this, actual, why);
    if (wanted_.text) {
      const Json text = page->text;
      auto here = scope.enter(".text");
      wanted_.text->compare(&text, scope);
    }
    if (wanted_.links) {
      const Json links = page->links;
      auto here = scope.enter(".links");
      wanted_.links->compare(&links, scope);
    }
    for (const auto& [text, selector] : wanted_.has) {
      scope.spend(1 + page->elements.size() / 16);
      if (!page->has(selector)) scope.finding(*this, ".has", "an element " + text, nullptr);
    }
  }
  const Wanted wanted_;
};

}  // namespace

NodePtr make_html(const Argument& argument, Compiler& compiler) {
  const Json& value = argument.value;
  if (!value.is_object() || value.empty()) return compiler.wrong(argument, R"({"text": ..., "links": [...], "has": "a.button"})");
  if (!only_members(argument, {"text", "links", "has"}, compiler)) return compiler.wrong(argument, "text, links and has");
  HtmlNode::Wanted wanted;
  if (value.contains("text")) wanted.text = compiler.compile_at(argument, "text");
  if (value.contains("links")) wanted.links = compiler.compile_at(argument, "links");
  if (value.contains("has")) {
    const Json& has = value["has"];
    for (const Json& one : has.is_array() ? has : Json::array({has})) {
      std::string why = "a CSS selector is a text";
      auto selector = one.is_string() ? HtmlSelector::parse(one.get_ref<const std::string&>(), why) : std::nullopt;
      if (!selector) return compiler.wrong(argument.place + "/has", "no selector: " + shown(one, 80) + ": " + why, "a.button, #total, td[align='right'], p > b");
      wanted.has.emplace_back(shown(one, 200), std::move(*selector));
    }
  }
  return compiler.make<HtmlNode>(argument, std::move(wanted));
}

}  // namespace lambent::ipo
