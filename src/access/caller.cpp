#include "access/caller.h"

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

}  // namespace

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
    if (level_ == AuthLevel::strict && !unsigned_allowed)
      throw signature_error(what.access_key.empty() ? SignatureFault::missing : SignatureFault::unknown_key, what.protocol);
    return Principal::root(is_account(what.access_key) ? what.access_key : account_);
  }
  if (level_ == AuthLevel::off) return session ? session->principal : user->principal;
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
