#include "access/credentials.h"

#include "base/text.h"

namespace lambent::access {
namespace {

const std::string kTokenStart = "IQoJb3JpZ2luX2Vj";
constexpr size_t kExpiryBytes = 6, kExpiryCharacters = 8;

std::string expiry_text(TimePoint expires) {
  auto seconds = static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(expires).time_since_epoch().count());
  std::string bytes(kExpiryBytes, '\0');
  for (size_t i = kExpiryBytes; i-- > 0; seconds >>= 8) bytes[i] = static_cast<char>(seconds & 0xFF);
  return base64_encode(bytes);
}

}  // namespace

std::optional<TimePoint> token_expiry(const std::string& token) {
  if (!token.starts_with(kTokenStart) || token.size() < kTokenStart.size() + kExpiryCharacters) return std::nullopt;
  auto bytes = base64_decode(token.substr(kTokenStart.size(), kExpiryCharacters));
  if (!bytes || bytes->size() != kExpiryBytes) return std::nullopt;
  std::int64_t seconds = 0;
  for (char c : *bytes) seconds = seconds << 8 | static_cast<unsigned char>(c);
  // What is far from any time we would have written is chance; it also keeps the sum within a TimePoint.
  if (seconds > 0xFFFFFFFFLL) return std::nullopt;
  return TimePoint(std::chrono::seconds(seconds));
}

Session Credentials::issue(Principal principal, Duration lifetime, std::shared_ptr<const Activity> activity) {
  if (++issued_ % 256 == 0) drop_old();
  Session out;
  out.access_key = "ASIA" + ids_.upper_base32(16);
  out.secret = ids_.base64(40);
  out.expires = clock_.now() + lifetime;
  out.token = kTokenStart + expiry_text(out.expires) + ids_.base64(240 - kExpiryCharacters);
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
  std::erase_if(sessions_, [&](const auto& one) { return expired(one.second); });
}

}  // namespace lambent::access
