#include "mocks/ses/mime.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "mocks/ses/mime/charset.h"
#include "mocks/ses/mime/compose.h"
#include "mocks/ses/mime/parameters.h"
#include "mocks/ses/mime/transfer.h"

namespace lambent::ses {
namespace {

TEST(Mime, EncodedWords) {
  struct Case {
    const char *written, *read;
  };
  for (const Case& c : {Case{"=?utf-8?Q?caf=C3=A9_au?=", "café au"},
                        Case{"=?iso-8859-1?q?caf=E9?= =?iso-8859-1?q?!?=", "café!"},
                        Case{"=?utf-8*en?B?w6k=?= x", "é x"},
                        Case{"a =?utf-8?Q?b?= c =?utf-8?Q?d?=", "a b c d"},
                        Case{"=?windows-1252?Q?=93quoted=94?=", "“quoted”"},
                        Case{"=?x?Z?a?=", "=?x?Z?a?="},
                        Case{"=?utf-8?B?", "=?utf-8?B?"},
                        Case{"=?x=?utf-8?Q?y?=", "=?xy"}})
    EXPECT_EQ(decode_words(c.written), c.read);
}

TEST(Mime, WordsAreWrittenAsTheyAreRead) {
  std::string long_text;
  for (int i = 0; i < 40; ++i) long_text += "Grüße ☃ ";
  for (const std::string& text : {std::string("plain"), std::string("café"), std::string("日本語のテキスト"), long_text}) {
    const std::string written = mime::encode_words(text);
    EXPECT_TRUE(mime::is_ascii(written));
    for (const auto& word : split(written, ' ')) EXPECT_LE(word.size(), 75u);
    EXPECT_EQ(decode_words(written), text);
    const std::string line = mime::field_line("Subject", written);
    EXPECT_LE(mime::longest_line(line), 85u);
    EXPECT_EQ(decode_words(parse_mime(line + "\r\n").get("Subject")), text);
  }
  EXPECT_EQ(mime::encode_words("café", "iso-8859-1"), "=?iso-8859-1?Q?caf=E9?=");
  EXPECT_EQ(mime::encode_address("Jörg <j@x.example>"), "=?UTF-8?Q?J=C3=B6rg?= <j@x.example>");
  EXPECT_EQ(mime::field_line("X", "a\r\nBcc: evil"), "X: a  Bcc: evil\r\n") << "a value cannot begin a field";
}

TEST(Mime, Parameters) {
  auto p = mime::parse_parameters("text/plain (a comment; with a sign); charset=\"utf-8\"; x=a\\b; name=\"q\\\"; z\"");
  EXPECT_EQ(p.value, "text/plain");
  EXPECT_EQ(p.get("charset"), "utf-8");
  EXPECT_EQ(p.get("name"), "q\"; z");
  p = mime::parse_parameters("attachment; filename*0*=iso-8859-1'de'%FCber; filename*1=\" alles\"; filename*2*=%20x; filename=uber.txt");
  EXPECT_EQ(p.get("filename"), "über alles x");
  EXPECT_EQ(mime::parse_parameters("a; filename*=utf-8''%E2%82%AC.txt").get("filename"), "€.txt");
  EXPECT_EQ(mime::parse_parameters("a; filename*0=x; filename*2=z").get("filename"), "x") << "a section is missing";
  EXPECT_EQ(mime::parse_parameters(";;=;a*x=1;a*999999999999=2").get("a"), "");
  for (const char* name : {"plain.txt", "with \"quotes\".txt", "ünicode ☃.pdf"})
    EXPECT_EQ(mime::parse_parameters("x" + mime::parameter_text("filename", name)).get("filename"), name);
}

TEST(Mime, TransferCodings) {
  EXPECT_EQ(mime::decode_quoted_printable("a=3D=\r\nb= \r\nc=E9=4"), "a=bc\xE9=4");
  EXPECT_EQ(mime::decode_base64("aGVs\r\nb*G8="), "hello") << "what is no letter of base64 is passed over";
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += static_cast<char>(i * 7);
  EXPECT_EQ(mime::decode_base64(mime::encode_base64_lines(bytes)), bytes);
  EXPECT_LE(mime::longest_line(mime::encode_base64_lines(bytes)), 76u);
  const std::string text = "ends in blank \r\n" + std::string(300, 'x') + "\r\n\tüber=\r\n";
  EXPECT_EQ(mime::decode_quoted_printable(mime::encode_quoted_printable(text)), text);
  EXPECT_LE(mime::longest_line(mime::encode_quoted_printable(text)), 76u);
}

TEST(Mime, PartsOfParts) {
  const MimePart mail = parse_parts(
      "From: a@x\nContent-Type: multipart/mixed; boundary=\"b\"\n\npreamble\n--b\nContent-Type: multipart/alternative; boundary=b-inner\n\n"
      "--b-inner\n\nplain\n--b-inner\nContent-Type: text/html\n\n<p>\n--b-inner--\n--b\n"
      "Content-Type: application/pdf; name=x.pdf\nContent-Disposition: attachment; filename*=utf-8''%C3%BC.pdf\nContent-Transfer-Encoding: base64\n"
      "Content-ID: <c1>\n\nAAEC\n--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nbody\n--b--\nepilogue");
  ASSERT_EQ(mail.parts.size(), 3u);
  EXPECT_EQ(mail.parts[0].parts.size(), 2u);
  EXPECT_EQ(mail.parts[1].filename, "ü.pdf");
  EXPECT_EQ(mail.parts[1].content_id, "<c1>");
  EXPECT_EQ(mail.parts[1].content(), std::string("\0\1\2", 3));
  ASSERT_EQ(mail.parts[2].parts.size(), 1u);
  EXPECT_EQ(mail.parts[2].parts[0].get("Subject"), "inner");
  EXPECT_EQ(texts_of(mail).plain, "plain");
  EXPECT_EQ(texts_of(mail).html, "<p>");
}

TEST(Mime, LimitsHoldForWhatIsMeantToHurt) {
  std::string fields, parts = "Content-Type: multipart/mixed; boundary=b\n\n", nested;
  for (int i = 0; i < 10'000; ++i) fields += "A: b\n";
  for (int i = 0; i < 10'000; ++i) parts += "--b\n\nx\n";
  for (int i = 0; i < 10'000; ++i) nested += "Content-Type: message/rfc822\n\n";
  EXPECT_EQ(parse_mime(fields + "\nbody").headers.size(), 2000u);
  EXPECT_EQ(parse_mime(fields + "\nbody").body, "body");
  EXPECT_EQ(parse_parts(parts).parts.size(), 1000u);
  int depth = 0;
  const MimePart whole = parse_parts(nested);
  for (const MimePart* part = &whole; !part->parts.empty(); part = &part->parts[0]) ++depth;
  EXPECT_EQ(depth, 20);
}

TEST(Mime, FieldsAreTakenOutOfTheBytes) {
  const std::string mail = "A: 1\r\nBcc: x,\r\n y\r\nSubject:  odd  spacing\r\nbcc: z\r\n\r\nBcc: not a field\r\n";
  EXPECT_EQ(without_fields(mail, {"Bcc"}), "A: 1\r\nSubject:  odd  spacing\r\n\r\nBcc: not a field\r\n");
  EXPECT_EQ(with_fields("Date: old\r\nA: 1\r\n\r\nb", {{"Date", "new"}}), "Date: new\r\nA: 1\r\n\r\nb");
  EXPECT_EQ(with_fields("no header", {{"Date", "new"}}), "Date: new\r\n\r\nno header");
}

TEST(Compose, WhatWasAskedForIsWhatIsRead) {
  MailRow mail;
  mail.id = "id-1";
  mail.region = "eu-west-1";
  mail.at_ms = 1'700'000'000'000;
  mail.source = "Jörg <j@x.example>";
  mail.to = {"a@x.example", "\"Last, First\" <b@x.example>"};
  mail.bcc = {"hidden@x.example"};
  mail.subject = "Grüße";
  mail.text = "naïve\n" + std::string(2000, 'x');
  mail.html = "<p>plain</p>";
  mail.headers = parse_json(R"([{"Name": "X-Extra", "Value": "1"}])");
  mail.attachments = parse_json(R"([{"FileName": "ü.bin", "ContentType": "image/png", "RawContent": "AAEC", "ContentDisposition": "INLINE", "ContentId": "pic"},
                                    {"FileName": "a.txt", "ContentType": "text/plain", "RawContent": "aGk=", "ContentTransferEncoding": "SEVEN_BIT"}])");
  const std::string bytes = mime::compose(mail);
  EXPECT_EQ(bytes, mime::compose(mail)) << "the same bytes each time";
  EXPECT_TRUE(mime::is_ascii(bytes));
  EXPECT_LE(mime::longest_line(bytes), 998u);
  EXPECT_EQ(bytes.find("hidden@"), std::string::npos);
  const MimePart read = parse_parts(bytes);
  EXPECT_EQ(read.get("Message-ID"), "<id-1@eu-west-1.amazonses.com>");
  EXPECT_EQ(read.get("Date"), "Tue, 14 Nov 2023 22:13:20 +0000");
  EXPECT_EQ(decode_words(read.get("From")), "Jörg <j@x.example>");
  EXPECT_EQ(read.get("To"), "a@x.example, \"Last, First\" <b@x.example>");
  EXPECT_EQ(decode_words(read.get("Subject")), "Grüße");
  EXPECT_EQ(read.get("X-Extra"), "1");
  EXPECT_EQ(read.type, "multipart/mixed");
  ASSERT_EQ(read.parts.size(), 2u);
  EXPECT_EQ(read.parts[0].type, "multipart/related");
  EXPECT_EQ(read.parts[0].parts.at(1).filename, "ü.bin");
  EXPECT_EQ(read.parts[0].parts.at(1).content_id, "<pic>");
  EXPECT_EQ(read.parts[0].parts.at(1).content(), std::string("\0\1\2", 3));
  EXPECT_EQ(read.parts[1].content(), "hi");
  EXPECT_EQ(texts_of(read).plain, "naïve\r\n" + std::string(2000, 'x'));
}

}  // namespace
}  // namespace lambent::ses
