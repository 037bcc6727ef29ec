#include "ipo/match/html.h"

#include "judged.h"

namespace lambent::ipo {
namespace {

HtmlPage page(std::string_view html) {
  std::string why;
  auto out = read_html(html, why);
  EXPECT_TRUE(out) << why;
  return out ? *out : HtmlPage{};
}

constexpr const char* kMail = R"(<!DOCTYPE html><html><head><title>Hidden</title><style>p {color: red}</style></head><body>
<div style="Display : none">Preheader</div>
<h1>Hello&nbsp;Ada &amp; <em>friends</em></h1>
<p>Your code<br>is   <b>42</b>.</p>
<table><tr><td>Total</td><td>9&euro;</td></tr></table>
<script>alert(1)</script><!-- note -->
<a class="button big" href="https://example.com/confirm?a=1&amp;b=2">Confirm</a> <a name="x">no link</a>
<a href="https://example.com/hidden" hidden>gone</a>
</body></html>)";

TEST(Html, TextIsWhatAReaderSees) {
  EXPECT_EQ(page(kMail).text, "Hello Ada & friends\nYour code\nis 42.\nTotal 9€\nConfirm no link");
  EXPECT_EQ(page("plain text\n with lines").text, "plain text with lines");
  EXPECT_EQ(page("").text, "");
  EXPECT_EQ(page("<p>un<b>closed<p>next").text, "unclosed\nnext");
}

TEST(Html, LinksAreThoseThatAreSeen) { EXPECT_EQ(page(kMail).links, std::vector<std::string>{"https://example.com/confirm?a=1&b=2"}); }

TEST(Html, Selectors) {
  auto mail = page(kMail);
  auto has = [&](const char* selector) {
    std::string why;
    auto read = HtmlSelector::parse(selector, why);
    EXPECT_TRUE(read) << selector << ": " << why;
    return read && mail.has(*read);
  };
  for (const char* yes : {"a.button", "a.button.big", "*", "table td", "tr > td", "A[HREF]", "a[href^='https:']", "a[href$=\"b=2\"]", "a[href*=confirm]", "[name=x]", "video, h1", "body > h1 > em", "[class~=big]"})
    EXPECT_TRUE(has(yes)) << yes;
  for (const char* no : {"a.butt", "table > td", "h1 > b", "#x", "a[href=confirm]", "td table", "p em", "[class=big]"}) EXPECT_FALSE(has(no)) << no;
  std::string why;
  for (const char* bad : {"", "a[", "a[href", "a[href=", "a >", "> a", "a,", ".", "#", "a:hover", "a[x='1]"}) EXPECT_FALSE(HtmlSelector::parse(bad, why)) << bad;
}

TEST(Html, TheWord) {
  EXPECT_EQ(judged(R"({"$html": {"text": {"$contains": "Ada"}, "links": ["https://x/"], "has": ["a", "p > b"]}})", R"j("<p>Ada <b>!</b> <a href='https://x/'>y</a></p>")j"), "");
  EXPECT_EQ(judged(R"({"html": {"$html": {"text": "Ada", "links": [], "has": "a.button"}}})", R"j({"html": "<p>Eve <a href='/'>y</a></p>"})j"),
            "changed html.text|\"Ada\"|\"Eve y\"\nextra html.links[0]|(not expected)|\"/\"\nmissing html.has|an element \"a.button\"|(absent)");
  expect_fail({{R"({"$html": {"text": "a"}})", "1"}, {R"({"$html": {"text": "$any"}})", "null"}});
}

TEST(Html, BadAndHugeInputEnds) {
  std::string deep, open;
  for (int i = 0; i < 15'000; ++i) deep += "<div>";
  EXPECT_EQ(page(deep + "x").text, "x");
  std::string why;
  for (int i = 0; i < 30'000; ++i) open += "<b id=" + std::to_string(i) + ">";
  EXPECT_FALSE(read_html(open, why));
  EXPECT_FALSE(read_html(std::string(3u << 20, 'x'), why));
  EXPECT_EQ(page(std::string("a\0b<\xff>", 6)).elements.size() > 0, true);
}

}  // namespace
}  // namespace lambent::ipo
