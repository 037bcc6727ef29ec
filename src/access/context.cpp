#include "access/context.h"

#include "base/text.h"
#include "base/time_text.h"

namespace lambent::access {
namespace {

std::optional<Values> one(std::string value) {
  if (value.empty()) return std::nullopt;
  return Values{std::move(value)};
}

const char* principal_type(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::root: return "Account";
    case PrincipalKind::user: return "User";
    case PrincipalKind::role_session: return "AssumedRole";
    case PrincipalKind::federated_user: return "FederatedUser";
    case PrincipalKind::service: return "";
    case PrincipalKind::anonymous: return "Anonymous";
  }
  return "";
}

}  // namespace

std::optional<Values> Context::principal_key(const std::string& key) const {
  const Principal& p = call_.caller;
  bool temporary = p.issued != TimePoint{};  // sessions of roles, and of users and root by GetSessionToken
  if (key == "aws:principalarn") return p.kind == PrincipalKind::service ? std::nullopt : one(p.kind == PrincipalKind::federated_user ? p.arn : p.entity_arn);
  if (key == "aws:principalaccount") return one(p.account);
  if (key == "aws:principaltype") return one(principal_type(p.kind));
  if (key == "aws:userid") return one(p.user_id);
  if (key == "aws:username") return p.kind == PrincipalKind::user ? one(p.arn.substr(p.arn.rfind('/') + 1)) : std::nullopt;
  if (key == "aws:principalisawsservice") return one(p.kind == PrincipalKind::service ? "true" : "false");
  if (key == "aws:principalservicename") return p.kind == PrincipalKind::service ? one(p.arn) : std::nullopt;
  if (key == "aws:sourcearn") return p.kind == PrincipalKind::service ? one(p.source_arn) : std::nullopt;
  if (key == "aws:sourceaccount") return one(p.source_account);
  if (key == "aws:tokenissuetime") return temporary ? one(iso_seconds(p.issued)) : std::nullopt;
  if (key == "aws:multifactorauthpresent") return temporary ? one(p.mfa ? "true" : "false") : std::nullopt;
  if (key == "aws:multifactorauthage" && temporary && p.mfa)
    return one(std::to_string(std::chrono::floor<std::chrono::seconds>(now_ - p.issued).count()));
  if (key == "aws:sourceidentity") return one(p.source_identity);
  if (key == "aws:federatedprovider") return one(p.federated_by);
  if (key == "lambda:sourcefunctionarn") return p.kind == PrincipalKind::role_session && p.source_arn.starts_with("arn:aws:lambda:") ? one(p.source_arn) : std::nullopt;
  if (key == "sts:rolesessionname" && p.kind == PrincipalKind::role_session) return one(p.session_name);
  if (key.starts_with("aws:principaltag/")) {
    std::string name = key.substr(17);
    for (const auto* tags : {&p.session_tags, &tags_})
      for (const auto& [tag, value] : *tags)
        if (iequals(tag, name)) return Values{value};
  }
  return std::nullopt;
}

std::optional<Values> Context::find(const std::string& key) const {
  auto out = look_up(key);
  if (!used_) return out;
  for (const auto& one : *used_)
    if (one.name == key) return out;
  used_->push_back({key, out});
  return out;
}

std::optional<Values> Context::look_up(const std::string& key) const {
  for (const auto& [name, values] : need_.keys)
    if (iequals(name, key)) return values;
  if (key == "aws:currenttime") return one(iso_seconds(now_));
  if (key == "aws:epochtime") return one(std::to_string(std::chrono::floor<std::chrono::seconds>(now_).time_since_epoch().count()));
  if (key == "aws:securetransport") return one(call_.origin.secure ? "true" : "false");
  if (key == "aws:sourceip") return call_.caller.kind == PrincipalKind::service ? std::nullopt : one(call_.origin.source_ip);
  if (key == "aws:useragent") return one(call_.origin.user_agent);
  if (key == "aws:requestedregion") return one(call_.service == "iam" ? "us-east-1" : call_.scope.region);
  if (key == "aws:viaawsservice") return one("false");
  if (key == "aws:resourceaccount") return one(need_.resource_account.empty() ? call_.scope.account : need_.resource_account);
  return principal_key(key);
}

std::string literal(std::string text) {
  for (char& c : text) c = c == '*' ? '\x01' : c == '?' ? '\x02' : c;
  return text;
}

std::optional<std::string> Context::substitute(const std::string& text, bool pattern) const {
  auto inserted = [&](const std::string& value) { return pattern ? literal(value) : value; };
  std::string out;
  for (size_t at = 0; at < text.size();) {
    auto open = text.find("${", at);
    if (open == std::string::npos) return out + text.substr(at);
    auto close = text.find('}', open);
    if (close == std::string::npos) return out + text.substr(at);
    out += text.substr(at, open - at);
    std::string inside = text.substr(open + 2, close - open - 2);
    at = close + 1;
    if (inside == "*" || inside == "?" || inside == "$") {
      out += inserted(inside);
      continue;
    }
    std::optional<std::string> fallback;
    if (auto comma = inside.find(','); comma != std::string::npos) {
      std::string quoted(trim(std::string_view(inside).substr(comma + 1)));
      if (quoted.size() >= 2 && quoted.front() == '\'' && quoted.back() == '\'') fallback = quoted.substr(1, quoted.size() - 2);
      inside = std::string(trim(std::string_view(inside).substr(0, comma)));
    }
    auto values = find(lower(inside));
    if (values && values->size() == 1)
      out += inserted(values->front());
    else if (fallback)
      out += inserted(*fallback);
    else
      return std::nullopt;
  }
  return out;
}

}  // namespace lambent::access
