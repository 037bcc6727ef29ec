// Access keys of users.
#include <cmath>

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kKeysPerUser = 2;

// Without UserName the operations are about the caller.
std::string user_name(const Call& call) {
  if (auto name = find_text(call.input, "UserName")) return *name;
  if (call.caller.kind == PrincipalKind::user) return call.caller.arn.substr(call.caller.arn.rfind('/') + 1);
  throw AwsError("ValidationError", 400, "Must specify userName when calling with non-User credentials");
}

}  // namespace

Json Iam::create_access_key(const Call& call) {
  std::string name = user_name(call);
  const EntityRow* user = entities_.users.find(entity_key(call.scope.account, name));
  if (!user) throw AwsError("NoSuchEntity", 404, "The user with name " + name + " cannot be found.");
  size_t count = 0;
  for (const auto& [id, key] : entities_.keys) count += key.account == user->account && key.user == user->name;
  if (count >= kKeysPerUser) throw AwsError("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2");
  KeyRow key;
  key.id = "AKIA" + aws_.ids().upper_base32(16);
  key.secret = aws_.ids().base64(40);
  key.user = user->name;
  key.account = user->account;
  key.created = std::floor(epoch_seconds(aws_.clock().now()));
  entities_.keys.put(key.id, key);
  Json shown = object({{"UserName", key.user}, {"AccessKeyId", key.id}, {"Status", key.status}, {"SecretAccessKey", key.secret}, {"CreateDate", key.created}});
  return object({{"AccessKey", shown}});
}

Json Iam::list_access_keys(const Call& call) {
  std::string name = user_name(call);
  if (!entities_.users.contains(entity_key(call.scope.account, name)))
    throw AwsError("NoSuchEntity", 404, "The user with name " + name + " cannot be found.");
  std::vector<Json> items;
  for (const auto& [id, key] : entities_.keys)
    if (key.account == call.scope.account && iequals(key.user, name))
      items.push_back(object({{"UserName", key.user}, {"AccessKeyId", id}, {"Status", key.status}, {"CreateDate", key.created}}));
  return paged(call, "AccessKeyMetadata", std::move(items));
}

Json Iam::delete_access_key(const Call& call) {
  std::string name = user_name(call), id = text_at(call.input, "AccessKeyId");
  const KeyRow* key = entities_.keys.find(id);
  if (!key || key->account != call.scope.account || !iequals(key->user, name))
    throw AwsError("NoSuchEntity", 404, "The Access Key with id " + id + " cannot be found.");
  entities_.keys.erase(id);
  return nullptr;
}

Json Iam::update_access_key(const Call& call) {
  std::string name = user_name(call), id = text_at(call.input, "AccessKeyId"), status = text_at(call.input, "Status");
  const KeyRow* key = entities_.keys.find(id);
  if (!key || key->account != call.scope.account || !iequals(key->user, name))
    throw AwsError("NoSuchEntity", 404, "The Access Key with id " + id + " cannot be found.");
  entities_.keys.update(id, [&](KeyRow& row) { row.status = status; });
  return nullptr;
}

}  // namespace lambent::iam
