#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topic_attribute_values.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

std::string key_of(const Call& call) {
  TopicName named = read_topic_arn(call.scope, text_at(call.input, "ResourceArn"), "ResourceArn");
  return scope_key(named.scope, named.name);
}

AwsError no_resource() { return AwsError("ResourceNotFound", 404, "Resource does not exist"); }

}  // namespace

Json Topics::tag_resource(const Call& call) {
  std::string key = key_of(call);
  const TopicRow* topic = topics_.find(key);
  if (!topic) throw no_resource();
  const Json& given = *find(call.input, "Tags");
  check_tags(given);
  Json tags = topic->tags;
  for (const auto& one : given) {
    bool known = false;
    for (auto& tag : tags) {
      if (text_at(tag, "Key") != text_at(one, "Key")) continue;
      tag = one;
      known = true;
    }
    if (!known) tags.push_back(one);
  }
  check_tags(tags);
  topics_.update(key, [&](TopicRow& row) { row.tags = std::move(tags); });
  return Json::object();
}

Json Topics::untag_resource(const Call& call) {
  auto gone = texts_at(call.input, "TagKeys");
  bool known = topics_.update(key_of(call), [&](TopicRow& row) {
    Json left = Json::array();
    for (const auto& tag : row.tags)
      if (std::find(gone.begin(), gone.end(), text_at(tag, "Key")) == gone.end()) left.push_back(tag);
    row.tags = std::move(left);
  });
  if (!known) throw no_resource();
  return Json::object();
}

Json Topics::list_tags(const Call& call) {
  const TopicRow* topic = topics_.find(key_of(call));
  if (!topic) throw no_resource();
  return object({{"Tags", topic->tags}});
}

}  // namespace lambent::sns
