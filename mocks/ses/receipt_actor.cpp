#include "mocks/ses/receipt_actor.h"

#include "aws/arn.h"
#include "base/text.h"

namespace lambent::ses {
namespace {

constexpr const char* kService = "ses.amazonaws.com";
constexpr size_t kLargestNotification = 150 << 10;  // SES developer guide, "Publish to Amazon SNS topic action"
constexpr auto kPatience = std::chrono::seconds(30);  // "Invoke Lambda function action", RequestResponse

Json s3_input(const ReceiptAction& action, const std::string& key, std::string body) {
  return object({{"Bucket", action.get("BucketName")}, {"Key", key}, {"Body", std::move(body)}});
}

// null, {} and {"disposition": …}; anything else is CONTINUE.
Disposition disposition_of(const std::string& payload) {
  auto value = try_parse_json(payload);
  const std::string word = value ? upper(text_at(*value, "disposition")) : "";
  if (word == "STOP_RULE") return Disposition::stop_rule;
  return word == "STOP_RULE_SET" ? Disposition::stop_rule_set : Disposition::go_on;
}

}  // namespace

std::string s3_key(const ReceiptAction& action, const std::string& name) {
  const std::string prefix = action.get("ObjectKeyPrefix");
  return prefix.empty() || prefix.ends_with('/') ? prefix + name : prefix + "/" + name;
}

Task<ReceiptActor::Answered> ReceiptActor::call(std::string service, std::string operation, Json input, std::string role) {
  Answered out;
  try {
    Principal caller = role.empty() ? Principal::service(kService, rule_arn_, scope_.account) : aws_.assume(role, kService, "ses", rule_arn_);
    Call call(std::move(service), std::move(operation), std::move(input), std::move(caller), scope_);
    call.parent = parent_;
    call.trace = trace_;
    out.answer = co_await aws_.call(std::move(call));
  } catch (const AwsError& e) {
    out.error = e.code() + ": " + e.message();
  }
  co_return out;
}

Task<void> ReceiptActor::try_out(ReceiptRule rule) {
  for (size_t i = 0; i < rule.actions.size(); ++i) {
    const ReceiptAction action = rule.actions[i];
    if (action.kind == "S3Action") {
      Json input = s3_input(action, s3_key(action, "AMAZON_SES_SETUP_NOTIFICATION"),
                            "Amazon Simple Email Service (Amazon SES) has created this message to verify access to this bucket.\r\n");
      Answered done = co_await call("s3", "PutObject", std::move(input), action.get("IamRoleArn"));
      if (!done.error.empty()) throw AwsError("InvalidS3Configuration", 400, "Could not write to bucket: " + action.get("BucketName"));
    }
    if (action.kind == "LambdaAction") {
      Json input = object({{"FunctionName", action.get("FunctionArn")}, {"InvocationType", "DryRun"}});
      Answered done = co_await call("lambda", "Invoke", std::move(input), "");
      if (!done.error.empty()) throw AwsError("InvalidLambdaFunction", 400, "Could not invoke Lambda function: " + action.get("FunctionArn"));
    }
    const std::string topic = action.get("TopicArn");
    if (topic.empty()) continue;
    Json input = object({{"TopicArn", topic},
                         {"Subject", "Amazon SES Email Receipt Subscription Notification"},
                         {"Message", "Successfully validated SNS topic for Amazon SES email receiving."}});
    Answered done = co_await call("sns", "Publish", std::move(input), action.get("IamRoleArn"));
    if (!done.error.empty()) throw AwsError("InvalidSnsTopic", 400, "Invalid SNS topic: " + topic);
  }
}

Json ReceiptActor::receipt(const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned, Json action) const {
  return receipt_object(mail, recipients, scanned, aws_.clock().now_ms() - mail.at_ms, std::move(action));
}

Task<ActionOutcome> ReceiptActor::publish(std::string topic, std::string role, Json message) {
  Json input = object({{"TopicArn", topic}, {"Subject", "Amazon SES Email Receipt Notification"}, {"Message", dump(message)}});
  Answered done = co_await call("sns", "Publish", std::move(input), std::move(role));
  ActionOutcome out;
  out.error = done.error;
  co_return out;
}

Task<ActionOutcome> ReceiptActor::tell_topic(ReceiptAction action, Json told, const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned) {
  ActionOutcome out;
  if (action.get("TopicArn").empty()) co_return out;
  Json message = object({{"notificationType", "Received"}, {"mail", mail_object(mail)}, {"receipt", receipt(mail, recipients, scanned, std::move(told))}});
  out = co_await publish(action.get("TopicArn"), action.get("IamRoleArn"), std::move(message));
  co_return out;
}

Task<ActionOutcome> ReceiptActor::notify(ReceiptAction action, const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned) {
  ActionOutcome out;
  if (mail.raw.size() > kLargestNotification) {
    out.error = "the mail is larger than the 150 KB that SNSAction takes";
    co_return out;
  }
  const bool base64 = action.get("Encoding") == "Base64";
  Json told = object({{"type", "SNS"}, {"topicArn", action.get("TopicArn")}, {"encoding", base64 ? "BASE64" : "UTF8"}});
  Json message = object({{"notificationType", "Received"},
                         {"mail", mail_object(mail)},
                         {"receipt", receipt(mail, recipients, scanned, std::move(told))},
                         {"content", base64 ? base64_encode(mail.raw) : mail.raw}});
  out = co_await publish(action.get("TopicArn"), "", std::move(message));
  co_return out;
}

Task<ActionOutcome> ReceiptActor::store(ReceiptAction action, const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned) {
  ActionOutcome out;
  const std::string key = s3_key(action, mail.id);
  Json input = s3_input(action, key, mail.raw);
  Answered done = co_await call("s3", "PutObject", std::move(input), action.get("IamRoleArn"));
  out.error = done.error;
  if (!out.error.empty()) co_return out;
  Json told = object({{"type", "S3"}});
  if (!action.get("TopicArn").empty()) set_text(told, "topicArn", action.get("TopicArn"));
  set_text(told, "bucketName", action.get("BucketName"));
  set_text(told, "objectKeyPrefix", action.get("ObjectKeyPrefix"));
  set_text(told, "objectKey", key);
  out = co_await tell_topic(action, std::move(told), mail, recipients, scanned);
  co_return out;
}

Task<void> ReceiptActor::answer_call(ReceiptActor actor, std::shared_ptr<Reply<Answered>> reply, Json input) {
  Answered done = co_await actor.call("lambda", "Invoke", std::move(input), "");
  reply->set(std::move(done));
}

Task<void> ReceiptActor::give_up(Aws& aws, std::shared_ptr<Reply<Answered>> reply) {
  co_await aws.clock().sleep_for(kPatience, Sleep::background);
  Answered late;
  late.error = "the function did not answer within 30 seconds";
  reply->set(std::move(late));
}

Task<ActionOutcome> ReceiptActor::invoke(ReceiptAction action, const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned) {
  const std::string function = action.get("FunctionArn");
  const bool waits = action.get("InvocationType") == "RequestResponse";
  Json told = object({{"type", "Lambda"}, {"functionArn", function}, {"invocationType", waits ? "RequestResponse" : "Event"}});
  if (!action.get("TopicArn").empty()) set_text(told, "topicArn", action.get("TopicArn"));
  Json event = lambda_event(mail_object(mail), receipt(mail, recipients, scanned, told));
  Json input = object({{"FunctionName", function}, {"InvocationType", waits ? "RequestResponse" : "Event"}, {"Payload", dump(event)}});

  auto reply = std::make_shared<Reply<Answered>>(aws_.loop().executor());
  Tasks& tasks = aws_.loop().tasks();
  tasks.spawn("ses lambda action", answer_call(*this, reply, std::move(input)));
  std::uint64_t timer = 0;
  if (waits) timer = tasks.spawn("ses lambda action time-out", give_up(aws_, reply));
  Answered done = co_await reply->take();
  if (timer) tasks.cancel(timer);

  ActionOutcome out;
  out.error = done.error;
  if (out.error.empty() && has(done.answer, "FunctionError")) out.error = "the function failed: " + text_at(done.answer, "Payload").substr(0, 1024);
  if (!out.error.empty()) co_return out;
  if (waits) out.disposition = disposition_of(text_at(done.answer, "Payload"));
  ActionOutcome notified = co_await tell_topic(action, std::move(told), mail, recipients, scanned);
  out.error = notified.error;
  co_return out;
}

}  // namespace lambent::ses
