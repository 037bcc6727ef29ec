// AWS Signature Version 4: finding, checking and making signatures (spec/wire.md section 3). Pure functions.
#pragma once
#include <optional>
#include <string>

#include "aws/error.h"
#include "aws/model.h"
#include "base/clock.h"
#include "http/message.h"

namespace lambent {

struct Signature {
  std::string access_key, date /* yyyymmdd */, region, service;
  std::string time;  // X-Amz-Date as sent
  std::vector<std::string> signed_headers;
  std::string signature;      // hex
  std::string session_token;  // empty for long-term keys
  bool presigned = false;
  std::int64_t expires_seconds = 0;  // presigned
};

// Nothing if the request is unsigned. Throws AwsError in the protocol's words for a malformed signature.
std::optional<Signature> find_signature(const HttpRequest& request, model::Protocol protocol);

// Of a presigned URL of S3 that nobody here can verify: throws AwsError for one that is out of time by both clocks, or with
// headers it does not speak of.
void check_link(const Signature& signature, const HttpRequest& request, model::Protocol protocol, TimePoint now, TimePoint wall);

// Throws AwsError (bad signature, clock skew, expired, to S3 also headers that were not signed) in the protocol's words. `now` is the emulated time, `wall`
// the system's: a request is in time if it is by either clock. Signed chunks of
// a body (aws_chunked.h) are verified with it.
void verify_signature(const HttpRequest& request, const Signature& signature, const std::string& secret,
                      model::Protocol protocol, TimePoint now, TimePoint wall);

// The errors of the table in spec/wire.md section 3, by protocol.
enum class SignatureFault { missing, unknown_key, expired_token, bad_token };
AwsError signature_error(SignatureFault fault, model::Protocol protocol);

// Signs a request in place (headers Host, X-Amz-Date, Authorization); for our own clients and tests.
void sign(HttpRequest& request, const std::string& access_key, const std::string& secret, const std::string& session_token,
          const std::string& region, const std::string& service, TimePoint now);

}  // namespace lambent
