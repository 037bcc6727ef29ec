// Temporary credentials: issued by STS and to each sandbox, found again by their access key.
//
//   Session s = credentials.issue(principal, std::chrono::hours(1), activity);
//   s.access_key "ASIA…", s.secret, s.token; expires on the emulated clock
//
// Those of sandboxes carry an Activity, so that a call signed with them is known to belong to an invocation.
// Sessions are not kept over a restart: their holders are processes of this run, or callers that ask again. A token says
// when it expires, so that also a session that has been forgotten is known to be over.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "aws/call.h"
#include "base/ids.h"

namespace lambent::access {

struct Session {
  std::string access_key, secret, token;
  TimePoint expires{};
  Principal principal;
};

// When the session of a token ends or ended; nothing if the token is none of ours.
std::optional<TimePoint> token_expiry(const std::string& token);

class Credentials {
 public:
  Credentials(const Clock& clock, Ids& ids) : clock_(clock), ids_(ids) {}

  Session issue(Principal principal, Duration lifetime, std::shared_ptr<const Activity> activity = nullptr);
  const Session* find(const std::string& access_key) const;  // expired ones may still be found; null if unknown
  bool expired(const Session& session) const { return clock_.now() >= session.expires; }
  void revoke(const std::string& access_key);
  void clear() { sessions_.clear(); }

 private:
  void drop_old();

  const Clock& clock_;
  Ids& ids_;
  std::unordered_map<std::string, Session> sessions_;
  size_t issued_ = 0;
};

}  // namespace lambent::access
