// What ended outside the door, and the delivery status logs that a topic may ask for.
// AWS source: SNS developer guide, "Amazon SNS message delivery status".
#include <charconv>

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/sns/message.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

// The prefix of a protocol's feedback attributes; none for mail and phones.
const char* feedback_prefix(const std::string& protocol) {
  if (protocol == "http" || protocol == "https") return "HTTP";
  if (protocol == "lambda") return "Lambda";
  if (protocol == "sqs") return "SQS";
  if (protocol == "application") return "Application";
  if (protocol == "firehose") return "Firehose";
  return nullptr;
}

std::string log_time(std::int64_t ms) {
  std::string out = iso_millis(from_epoch_ms(ms));
  out[10] = ' ';
  out.pop_back();
  return out;
}

}  // namespace

void Topics::on_end(const Delivery& d, const Attempt& last) {
  const Json& about = d.about;
  std::string protocol = text_at(about, "protocol"), type = text_at(about, "type");
  bool good = last.ending == Attempt::Ending::delivered;
  if (const auto* post = std::get_if<HttpTarget>(&d.to)) {
    MessageEntry entry;
    entry.kind = "http";
    entry.id = text_at(about, "message");
    entry.from = d.source_arn;
    entry.to = {post->url};
    entry.text = post->body;
    entry.data = object({{"type", type}, {"subscription", about["subscription"]}, {"status", last.status}, {"attempts", d.attempts}, {"delivered", good}, {"response", last.response}});
    aws_.journal().add(d.parent, d.trace, std::move(entry));
  }
  const TopicRow* topic = topics_.find(text_at(about, "topic"));
  const char* prefix = feedback_prefix(protocol);
  if (!topic || !prefix || type != "Notification") return;
  std::string role = topic->get(std::string(prefix) + (good ? "SuccessFeedbackRoleArn" : "FailureFeedbackRoleArn"));
  if (role.empty()) return;
  if (good) {
    int percent = 0;
    std::string rate = topic->get(std::string(prefix) + "SuccessFeedbackSampleRate", "0");
    std::from_chars(rate.data(), rate.data() + rate.size(), percent);
    if (aws_.ids().fraction() * 100 >= percent) return;
  }
  std::int64_t now = aws_.clock().now_ms();
  Json delivery = object({{"deliveryId", aws_.ids().uuid()}, {"destination", about["endpoint"]}, {"providerResponse", last.response},
                          {"dwellTimeMs", now - d.since_ms}, {"attempts", d.attempts}, {"statusCode", last.status}});
  Json line = object({{"notification", object({{"messageMD5Sum", about["md5"]}, {"messageId", about["message"]}, {"topicArn", topic->arn()}, {"timestamp", log_time(now)}})},
                      {"delivery", std::move(delivery)},
                      {"status", good ? "SUCCESS" : "FAILURE"}});
  LogEntry entry;
  entry.log_stream = "sns/" + topic->scope.region + "/" + topic->scope.account + "/" + topic->name + (good ? "" : "/Failure");
  entry.line = dump(line);
  aws_.journal().add(d.parent, d.trace, std::move(entry));
}

// AWS's own mail: SES has no say in it.
void Topics::post_mail(const TopicRow& topic, const SubscriptionRow& row, const std::string& subject, const std::string& text) {
  std::string name = topic.get("DisplayName", topic.name);
  OwnMail mail{name + " <no-reply@sns.amazonaws.com>", row.endpoint, subject, text};
  if (drop_) return drop_(row.scope, std::move(mail));
  MessageEntry entry;  // nobody has an inbox: it is noted
  entry.kind = "mail";
  entry.id = aws_.ids().uuid();
  entry.from = mail.from;
  entry.to = {mail.to};
  entry.subject = mail.subject;
  entry.text = mail.text;
  aws_.journal().add(0, "", std::move(entry));
}

// There are no streams: what one would get is noted, and in the log if the topic has one.
void Topics::record(const Call& call, const SubscriptionRow& row, const Message& message, const std::string& body) {
  MessageEntry entry;
  entry.kind = "firehose";
  entry.id = message.id;
  entry.from = row.topic_arn();
  entry.to = {row.endpoint};
  entry.text = body;
  entry.data = object({{"subscription", row.arn()}});
  aws_.journal().add(call.span, call.trace, std::move(entry));
  Delivery d = delivery_for(call, row, message);
  d.attempts = 1;
  d.since_ms = message.at_ms;
  d.to = CallTarget{};
  on_end(d, {});
}

}  // namespace lambent::sns
