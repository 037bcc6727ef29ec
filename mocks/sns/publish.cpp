#include "aws/arn.h"
#include "base/text.h"
#include "mocks/sns/message_attributes.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr size_t kLargestMessage = 262'144;

void check_subject(const std::string& subject) {
  bool good = !subject.empty() && subject.size() <= 100;
  for (char c : subject) good &= c >= ' ' && c <= '~';
  if (!good) throw invalid_parameter("Subject");
}

void check_size(const Json& input) {
  size_t size = text_at(input, "Message").size();
  if (const Json* attributes = find(input, "MessageAttributes"))
    for (const auto& [name, value] : attributes->items())
      size += name.size() + text_at(value, "DataType").size() + text_at(value, "StringValue").size() + text_at(value, "BinaryValue").size();
  if (size > kLargestMessage) throw invalid_parameter("Message too long");
}

// No topics are kept: every well-formed ARN of one is unknown.
[[noreturn]] void refuse_arn(const Scope& scope, const std::string& arn, const char* member) {
  size_t parts = split(arn, ':').size();
  if (parts < 6)
    throw invalid_parameter(std::string(member) + " Reason: An ARN must have at least 6 elements, not " + std::to_string(parts));
  auto parsed = Arn::parse(arn);
  if (!parsed || parsed->service != "sns" || parsed->region != scope.region) throw invalid_parameter(member);
  throw AwsError("NotFound", 404, "Topic does not exist");
}

}  // namespace

Task<Json> Sns::publish(Call call) {
  const Json& input = call.input;
  if (auto subject = find_text(input, "Subject")) check_subject(*subject);
  if (text_at(input, "Message").empty()) throw invalid_parameter("Empty message");
  auto topic = find_text(input, "TopicArn"), target = find_text(input, "TargetArn"), phone = find_text(input, "PhoneNumber");
  int given = (topic ? 1 : 0) + (target ? 1 : 0) + (phone ? 1 : 0);
  if (given == 0) throw invalid_parameter("TopicArn or TargetArn Reason: no value for required parameter");
  if (given > 1) throw invalid_parameter("Only one of TopicArn, TargetArn and PhoneNumber can be given");
  if (phone && !is_phone_number(*phone)) throw invalid_parameter("PhoneNumber Reason: " + *phone + " is not valid to publish to");
  if (const Json* attributes = find(input, "MessageAttributes")) check_message_attributes(*attributes);
  if (auto structure = find_text(input, "MessageStructure"); structure && *structure != "json") throw invalid_parameter("MessageStructure");
  check_size(input);
  if (topic) refuse_arn(call.scope, *topic, "TopicArn");
  if (phone) co_return publish_to_phone(call);
  if (target->find(":endpoint/") == std::string::npos) refuse_arn(call.scope, *target, "TargetArn");
  std::string endpoint = *target;
  co_return co_await push_.publish(std::move(call), std::move(endpoint));
}

}  // namespace lambent::sns
