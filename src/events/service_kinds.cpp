// Events of S3, EventBridge and CloudWatch Logs.
// AWS sources: "Event message structure" of S3's user guide; "AWS service events" and "Scheduled rules" of EventBridge's;
// "Subscription filters" of CloudWatch Logs's.
#include "aws/arn.h"
#include "base/digest.h"
#include "base/gzip.h"
#include "base/text.h"
#include "events/kind.h"
#include "events/path.h"

namespace lambent::events {
namespace {

std::string digits(Ids& ids, size_t n) {
  std::string out(n, '0');
  for (char& c : out) c = static_cast<char>('0' + ids.number() % 10);
  return out;
}

Json bus_event(const EventRequest& request, const char* type, const char* source, Json resources, Json detail) {
  return object({{"version", "0"},
                 {"id", request.ids.uuid()},
                 {"detail-type", type},
                 {"source", source},
                 {"account", request.account},
                 {"time", iso_seconds(request.time)},
                 {"region", request.region},
                 {"resources", std::move(resources)},
                 {"detail", std::move(detail)}});
}

}  // namespace

Json make_s3(const EventRequest& request) {
  constexpr const char* kContent = "sample\n";
  const std::string bucket = "orders-" + request.account;
  Json bucket_part = object({{"name", bucket},
                             {"ownerIdentity", object({{"principalId", request.ids.upper_base32(14)}})},
                             {"arn", make_arn("s3", "", "", bucket)}});
  Json object_part = object({{"key", "incoming/order+42.json"},
                             {"size", std::string_view(kContent).size()},
                             {"eTag", hex_encode(md5(kContent))},
                             {"sequencer", upper(request.ids.hex(18))}});
  Json s3 = object({{"s3SchemaVersion", "1.0"}, {"configurationId", request.ids.uuid()}, {"bucket", std::move(bucket_part)}, {"object", std::move(object_part)}});
  Json record = object({{"eventVersion", "2.1"},
                        {"eventSource", "aws:s3"},
                        {"awsRegion", request.region},
                        {"eventTime", iso_millis(request.time)},
                        {"eventName", "ObjectCreated:Put"},
                        {"userIdentity", object({{"principalId", "AWS:" + request.ids.iam_id("AIDA")}})},
                        {"requestParameters", object({{"sourceIPAddress", "203.0.113.7"}})},
                        {"responseElements", object({{"x-amz-request-id", request.ids.upper_base32(16)}, {"x-amz-id-2", request.ids.base64(75) + "="}})},
                        {"s3", std::move(s3)}});
  return object({{"Records", Json::array({std::move(record)})}});
}

void finish_s3(Json& event, const Json& made) {
  constexpr const char *kName = "Records[0].s3.bucket.name", *kArn = "Records[0].s3.bucket.arn";
  if (!changed(event, made, kName) || changed(event, made, kArn)) return;
  const Json* name = follow(static_cast<const Json&>(event), parse_path(kName));
  if (name->is_string()) *follow(event, parse_path(kArn)) = make_arn("s3", "", "", name->get<std::string>());
}

Json make_eventbridge(const EventRequest& request) {
  return bus_event(request, "Order Paid", "com.example.orders", array(), object({{"order", 42}, {"total", 12.5}, {"currency", "EUR"}}));
}

Json make_scheduled(const EventRequest& request) {
  Json rule = text_array({make_arn("events", request.region, request.account, "rule/every-morning")});
  return bus_event(request, "Scheduled Event", "aws.events", std::move(rule), Json::object());
}

Json make_logs(const EventRequest& request) {
  const std::int64_t ms = std::chrono::floor<std::chrono::milliseconds>(request.time).time_since_epoch().count();
  Json line = object({{"id", digits(request.ids, 56)}, {"timestamp", ms}, {"message", "[ERROR] order 42: payment refused"}});
  Json data = object({{"messageType", "DATA_MESSAGE"},
                      {"owner", request.account},
                      {"logGroup", "/aws/lambda/orders"},
                      {"logStream", log_stream_date(request.time) + "/[$LATEST]" + request.ids.hex(32)},
                      {"subscriptionFilters", text_array({"errors"})},
                      {"logEvents", Json::array({std::move(line)})}});
  return object({{"awslogs", object({{"data", std::move(data)}})}});
}

// Data that was set to a text is taken for encoded already.
void finish_logs(Json& event, const Json&) {
  Json* data = follow(event, parse_path("awslogs.data"));
  if (data && data->is_object()) *data = base64_encode(gzip(dump(*data)));
}

}  // namespace lambent::events
