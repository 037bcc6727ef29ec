#include "config/resource_types.h"

#include "base/digest.h"
#include "config/reader.h"

namespace lambent::config {
namespace {

using Ref = ResourceType::Ref;

constexpr ResourceType kTypes[] = {
    {"AWS::Serverless::Function", "FunctionName", "", "lambda", "region", "function:", "Arn", Ref::name, &Reader::serverless_function},
    {"AWS::Serverless::StateMachine", "Name", "", "states", "region", "stateMachine:", "Arn", Ref::arn, &Reader::serverless_machine},
    {"AWS::Serverless::Api", "", "", "", "", "", "", Ref::name, &Reader::serverless_api},
    {"AWS::Lambda::Function", "FunctionName", "", "lambda", "region", "function:", "Arn", Ref::name, &Reader::lambda_function},
    {"AWS::Lambda::Permission", "", "", "", "", "", "", Ref::name, &Reader::permission},
    {"AWS::StepFunctions::StateMachine", "StateMachineName", "", "states", "region", "stateMachine:", "Arn", Ref::arn, &Reader::machine},
    {"AWS::StepFunctions::StateMachineVersion", "", "", "states", "region", "", "Arn", Ref::arn, &Reader::machine_version},
    {"AWS::StepFunctions::StateMachineAlias", "Name", "", "states", "region", "", "Arn", Ref::arn, &Reader::machine_alias},
    {"AWS::StepFunctions::Activity", "Name", "", "states", "region", "activity:", "Arn", Ref::arn, &Reader::activity},
    {"AWS::Logs::LogGroup", "LogGroupName", "", "logs", "region", "log-group:", "Arn", Ref::name, &Reader::log_group},
    {"AWS::IAM::Role", "RoleName", "Path", "iam", "", "role", "Arn", Ref::name, &Reader::role},
    {"AWS::IAM::ManagedPolicy", "ManagedPolicyName", "Path", "iam", "", "policy", "PolicyArn", Ref::arn, &Reader::managed_policy},
    {"AWS::SNS::Topic", "TopicName", "", "sns", "region", "", "TopicArn", Ref::arn, &Reader::topic},
    {"AWS::SNS::Subscription", "", "", "", "", "", "", Ref::name, &Reader::subscription},
    {"AWS::SNS::TopicPolicy", "", "", "", "", "", "", Ref::name, &Reader::topic_policy},
    {"AWS::S3::Bucket", "BucketName", "", "s3", "", "", "Arn", Ref::name, &Reader::bucket},
    {"AWS::S3::BucketPolicy", "", "", "", "", "", "", Ref::name, &Reader::bucket_policy},
    {"AWS::SES::EmailIdentity", "EmailIdentity", "", "", "", "", "", Ref::name, &Reader::identity},
    {"AWS::SQS::Queue", "QueueName", "", "sqs", "region", "", "Arn", Ref::queue_url, &Reader::queue},
    {"AWS::SQS::QueuePolicy", "", "", "", "", "", "", Ref::name, &Reader::queue_policy},
};

}  // namespace

std::span<const ResourceType> resource_types() { return kTypes; }

const ResourceType* find_resource_type(const std::string& name) {
  for (const auto& type : kTypes)
    if (name == type.name) return &type;
  return nullptr;
}

std::string api_id(const std::string& stack_name, const std::string& logical_id) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string out;
  for (unsigned char byte : sha256(stack_name + "/" + logical_id).substr(0, 10)) out += kAlphabet[byte % kAlphabet.size()];
  return out;
}

}  // namespace lambent::config
