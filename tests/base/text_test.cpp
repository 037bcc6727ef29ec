#include "base/text.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/ids.h"
#include "base/time_text.h"
#include "base/utf8.h"

namespace lambent {
namespace {

using namespace std::chrono_literals;

TEST(Text, PercentEncodingGoesBothWays) {
  EXPECT_EQ(percent_encode("a b/ü~"), "a%20b%2F%C3%BC~");
  EXPECT_EQ(percent_encode("a/b", "/"), "a/b");
  EXPECT_EQ(percent_decode("a%20b%zz%4"), "a b%zz%4");
  EXPECT_EQ(form_decode("a+b%2B"), "a b+");
}

TEST(Text, Base64MatchesTheStandardVectorsAndRefusesGarbage) {
  EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64_encode("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64_decode("Zm9v\nYmE="), "fooba");
  EXPECT_EQ(base64_decode("Zm9vYmE"), "fooba");
  EXPECT_FALSE(base64_decode("Zm9v!"));
  EXPECT_FALSE(base64_decode("Z"));
  EXPECT_FALSE(base64_decode("Zg==a"));
}

TEST(Text, WildcardsMatchLikePolicies) {
  EXPECT_TRUE(wildcard_match("arn:*:role/a?c*", "arn:aws:iam::1:role/abc/d"));
  EXPECT_FALSE(wildcard_match("a*b", "acd"));
  EXPECT_TRUE(wildcard_match("**", ""));
  EXPECT_FALSE(wildcard_match("", "a"));
  EXPECT_TRUE(wildcard_match_nocase("SNS:pub*", "sns:Publish"));
  EXPECT_FALSE(wildcard_match(std::string(2000, '*') + "b", std::string(5000, 'a')));
}

TEST(Text, PrintableDisarmsTerminalText) {
  EXPECT_EQ(printable("a\x1b[31mb\r\n\t"), "a\\u001b[31mb\\u000d\n\t");
  EXPECT_EQ(printable("\xe2\x80\xae!"), "\\u202e!");
  EXPECT_EQ(printable("\xff\xc3\xa9"), "\\xff\xc3\xa9");
}

TEST(Text, Utf8IsCheckedStrictly) {
  EXPECT_TRUE(valid_utf8("h\xc3\xa9 \xf0\x9f\x98\x80"));
  EXPECT_FALSE(valid_utf8("\xc0\xaf"));          // overlong
  EXPECT_FALSE(valid_utf8("\xed\xa0\x80"));      // surrogate
  EXPECT_FALSE(valid_utf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
  EXPECT_FALSE(valid_utf8("\xe2\x82"));
}

TEST(Text, FirstCharactersCutNone) {
  EXPECT_EQ(first_characters("h\xc3\xa9\xf0\x9f\x98\x80!", 2), "h\xc3\xa9");
  EXPECT_EQ(first_characters("h\xc3\xa9\xf0\x9f\x98\x80!", 3), "h\xc3\xa9\xf0\x9f\x98\x80");
  EXPECT_EQ(first_characters("ab", 2), "ab");
  EXPECT_EQ(first_characters("ab", 9), "ab");
  EXPECT_EQ(first_characters("ab", 0), "");
}

TEST(Text, NearestFindsASlipAndNothingElse) {
  EXPECT_EQ(nearest("Handeler", {"Handler", "Runtime"}), "Handler");
  EXPECT_EQ(nearest("Colour", {"Handler", "Runtime"}), "");
}

TEST(Text, SplitAndJoin) {
  EXPECT_EQ(split("a::b", ':'), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(split("a:b:c:d", ':', 2), (std::vector<std::string>{"a", "b:c:d"}));
  EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
}

TEST(Time, WritesEveryFormAwsUses) {
  TimePoint t = TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 1 / 2)) + 3h + 4min + 5s + 678ms;
  EXPECT_EQ(iso_seconds(t), "2026-01-02T03:04:05Z");
  EXPECT_EQ(iso_millis(t), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(lambda_time(t), "2026-01-02T03:04:05.678+0000");
  EXPECT_EQ(http_date(t), "Fri, 02 Jan 2026 03:04:05 GMT");
  EXPECT_EQ(amz_date(t), "20260102T030405Z");
  EXPECT_EQ(clf_time(t), "02/Jan/2026:03:04:05 +0000");
  EXPECT_EQ(parse_iso("2026-01-02T04:04:05.678+01:00"), t);
  EXPECT_EQ(parse_http_date(http_date(t)), t - 678ms);
  EXPECT_EQ(parse_amz_date(amz_date(t)), t - 678ms);
}

TEST(Time, RefusesWhatIsNotATime) {
  for (const char* bad : {"2026-01-02", "2026-01-02 03:04:05Z", "2026-02-30T00:00:00Z", "2026-01-02T03:04:05", "2026-01-02T03:04:05.Z",
                          "2026-13-02T03:04:05Z", "2026-01-02T24:04:05Z", ""})
    EXPECT_FALSE(parse_iso(bad)) << bad;
}

TEST(Digest, MatchesKnownVectors) {
  EXPECT_EQ(hex_encode(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_encode(md5("abc")), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex_encode(sha1("input data")), "aaff4a450a104cd177d28d18d74485e8cae074b7");
  EXPECT_EQ(hex_encode(hmac_sha256("Jefe", "what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(crc32_of("123456789"), 0xCBF43926u);
}

TEST(Ids, AreWellFormedAndRepeatBySeed) {
  Ids a(7), b(7), c(8);
  std::string id = a.uuid();
  EXPECT_EQ(id, b.uuid());
  EXPECT_NE(id, c.uuid());
  EXPECT_EQ(id.size(), 36u);
  EXPECT_EQ(id[14], '4');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
  EXPECT_EQ(a.iam_id("AROA").size(), 21u);
}

}  // namespace
}  // namespace lambent
