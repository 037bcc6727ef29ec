#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topic_attribute_values.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {

Json Topics::get_topic_attributes(const Call& call) {
  const TopicRow& topic = topic_of(call);
  std::int64_t confirmed = 0, pending = 0;
  subscriptions_.each(topic_key(topic) + ":", [&](const std::string&, const SubscriptionRow& row) { ++(row.confirmed ? confirmed : pending); });
  Json attributes = topic_attributes(topic);
  set_text(attributes, "SubscriptionsConfirmed", std::to_string(confirmed));
  set_text(attributes, "SubscriptionsPending", std::to_string(pending));
  set_text(attributes, "SubscriptionsDeleted", std::to_string(topic.deleted));
  return object({{"Attributes", attributes}});
}

Json Topics::set_topic_attributes(const Call& call) {
  TopicRow topic = topic_of(call);
  set_topic_attribute(topic, text_at(call.input, "AttributeName"), text_at(call.input, "AttributeValue"), "");
  std::string key = topic_key(topic);
  topics_.put(key, std::move(topic));
  return Json::object();
}

}  // namespace lambent::sns
