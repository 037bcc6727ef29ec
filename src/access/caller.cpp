#include "access/caller.h"

#include "aws/sigv4.h"

namespace lambent::access {
namespace {

bool is_account(const std::string& key) {
  return key.size() == 12 && key.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

Principal Callers::who_is(const HttpRequest& request, const Identified& what) const {
  // The cheap way for the many calls with a key that is none of ours.
  const Session* session = what.access_key.empty() ? nullptr : credentials_.find(what.access_key);
  std::optional<UserKey> user;
  if (!session && !what.access_key.empty()) user = directory_.find_key(what.access_key);
  if (!session && !user) {
    bool unsigned_allowed = what.operation && what.operation->unsigned_call;
    if (level_ == AuthLevel::strict && !unsigned_allowed)
      throw signature_error(what.access_key.empty() ? SignatureFault::missing : SignatureFault::unknown_key, what.protocol);
    return Principal::root(is_account(what.access_key) ? what.access_key : account_);
  }
  if (user && !user->active) throw signature_error(SignatureFault::unknown_key, what.protocol);
  auto signature = find_signature(request, what.protocol);
  if (!signature) throw signature_error(SignatureFault::missing, what.protocol);
  TimePoint wall = Clock::wall();
  if (session) {
    if (signature->session_token != session->token) throw signature_error(SignatureFault::bad_token, what.protocol);
    if (credentials_.expired(*session)) throw signature_error(SignatureFault::expired_token, what.protocol);
    verify_signature(request, *signature, session->secret, what.protocol, clock_.now(), wall);
    return session->principal;
  }
  verify_signature(request, *signature, user->secret, what.protocol, clock_.now(), wall);
  return user->principal;
}

}  // namespace lambent::access
