// Access keys of users: two at most.
#include "base/text.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/last_use.h"

namespace lambent::iam {
namespace {

constexpr size_t kKeysPerUser = 2;

AwsError no_key(const std::string& id) { return no_such_entity("The Access Key with id " + id + " cannot be found."); }

bool belongs(const KeyRow& key, const EntityRow& user) { return key.account == user.account && iequals(key.user, user.name); }

}  // namespace

Json Iam::create_access_key(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  size_t count = 0;
  for (const auto& [id, key] : entities_.keys) count += belongs(key, user);
  if (count >= kKeysPerUser) throw limit_exceeded("Cannot exceed quota for AccessKeysPerUser: 2");
  KeyRow key;
  key.id = "AKIA" + aws_.ids().upper_base32(16);
  key.secret = aws_.ids().base64(40);
  key.user = user.name;
  key.account = user.account;
  key.created = now();
  entities_.keys.put(key.id, key);
  Json shown = object({{"UserName", key.user}, {"AccessKeyId", key.id}, {"Status", key.status}, {"SecretAccessKey", key.secret}, {"CreateDate", key.created}});
  return object({{"AccessKey", shown}});
}

Json Iam::list_access_keys(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  std::vector<Json> items;
  for (const auto& [id, key] : entities_.keys)
    if (belongs(key, user)) items.push_back(object({{"UserName", key.user}, {"AccessKeyId", id}, {"Status", key.status}, {"CreateDate", key.created}}));
  return paged(call, "AccessKeyMetadata", std::move(items));
}

Json Iam::delete_access_key(const Call& call) {
  std::string id = text_at(call.input, "AccessKeyId");
  const KeyRow* key = entities_.keys.find(id);
  if (!key || !belongs(*key, get_user_or_caller(call))) throw no_key(id);
  entities_.keys.erase(id);
  return nullptr;
}

Json Iam::update_access_key(const Call& call) {
  std::string id = text_at(call.input, "AccessKeyId"), status = text_at(call.input, "Status");
  const KeyRow* key = entities_.keys.find(id);
  if (!key || !belongs(*key, get_user_or_caller(call))) throw no_key(id);
  if (status == "Expired") throw AwsError("InvalidInput", 400, "The status of an access key is Active or Inactive.");
  entities_.keys.update(id, [&](KeyRow& row) { row.status = status; });
  return nullptr;
}

Json Iam::get_access_key_last_used(const Call& call) {
  std::string id = text_at(call.input, "AccessKeyId");
  const KeyRow* key = entities_.keys.find(id);
  if (!key || key->account != call.scope.account) throw AwsError("AccessDenied", 403, "The Access Key ID " + id + " is not one of this account.");
  auto use = last_use(aws_.journal(), [&](const CallEntry& entry) { return entry.access_key == id; });
  Json used = object({{"ServiceName", use ? use->service : "N/A"}, {"Region", use ? use->region : "N/A"}});
  if (use) set(used, "LastUsedDate", use->when);
  return object({{"UserName", key->user}, {"AccessKeyLastUsed", used}});
}

}  // namespace lambent::iam
