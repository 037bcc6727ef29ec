#include "mocks/ses/mime.h"
#include "tests/ses/world.h"

namespace lambent::ses {
namespace {

const char* kMultipart =
    "From: =?utf-8?Q?Ann_=C3=84?= <a@one.example>\r\n"
    "To: b@two.example,\r\n \"Last, First\" <c@two.example>\r\n"
    "Bcc: d@two.example\r\n"
    "Subject: =?utf-8?B?R3LDvMOfZQ==?= =?utf-8?Q?_an_alle?=\r\n"
    "X-SES-MESSAGE-TAGS: k=v, k2=v2\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n"
    "preamble\r\n--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n"
    "--inner\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9 =\r\nau lait\r\n"
    "--inner\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+aGk8L2I+\r\n--inner--\r\n"
    "--outer\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nattached\r\n--outer--\r\n";

Json raw(const std::string& bytes) { return object({{"RawMessage", object({{"Data", bytes}})}}); }

struct Raw : testing::Test {
  Raw() { w.seed(R"({"VerifiedIdentities": ["a@one.example", "two.example"]})"); }
  World w;
};

TEST_F(Raw, TheHeaderSaysWhoGetsWhat) {
  w.call("SendRawEmail", raw(kMultipart));
  ASSERT_EQ(w.fault(), "none");
  const auto& entry = std::get<MessageEntry>(w.journal.entries().back().data);
  EXPECT_EQ(entry.to, (std::vector<std::string>{"b@two.example", "\"Last, First\" <c@two.example>", "d@two.example"}));
  EXPECT_EQ(entry.subject, "Grüße an alle");
  EXPECT_EQ(entry.text, "café au lait");
  Json sent = w.outbox().at(0);
  EXPECT_FALSE(has(sent, "Destination"));
  EXPECT_EQ(sent["Tags"], parse_json(R"([{"Name": "k", "Value": "v"}, {"Name": "k2", "Value": "v2"}])"));
  std::string data = text_at(sent, "RawData");
  EXPECT_EQ(data.find("Bcc:"), std::string::npos);
  EXPECT_EQ(data.find("X-SES-"), std::string::npos);
  EXPECT_NE(data.find("attached"), std::string::npos);
}

TEST_F(Raw, ParametersWinOverTheHeader) {
  Json input = raw("From: a@one.example\nTo: x@no.example\n\nhi");
  input["Destinations"] = text_array({"b@two.example"});
  w.call("SendRawEmail", input);
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(w.outbox().at(0)["RawData"], "From: a@one.example\nTo: x@no.example\n\nhi") << "nothing had to be removed";
  set_text(input, "Source", "s@no.example");
  w.call("SendRawEmail", input);
  EXPECT_EQ(w.fault(), "MessageRejected: Email address is not verified. The following identities failed the check in region US-EAST-1: s@no.example");
}

TEST_F(Raw, WhatIsMissingIsNamed) {
  EXPECT_EQ(w.fault_of("SendRawEmail", raw("Subject: x\n\nhi")), "InvalidParameterValue: Missing required header 'From'.");
  EXPECT_EQ(w.fault_of("SendRawEmail", raw("From: a@one.example\n\nhi")), "InvalidParameterValue: At least one destination address is required.");
  EXPECT_EQ(w.fault_of("SendRawEmail", raw("From: a@one.example, b@two.example\nTo: b@two.example\n\nhi")), "InvalidParameterValue: Missing required header 'Sender'.");
  EXPECT_EQ(w.fault_of("SendRawEmail", raw(std::string(11 << 20, 'x'))).substr(0, 21), "InvalidParameterValue");
}

TEST_F(Raw, OnTheWireSesSaysWhenAndWhich) {
  Json answer = w.call("SendRawEmail", raw("From: a@one.example\r\nTo: b@two.example\r\nDate: yesterday\r\nMessage-ID: <mine>\r\nX-Odd:  1\r\n\r\nhi\r\n"));
  const std::string id = text_at(answer, "MessageId");
  EXPECT_EQ(w.http("GET", "/_lambent/mail/" + id + "/raw").body,
            "Message-ID: <" + id + "@email.amazonses.com>\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\nFrom: a@one.example\r\nTo: b@two.example\r\nX-Odd:  1\r\n\r\nhi\r\n");
  Json parts = parse_json(w.http("GET", "/_lambent/mail/" + id + "/parts").body);
  EXPECT_EQ(parts["text"], "hi\r\n");
  EXPECT_EQ(w.http("GET", "/_lambent/mail/none/raw").status, 404);
}

TEST_F(Raw, LinesHaveAnEnd) {
  EXPECT_EQ(w.fault_of("SendRawEmail", raw("From: a@one.example\nTo: b@two.example\n\n" + std::string(999, 'x'))),
            "InvalidParameterValue: A line of the message has more than 1000 characters.");
  EXPECT_EQ(w.fault_of("SendRawEmail", raw("From: a@one.example\nTo: b@two.example\n\n" + std::string(998, 'x'))), "none");
}

TEST_F(Raw, Version2SendsRawMessagesToo) {
  Json answer = w.call_v2("SendEmail", parse_json(R"({"Content": {"Raw": {"Data": "From: a@one.example\nTo: b@two.example\n\nhi"}}})"));
  ASSERT_EQ(w.fault(), "none");
  EXPECT_EQ(w.outbox().at(0)["Id"], answer["MessageId"]);
  EXPECT_EQ(w.access.asked.at(0).action, "ses:SendRawEmail");
}

TEST(Mime, BrokenMessagesArePassedOver) {
  EXPECT_EQ(parse_mime("no header at all").body, "no header at all");
  EXPECT_EQ(parse_mime("").headers.size(), 0u);
  EXPECT_EQ(texts_of(parse_parts("Content-Type: multipart/mixed\n\nx")).plain, "");
  EXPECT_EQ(texts_of(parse_parts("Content-Type: multipart/mixed; boundary=b\n\n--b\n")).plain, "");
  EXPECT_EQ(decode_words("=?utf-8?B?"), "=?utf-8?B?");
  EXPECT_EQ(texts_of(parse_parts("Content-Transfer-Encoding: quoted-printable\n\na=")).plain, "a=");
  EXPECT_EQ(texts_of(parse_parts("Content-Transfer-Encoding: quoted-printable\n\na=4")).plain, "a=4");
  std::string nested;
  for (int i = 0; i < 100; ++i) nested += "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
  EXPECT_EQ(texts_of(parse_parts(nested)).plain, "");
}

}  // namespace
}  // namespace lambent::ses
