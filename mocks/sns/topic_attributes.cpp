#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topic_attribute_values.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {

Json Topics::get_topic_attributes(const Call& call) {
  const TopicRow& topic = topic_of(call);
  const SubscriptionIndex::Count count = index_.of_topic(topic_key(topic));
  Json attributes = topic_attributes(topic);
  set_text(attributes, "SubscriptionsConfirmed", std::to_string(count.confirmed));
  set_text(attributes, "SubscriptionsPending", std::to_string(count.pending));
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
