// Who sends a request: the owner of the key it is signed with, its signature verified.
//
// Keys that IAM or STS issued are always verified and limited. In `open` (the default, so that curl and `test`/`test`
// work) the unsigned and unknown keys are the account's root; a 12-digit key id is the root of that account. `strict`
// refuses both as AWS does; a 12-digit key id counts as unknown there too. A temporary key (ASIA…) that nobody issued or
// whose session is over is refused at both levels: who lost his rights must not be given the root's. `off` checks no
// signature: the owner of the key it names sends a request, and root if it names none that is known.
// Unsigned requests to S3 are anonymous in `strict`, for buckets that let all in; presigned URLs of S3 expire at `open` too,
// whoever made them.
#pragma once
#include "access/credentials.h"
#include "access/directory.h"
#include "aws/identify.h"
#include "aws/sigv4.h"
#include "http/message.h"

namespace lambent::access {

enum class AuthLevel { open, strict, off };

class Callers {
 public:
  Callers(const Directory& directory, const Credentials& credentials, const Clock& clock, AuthLevel level, std::string account)
      : directory_(directory), credentials_(credentials), clock_(clock), level_(level), account_(std::move(account)) {}

  // Throws AwsError in the words of the request's protocol.
  Principal who_is(const HttpRequest& request, const Identified& what) const;

 private:
  void verify(const HttpRequest& request, const Identified& what, const std::string& secret, const Session* session) const;
  SignatureFault unknown_session(const HttpRequest& request, model::Protocol protocol) const;

  const Directory& directory_;
  const Credentials& credentials_;
  const Clock& clock_;
  const AuthLevel level_;
  const std::string account_;
};

}  // namespace lambent::access
