// Topics, their policies and subscriptions, and the SNS events of functions.
#include "base/text.h"
#include "config/reader.h"

namespace lambent::config {
namespace {

// An attribute that holds JSON: written as a map, or as a text.
void json_attribute(Properties& p, const char* key, std::map<std::string, std::string>& attributes) {
  const Node* given = p.any(key);
  if (!given || given->is(Node::Kind::broken)) return;
  attributes[key] = given->is(Node::Kind::text) ? given->text : dump(to_json(*given, Scalars::typed));
}

void text_attribute(Properties& p, const char* key, std::map<std::string, std::string>& attributes) {
  if (auto text = p.find_text(key)) attributes[key] = *text;
}

void flag_attribute(Properties& p, const char* key, std::map<std::string, std::string>& attributes) {
  if (p.given(key)) attributes[key] = p.boolean(key, false) ? "true" : "false";
}

const char* feedback_prefix(const std::string& protocol) {
  for (const char* name : {"HTTP", "SQS", "Lambda", "Firehose", "Application"})
    if (protocol == lower(name) || (protocol == "http/s" && std::string_view(name) == "HTTP")) return name;
  return nullptr;
}

}  // namespace

void Reader::topic(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  TopicModel topic;
  topic.place = resource.place;
  topic.name = p.text("TopicName", resource.id);
  for (const char* key : {"DisplayName", "FifoThroughputScope", "KmsMasterKeyId", "SignatureVersion", "TracingConfig"}) text_attribute(p, key, topic.attributes);
  for (const char* key : {"FifoTopic", "ContentBasedDeduplication"}) flag_attribute(p, key, topic.attributes);
  if (topic.attributes["FifoTopic"] != "true") topic.attributes.erase("FifoTopic");
  topic.tags = p.tag_list("Tags");
  if (const Node* list = p.list("DeliveryStatusLogging"))
    for (const auto& item : list->items) feedback(item, topic);
  const Node* subscriptions = p.list("Subscription");
  p.refuse({"ArchivePolicy", "DataProtectionPolicy"});
  p.done();
  std::string arn = "arn:aws:sns:" + options_.region + ":" + options_.account + ":" + topic.name;
  if (subscriptions)
    for (const auto& item : subscriptions->items) {
      Properties inside(item, "a subscription", diagnostics_);
      SubscriptionModel one;
      one.place = item.place;
      one.topic = arn;
      one.protocol = inside.must_text("Protocol");
      one.endpoint = inside.must_text("Endpoint");
      inside.done();
      out_.subscriptions.push_back(std::move(one));
    }
  out_.topics.push_back(std::move(topic));
}

void Reader::feedback(const Node& given, TopicModel& topic) {
  Properties p(given, "DeliveryStatusLogging", diagnostics_);
  std::string protocol = p.must_text("Protocol");
  const char* prefix = feedback_prefix(protocol);
  if (!prefix && !protocol.empty()) diagnostics_.error(p.place_of("Protocol"), "there is no delivery status of '" + protocol + "'", "there is http/s, sqs, lambda, firehose and application");
  for (const char* key : {"SuccessFeedbackRoleArn", "FailureFeedbackRoleArn", "SuccessFeedbackSampleRate"})
    if (auto text = p.find_text(key); text && prefix) topic.attributes[std::string(prefix) + key] = *text;
  p.done();
}

void Reader::subscription(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  SubscriptionModel out;
  out.place = resource.place;
  out.topic = p.must_text("TopicArn");
  out.protocol = p.must_text("Protocol");
  out.endpoint = p.must_text("Endpoint");
  flag_attribute(p, "RawMessageDelivery", out.attributes);
  for (const char* key : {"FilterPolicyScope", "SubscriptionRoleArn"}) text_attribute(p, key, out.attributes);
  for (const char* key : {"FilterPolicy", "RedrivePolicy", "DeliveryPolicy"}) json_attribute(p, key, out.attributes);
  p.refuse({"ReplayPolicy", "Region"});
  p.done();
  out_.subscriptions.push_back(std::move(out));
}

void Reader::topic_policy(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  TopicPolicyModel out;
  out.place = resource.place;
  out.topics = p.texts("Topics");
  out.document = p.document("PolicyDocument", Need::must);
  p.done();
  out_.topic_policies.push_back(std::move(out));
}

// As SAM has it: a subscription, and the permission for the topic to invoke the function.
void Reader::topic_event(const std::string& id, const Node& given, const FunctionModel& function) {
  Properties p(given, "an SNS event", diagnostics_);
  SubscriptionModel out;
  out.place = given.place;
  out.topic = p.must_text("Topic");
  out.protocol = "lambda";
  out.endpoint = "arn:aws:lambda:" + options_.region + ":" + options_.account + ":function:" + function.name;
  text_attribute(p, "FilterPolicyScope", out.attributes);
  for (const char* key : {"FilterPolicy", "RedrivePolicy"}) json_attribute(p, key, out.attributes);
  p.refuse({"SqsSubscription", "Region"});
  p.done();
  PermissionModel permission;
  permission.place = given.place;
  permission.function = function.name;
  permission.action = "lambda:InvokeFunction";
  permission.principal = "sns.amazonaws.com";
  permission.source_arn = out.topic;
  permission.statement_id = function.id + id + "Permission";
  out_.permissions.push_back(std::move(permission));
  out_.subscriptions.push_back(std::move(out));
}

}  // namespace lambent::config
