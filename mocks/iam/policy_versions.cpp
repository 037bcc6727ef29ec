// Versions of managed policies: five at most, one of them the default.
#include <cmath>

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kVersions = 5;

Json version_json(const PolicyRow& row, const PolicyVersion& v, bool with_document) {
  Json out = object({{"VersionId", v.id}, {"IsDefaultVersion", v.id == row.default_version}, {"CreateDate", v.created}});
  if (with_document) set_text(out, "Document", percent_encode(v.document));
  return out;
}

AwsError no_version(const std::string& arn, const std::string& version) {
  return no_such_entity("Policy " + arn + " version " + version + " does not exist or is not attachable.");
}

}  // namespace

Json Iam::get_policy_version(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn"), version = text_at(call.input, "VersionId");
  if (const AwsPolicy* p = find_aws_policy(arn)) {
    if (p->version != version) throw no_version(arn, version);
    auto updated = parse_iso(p->updated);
    Json shown = object({{"Document", percent_encode(p->document)}, {"VersionId", version}, {"IsDefaultVersion", true},
                         {"CreateDate", updated ? epoch_seconds(*updated) : 0.0}});
    return object({{"PolicyVersion", shown}});
  }
  const PolicyRow* row = find_policy(call, arn);
  if (!row) throw policy_not_found(arn);
  const PolicyVersion* v = row->find(version);
  if (!v) throw no_version(arn, version);
  return object({{"PolicyVersion", version_json(*row, *v, true)}});
}

Json Iam::create_policy_version(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn"), document = text_at(call.input, "PolicyDocument");
  const PolicyRow& row = own_policy(call, arn);
  check_policy_document(document);
  if (row.versions.size() >= kVersions)
    throw limit_exceeded("A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.");
  double now = this->now();
  bool as_default = bool_at(call.input, "SetAsDefault");
  entities_.policies.update(arn, [&](PolicyRow& r) {
    r.versions.push_back({"v" + std::to_string(r.next_version++), document, now});
    if (as_default) r.default_version = r.versions.back().id;
    r.updated = now;
  });
  entities_.changed();
  const PolicyRow& changed = own_policy(call, arn);
  return object({{"PolicyVersion", version_json(changed, changed.versions.back(), false)}});
}

Json Iam::delete_policy_version(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn"), version = text_at(call.input, "VersionId");
  const PolicyRow& row = own_policy(call, arn);
  if (!row.find(version)) throw no_version(arn, version);
  if (row.default_version == version) throw delete_conflict("Cannot delete the default version of a policy.");
  entities_.policies.update(arn, [&](PolicyRow& r) { std::erase_if(r.versions, [&](const PolicyVersion& v) { return v.id == version; }); });
  return nullptr;
}

Json Iam::set_default_policy_version(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn"), version = text_at(call.input, "VersionId");
  if (!own_policy(call, arn).find(version)) throw no_version(arn, version);
  entities_.policies.update(arn, [&](PolicyRow& r) { r.default_version = version; });
  entities_.changed();
  return nullptr;
}

Json Iam::list_policy_versions(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn");
  std::vector<Json> items;
  if (const AwsPolicy* p = find_aws_policy(arn)) {
    auto updated = parse_iso(p->updated);
    items.push_back(object({{"VersionId", p->version}, {"IsDefaultVersion", true}, {"CreateDate", updated ? epoch_seconds(*updated) : 0.0}}));
  } else {
    const PolicyRow& row = own_policy(call, arn);
    for (auto v = row.versions.rbegin(); v != row.versions.rend(); ++v) items.push_back(version_json(row, *v, false));
  }
  return paged(call, "Versions", std::move(items));
}

}  // namespace lambent::iam
