#include "aws/authorization_message.h"

#include "base/digest.h"
#include "base/text.h"

namespace lambent {
namespace {

constexpr size_t kNumber = 8, kMac = 32;

std::string big_endian(std::uint64_t n) {
  std::string out(kNumber, '\0');
  for (size_t i = kNumber; i-- > 0; n >>= 8) out[i] = static_cast<char>(n & 0xff);
  return out;
}

Json items(Json list) { return object({{"items", std::move(list)}}); }

Json matched(const Denial& denial) {
  Json out = array();
  if (!denial.explicit_deny) return out;
  Json one = object({{"effect", "DENY"}, {"sourcePolicyId", denial.policy}});
  if (denial.statement.document) set_text(one, "statementId", text_at(*denial.statement.document, "Sid"));
  out.push_back(std::move(one));
  return out;
}

Json conditions(const Denial& denial) {
  Json out = array();
  for (const auto& key : denial.keys) {
    Json values = array();
    for (const auto& value : key.values.value_or(std::vector<std::string>{})) values.push_back(object({{"value", value}}));
    out.push_back(object({{"key", key.name}, {"values", items(std::move(values))}}));
  }
  return out;
}

}  // namespace

std::string encode_authorization_message(std::string_view secret, std::uint64_t span) {
  const std::string number = big_endian(span);
  std::string out = base64_encode(number + hmac_sha256(secret, number));
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (out.ends_with('=')) out.pop_back();
  return out;
}

std::optional<std::uint64_t> authorization_message_span(std::string_view secret, std::string_view text) {
  std::string standard(text);
  for (char& c : standard) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') return std::nullopt;
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  }
  auto bytes = base64_decode(standard);
  if (!bytes || bytes->size() != kNumber + kMac) return std::nullopt;
  const std::string number = bytes->substr(0, kNumber);
  if (!equal_in_constant_time(bytes->substr(kNumber), hmac_sha256(secret, number))) return std::nullopt;
  std::uint64_t out = 0;
  for (char c : number) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

Json authorization_status(const Denial& denial) {
  Json principal = Json::object();
  if (!denial.principal_id.empty()) set_text(principal, "id", denial.principal_id);
  if (denial.principal.find(":user/") != std::string::npos) set_text(principal, "name", denial.principal.substr(denial.principal.rfind('/') + 1));
  set_text(principal, "arn", denial.principal);
  Json context = object({{"principal", principal}, {"action", denial.action}, {"resource", denial.resource}});
  set(context, "conditions", items(conditions(denial)));
  Json out = Json::object();
  set(out, "allowed", false);
  set(out, "explicitDeny", denial.explicit_deny);
  set(out, "matchedStatements", items(matched(denial)));
  set(out, "failures", items(array()));
  set(out, "context", context);
  return out;
}

}  // namespace lambent
