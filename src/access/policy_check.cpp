// What IAM refuses to save, in its own words and in its order: the first of these passes that finds a fault answers.
#include <set>

#include "access/policy.h"
#include "aws/arn.h"
#include "aws/error.h"
#include "base/text.h"

namespace lambent::access {
namespace {

[[noreturn]] void malformed(const std::string& why) { throw AwsError("MalformedPolicyDocument", 400, why); }

std::vector<const Json*> items(const Json& v) {
  std::vector<const Json*> out;
  if (v.is_array()) {
    for (const auto& item : v) out.push_back(&item);
  } else {
    out.push_back(&v);
  }
  return out;
}

bool strings(const Json& v) {
  for (const Json* item : items(v))
    if (!item->is_string()) return false;
  return true;
}

bool is_empty(const Json* v) { return !v || (v->is_array() && v->empty()); }

// The member of a statement or its Not form, whichever is there.
const Json* either(const Json& s, const char* name, const char* not_name) {
  const Json* v = find(s, name);
  return v ? v : find(s, not_name);
}
const Json* actions_of(const Json& s) { return either(s, "Action", "NotAction"); }
const Json* resources_of(const Json& s) { return either(s, "Resource", "NotResource"); }

void check_condition(const Json& condition) {
  static const std::set<std::string> known = {
      "stringequals", "stringnotequals", "stringequalsignorecase", "stringnotequalsignorecase", "stringlike", "stringnotlike",
      "numericequals", "numericnotequals", "numericlessthan", "numericlessthanequals", "numericgreaterthan", "numericgreaterthanequals",
      "dateequals", "datenotequals", "datelessthan", "datelessthanequals", "dategreaterthan", "dategreaterthanequals",
      "bool", "binaryequals", "ipaddress", "notipaddress", "arnequals", "arnlike", "arnnotequals", "arnnotlike", "null"};
  if (!condition.is_object()) malformed("Syntax errors in policy.");
  for (const auto& [op, keys] : condition.items()) {
    std::string name = lower(op);
    for (const char* prefix : {"forallvalues:", "foranyvalue:"})
      if (name.starts_with(prefix)) name.erase(0, std::string(prefix).size());
    if (name.ends_with("ifexists") && name != "nullifexists") name.resize(name.size() - 8);
    if (!known.contains(name)) malformed("Invalid Condition type : " + op);
    if (!keys.is_object()) malformed("Syntax errors in policy.");
    for (const auto& [key, values] : keys.items())
      for (const Json* v : items(values))
        if (v->is_structured() || v->is_null()) malformed("Syntax errors in policy.");
  }
}

void check_grammar(const Json& s) {
  static const std::set<std::string> known = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"};
  if (!s.is_object()) malformed("Syntax errors in policy.");
  for (const auto& [name, value] : s.items())
    if (!known.contains(name)) malformed("Syntax errors in policy.");
  const Json* sid = find(s, "Sid");
  std::string effect = text_at(s, "Effect");
  if ((sid && !sid->is_string()) || (!iequals(effect, "Allow") && !iequals(effect, "Deny"))) malformed("Syntax errors in policy.");
  for (auto [name, not_name] : {std::pair{"Action", "NotAction"}, {"Resource", "NotResource"}, {"Principal", "NotPrincipal"}})
    if (has(s, name) && has(s, not_name)) malformed("Syntax errors in policy.");
  for (const Json* v : {actions_of(s), resources_of(s)})
    if (v && !strings(*v)) malformed("Syntax errors in policy.");
  if (const Json* condition = find(s, "Condition")) check_condition(*condition);
}

// What AWS's older parser stops at.
void check_legacy(const Json& s) {
  std::string effect = text_at(s, "Effect");
  if (effect != "Allow" && effect != "Deny") malformed("The policy failed legacy parsing");
  if (const Json* resources = resources_of(s))
    for (const Json* item : items(*resources)) {
      auto parts = split(item->get_ref<const std::string&>(), ':', 6);
      if (parts[0] != "arn" || parts.size() < 4) continue;
      bool gap = parts.size() < 6 && std::find(parts.begin(), parts.end(), "") != parts.end();
      if (gap || parts[2].empty()) malformed("The policy failed legacy parsing");
    }
}

void check_actions(const Json& actions) {
  for (const Json* item : items(actions)) {
    const auto& action = item->get_ref<const std::string&>();
    if (action == "*") continue;
    auto parts = split(action, ':');
    if (parts.size() == 1) malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    if (parts.size() > 2) malformed("Actions/Condition can contain only one colon.");
    if (parts[0].find_first_of("*? ") != std::string::npos) malformed("Vendor " + parts[0] + " is not valid");
  }
}

void check_iam_resource(const std::string& resource, const Arn& arn) {
  static const char* kinds[] = {"user/",   "federated-user/",    "role/",   "group/",   "instance-profile/", "mfa/",   "server-certificate/",
                                "policy/", "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/"};
  if (!arn.region.empty() && arn.region != "*") malformed("IAM resource " + resource + " cannot contain region information.");
  if (arn.resource == "*" || arn.resource == "root") return;
  std::string list;
  for (const char* kind : kinds) {
    if (arn.resource.starts_with(kind)) return;
    list += std::string(list.empty() ? "" : ", ") + kind;
  }
  malformed("IAM resource path must either be \"*\" or start with " + list + ".");
}

void check_resources(const Json& resources) {
  for (const Json* item : items(resources)) {
    const auto& resource = item->get_ref<const std::string&>();
    if (resource == "*") continue;
    auto parts = split(resource, ':', 6);
    if (parts[0] != "arn" || parts.size() < 2) malformed("Resource " + resource + " must be in ARN format or \"*\".");
    bool has_vendor = parts.size() > 2;
    parts.resize(6, "*");
    const std::string& partition = parts[1];
    if (partition != "aws" && partition != "*" && !partition.starts_with("aws-"))
      malformed("Partition \"" + partition + "\" is not valid for resource \"" + join(parts, ":") + "\".");
    if (!has_vendor || (parts[2].find_first_of("*?") != std::string::npos && resource != "arn:*:*:*:*:*"))
      malformed("Resource vendor must be fully qualified and cannot contain regexes.");
    if (parts[2] == "iam") check_iam_resource(resource, Arn{parts[1], parts[2], parts[3], parts[4], parts[5]});
  }
}

void check_identity(const std::vector<const Json*>& statements) {
  for (const Json* s : statements)
    if (resources_of(*s)) check_resources(*resources_of(*s));
  for (const Json* s : statements) check_actions(*actions_of(*s));
  for (const Json* s : statements) {
    if (has(*s, "Principal") || has(*s, "NotPrincipal")) malformed("Policy document should not specify a principal.");
    if (is_empty(resources_of(*s))) malformed("Policy statement must contain resources.");
  }
}

void check_trust(const std::vector<const Json*>& statements) {
  for (const Json* s : statements) {
    const Json& actions = *actions_of(*s);
    check_actions(actions);
    for (const char* name : {"Resource", "NotResource"})
      if (has(*s, name)) malformed(std::string("Has prohibited field ") + name + ".");
    if (!has(*s, "Principal") && !has(*s, "NotPrincipal")) malformed("Missing required field Principal");
    for (const Json* item : items(actions))
      if (*item != "*" && !istarts_with(item->get_ref<const std::string&>(), "sts:")) malformed("AssumeRole policy may only specify STS AssumeRole actions.");
  }
}

}  // namespace

Json check_policy(const std::string& text, PolicyKind kind) {
  std::optional<Json> document = try_parse_json(text);
  if (!document || !document->is_object()) malformed(kind == PolicyKind::trust ? "This policy contains invalid Json" : "Syntax errors in policy.");
  for (const auto& [name, value] : document->items()) {
    if (name != "Version" && name != "Id" && name != "Statement") malformed("Syntax errors in policy.");
    if (name != "Statement" && !value.is_string()) malformed("Syntax errors in policy.");
  }
  std::string version = text_at(*document, "Version", "2008-10-17");
  const Json* all = find(*document, "Statement");
  if ((version != "2012-10-17" && version != "2008-10-17") || is_empty(all)) malformed("Syntax errors in policy.");
  auto statements = items(*all);
  for (const Json* s : statements) check_grammar(*s);
  // Trust policies of the older version are common and accepted.
  if (kind == PolicyKind::identity && version != "2012-10-17") malformed("Policy document must be version 2012-10-17 or greater.");
  for (const Json* s : statements) check_legacy(*s);
  std::set<std::string> sids;
  for (const Json* s : statements)
    if (std::string sid = text_at(*s, "Sid"); !sid.empty() && !sids.insert(sid).second) malformed("Statement IDs (SID) in a single policy must be unique.");
  for (const Json* s : statements)
    if (is_empty(actions_of(*s))) malformed("Policy statement must contain actions.");
  if (kind == PolicyKind::identity)
    check_identity(statements);
  else
    check_trust(statements);
  return *document;
}

}  // namespace lambent::access
