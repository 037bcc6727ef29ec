// What a template asks for, resolved: names, ARNs, documents. src/app/deploy turns it into calls.
//
// Every model knows the place in the template it came from, so that a refusal of the service can be shown there.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"

namespace lambent::config {

struct RoleModel {
  std::string name, path = "/", description;
  Json trust;
  std::vector<std::pair<std::string, Json>> inline_policies;  // name, document
  std::vector<std::string> managed;                           // ARNs
  std::string boundary;                                       // ARN, or empty
  std::optional<std::int64_t> session_seconds;
  std::map<std::string, std::string> tags;
  Place place;
};

struct PolicyModel {  // AWS::IAM::ManagedPolicy
  std::string name, path = "/", description;
  Json document;
  std::vector<std::string> roles;  // names of roles to attach it to
  Place place;
};

struct FunctionModel {
  std::string id;  // logical
  std::string name, handler, runtime, description;
  std::string role;  // ARN
  // The code, one of these: a folder that is run in place, a .zip file, or a source text and its file's name.
  std::string folder, zip_file;
  std::string inline_code, inline_file;
  std::int64_t timeout = 3, memory = 128;
  std::optional<std::int64_t> reserved_concurrency;
  std::map<std::string, std::string> environment, tags;
  Place place;
};

struct MachineModel {
  std::string name;
  std::string role;        // ARN
  std::string definition;  // JSON text
  std::string type = "STANDARD";
  Json logging;  // loggingConfiguration as the API takes it; null: none
  bool tracing = false;
  std::map<std::string, std::string> tags;
  Place place;
};

struct MachineVersionModel {  // AWS::StepFunctions::StateMachineVersion
  std::string id;             // logical; version_stand_in(id) is its number
  std::string machine;        // ARN
  std::string description, revision;
  Place place;
};

struct MachineAliasModel {  // AWS::StepFunctions::StateMachineAlias
  std::string name, description;
  std::vector<std::pair<std::string, std::int64_t>> routes;  // version's ARN, weight
  Place place;
};

struct ActivityModel {  // AWS::StepFunctions::Activity
  std::string name;
  std::map<std::string, std::string> tags;
  Place place;
};

struct ApiRoute {
  std::string method;  // upper case, or "ANY"
  std::string path, function_arn;
  Place place;
};

struct ApiModel {
  std::string id;  // 10 characters of [a-z0-9]; the same each time for the same template
  std::string name, stage, description;
  std::vector<ApiRoute> routes;
  std::vector<std::string> binary_types;
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> tags;
  Place place;
};

struct PermissionModel {
  std::string function;  // name or ARN
  std::string action, principal, source_arn, source_account, statement_id;
  Place place;
};

struct IdentityModel {  // AWS::SES::EmailIdentity
  std::string identity;
  Place place;
};

struct BucketModel {  // AWS::S3::Bucket
  std::string name;
  std::map<std::string, std::string> tags;
  Place place;
};

struct BucketPolicyModel {  // AWS::S3::BucketPolicy
  std::string bucket;
  Json document;
  Place place;
};

struct QueueModel {  // AWS::SQS::Queue
  std::string name;
  std::map<std::string, std::string> attributes;  // as SetQueueAttributes takes them
  std::string dead_letter;                        // ARN; it is made before this one. Empty: none
  std::map<std::string, std::string> tags;
  Place place;
};

struct QueuePolicyModel {  // AWS::SQS::QueuePolicy
  std::vector<std::string> queues;  // URLs
  Json document;
  Place place;
};

struct TopicModel {  // AWS::SNS::Topic
  std::string name;
  std::map<std::string, std::string> attributes, tags;
  Place place;
};

struct SubscriptionModel {  // AWS::SNS::Subscription, and the SNS events of functions
  std::string topic;  // ARN
  std::string protocol, endpoint;
  std::map<std::string, std::string> attributes;
  Place place;
};

struct TopicPolicyModel {  // AWS::SNS::TopicPolicy
  std::vector<std::string> topics;  // ARNs
  Json document;
  Place place;
};

// Stands for a version's number in ARNs: which one it gets is known when it has been published.
inline std::string version_stand_in(const std::string& id) { return "{version " + id + "}"; }

// Stands for the address of the emulator in texts of a template: only when the resources are made is it known.
inline constexpr const char* kHomeUrl = "http://lambent.home";

struct SeedModel {
  std::string service;  // model name: "ses", "sns"
  Json given;
  Place place;
};

struct OutputModel {
  std::string name, value, description;
};

struct AppModel {
  std::vector<std::string> sources;  // what it was made of beside the template's file: definitions, code; also what is not there
  std::vector<RoleModel> roles;
  std::vector<PolicyModel> policies;
  std::vector<FunctionModel> functions;
  std::vector<MachineModel> machines;
  std::vector<MachineVersionModel> machine_versions;
  std::vector<MachineAliasModel> machine_aliases;
  std::vector<ActivityModel> activities;
  std::vector<ApiModel> apis;
  std::vector<PermissionModel> permissions;
  std::vector<IdentityModel> identities;
  std::vector<BucketModel> buckets;
  std::vector<BucketPolicyModel> bucket_policies;
  std::vector<QueueModel> queues;
  std::vector<QueuePolicyModel> queue_policies;
  std::vector<TopicModel> topics;
  std::vector<SubscriptionModel> subscriptions;
  std::vector<TopicPolicyModel> topic_policies;
  std::vector<SeedModel> seeds;
  std::vector<OutputModel> outputs;
};

}  // namespace lambent::config
