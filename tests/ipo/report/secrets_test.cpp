#include "ipo/report/secrets.h"

#include "reporting.h"

namespace lambent::ipo {
namespace {

TEST(Secrets, KeysAreKnownByTheirEnd) {
  for (const char* key : {"password", "dbPassword", "DB_PASSWD", "secret", "client-secret", "token", "sessionToken", "X-Amz-Security-Token", "Authorization",
                          "x-api-key", "apiKey", "SecretAccessKey", "SecretString", "private_key"})
    EXPECT_TRUE(is_secret_key(key)) << key;
  for (const char* key : {"secretsmanager:GetSecretValue", "SecretId", "tokens", "AccessKeyId", "subject", "passwordless", "key", ""}) EXPECT_FALSE(is_secret_key(key)) << key;
}

TEST(Secrets, InTexts) {
  EXPECT_EQ(masked_text(R"({"user":"ada","password":"hunter2","n":1})"), R"({"user":"ada","password":"***","n":1})");
  EXPECT_EQ(masked_text(R"(- message: {"body": "{\"token\":\"a\\\"b\\\\\",\"n\":1}"})"), R"(- message: {"body": "{\"token\":\"***\",\"n\":1}"})");
  EXPECT_EQ(masked_text(R"("password":"cut short)"), R"("password":"***")");
  EXPECT_EQ(masked_text(R"("authorization": ["Basic YWRhOmh1bnRlcjI="])"), R"("authorization": ["***"])");
  EXPECT_EQ(masked_text("Authorization: Bearer abc.def\nHost: x"), "Authorization: ***\nHost: x");
  EXPECT_EQ(masked_text("POST /?user=ada&password=hunter2&n=1"), "POST /?user=ada&password=***&n=1");
  EXPECT_EQ(masked_text("password: \"it is\", next"), "password: \"***\", next");
  EXPECT_EQ(masked_text("signed by AKIAIOSFODNN7EXAMPLE"), "signed by AKIA***");
  EXPECT_EQ(masked_text("ASIAIOSFODNN7EXAMPLE/20261123"), "ASIA***/20261123");
  EXPECT_EQ(masked_text("token IQoJb3JpZ2luX2VjEXAMPLE+/abcdef=="), "token ***");
  EXPECT_EQ(masked_text("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/x, Signature=0123456789abcdef0123"),
            "AWS4-HMAC-SHA256 Credential=AKIA***/x, Signature=***");
  EXPECT_EQ(masked_text("got eyJhbGciOiJI.eyJzdWIiOiIx.c2ln today"), "got *** today");
}

TEST(Secrets, WhatIsNoneStays) {
  for (const char* text : {"secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf", R"({"password": "$any", "token": null})",
                           "A reminder from your reminder service!", "a secret", "tokens=5"})
    EXPECT_EQ(masked_text(text), text);
}

TEST(Secrets, InValues) {
  EXPECT_EQ(dump(masked_json(parse_json(R"({"a":{"password":"x","pin":1,"token":{"id":7,"any":"$any","gone":null}},"body":"password=x","list":["AKIAIOSFODNN7EXAMPLE"]})"))),
            R"({"a":{"password":"***","pin":1,"token":{"id":"***","any":"$any","gone":null}},"body":"password=***","list":["AKIA***"]})");
}

CaseOutcome with_secret(const std::string& secret) {
  CaseOutcome out = letter_lost();
  out.name += " password=" + secret;
  FieldDifference field;
  field.path = "headers.authorization[0]";
  field.expected = "\"Bearer x\"";
  field.actual = "\"" + secret + "\"";
  field.texts = {"Bearer x", secret};
  out.problems[0].fields.push_back(field);
  out.problems[0].actual = object({{"email", object({{"password", secret}})}});
  out.problems[1].add = "- sms: {\"token\": \"" + secret + "\"}";
  out.problems[2].refusal->swallowed = "{\"secret\":\"" + secret + "\"}";
  out.happened[0].text = "GET /?token=" + secret;
  out.record = object({{"steps", object({{"login", object({{"json", object({{"sessionToken", secret}})}})}})},
                       {"logs", Json::array({object({{"function", "f"}, {"level", "INFO"}, {"text", "password: " + secret}})})}});
  return out;
}

TEST(Secrets, InNoReport) {
  const std::string secret = "hunter2hunter2";
  TempDir folder;
  const std::string file = folder.path() / "file", summary = folder.path() / "summary";
  for (const std::string spec : {"pretty", "dots", "tap", "json", "github", "junit"}) {
    const std::string out = reported(spec == "junit" ? "junit=" + file : spec, {with_secret(secret)}, {.verbosity = Verbosity::verbose, .step_summary = summary});
    EXPECT_EQ(out.find(secret), std::string::npos) << out;
  }
  EXPECT_EQ(read_file(file).find(secret), std::string::npos);
  EXPECT_EQ(read_file(summary).find(secret), std::string::npos);
  EXPECT_NE(reported("pretty", {with_secret(secret)}).find("(secret, and not the same)"), std::string::npos);
}

}  // namespace
}  // namespace lambent::ipo
