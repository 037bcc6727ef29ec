// Events of the messaging services.
// AWS sources: "Using AWS Lambda with Amazon SNS" and "… with Amazon SQS" of Lambda's developer guide; the digest of message
// attributes is in SQS's, "Calculating the MD5 message digest for message attributes".
#include "aws/arn.h"
#include "base/digest.h"
#include "base/text.h"
#include "events/kind.h"

namespace lambent::events {
namespace {

constexpr const char* kText = R"({"order":42,"state":"paid"})";

std::string big_endian(size_t size) {
  std::string out(4, '\0');
  for (int i = 0; i < 4; ++i) out[static_cast<size_t>(i)] = static_cast<char>(size >> (24 - 8 * i) & 0xff);
  return out;
}

std::string measured(const std::string& text) { return big_endian(text.size()) + text; }

std::string attributes_digest(const Json& attributes) {
  constexpr char kString = 1, kBinary = 2;
  std::map<std::string, std::string> sorted;
  for (const auto& [name, attribute] : attributes.items()) {
    std::string& out = sorted[name];
    out = measured(name) + measured(text_at(attribute, "dataType"));
    if (const auto binary = find_text(attribute, "binaryValue"))
      out += kBinary + measured(base64_decode(*binary).value_or(""));
    else
      out += kString + measured(text_at(attribute, "stringValue"));
  }
  std::string all;
  for (const auto& [name, part] : sorted) all += part;
  return hex_encode(md5(all));
}

}  // namespace

Json make_sns(const EventRequest& request) {
  const std::string topic = make_arn("sns", request.region, request.account, "orders");
  const std::string subscription = topic + ":" + request.ids.uuid();
  const std::string host = "https://sns." + request.region + ".amazonaws.com/";
  Json sns = object({{"Type", "Notification"},
                     {"MessageId", request.ids.uuid()},
                     {"TopicArn", topic},
                     {"Subject", Json()},
                     {"Message", kText},
                     {"Timestamp", iso_millis(request.time)},
                     {"SignatureVersion", "1"},
                     {"Signature", request.ids.base64(342) + "=="},
                     {"SigningCertUrl", host + "SimpleNotificationService-" + request.ids.hex(32) + ".pem"},
                     {"UnsubscribeUrl", host + "?Action=Unsubscribe&SubscriptionArn=" + subscription},
                     {"MessageAttributes", Json::object()}});
  Json record = object({{"EventSource", "aws:sns"}, {"EventVersion", "1.0"}, {"EventSubscriptionArn", subscription}, {"Sns", std::move(sns)}});
  return object({{"Records", Json::array({std::move(record)})}});
}

Json make_sqs(const EventRequest& request) {
  const std::int64_t ms = std::chrono::floor<std::chrono::milliseconds>(request.time).time_since_epoch().count();
  constexpr std::int64_t kUnderWay = 12;  // ms between sending and receiving
  Json attributes = object({{"ApproximateReceiveCount", "1"},
                            {"SentTimestamp", std::to_string(ms - kUnderWay)},
                            {"SenderId", request.ids.iam_id("AIDA")},
                            {"ApproximateFirstReceiveTimestamp", std::to_string(ms)}});
  Json record = object({{"messageId", request.ids.uuid()},
                        {"receiptHandle", "AQEB" + request.ids.base64(170) + "=="},
                        {"body", kText},
                        {"attributes", std::move(attributes)},
                        {"messageAttributes", Json::object()},
                        {"md5OfMessageAttributes", Json()},
                        {"md5OfBody", hex_encode(md5(kText))},
                        {"eventSource", "aws:sqs"},
                        {"eventSourceARN", make_arn("sqs", request.region, request.account, "orders")},
                        {"awsRegion", request.region}});
  return object({{"Records", Json::array({std::move(record)})}});
}

void finish_sqs(Json& event, const Json& made) {
  const Json& before = made["Records"][0];
  if (!event["Records"].is_array()) return;
  for (Json& record : event["Records"]) {
    if (!record.is_object()) continue;
    if (!has(record, "md5OfBody") || record["md5OfBody"] == before["md5OfBody"]) set_text(record, "md5OfBody", hex_encode(md5(text_at(record, "body"))));
    const Json* attributes = find(record, "messageAttributes");
    if (attributes && attributes->is_object() && !attributes->empty() && !has(record, "md5OfMessageAttributes"))
      set_text(record, "md5OfMessageAttributes", attributes_digest(*attributes));
  }
}

}  // namespace lambent::events
