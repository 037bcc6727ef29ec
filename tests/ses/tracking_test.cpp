#include "mocks/ses/tracking.h"

#include "base/text.h"
#include "mocks/ses/raw_tracking.h"
#include "tests/ses/topics.h"

namespace lambent::ses {
namespace {

std::string clicks(const std::string& html, std::vector<TrackedLink>& links) { return with_click_tracking(html, "http://h", "id", links); }

TEST(Tracking, LinksLeadThroughLambent) {
  std::vector<TrackedLink> links;
  EXPECT_EQ(clicks(R"(<p>a</p><a class=x href="https://one.example/?a=1&amp;b=2">x</a><A HREF='http://two.example'>y</A><a href=http://three.example>z</a>)", links),
            R"(<p>a</p><a class=x href="http://h/_lambent/ses/click/id/1">x</a><A href="http://h/_lambent/ses/click/id/2">y</A><a href="http://h/_lambent/ses/click/id/3">z</a>)");
  ASSERT_EQ(links.size(), 3u);
  EXPECT_EQ(links[0].url, "https://one.example/?a=1&b=2");
  EXPECT_EQ(links[2].url, "http://three.example");
}

TEST(Tracking, SomeLinksAreLeftAloneAndSomeHaveTags) {
  std::vector<TrackedLink> links;
  EXPECT_EQ(clicks(R"(<a ses:no-track href="http://a.example">a</a><a href="mailto:x@y">m</a><a href="#top">t</a><abbr href="http://x">n</abbr><a>none</a>)", links),
            R"(<a href="http://a.example">a</a><a href="mailto:x@y">m</a><a href="#top">t</a><abbr href="http://x">n</abbr><a>none</a>)");
  EXPECT_EQ(clicks(R"(<a ses:tags="colour:red;size:big" href="http://b.example">b</a>)", links), R"(<a href="http://h/_lambent/ses/click/id/1">b</a>)");
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(dump(links[0].tags), R"({"colour":["red"],"size":["big"]})");
}

TEST(Tracking, BrokenHtmlStaysAsItIs) {
  std::vector<TrackedLink> links;
  for (const char* html : {"<a href=\"http://x", "<a ", "<", "<a =\"x\"", "<a href", ""}) EXPECT_EQ(clicks(html, links), html);
  EXPECT_EQ(links.size(), 0u);
  std::string many;
  for (int i = 0; i < 300; ++i) many += "<a href=\"http://x.example\">";
  clicks(many, links);
  EXPECT_EQ(links.size(), 250u);
}

TEST(Tracking, ThePictureHasItsPlace) {
  auto opens = [](const std::string& html) { return with_open_tracking(html, "http://h", "id"); };
  const std::string picture = opens("");
  EXPECT_NE(picture.find("http://h/_lambent/ses/open/id"), std::string::npos);
  EXPECT_EQ(opens("<body>x</BODY>"), "<body>x" + picture + "</BODY>");
  EXPECT_EQ(opens("a{{ses:openTracker}}b{{ses:openTracker}}</body>"), "a" + picture + "b</body>");
}

TEST(Tracking, CustomDomainsAndTheirPolicies) {
  ConfigurationSetRow set;
  EXPECT_EQ(tracking_base("http://localhost:4566", set).opens, "http://localhost:4566");
  set.redirect_domain = "l.example";
  EXPECT_EQ(tracking_base("http://localhost:4566", set).clicks, "http://l.example:4566");
  set.https_policy = "REQUIRE";
  EXPECT_EQ(tracking_base("http://localhost:4566", set).clicks, "https://l.example");
  set.https_policy = "REQUIRE_OPEN_ONLY";
  EXPECT_EQ(tracking_base("http://localhost:4566", set).opens, "https://l.example");
  EXPECT_EQ(tracking_base("http://localhost:4566", set).clicks, "http://l.example:4566");
}

std::string link_in(const std::string& html, const std::string& kind) {
  auto at = html.find("/_lambent/ses/" + kind);
  return at == std::string::npos ? "" : html.substr(at, html.find('"', at) - at);
}

TEST(Tracking, OpensAndClicksAreTold) {
  EventWorld w;
  w.tell(R"(["OPEN", "CLICK"])");
  Json body = parse_json(R"({"Message": {"Subject": {"Data": "s"}, "Body": {"Html": {"Data": "<body><a ses:tags=\"k:v\" href=\"https://shop.example/?a=1\">x</a></body>"}}}})");
  std::string id = w.send_to("b@two.example", dump(body));
  const std::string html = text_at(w.outbox("?id=" + id)[0]["Body"], "html_part");
  HttpResponse picture = w.http("GET", link_in(html, "open"));
  w.settle();
  EXPECT_EQ(picture.status, 200);
  EXPECT_EQ(picture.headers.get("Content-Type"), "image/gif");
  EXPECT_TRUE(picture.body.starts_with("GIF89a"));
  EXPECT_EQ(dump(w.topics.last()["open"]), R"({"ipAddress":"127.0.0.1","timestamp":"2023-11-14T22:13:20.000Z","userAgent":"reader/1.0"})");
  HttpResponse moved = w.http("GET", link_in(html, "click"));
  w.settle();
  EXPECT_EQ(moved.status, 302);
  EXPECT_EQ(moved.headers.get("Location"), "https://shop.example/?a=1");
  EXPECT_EQ(w.topics.last()["click"]["link"], "https://shop.example/?a=1");
  EXPECT_EQ(w.topics.last()["click"]["linkTags"], parse_json(R"({"k": ["v"]})"));
  EXPECT_EQ(w.topics.last()["mail"]["messageId"], id);
  EXPECT_EQ(w.http("GET", "/_lambent/ses/click/" + id + "/2").status, 404);
  EXPECT_EQ(w.http("GET", "/_lambent/ses/click/" + id + "/x").status, 404);
  EXPECT_EQ(w.http("GET", "/_lambent/ses/open/none").status, 404);
}

TEST(Tracking, RawMailsAreWrittenAnewOnlyWhereTheyAreHtml) {
  const std::string before = "From: a@x\r\nContent-Type: multipart/alternative;\r\n boundary=\"b\"\r\n\r\npreamble\r\n--b\r\nContent-Type: text/plain\r\n\r\ntext <a>\r\n--b\r\n";
  const std::string html = "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nX-Part: 1\r\n\r\n<a href=3D\"http://x.exam=\r\nple\">x</a>";
  const std::string after = "\r\n--b--\r\nepilogue";
  std::string seen;
  auto change = [&](std::string text) {
    seen = text;
    return text + "!";
  };
  const std::string changed = "Content-Type: text/html\r\nX-Part: 1\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_encode("<a href=\"http://x.example\">x</a>!") + "\r\n";
  EXPECT_EQ(with_html_changed(before + html + after, change), before + changed + after);
  EXPECT_EQ(seen, "<a href=\"http://x.example\">x</a>");
  auto keep = [](std::string text) { return text; };
  for (const std::string& odd : {before + html + after, before + html, before, std::string("no header"), std::string(), std::string("Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n")})
    EXPECT_EQ(with_html_changed(odd, keep), odd);
  const std::string attached = "Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<a>";
  EXPECT_EQ(with_html_changed(attached, change), attached);
}

TEST(Tracking, OfARawMail) {
  EventWorld w;
  w.tell(R"(["CLICK"])");
  Json input = object({{"ConfigurationSetName", "cs"}, {"RawMessage", object({{"Data", "From: a@one.example\nTo: b@two.example\nSubject: s\nContent-Type: text/html\n\n<a href=\"http://x.example/\">x</a>"}})}});
  std::string id = text_at(w.call("SendRawEmail", input), "MessageId");
  ASSERT_EQ(w.fault(), "none");
  const std::string raw = text_at(w.outbox("?id=" + id)[0], "RawData");
  auto html = base64_decode(raw.substr(raw.find("\r\n\r\n") + 4));
  ASSERT_TRUE(html) << raw;
  HttpResponse moved = w.http("GET", link_in(*html, "click"));
  EXPECT_EQ(moved.headers.get("Location"), "http://x.example/");
}

TEST(Tracking, NobodyAskedForIt) {
  EventWorld w;
  w.tell(R"(["SEND"])");
  Json body = parse_json(R"({"Message": {"Subject": {"Data": "s"}, "Body": {"Html": {"Data": "<a href=\"https://shop.example/\">x</a>"}}}})");
  std::string id = w.send_to("b@two.example", dump(body));
  EXPECT_EQ(text_at(w.outbox("?id=" + id)[0]["Body"], "html_part"), "<a href=\"https://shop.example/\">x</a>");
}

}  // namespace
}  // namespace lambent::ses
