// Topics and subscriptions that a template or a test case starts with.
#include <stdexcept>

#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

const Json& list_of(const Json& given, const char* name) {
  if (!given.is_array()) throw std::invalid_argument(std::string("sns: '") + name + "' is a list, not " + dump(given));
  return given;
}

Json attributes_of(const Json& one) {
  Json out = Json::object();
  if (const Json* given = find(one, "attributes"))
    for (const auto& [name, value] : given->items()) out[name] = value.is_string() ? value : Json(dump(value));
  return out;
}

void check_members(const Json& one, const char* what, std::initializer_list<std::string_view> known) {
  if (!one.is_object()) throw std::invalid_argument(std::string("sns: ") + what + " is an object, not " + dump(one));
  for (const auto& [name, value] : one.items())
    if (std::find(known.begin(), known.end(), name) == known.end()) throw std::invalid_argument(std::string("sns: ") + what + " has no '" + name + "'");
}

}  // namespace

void Topics::seed_topics(const Scope& scope, const Json& given) {
  for (const auto& one : list_of(given, "Topics")) {
    Json input = object({{"Name", one}});
    if (!one.is_string()) {
      check_members(one, "a topic", {"name", "attributes"});
      input = object({{"Name", text_at(one, "name")}, {"Attributes", attributes_of(one)}});
    }
    if (text_at(input, "Name").ends_with(".fifo")) input["Attributes"]["FifoTopic"] = "true";
    create_topic(Call("sns", "CreateTopic", std::move(input), Principal::root(scope.account), scope));
  }
}

// They are confirmed, whatever their protocol.
void Topics::seed_subscriptions(const Scope& scope, const Json& given) {
  for (const auto& one : list_of(given, "Subscriptions")) {
    check_members(one, "a subscription", {"topic", "protocol", "endpoint", "attributes"});
    TopicRow topic;
    topic.scope = scope;
    topic.name = text_at(one, "topic");
    Json input = object({{"TopicArn", topic.name.starts_with("arn:") ? topic.name : topic.arn()},
                         {"Protocol", text_at(one, "protocol")},
                         {"Endpoint", text_at(one, "endpoint")},
                         {"Attributes", attributes_of(one)}});
    add_subscription(Call("sns", "Subscribe", std::move(input), Principal::root(scope.account), scope), Consent::given);
  }
}

}  // namespace lambent::sns
