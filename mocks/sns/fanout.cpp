// From one message to a delivery for each subscription that wants it.
#include "aws/arn.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mocks/sns/delivery_policy.h"
#include "mocks/sns/endpoints.h"
#include "mocks/sns/envelope.h"
#include "mocks/sns/message.h"
#include "mocks/sns/subscription_attribute_values.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

constexpr const char* kService = "sns.amazonaws.com";
constexpr size_t kMostSqsAttributes = 10;
constexpr size_t kSmsNameLength = 10;

bool is_fifo_queue(const std::string& arn) { return arn.ends_with(".fifo"); }

Scope scope_of(const std::string& arn) {
  auto parsed = Arn::parse(arn);
  return parsed ? Scope{parsed->account, parsed->region} : Scope{};
}

// FIFO to FIFO passes both ids; a standard topic's group goes along to a standard queue, which is fair by it.
void pass_fifo_ids(CallTarget& queue, const std::string& queue_arn, bool fifo_topic, const Message& message) {
  if (is_fifo_queue(queue_arn)) {
    set_text(queue.input, "MessageGroupId", message.group);
    set_text(queue.input, "MessageDeduplicationId", message.dedup);
  } else if (!fifo_topic && !message.group.empty()) {
    set_text(queue.input, "MessageGroupId", message.group);
  }
}

}  // namespace

void Topics::fan_out(const Call& call, const TopicRow& topic, const Message& message) {
  // What is signed is the same for all subscriptions with the same text. Functions are told version 1, so theirs is one.
  std::map<std::string, Json> signed_by_text;
  std::vector<std::string> keys;  // the table may change meanwhile
  subscriptions_.each(topic_key(topic) + ":", [&](const std::string& key, const SubscriptionRow& row) {
    if (row.confirmed) keys.push_back(key);
  });
  for (const auto& key : keys) {
    const SubscriptionRow& row = *subscriptions_.find(key);
    std::string text = message.text_for(row.protocol);
    if (!wants(row, message, text)) continue;
    Json envelope = notification(row, message, text, aws_.home().url);
    if (!topic.fifo() && !row.raw()) {
      std::string version = row.protocol == "lambda" ? "1" : topic.get("SignatureVersion", "1");
      auto known = signed_by_text.find(version + text);
      if (known == signed_by_text.end()) {
        Json one = envelope;
        add_signature(one, version);
        known = signed_by_text.emplace(version + text, std::move(one)).first;
      }
      const Json& one = known->second;
      put_signature(envelope, text_at(one, "SignatureVersion"), text_at(one, "Signature"), text_at(one, "SigningCertURL"));
    }
    deliver(call, topic, row, message, envelope);
  }
}

bool Topics::wants(const SubscriptionRow& row, const Message& message, const std::string& text) {
  std::string policy = row.get("FilterPolicy");
  if (policy.empty()) return true;
  FilterScope scope = filter_scope(row);
  auto& read = filters_[row.key()];
  if (!read) read = std::make_shared<const FilterPolicy>(read_filter_policy(policy, scope));
  return scope == FilterScope::body ? matches_body(*read, text) : matches_attributes(*read, message.attributes);
}

void Topics::add_signature(Json& envelope, const std::string& version) {
  std::string signature = signer_.sign(signed_text(envelope), version == "2" ? SignatureVersion::two : SignatureVersion::one);
  put_signature(envelope, version, signature, aws_.home().url + signer_.certificate_path());
}

Delivery Topics::delivery_for(const Call& call, const SubscriptionRow& row, const Message& message) const {
  Delivery d;
  d.service = kService;
  d.source_arn = row.topic_arn();
  d.source_account = row.scope.account;
  d.plan = RetryPlan::aws_endpoint();
  d.since_ms = aws_.clock().now_ms();
  d.parent = call.span;
  d.trace = call.trace;
  d.about = object({{"type", "Notification"}, {"subscription", row.arn()}, {"topic", topic_key(*topics_.find(scope_key(row.scope, row.topic)))},
                    {"protocol", row.protocol}, {"endpoint", row.endpoint}, {"message", message.id}, {"md5", hex_encode(md5(message.text))}});
  d.group = row.arn();
  if (row.topic.ends_with(".fifo")) d.line = row.arn() + "/" + message.group;
  return d;
}

CallTarget Topics::to_queue(const std::string& queue_arn, const std::string& body) const {
  auto arn = Arn::parse(queue_arn);
  Json input = object({{"QueueUrl", aws_.home().url + "/" + arn->account + "/" + arn->resource}, {"MessageBody", body}});
  return {"sqs", "SendMessage", {arn->account, arn->region}, std::move(input)};
}

std::optional<CallTarget> Topics::dead_letter(const SubscriptionRow& row, const Message& message, const std::string& body) const {
  auto policy = try_parse_json(row.get("RedrivePolicy"));
  if (!policy) return std::nullopt;
  std::string arn = text_at(*policy, "deadLetterTargetArn");
  CallTarget out = to_queue(arn, body);
  if (row.raw() && !message.attributes.empty()) out.input["MessageAttributes"] = message.attributes;
  pass_fifo_ids(out, arn, row.topic.ends_with(".fifo"), message);
  return out;
}

void Topics::deliver(const Call& call, const TopicRow& topic, const SubscriptionRow& row, const Message& message, const Json& envelope) {
  std::string text = text_at(envelope, "Message");
  std::string body = row.raw() ? text : envelope_text(envelope);
  if (row.protocol == "email") {
    std::string footer = "\n\n--\nIf you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:\n" + text_at(envelope, "UnsubscribeURL") + "\n";
    return post_mail(topic, row, message.subject.value_or("AWS Notification Message"), text + footer);
  }
  if (row.protocol == "email-json") return post_mail(topic, row, message.subject.value_or("AWS Notification Message"), body);
  if (row.protocol == "firehose") return record(call, row, message, body);

  Delivery d = delivery_for(call, row, message);
  if (row.protocol == "sqs") {
    CallTarget queue = to_queue(row.endpoint, body);
    if (row.raw() && !message.attributes.empty()) queue.input["MessageAttributes"] = message.attributes;
    pass_fifo_ids(queue, row.endpoint, topic.fifo(), message);
    bool traced = call.caller.activity || topic.get("TracingConfig") == "Active";
    if (traced && !call.trace.empty())
      queue.input["MessageSystemAttributes"] = object({{"AWSTraceHeader", object({{"DataType", "String"}, {"StringValue", call.trace}})}});
    d.to = std::move(queue);
    if (row.raw() && message.attributes.size() > kMostSqsAttributes) {  // SQS would not take it, so it is not even tried
      d.attempts = 1;
      return on_end(d, {Attempt::Ending::refused, 400, "a raw message to a queue has at most 10 attributes"});
    }
    d.dead_letter = dead_letter(row, message, body);
  } else if (row.protocol == "lambda") {
    Json input = object({{"FunctionName", row.endpoint}, {"InvocationType", "Event"}, {"Payload", dump(lambda_event(envelope, row))}});
    d.to = CallTarget{"lambda", "Invoke", scope_of(row.endpoint), std::move(input)};
    d.dead_letter = dead_letter(row, message, body);
  } else if (row.protocol == "sms") {
    std::string name(first_characters(topic.get("DisplayName"), kSmsNameLength));
    Json input = object({{"PhoneNumber", phone_of_endpoint(row.endpoint)}, {"Message", name.empty() ? text : name + "> " + text}});
    if (!message.attributes.empty()) input["MessageAttributes"] = message.attributes;
    d.to = CallTarget{"sns", "Publish", row.scope, std::move(input)};
    d.plan = RetryPlan::customer_endpoint();
    d.dead_letter = dead_letter(row, message, body);
  } else if (row.protocol == "application") {
    Json input = object({{"TargetArn", row.endpoint}, {"Message", message.text}});
    if (!message.parts.is_null()) input["MessageStructure"] = "json";
    if (message.subject) input["Subject"] = *message.subject;
    if (!message.attributes.empty()) input["MessageAttributes"] = message.attributes;
    d.to = CallTarget{"sns", "Publish", scope_of(row.endpoint), std::move(input)};
    d.plan = RetryPlan::customer_endpoint();
    d.dead_letter = dead_letter(row, message, body);
  } else {
    HttpManners manners = read_manners(effective_subscription_policy(topic.get("DeliveryPolicy"), row.get("DeliveryPolicy")));
    bool suits = row.raw() || manners.content_type.starts_with("text/");  // the envelope is always text
    d.to = HttpTarget{row.endpoint, post_headers(row, "Notification", message.id, suits ? manners.content_type : "text/plain; charset=UTF-8"), body};
    d.plan = manners.plan;
    d.dead_letter = dead_letter(row, message, body);
    if (manners.per_second) {
      std::int64_t& next = next_post_ms_[row.key()];
      d.not_before_ms = std::max(message.at_ms, next);
      next = d.not_before_ms + 1000 / *manners.per_second;
    }
  }
  deliveries_.add(std::move(d));
}

}  // namespace lambent::sns
