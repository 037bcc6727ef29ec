#include "mocks/sns/endpoints.h"

#include "aws/arn.h"
#include "base/text.h"
#include "http/client.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/topic_arn.h"

namespace lambent::sns {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

bool arn_of(const std::string& text, std::string_view service, std::string_view resource) {
  auto arn = Arn::parse(text);
  return arn && arn->service == service && !arn->account.empty() && !arn->region.empty() && arn->resource.starts_with(resource) && arn->resource.size() > resource.size();
}

void check_queue(const std::string& endpoint, bool fifo_topic) {
  auto arn = Arn::parse(endpoint);
  if (!arn || arn->service != "sqs" || arn->account.empty() || arn->region.empty() || arn->resource.empty()) throw invalid_parameter("SQS endpoint ARN");
  if (!fifo_topic && arn->resource.ends_with(".fifo"))
    throw invalid_parameter("Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
}

bool address(const std::string& text) {
  auto at = text.find('@');
  return at != std::string::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string::npos && text.find_first_of(" \t\r\n,;<>") == std::string::npos;
}

}  // namespace

std::string phone_of_endpoint(const std::string& endpoint) {
  std::string out;
  for (size_t i = 0; i < endpoint.size(); ++i) {
    char c = endpoint[i];
    bool between = i > 0 && digit(endpoint[i - 1]) && i + 1 < endpoint.size() && digit(endpoint[i + 1]);
    if (digit(c) || (c == '+' && i == 0))
      out += c;
    else if (!between || (c != '/' && c != '-' && c != '.'))
      return "";
  }
  return is_phone_number(out) ? with_plus(out) : "";
}

void check_endpoint(const std::string& protocol, const std::string& endpoint, bool fifo_topic) {
  static constexpr std::string_view known[] = {"http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"};
  if (std::find(std::begin(known), std::end(known), protocol) == std::end(known)) throw invalid_parameter("Amazon SNS does not support this protocol string: " + protocol);
  if (endpoint.empty()) throw invalid_parameter("Endpoint Reason: no value for required parameter");
  if (fifo_topic && protocol != "sqs") throw invalid_parameter("Protocol Reason: FIFO topics do not support the protocol " + protocol);
  if (protocol == "sqs") return check_queue(endpoint, fifo_topic);
  if (protocol == "lambda" && !arn_of(endpoint, "lambda", "function:")) throw invalid_parameter("Lambda endpoint ARN");
  if (protocol == "firehose" && !arn_of(endpoint, "firehose", "deliverystream/")) throw invalid_parameter("Firehose endpoint ARN");
  if (protocol == "application" && !arn_of(endpoint, "sns", "endpoint/")) throw invalid_parameter("Application endpoint arn invalid:" + endpoint);
  if (protocol == "sms" && phone_of_endpoint(endpoint).empty()) throw AwsError("InvalidParameter", 400, "Invalid SMS endpoint: " + endpoint);
  if ((protocol == "email" || protocol == "email-json") && !address(endpoint)) throw invalid_parameter("Email address");
  if (protocol == "http" || protocol == "https") {
    if (!istarts_with(endpoint, protocol + "://")) throw invalid_parameter("Endpoint must match the specified protocol");
    if (!parse_url(endpoint)) throw invalid_parameter("Endpoint Reason: not an address of the form " + protocol + "://host/path");
  }
}

bool confirmed_at_once(const std::string& protocol, const std::string& endpoint, const std::string& account) {
  if (protocol == "sqs") return Arn::parse(endpoint)->account == account;
  return protocol == "lambda" || protocol == "sms" || protocol == "application" || protocol == "firehose";
}

}  // namespace lambent::sns
