// Signatures: botocore's requests (data/signed.json, made by make_signed.py) are good as they are and bad once anything
// signed has changed; time limits on either clock; the error of each fault in each protocol's words.
#include "aws/sigv4.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/digest.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent {
namespace {

using model::Protocol;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

Json signed_requests() {
  std::ifstream file(std::string(LAMBENT_SOURCE_DIR) + "/tests/aws/data/signed.json");
  std::stringstream text;
  text << file.rdbuf();
  return parse_json(text.str());
}

HttpRequest request_of(const Json& row) {
  HttpRequest out;
  out.method = text_at(row, "method");
  out.target = text_at(row, "target");
  out.body = text_at(row, "body");
  for (const auto& [name, value] : row.at("headers").items()) out.headers.add(name, value.get<std::string>());
  return out;
}

const TimePoint kNow = *parse_amz_date("20260102T030405Z");
const char* const kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

// What the request's signature comes to: "" is good, else the error's code and text.
std::string verdict(const HttpRequest& request, TimePoint now = kNow, TimePoint wall = kNow, Protocol protocol = Protocol::json) {
  try {
    auto signature = find_signature(request, protocol);
    if (!signature) return "unsigned";
    verify_signature(request, *signature, kSecret, protocol, now, wall);
    return "";
  } catch (const AwsError& e) {
    return e.code() + " " + std::to_string(e.status()) + " " + e.message();
  }
}

HttpRequest plain_request() {
  HttpRequest out;
  out.method = "POST";
  out.target = "/2015-03-31/functions/fn/invocations?Qualifier=live";
  out.headers.set("Host", "localhost:4566");
  out.headers.set("Content-Type", "application/json");
  out.body = "{}";
  return out;
}

HttpRequest signed_request(TimePoint then = kNow, const std::string& token = "") {
  HttpRequest out = plain_request();
  sign(out, "AKIDEXAMPLE", kSecret, token, "eu-west-1", "lambda", then);
  return out;
}

HttpRequest presigned_request() {
  Json file = signed_requests();
  for (const Json& row : file.at("requests"))
    if (text_at(row, "name") == "presigned") return request_of(row);
  throw std::logic_error("signed.json has no presigned request");
}

HttpRequest with_authorization(const std::string& header) {
  HttpRequest out = signed_request();
  out.headers.set("Authorization", header);
  return out;
}

TEST(SigV4, BotocoresRequestsAreGood) {
  Json file = signed_requests();
  ASSERT_GE(file.at("requests").size(), 12u);
  for (const Json& row : file.at("requests")) EXPECT_EQ(verdict(request_of(row)), "") << text_at(row, "name");
}

TEST(SigV4, BotocoresRequestsWithAnythingChangedAreBad) {
  Json file = signed_requests();
  for (const Json& row : file.at("requests")) {
    SCOPED_TRACE(text_at(row, "name"));
    const std::string refusal = "InvalidSignatureException 400 The request signature we calculated does not match";
    HttpRequest changed = request_of(row);
    changed.body += " ";
    EXPECT_THAT(verdict(changed), StartsWith(refusal)) << "body";
    changed = request_of(row);
    changed.method = changed.method == "POST" ? "PUT" : "POST";
    EXPECT_THAT(verdict(changed), StartsWith(refusal)) << "method";
    changed = request_of(row);
    changed.headers.set("Host", "example.com");
    EXPECT_THAT(verdict(changed), StartsWith(refusal)) << "host";
    changed = request_of(row);
    changed.target += changed.query().empty() ? "?x=1" : "&x=1";
    EXPECT_THAT(verdict(changed), StartsWith(refusal)) << "query";
    changed = request_of(row);
    changed.target = "/other" + changed.target;
    EXPECT_THAT(verdict(changed), StartsWith(refusal)) << "path";
  }
}

TEST(SigV4, WhatASignatureSaysIsFound) {
  Json file = signed_requests();
  for (const Json& row : file.at("requests")) {
    auto found = find_signature(request_of(row), Protocol::json);
    ASSERT_TRUE(found);
    bool session = has(row.at("headers"), "X-Amz-Security-Token") || text_at(row, "target").find("X-Amz-Security-Token=") != std::string::npos;
    EXPECT_EQ(found->access_key, "AKIDEXAMPLE");
    EXPECT_EQ(found->region, "us-east-1");
    EXPECT_EQ(found->date, "20260102");
    EXPECT_EQ(found->presigned, text_at(row, "name").starts_with("presigned"));
    EXPECT_EQ(found->session_token, session ? text_at(file, "token") : "");
  }
}

TEST(SigV4, OurOwnSignaturesAreGood) {
  EXPECT_EQ(verdict(signed_request()), "");
  HttpRequest with_token = signed_request(kNow, "token");
  EXPECT_EQ(verdict(with_token), "");
  EXPECT_EQ(with_token.headers.get("X-Amz-Security-Token"), "token");
  with_token.headers.set("X-Amz-Security-Token", "other");
  EXPECT_NE(verdict(with_token), "");
}

TEST(SigV4, AnUnsignedRequestHasNoSignature) {
  EXPECT_EQ(verdict(plain_request()), "unsigned");
  HttpRequest basic = plain_request();
  basic.headers.set("Authorization", "Basic dGVzdDp0ZXN0");
  EXPECT_EQ(verdict(basic), "unsigned");
}

TEST(SigV4, AWrongSecretIsRefused) {
  HttpRequest request = plain_request();
  sign(request, "AKIDEXAMPLE", "another secret", "", "eu-west-1", "lambda", kNow);
  EXPECT_THAT(verdict(request), HasSubstr("Check your AWS Secret Access Key and signing method."));
}

TEST(SigV4, HeadersThatAreNotSignedMayChange) {
  HttpRequest request = signed_request();
  request.headers.set("User-Agent", "proxy");
  request.headers.set("X-Amzn-Trace-Id", "Root=1");
  EXPECT_EQ(verdict(request), "");
}

TEST(SigV4, S3TakesNoHeaderOfItsOwnThatIsNotSigned) {
  HttpRequest request = plain_request();
  request.headers.set("X-Amz-Meta-Kept", "1");
  sign(request, "AKIDEXAMPLE", kSecret, "", "eu-west-1", "s3", kNow);
  EXPECT_EQ(verdict(request, kNow, kNow, Protocol::rest_xml), "");
  request.headers.set("X-Amz-Copy-Source", "/bucket/secret");
  request.headers.set("Content-MD5", "x");
  EXPECT_EQ(verdict(request, kNow, kNow, Protocol::rest_xml), "AccessDenied 403 There were headers present in the request which were not signed");
  auto signature = find_signature(request, Protocol::rest_xml);
  try {
    verify_signature(request, *signature, kSecret, Protocol::rest_xml, kNow, kNow);
  } catch (const AwsError& e) {
    EXPECT_EQ(text_at(e.fields(), "HeadersNotSigned"), "x-amz-copy-source, content-md5");
  }
  EXPECT_EQ(verdict(signed_request()), "");
}

TEST(SigV4, TheHostMustBeSigned) {
  HttpRequest request = plain_request();
  request.headers.remove("Host");
  sign(request, "AKIDEXAMPLE", kSecret, "", "eu-west-1", "lambda", kNow);
  request.headers.set("Host", "localhost:4566");
  EXPECT_NE(verdict(request), "");
}

TEST(SigV4, AGivenDigestMustFitTheBodyAndUnsignedPayloadMayBeAnything) {
  HttpRequest request = plain_request();
  request.headers.set("X-Amz-Content-Sha256", hex_encode(sha256(request.body)));
  sign(request, "AKIDEXAMPLE", kSecret, "", "eu-west-1", "lambda", kNow);
  EXPECT_EQ(verdict(request), "");
  request.body = "{\"other\":1}";
  EXPECT_NE(verdict(request), "");

  request = plain_request();
  request.headers.set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
  sign(request, "AKIDEXAMPLE", kSecret, "", "eu-west-1", "lambda", kNow);
  request.body = "anything";
  EXPECT_EQ(verdict(request), "");
}

TEST(SigV4, ARequestIsInTimeForFifteenMinutesEitherWayOnEitherClock) {
  HttpRequest request = signed_request();
  EXPECT_EQ(verdict(request, kNow + 15min, kNow + 15min), "");
  EXPECT_EQ(verdict(request, kNow - 15min, kNow - 15min), "");
  EXPECT_EQ(verdict(request, kNow + 16min, kNow + 16min),
            "InvalidSignatureException 400 Signature expired: 20260102T030405Z is now earlier than 20260102T030505Z (20260102T032005Z - 15 min.)");
  EXPECT_EQ(verdict(request, kNow - 16min, kNow - 16min),
            "InvalidSignatureException 400 Signature not yet current: 20260102T030405Z is still later than 20260102T030305Z (20260102T024805Z + 15 min.)");
  EXPECT_EQ(verdict(request, kNow + 24h * 30, kNow), "") << "the emulated clock has jumped";
  EXPECT_EQ(verdict(request, kNow, kNow + 24h * 30), "") << "the client signs in emulated time";
}

TEST(SigV4, APresignedRequestIsGoodUntilItExpires) {
  HttpRequest request = presigned_request();
  EXPECT_EQ(verdict(request, kNow + 60s, kNow + 60s), "");
  EXPECT_THAT(verdict(request, kNow + 61s, kNow + 61s), HasSubstr("Signature expired: 20260102T030405Z is now earlier than"));
  EXPECT_THAT(verdict(request, kNow - 16min, kNow - 16min), HasSubstr("Signature not yet current"));
}

TEST(SigV4, ExpiryOfAPresignedRequestHasBounds) {
  auto expiring = [](const std::string& seconds) {
    HttpRequest out = presigned_request();
    out.target = replace_all(out.target, "X-Amz-Expires=60", "X-Amz-Expires=" + seconds);
    return verdict(out);
  };
  EXPECT_THAT(expiring("soon"), HasSubstr("X-Amz-Expires should be a number"));
  EXPECT_THAT(expiring("-1"), HasSubstr("X-Amz-Expires must be non-negative"));
  EXPECT_THAT(expiring("604801"), HasSubstr("must be less than a week"));
  EXPECT_THAT(expiring("9223372036854775807"), HasSubstr("must be less than a week"));
  EXPECT_THAT(expiring("604800"), HasSubstr("does not match")) << "in bounds, but not what was signed";
}

TEST(SigV4, APresignedRequestNeedsAllItsParameters) {
  for (const char* name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"}) {
    HttpRequest request = presigned_request();
    request.target = replace_all(request.target, std::string(name) + "=", "Other=");
    EXPECT_EQ(verdict(request), std::string("IncompleteSignatureException 400 AWS query-string parameters must include '") + name +
                                    "'. Re-examine the query-string parameters.");
  }
}

TEST(SigV4, AnIncompleteHeaderIsToldWhatIsMissing) {
  EXPECT_EQ(verdict(with_authorization("AWS4-HMAC-SHA256 Credential=A/20260102/r/s/aws4_request")),
            "IncompleteSignatureException 400 Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' "
            "parameter. Authorization=AWS4-HMAC-SHA256 Credential=A/20260102/r/s/aws4_request");
  HttpRequest undated = signed_request();
  undated.headers.remove("X-Amz-Date");
  EXPECT_THAT(verdict(undated), HasSubstr("requires existence of either a 'X-Amz-Date' or a 'Date' header."));
  EXPECT_THAT(verdict(with_authorization("AWS4-HMAC-SHA256 nonsense")),
              HasSubstr("'nonsense' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 nonsense'."));
  EXPECT_THAT(verdict(with_authorization("AWS4-HMAC-SHA256 Credential=A/b, SignedHeaders=host, Signature=0")),
              HasSubstr("Credential must have exactly 5 slash-delimited elements"));
}

TEST(SigV4, TheCredentialsScopeMustFit) {
  std::string header(signed_request().headers.get("Authorization"));
  EXPECT_THAT(verdict(with_authorization(replace_all(header, "aws4_request", "aws5_request"))),
              HasSubstr("Credential should be scoped with a valid terminator: 'aws4_request'"));
  EXPECT_THAT(verdict(with_authorization(replace_all(header, "/20260102/", "/20260103/"))),
              HasSubstr("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP"));
  EXPECT_NE(verdict(with_authorization(replace_all(header, "eu-west-1", "us-east-1"))), "");
}

TEST(SigV4, HeaderFieldsMayBeSeparatedByCommasOrBlanks) {
  std::string header(signed_request().headers.get("Authorization"));
  EXPECT_EQ(verdict(with_authorization(replace_all(header, ", ", ","))), "");
  EXPECT_EQ(verdict(with_authorization(replace_all(header, ", ", " "))), "");
}

struct Row {
  SignatureFault fault;
  Protocol protocol;
  const char* code;
  int status;
  const char* text;
};

TEST(SigV4, EachFaultHasItsErrorInEachProtocol) {
  const char* invalid = "The security token included in the request is invalid.";
  const char* expired = "The security token included in the request is expired";
  const Row table[] = {
      {SignatureFault::missing, Protocol::query, "MissingAuthenticationToken", 403, "Request is missing Authentication Token"},
      {SignatureFault::missing, Protocol::json, "MissingAuthenticationTokenException", 400, "Request is missing Authentication Token"},
      {SignatureFault::missing, Protocol::rest_json, "MissingAuthenticationTokenException", 403, "Missing Authentication Token"},
      {SignatureFault::unknown_key, Protocol::query, "InvalidClientTokenId", 403, invalid},
      {SignatureFault::unknown_key, Protocol::json, "UnrecognizedClientException", 400, invalid},
      {SignatureFault::unknown_key, Protocol::rest_json, "UnrecognizedClientException", 403, invalid},
      {SignatureFault::bad_token, Protocol::query, "InvalidClientTokenId", 403, invalid},
      {SignatureFault::expired_token, Protocol::query, "ExpiredToken", 403, expired},
      {SignatureFault::expired_token, Protocol::json, "ExpiredTokenException", 400, expired},
      {SignatureFault::expired_token, Protocol::rest_json, "ExpiredTokenException", 403, expired},
  };
  for (const Row& row : table) {
    AwsError error = signature_error(row.fault, row.protocol);
    EXPECT_EQ(error.code(), row.code);
    EXPECT_EQ(error.status(), row.status) << row.code;
    EXPECT_EQ(error.message(), row.text) << row.code;
  }
  HttpRequest late = signed_request();
  EXPECT_THAT(verdict(late, kNow + 1h, kNow + 1h, Protocol::query), StartsWith("SignatureDoesNotMatch 403 "));
  EXPECT_THAT(verdict(late, kNow + 1h, kNow + 1h, Protocol::rest_json), StartsWith("InvalidSignatureException 403 "));
  HttpRequest bare = with_authorization("AWS4-HMAC-SHA256 ");
  EXPECT_THAT(verdict(bare, kNow, kNow, Protocol::query), StartsWith("IncompleteSignature 400 "));
  EXPECT_THAT(verdict(bare, kNow, kNow, Protocol::rest_json), StartsWith("IncompleteSignatureException 403 "));
}

}  // namespace
}  // namespace lambent
