#include "access/caller.h"

#include "aws/s3_request.h"
#include "aws/sigv2.h"

namespace lambent::access {
namespace {

bool is_account(const std::string& key) {
  return key.size() == 12 && key.find_first_not_of("0123456789") == std::string::npos;
}

// The links in SNS's messages: whoever has one may follow it, and is nobody.
bool is_link(const HttpRequest& request, const Identified& what) {
  if (request.method != "GET" || !what.access_key.empty() || !what.operation || what.service->name != "sns") return false;
  return what.operation->name == "ConfirmSubscription" || what.operation->name == "Unsubscribe";
}

bool is_temporary(const std::string& key) { return key.starts_with("ASIA") && key.size() >= 16; }

// Requests to S3 that name no key are nobody's where it matters who somebody is: a bucket's policy may let all in.
bool is_public(const Identified& what) { return what.service->name == "s3" && what.access_key.empty(); }

// A link that was made with a key nobody can verify still is one for a time only.
void check_link(const HttpRequest& request, const Identified& what, TimePoint now) {
  if (what.service->name != "s3") return;
  if (auto old = find_sigv2(request)) return check_expiry(*old, now, Clock::wall());
  auto signature = find_signature(request, what.protocol);
  if (signature && signature->presigned) lambent::check_link(*signature, request, what.protocol, now, Clock::wall());
}

}  // namespace

// Presigned URLs of S3 may carry the older signature.
void Callers::verify(const HttpRequest& request, const Identified& what, const std::string& secret, const Session* session) const {
  const TimePoint wall = Clock::wall();
  std::optional<SignatureV2> old = what.service->name == "s3" ? find_sigv2(request) : std::nullopt;
  std::optional<Signature> signature = old ? std::nullopt : find_signature(request, what.protocol);
  if (!old && !signature) throw signature_error(SignatureFault::missing, what.protocol);
  if (session) {
    if ((old ? old->session_token : signature->session_token) != session->token) throw signature_error(SignatureFault::bad_token, what.protocol);
    if (credentials_.expired(*session)) throw signature_error(SignatureFault::expired_token, what.protocol);
  }
  if (!old) return verify_signature(request, *signature, secret, what.protocol, clock_.now(), wall);
  check_expiry(*old, clock_.now(), wall);
  verify_sigv2(request, *old, secret, s3_bucket_of_host(request.headers.get("Host")));
}

// A session that has been forgotten is told by its token, as AWS tells it.
SignatureFault Callers::unknown_session(const HttpRequest& request, model::Protocol protocol) const {
  auto signature = find_signature(request, protocol);
  auto expires = signature ? token_expiry(signature->session_token) : std::nullopt;
  return expires && clock_.now() >= *expires ? SignatureFault::expired_token : SignatureFault::unknown_key;
}

Principal Callers::who_is(const HttpRequest& request, const Identified& what) const {
  if (is_link(request, what)) return Principal::anonymous();
  // The cheap way for the many calls with a key that is none of ours.
  const Session* session = what.access_key.empty() ? nullptr : credentials_.find(what.access_key);
  std::optional<UserKey> user;
  if (!session && !what.access_key.empty()) user = directory_.find_key(what.access_key);
  if (!session && !user) {
    bool unsigned_allowed = what.operation && what.operation->unsigned_call;
    if (!unsigned_allowed && level_ != AuthLevel::off && is_temporary(what.access_key)) throw signature_error(unknown_session(request, what.protocol), what.protocol);
    if (level_ == AuthLevel::strict && is_public(what)) return Principal::anonymous();
    if (level_ == AuthLevel::strict && !unsigned_allowed)
      throw signature_error(what.access_key.empty() ? SignatureFault::missing : SignatureFault::unknown_key, what.protocol);
    if (level_ != AuthLevel::off) check_link(request, what, clock_.now());
    return Principal::root(is_account(what.access_key) ? what.access_key : account_);
  }
  if (level_ == AuthLevel::off) return session ? session->principal : user->principal;
  if (user && !user->active) throw signature_error(SignatureFault::unknown_key, what.protocol);
  verify(request, what, session ? session->secret : user->secret, session);
  return session ? session->principal : user->principal;
}

}  // namespace lambent::access
