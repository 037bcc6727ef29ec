#include "aws/access_need.h"

#include "base/text.h"

namespace lambent {
namespace {

struct Words {
  const char* implicit_policy;  // "because no <...> allows the X action"
  const char* explicit_policy;  // "with an explicit deny in <...>"
  const char* name;
};

Words words(DenialReason reason) {
  switch (reason) {
    case DenialReason::identity: return {"identity-based policy", "an identity-based policy", "identity"};
    case DenialReason::resource: return {"resource-based policy", "a resource-based policy", "resource"};
    case DenialReason::boundary: return {"permissions boundary", "a permissions boundary", "boundary"};
    case DenialReason::session: return {"session policy", "a session policy", "session"};
    case DenialReason::role_trust: return {"role trust policy", "the role trust policy", "role_trust"};
  }
  return {"identity-based policy", "an identity-based policy", "identity"};
}

}  // namespace

std::string denial_text(const Denial& d, const std::string& shown_action) {
  std::string out = "User: " + d.principal + " is not authorized to perform: " + shown_action + " on resource: " + d.resource;
  if (d.explicit_deny) {
    out += std::string(" with an explicit deny in ") + words(d.reason).explicit_policy;
    if (d.policy.starts_with("arn:")) out += ": " + d.policy;
    return out;
  }
  return out + " because no " + words(d.reason).implicit_policy + " allows the " + shown_action + " action";
}

Json to_json(const std::vector<UsedKey>& keys) {
  Json out = Json::object();
  for (const auto& key : keys) set(out, key.name, key.values ? text_array(*key.values) : Json());
  return out;
}

Json to_json(const Denial& d) {
  Json out = object({{"principal", d.principal}, {"action", d.action}, {"resource", d.resource}});
  set_text(out, "verdict", d.explicit_deny ? "explicit" : "implicit");
  set_text(out, "reason", words(d.reason).name);
  if (!d.policy.empty()) set_text(out, "policy", d.policy);
  set(out, "considered", text_array(d.considered));
  if (!d.keys.empty()) set(out, "keys", to_json(d.keys));
  if (!d.encoded.empty()) set_text(out, "encodedMessage", d.encoded);
  if (!d.missing_statement.is_null()) {
    Json attach = object({{"kind", d.attach_kind}, {"name", d.attach_to}});
    Json fix = object({{"attach", attach}, {"statement", d.missing_statement}});
    Json fixes = array();
    fixes.push_back(fix);
    set(out, "fixes", fixes);
  }
  return out;
}

}  // namespace lambent
