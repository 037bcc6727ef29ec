// Presigned URLs of Signature Version 2, which S3 still takes and boto3 still makes: ?AWSAccessKeyId=…&Expires=…&Signature=…
// AWS source: S3 user guide, "Signing and authenticating REST requests (AWS signature version 2)". Pure functions.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "aws/error.h"
#include "base/clock.h"
#include "http/message.h"

namespace lambent {

struct SignatureV2 {
  std::string access_key, signature, session_token;
  std::int64_t expires = 0;  // epoch seconds
};

bool is_sigv2(const HttpRequest& request);  // in the query, or as "Authorization: AWS key:signature"
std::optional<std::string> sigv2_access_key(const HttpRequest& request);

// Nothing if there is none. Throws AccessDenied for a half one, InvalidRequest for one in the Authorization header: S3
// takes those in none of the newer regions.
std::optional<SignatureV2> find_sigv2(const HttpRequest& request);

// Throws AccessDenied "Request has expired" if it is past by both clocks.
void check_expiry(const SignatureV2& signature, TimePoint now, TimePoint wall);
// Throws SignatureDoesNotMatch. `bucket` is what the host names, empty if the path does.
void verify_sigv2(const HttpRequest& request, const SignatureV2& signature, const std::string& secret, const std::string& bucket);

}  // namespace lambent
