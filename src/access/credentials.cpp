#include "access/credentials.h"

namespace lambent::access {

namespace {
constexpr auto kRemembered = std::chrono::hours(1);  // an expired session still answers ExpiredToken for so long
}

Session Credentials::issue(Principal principal, Duration lifetime, std::shared_ptr<const Activity> activity) {
  if (++issued_ % 256 == 0) drop_old();
  Session out;
  out.access_key = "ASIA" + ids_.upper_base32(16);
  out.secret = ids_.base64(40);
  out.token = "IQoJb3JpZ2luX2Vj" + ids_.base64(240);
  out.expires = clock_.now() + lifetime;
  out.principal = std::move(principal);
  out.principal.activity = std::move(activity);
  sessions_[out.access_key] = out;
  return out;
}

const Session* Credentials::find(const std::string& access_key) const {
  auto it = sessions_.find(access_key);
  return it == sessions_.end() ? nullptr : &it->second;
}

void Credentials::revoke(const std::string& access_key) { sessions_.erase(access_key); }

void Credentials::drop_old() {
  TimePoint limit = clock_.now() - kRemembered;
  std::erase_if(sessions_, [&](const auto& one) { return one.second.expires < limit; });
}

}  // namespace lambent::access
