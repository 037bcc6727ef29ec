// Inline policies and attachments, the same for roles, users and groups.
#include <algorithm>

#include "access/policy.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kAttached = 10;

size_t inline_limit(const Sort& sort) { return &sort == &kUser ? 2048 : &sort == &kGroup ? 5120 : 10240; }

AwsError no_inline_policy(const Sort& sort, const std::string& name) {
  return no_such_entity(std::string("The ") + sort.word + " policy with name " + name + " cannot be found.");
}

std::string policy_name(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

}  // namespace

template <const Sort& S>
Json Iam::put_policy(const Call& call) {
  const EntityRow& row = get(S, call);
  check_modifiable(S, row);
  std::string name = text_at(call.input, "PolicyName"), text = text_at(call.input, "PolicyDocument");
  access::check_policy(text, access::PolicyKind::identity);
  size_t total = size_without_blanks(text);
  for (const auto& [other, document] : row.inline_policies)
    if (other != name) total += size_without_blanks(document);
  if (total > inline_limit(S))
    throw limit_exceeded("Maximum policy size of " + std::to_string(inline_limit(S)) + " bytes exceeded for " + S.word + " " + row.name);
  update(S, call, [&](EntityRow& r) { r.inline_policies[name] = text; });
  return nullptr;
}

template <const Sort& S>
Json Iam::get_policy(const Call& call) {
  const EntityRow& row = get(S, call);
  std::string name = text_at(call.input, "PolicyName");
  auto it = row.inline_policies.find(name);
  if (it == row.inline_policies.end()) throw no_inline_policy(S, name);
  return object({{S.name_key, row.name}, {"PolicyName", name}, {"PolicyDocument", percent_encode(it->second)}});
}

template <const Sort& S>
Json Iam::list_policies(const Call& call) {
  std::vector<Json> names;
  for (const auto& [name, document] : get(S, call).inline_policies) names.emplace_back(name);
  return paged(call, "PolicyNames", std::move(names));
}

template <const Sort& S>
Json Iam::delete_policy(const Call& call) {
  std::string name = text_at(call.input, "PolicyName");
  const EntityRow& row = get(S, call);
  check_modifiable(S, row);
  if (!row.inline_policies.contains(name)) throw no_inline_policy(S, name);
  update(S, call, [&](EntityRow& r) { r.inline_policies.erase(name); });
  return nullptr;
}

template <const Sort& S>
Json Iam::attach_policy(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn");
  const EntityRow& row = get(S, call);
  check_modifiable(S, row);
  if (!arn.starts_with("arn:")) throw AwsError("ValidationError", 400, "Invalid ARN:  Could not be parsed!");
  if (arn.find(":policy/aws-service-role/") != std::string::npos)
    throw AwsError("PolicyNotAttachable", 400, "Cannot attach a Service Role Policy to a Customer Role.");
  if (!attachable(call, arn)) throw no_such_entity("Policy " + arn + " does not exist or is not attachable.");
  if (std::find(row.attached.begin(), row.attached.end(), arn) != row.attached.end()) return nullptr;
  if (row.attached.size() >= kAttached)
    throw limit_exceeded(std::string("Cannot exceed quota for PoliciesPer") + S.title + ": 10");
  update(S, call, [&](EntityRow& r) { r.attached.push_back(arn); });
  return nullptr;
}

template <const Sort& S>
Json Iam::detach_policy(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn");
  const EntityRow& row = get(S, call);
  check_modifiable(S, row);
  if (std::find(row.attached.begin(), row.attached.end(), arn) == row.attached.end())
    throw no_such_entity("Policy " + arn + " was not found.");
  update(S, call, [&](EntityRow& r) { std::erase(r.attached, arn); });
  return nullptr;
}

template <const Sort& S>
Json Iam::list_attached(const Call& call) {
  std::string prefix = text_at(call.input, "PathPrefix", "/");
  std::vector<Json> items;
  for (const auto& arn : get(S, call).attached) {
    std::string path = arn.substr(arn.find('/'));
    if (path.starts_with(prefix)) items.push_back(object({{"PolicyName", policy_name(arn)}, {"PolicyArn", arn}}));
  }
  return paged(call, "AttachedPolicies", std::move(items));
}

#define LAMBENT_FOR_SORT(S)                           \
  template Json Iam::put_policy<S>(const Call&);      \
  template Json Iam::get_policy<S>(const Call&);      \
  template Json Iam::list_policies<S>(const Call&);   \
  template Json Iam::delete_policy<S>(const Call&);   \
  template Json Iam::attach_policy<S>(const Call&);   \
  template Json Iam::detach_policy<S>(const Call&);   \
  template Json Iam::list_attached<S>(const Call&);

LAMBENT_FOR_SORT(kRole)
LAMBENT_FOR_SORT(kUser)
LAMBENT_FOR_SORT(kGroup)

}  // namespace lambent::iam
