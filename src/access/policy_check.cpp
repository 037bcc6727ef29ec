// What IAM refuses to save, in its own words.
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

void check_actions(const Json& actions) {
  if (!strings(actions)) malformed("Syntax errors in policy.");
  for (const Json* item : items(actions)) {
    const auto& action = item->get_ref<const std::string&>();
    if (action == "*") continue;
    auto parts = split(action, ':');
    if (parts.size() == 1) malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    if (parts.size() > 2) malformed("Actions/Condition can contain only one colon.");
    if (parts[0].find_first_of("*? ") != std::string::npos) malformed("Vendor " + parts[0] + " is not valid");
  }
}

void check_resources(const Json& resources) {
  if (!strings(resources)) malformed("Syntax errors in policy.");
  for (const Json* item : items(resources)) {
    const auto& resource = item->get_ref<const std::string&>();
    if (resource == "*") continue;
    if (!resource.starts_with("arn:")) malformed("Resource " + resource + " must be in ARN format or \"*\".");
    auto parts = split(resource, ':', 6);
    if (parts.size() < 6) malformed("Resource " + resource + " must be in ARN format or \"*\".");
    const std::string& partition = parts[1];
    if (partition != "aws" && partition != "*" && !partition.starts_with("aws-"))
      malformed("Partition \"" + partition + "\" is not valid for resource \"" + resource + "\".");
    if (parts[2].find_first_of("*?") != std::string::npos && resource != "arn:*:*:*:*:*") malformed("Resource vendor must be fully qualified and cannot contain regexes.");
    if (parts[2] == "iam" && !parts[3].empty() && parts[3] != "*") malformed("IAM resource " + resource + " cannot contain region information.");
  }
}

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
    if (name.ends_with("ifexists")) name.resize(name.size() - 8);
    if (!known.contains(name)) malformed("Invalid Condition type : " + op);
    if (!keys.is_object()) malformed("Syntax errors in policy.");
    for (const auto& [key, values] : keys.items())
      for (const Json* v : items(values))
        if (v->is_structured() || v->is_null()) malformed("Syntax errors in policy.");
  }
}

void check_statement(const Json& s, PolicyKind kind) {
  static const std::set<std::string> known = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"};
  if (!s.is_object()) malformed("Syntax errors in policy.");
  for (const auto& [name, value] : s.items())
    if (!known.contains(name)) malformed("Syntax errors in policy.");
  std::string effect = text_at(s, "Effect");
  if (effect != "Allow" && effect != "Deny") malformed("Syntax errors in policy.");
  const Json* action = find(s, "Action");
  const Json* not_action = find(s, "NotAction");
  if (!action && !not_action) malformed("Policy statement must contain actions.");
  if (action && not_action) malformed("Syntax errors in policy.");
  check_actions(action ? *action : *not_action);
  if (const Json* condition = find(s, "Condition")) check_condition(*condition);

  bool has_principal = has(s, "Principal") || has(s, "NotPrincipal");
  bool has_resource = has(s, "Resource") || has(s, "NotResource");
  if (kind == PolicyKind::identity) {
    if (has_principal) malformed("Policy document should not specify a principal.");
    if (!has_resource) malformed("Policy statement must contain resources.");
    check_resources(has(s, "Resource") ? *find(s, "Resource") : *find(s, "NotResource"));
    return;
  }
  if (has(s, "Resource")) malformed("Has prohibited field Resource.");
  if (has(s, "NotResource")) malformed("Has prohibited field NotResource.");
  if (!has_principal) malformed("Missing required field Principal");
  for (const Json* item : items(action ? *action : *not_action))
    if (*item != "*" && !istarts_with(item->get_ref<const std::string&>(), "sts:")) malformed("AssumeRole policy may only specify STS AssumeRole actions.");
}

}  // namespace

Json check_policy(const std::string& text, PolicyKind kind) {
  std::optional<Json> document = try_parse_json(text);
  if (!document || !document->is_object()) malformed(kind == PolicyKind::trust ? "This policy contains invalid Json" : "Syntax errors in policy.");
  for (const auto& [name, value] : document->items())
    if (name != "Version" && name != "Id" && name != "Statement") malformed("Syntax errors in policy.");
  std::string version = text_at(*document, "Version", "2008-10-17");
  if (version != "2012-10-17" && version != "2008-10-17") malformed(kind == PolicyKind::identity ? "Policy document must be version 2012-10-17 or greater." : "Syntax errors in policy.");
  const Json* statements = find(*document, "Statement");
  if (!statements || (statements->is_array() && statements->empty())) malformed("Syntax errors in policy.");
  std::set<std::string> sids;
  for (const Json* s : items(*statements)) {
    check_statement(*s, kind);
    std::string sid = text_at(*s, "Sid");
    if (!sid.empty() && !sids.insert(sid).second) malformed("Statement IDs (SID) in a single policy must be unique.");
  }
  return *document;
}

}  // namespace lambent::access
