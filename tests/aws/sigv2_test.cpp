// Presigned URLs of the older signature, as boto3 makes them.
#include "aws/sigv2.h"

#include <gtest/gtest.h>

namespace lambent {
namespace {

// Made by botocore: key AKIDEXAMPLE, secret "secret", get_object of bucket "bbb", key "a b/c", ResponseContentType text/plain.
const char* kGet = "/bbb/a%20b/c?response-content-type=text%2Fplain&AWSAccessKeyId=AKIDEXAMPLE&Signature=A5tB5mlI7I8dOwFkuJXGa4%2BJywo%3D&Expires=1700003600";
const TimePoint kThen = TimePoint(std::chrono::seconds(1700000000));

HttpRequest request_for(const std::string& target, const std::string& method = "GET") {
  HttpRequest out;
  out.method = method;
  out.target = target;
  out.headers.add("Host", "localhost:4566");
  return out;
}

std::string outcome(const HttpRequest& request, const std::string& secret = "secret", const std::string& bucket = "", TimePoint now = kThen) {
  try {
    auto signature = find_sigv2(request);
    if (!signature) return "none";
    check_expiry(*signature, now, now);
    verify_sigv2(request, *signature, secret, bucket);
    return "good";
  } catch (const AwsError& e) {
    return e.code() + ": " + e.message();
  }
}

const std::string kMismatch =
    "SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.";

TEST(SigV2, AUrlIsGoodForItsRequestOnly) {
  EXPECT_EQ(outcome(request_for(kGet)), "good");
  EXPECT_EQ(outcome(request_for(kGet), "other"), kMismatch);
  EXPECT_EQ(outcome(request_for(kGet, "PUT")), kMismatch);
  EXPECT_EQ(outcome(request_for(std::string(kGet).replace(5, 1, "x"))), kMismatch);
  HttpRequest virtual_hosted = request_for(std::string(kGet).substr(4));
  EXPECT_EQ(outcome(virtual_hosted, "secret", "bbb"), "good");
}

TEST(SigV2, AHeaderMayStandAsAnArgument) {
  const char* put = "/bbb/k?AWSAccessKeyId=AKIDEXAMPLE&Signature=5ek1k4ErLNupoWPdSdc06554JeA%3D&content-type=text%2Fplain&x-amz-meta-a=1&x-amz-security-token=tok&Expires=1700003600";
  HttpRequest request = request_for(put, "PUT");
  EXPECT_EQ(outcome(request), "good");
  request.headers.add("Content-Type", "text/plain");
  EXPECT_EQ(outcome(request), "good");
  request.headers.set("Content-Type", "text/html");
  EXPECT_EQ(outcome(request), kMismatch);
  EXPECT_EQ(find_sigv2(request)->session_token, "tok");
}

TEST(SigV2, AUrlExpires) {
  EXPECT_EQ(outcome(request_for(kGet), "secret", "", kThen + std::chrono::hours(1)), "good");
  EXPECT_EQ(outcome(request_for(kGet), "secret", "", kThen + std::chrono::seconds(3601)), "AccessDenied: Request has expired");
}

TEST(SigV2, HalfOnesAreRefused) {
  EXPECT_EQ(outcome(request_for("/bbb/k")), "none");
  EXPECT_EQ(outcome(request_for("/bbb/k?AWSAccessKeyId=a&Expires=1")), "AccessDenied: Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
  EXPECT_EQ(outcome(request_for("/bbb/k?AWSAccessKeyId=a&Signature=b&Expires=soon")), "AccessDenied: Invalid date (should be seconds since epoch): soon");
  EXPECT_EQ(outcome(request_for("/bbb/k?AWSAccessKeyId=a&Signature=b&Expires=-9223372036854775808")), "AccessDenied: Invalid date (should be seconds since epoch): -9223372036854775808");
  HttpRequest header = request_for("/bbb/k");
  header.headers.add("Authorization", "AWS key:signature");
  EXPECT_EQ(outcome(header), "InvalidRequest: The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
  EXPECT_EQ(sigv2_access_key(header), "key");
}

}  // namespace
}  // namespace lambent
