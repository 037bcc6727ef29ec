// Sent mail as the console and the command line see it.
#include "mocks/ses/mail_parts.h"
#include "tests/ses/world.h"

namespace lambent::ses {
namespace {

const std::string kRaw =
    "From: a@one.example\r\nTo: b@two.example\r\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"m\"\r\n\r\n--m\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n<!DOCTYPE html><p>hi <img src=\"cid:logo\"></p>\r\n--r\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nAQID\r\n--r--\r\n--m\r\nContent-Type: application/pdf; name=\"../a b.pdf\"\r\nContent-Disposition: attachment; "
    "filename=\"../a b.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--m--\r\n";

struct Views : testing::Test {
  Views() { w.seed(R"({"VerifiedIdentities": ["one.example", "two.example"], "MaxSendRate": 1000})"); }
  Json view(const std::string& target) { return parse_json(w.http("GET", "/_lambent/api/v1/emails" + target).body); }
  std::string send(const std::string& change = "{}") { return text_at(w.call("SendEmail", World::mail(change)), "MessageId"); }
  std::string send_raw() { return text_at(w.call("SendRawEmail", object({{"RawMessage", object({{"Data", kRaw}})}})), "MessageId"); }
  World w;
};

TEST_F(Views, TheListPagesAndFilters) {
  std::string first = send();
  send(R"({"Message": {"Subject": {"Data": "Invoice"}, "Body": {"Text": {"Data": "pay\nnow"}}}})");
  send(R"({"Destination": {"ToAddresses": ["c@two.example"]}})");
  Json all = view("");
  ASSERT_EQ(all["items"].size(), 3u);
  EXPECT_EQ(text_at(all["items"][0], "id"), first);
  EXPECT_EQ(int_at(all["items"][0], "span"), 1);
  EXPECT_EQ(text_at(all["items"][1], "snippet"), "pay now");
  EXPECT_EQ(view("?q=invoice")["items"].size(), 1u);
  EXPECT_EQ(view("?to=C@TWO")["items"].size(), 1u);
  Json page = view("?limit=2");
  EXPECT_EQ(text_at(page["items"][0], "subject"), "Invoice");
  Json back = view("?limit=2&before=" + std::to_string(int_at(page, "next")));
  EXPECT_EQ(text_at(back["items"][0], "id"), first);
  EXPECT_TRUE(back["next"].is_null());
  EXPECT_EQ(view("?after=" + std::to_string(int_at(all["items"][1], "seq")))["items"].size(), 1u);
  EXPECT_EQ(w.http("GET", "/_lambent/api/v1/emails?from=x").status, 400);
  EXPECT_EQ(w.http("DELETE", "/_lambent/api/v1/emails").status, 204);
  EXPECT_EQ(view("")["items"].size(), 0u);
  EXPECT_EQ(w.http("GET", "/_lambent/api/v1/emails/" + first).status, 404);
}

TEST_F(Views, OneMailIsShownWithItsBodiesAndBytes) {
  std::string id = send(R"({"Message": {"Subject": {"Data": "Grüße"}, "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<b>html</b>"}}}})");
  Json one = view("/latest");
  EXPECT_EQ(text_at(one, "id"), id);
  EXPECT_EQ(text_at(one, "html"), "<b>html</b>");
  EXPECT_EQ(one["to"], parse_json(R"(["b@two.example"])"));
  EXPECT_EQ(w.http("GET", "/_lambent/api/v1/emails/" + id + "/body.txt").body, "text");
  HttpResponse raw = w.http("GET", "/_lambent/api/v1/emails/" + id + "/raw");
  EXPECT_EQ(raw.headers.get("Content-Type"), "message/rfc822");
  EXPECT_NE(raw.body.find("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"), std::string::npos);
  MailRow again;
  again.raw = raw.body;
  auto parts = parts_of(again);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].content, "text");
  EXPECT_EQ(parts[1].content, "<b>html</b>");
}

TEST_F(Views, HtmlComesWhereNothingCanRun) {
  send_raw();
  HttpResponse html = w.http("GET", "/_lambent/api/v1/emails/latest/body.html");
  EXPECT_EQ(html.body, "<!DOCTYPE html><base target=\"_blank\"><p>hi <img src=\"data:image/png;base64,AQID\"></p>");
  EXPECT_EQ(html.headers.get("Content-Security-Policy"),
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox");
  HttpResponse remote = w.http("GET", "/_lambent/api/v1/emails/latest/body.html?remote=1");
  EXPECT_NE(remote.headers.get("Content-Security-Policy").find("img-src data: http: https:;"), std::string::npos);
  EXPECT_EQ(w.http("GET", "/_lambent/api/v1/emails/latest/body.txt").status, 404);
}

TEST_F(Views, PartsAreDownloadsWithCleanNames) {
  send_raw();
  Json one = view("/latest");
  ASSERT_EQ(one["parts"].size(), 3u);
  EXPECT_EQ(text_at(one["parts"][2], "name"), "../a b.pdf");
  EXPECT_EQ(one["parts"][2]["attachment"], true);
  HttpResponse part = w.http("GET", "/_lambent/api/v1/emails/latest/parts/2");
  EXPECT_EQ(part.body, "%PDF");
  EXPECT_EQ(part.headers.get("Content-Disposition"), "attachment; filename=\"ab.pdf\"");
  for (const char* none : {"3", "-1", "x", "99999999999999999999"}) EXPECT_EQ(w.http("GET", std::string("/_lambent/api/v1/emails/latest/parts/") + none).status, 404) << none;
  EXPECT_EQ(w.http("GET", "/_lambent/api/v1/emails/none").status, 404);
}

TEST(MailParts, TakeAnyBytes) {
  MailRow mail;
  for (const char* bytes : {"", "\r\n", "Content-Type: multipart/mixed\r\n\r\nx", "Content-Type: multipart/mixed; boundary=\"\r\n\r\n--", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b"}) {
    mail.raw = bytes;
    parts_of(mail);
  }
  std::string deep = "x";
  for (int i = 0; i < 100; ++i) {
    std::string b = "b" + std::to_string(i);
    deep = "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n" + deep + "\r\n--" + b + "--\r\n";
  }
  mail.raw = deep;
  EXPECT_TRUE(parts_of(mail).empty()) << "what is too deep is left out";
}

}  // namespace
}  // namespace lambent::ses
