// Dedicated IP pools: named, tagged and given to configuration sets. No address is ever in one: nothing is sent by IP.
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {

Json PoolRow::to_json() const { return object({{"name", name}, {"scaling", scaling}, {"tags", map_json(tags)}}); }

PoolRow PoolRow::from_json(const Json& j) { return {text_at(j, "name"), text_at(j, "scaling"), map_at(j, "tags")}; }

const PoolRow& SesV2::named_pool(const Scope& scope, const std::string& name) const {
  const PoolRow* row = pools_.find(scope_key(scope, name));
  if (!row) throw AwsError("NotFoundException", 404, "Dedicated IP pool " + name + " does not exist.");
  return *row;
}

Json SesV2::create_pool(const Call& call) {
  PoolRow row{text_at(call.input, "PoolName"), text_at(call.input, "ScalingMode", "STANDARD"), tags_at(call.input)};
  bool good = !row.name.empty() && row.name.size() <= 64;
  for (char c : row.name) good &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  if (!good) throw AwsError("BadRequestException", 400, "Pool names have 1 to 64 lower-case letters, numbers, underscores or dashes: " + row.name);
  if (pools_.contains(scope_key(call.scope, row.name))) throw AwsError("AlreadyExistsException", 400, "Dedicated IP pool " + row.name + " already exists.");
  size_t count = 0;
  pools_.each(scope_prefix(call.scope), [&](const std::string&, const PoolRow&) { ++count; });
  if (count >= 50) throw AwsError("LimitExceededException", 400, "An account has at most 50 dedicated IP pools.");
  const std::string key = scope_key(call.scope, row.name);
  pools_.put(key, std::move(row));
  return Json::object();
}

Json SesV2::get_pool(const Call& call) {
  const PoolRow& row = named_pool(call.scope, text_at(call.input, "PoolName"));
  return object({{"DedicatedIpPool", object({{"PoolName", row.name}, {"ScalingMode", row.scaling}})}});
}

Json SesV2::list_pools(const Call& call) {
  std::vector<std::string> names;
  pools_.each(scope_prefix(call.scope), [&](const std::string&, const PoolRow& row) { names.push_back(row.name); });
  std::string next = page(names, text_at(call.input, "NextToken"), static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "PageSize", 100), 1, 1000)));
  Json answer = object({{"DedicatedIpPools", text_array(names)}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Json SesV2::put_pool_scaling(const Call& call) {
  PoolRow row = named_pool(call.scope, text_at(call.input, "PoolName"));
  const std::string mode = text_at(call.input, "ScalingMode");
  if (row.scaling == "MANAGED" && mode == "STANDARD") throw AwsError("BadRequestException", 400, "A MANAGED pool cannot become STANDARD.");
  row.scaling = mode;
  const std::string key = scope_key(call.scope, row.name);
  pools_.put(key, std::move(row));
  return Json::object();
}

Json SesV2::delete_pool(const Call& call) {
  const std::string name = named_pool(call.scope, text_at(call.input, "PoolName")).name;
  for (const auto& set : mailbox_.set_names(call.scope))
    if (mailbox_.find_set(call.scope, set)->pool == name)
      throw AwsError("BadRequestException", 400, "Dedicated IP pool " + name + " is used by configuration set " + set + ".");
  pools_.erase(scope_key(call.scope, name));
  return Json::object();
}

Json SesV2::get_ips(const Call& call) {
  if (auto pool = find_text(call.input, "PoolName"); pool && *pool != "ses-default-dedicated-pool") named_pool(call.scope, *pool);
  return object({{"DedicatedIps", array()}});
}

}  // namespace lambent::ses
