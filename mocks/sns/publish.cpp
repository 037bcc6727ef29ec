#include "base/text.h"
#include "mocks/sns/message.h"
#include "mocks/sns/message_attributes.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"
#include "mocks/sns/topic_arn.h"

namespace lambent::sns {
namespace {

bool is_topic(const std::string& arn) { return split(arn, ':').size() == 6 && arn.find('/') == std::string::npos; }

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
  if (message_size(input) > kLargestMessage) throw invalid_parameter("Message too long");
  if (topic) co_return topics_.publish(call, *topic, "TopicArn");
  if (phone) co_return publish_to_phone(call);
  if (is_topic(*target)) co_return topics_.publish(call, *target, "TargetArn");
  if (target->find(":endpoint/") == std::string::npos) read_topic_arn(call.scope, *target, "TargetArn");
  std::string endpoint = *target;
  co_return co_await push_.publish(std::move(call), std::move(endpoint));
}

}  // namespace lambent::sns
