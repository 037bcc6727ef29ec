#include "mocks/iam/last_use.h"

#include <cmath>

#include "aws/model.h"
#include "base/time_text.h"

namespace lambent::iam {

std::string service_namespace(const std::string& service) {
  const auto* known = model::find(service);
  return known ? known->signing_name : service;
}

std::string service_title(const std::string& name_space) {
  static const std::pair<const char*, const char*> kTitles[] = {
      {"apigateway", "Amazon API Gateway Management"}, {"dynamodb", "Amazon DynamoDB"}, {"ec2", "Amazon EC2"}, {"events", "Amazon EventBridge"},
      {"execute-api", "Amazon API Gateway"}, {"iam", "AWS Identity and Access Management"}, {"kms", "AWS Key Management Service"},
      {"lambda", "AWS Lambda"}, {"logs", "Amazon CloudWatch Logs"}, {"s3", "Amazon S3"}, {"scheduler", "Amazon EventBridge Scheduler"},
      {"secretsmanager", "AWS Secrets Manager"}, {"ses", "Amazon Simple Email Service"}, {"sns", "Amazon SNS"}, {"sqs", "Amazon SQS"},
      {"ssm", "AWS Systems Manager"}, {"states", "AWS Step Functions"}, {"sts", "AWS Security Token Service"}, {"xray", "AWS X-Ray"}};
  for (auto [known, title] : kTitles)
    if (name_space == known) return title;
  return name_space;
}

std::optional<Use> last_use(const Journal& journal, const std::function<bool(const CallEntry&)>& wanted) {
  const auto& entries = journal.entries();
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const auto* call = std::get_if<CallEntry>(&entry->data);
    if (!call || !wanted(*call)) continue;
    return Use{std::floor(epoch_seconds(entry->at)), service_namespace(call->service), call->operation, call->region, call->principal};
  }
  return std::nullopt;
}

}  // namespace lambent::iam
