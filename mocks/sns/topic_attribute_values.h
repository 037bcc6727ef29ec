// What may be set on a topic, and what is shown of one. Pure.
#pragma once
#include "mocks/sns/topic_rows.h"

namespace lambent::sns {

// Sets one attribute; an empty value takes it away where AWS has it so. Throws InvalidParameter: "Invalid parameter: " and
// `reason` and what is wrong. FifoTopic is not settable: it is made with the topic.
void set_topic_attribute(TopicRow& topic, const std::string& name, const std::string& value, const std::string& reason);

// Those that GetTopicAttributes shows, without the counts of subscriptions.
Json topic_attributes(const TopicRow& topic);

// Tags as they are given: at most 50, no key twice. Throws.
void check_tags(const Json& tags);

// A topic's policy. Throws InvalidParameter.
void check_topic_policy(const std::string& text, const std::string& reason);
// Whether SNS has this action on topics: "Publish", "SNS:Publish", in any case, '*' for any run.
bool is_topic_action(const std::string& action);

}  // namespace lambent::sns
