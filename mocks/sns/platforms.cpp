#include "mocks/sns/platforms.h"

#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr Platform kPlatforms[] = {
    {"ADM", 6144, Credentials::both, false},
    {"APNS", 4096, Credentials::both, true},
    {"APNS_SANDBOX", 4096, Credentials::both, true},
    {"APNS_VOIP", 5120, Credentials::both, true},
    {"APNS_VOIP_SANDBOX", 5120, Credentials::both, true},
    {"BAIDU", 4096, Credentials::both, false},
    {"GCM", 4096, Credentials::credential_only, false},
    {"MACOS", 4096, Credentials::both, true},
    {"MACOS_SANDBOX", 4096, Credentials::both, true},
    {"MPNS", 3072, Credentials::optional, false},  // also takes unauthenticated senders
    {"WNS", 5120, Credentials::both, false},
};

constexpr size_t kLongestToken = 8192;
constexpr size_t kLongestHexToken = 400;
constexpr long kLongestTtl = 2'419'200;  // seconds: four weeks

AwsError bad_notification(const Platform& platform, const std::string& why) {
  return invalid_parameter("Message Reason: Invalid notification for protocol " + std::string(platform.name) + ": " + why);
}

}  // namespace

const Platform* find_platform(const std::string& name) {
  for (const auto& one : kPlatforms)
    if (one.name == name) return &one;
  return nullptr;
}

void check_token(const Platform& platform, const std::string& token) {
  if (token.empty()) throw invalid_parameter("Token Reason: cannot be empty");
  if (platform.hex_token && (token.size() > kLongestHexToken || token.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos))
    throw invalid_parameter("Token Reason: iOS device tokens must be no more than 400 hexadecimal characters");
  if (token.size() > kLongestToken) throw invalid_parameter("Token Reason: must be at most 8192 bytes long in UTF-8 encoding");
}

void check_notification(const Platform& platform, const std::string& message, const Json& attributes) {
  if (message.size() > platform.largest)
    throw bad_notification(platform, std::string_view(platform.name) == "GCM" ? "Notification data is larger than allowed limit" : "Notification is too long");
  std::string ttl_name = std::string("AWS.SNS.MOBILE.") + platform.name + ".TTL";
  const Json* ttl = find(attributes, ttl_name);
  if (!ttl) return;
  std::string text = text_at(*ttl, "StringValue");
  bool good = !text.empty() && text.size() <= 7 && text.find_first_not_of("0123456789") == std::string::npos && std::stol(text) <= kLongestTtl;
  if (!good) throw invalid_parameter("MessageAttributes Reason: " + text + " is not a valid value of " + ttl_name);
}

}  // namespace lambent::sns
