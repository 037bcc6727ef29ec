// Roles that AWS makes for its services: arn:aws:iam::A:role/aws-service-role/<service>/AWSServiceRoleFor<Name>.
#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

// Those whose role is not called after the first word of the service's name. AWS source: "AWS services that work with IAM".
struct Linked {
  const char* service;
  const char* name;
  bool suffix;  // whether CustomSuffix is taken
};
constexpr Linked kLinked[] = {
    {"autoscaling.amazonaws.com", "AutoScaling", true},
    {"lex.amazonaws.com", "LexBots", false},
    {"lexv2.amazonaws.com", "LexV2Bots", true},
    {"elasticloadbalancing.amazonaws.com", "ElasticLoadBalancing", false},
    {"ecs.amazonaws.com", "ECS", false},
    {"eks.amazonaws.com", "AmazonEKS", false},
    {"rds.amazonaws.com", "RDS", false},
    {"ops.apigateway.amazonaws.com", "APIGateway", false},
    {"lambda.amazonaws.com", "LambdaServiceRole", false},
    {"replicator.lambda.amazonaws.com", "LambdaReplicator", false},
    {"ses.amazonaws.com", "AmazonSES", false},
    {"mail.ses.amazonaws.com", "AmazonSES", false},
    {"apidestinations.events.amazonaws.com", "AmazonEventBridgeApiDestinations", false},
    {"events.amazonaws.com", "CloudWatchEvents", false},
    {"states.amazonaws.com", "StepFunctions", false},
    {"kafka.amazonaws.com", "Kafka", false},
    {"cognito-idp.amazonaws.com", "AmazonCognitoIdp", false},
    {"email.cognito-idp.amazonaws.com", "AmazonCognitoIdpEmailService", false},
    {"spot.amazonaws.com", "EC2Spot", false},
    {"organizations.amazonaws.com", "Organizations", false},
    {"support.amazonaws.com", "Support", false},
    {"trustedadvisor.amazonaws.com", "TrustedAdvisor", false},
};

const Linked* find_linked(const std::string& service) {
  for (const auto& one : kLinked)
    if (service == one.service) return &one;
  return nullptr;
}

}  // namespace

Json Iam::create_service_linked_role(const Call& call) {
  std::string service = text_at(call.input, "AWSServiceName"), suffix = text_at(call.input, "CustomSuffix");
  const Linked* linked = find_linked(service);
  if (!linked) throw AwsError("InvalidInput", 400, "Service " + service + " does not have a service-linked role that lambent knows of.");
  if (!suffix.empty() && !linked->suffix) throw AwsError("InvalidInput", 400, "Custom suffix is not allowed for " + service);
  EntityRow row;
  row.name = std::string("AWSServiceRoleFor") + linked->name + (suffix.empty() ? "" : "_" + suffix);
  row.path = "/aws-service-role/" + service + "/";
  row.account = call.scope.account;
  if (entities_.roles.contains(key_of(call, row.name)))
    throw AwsError("InvalidInput", 400, "Service role name " + row.name + " has been taken in this account, please try a different suffix.");
  row.id = aws_.ids().iam_id("AROA");
  row.arn = make_arn("iam", "", row.account, "role" + row.path + row.name);
  row.created = now();
  row.description = text_at(call.input, "Description");
  row.trust = R"({"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"Service":[")" + service + R"("]}}]})";
  // Some of their policies are among those that are built in.
  for (const auto& policy : aws_policies())
    if (policy.arn.find("/aws-service-role/") != std::string::npos && policy.name.starts_with(linked->name)) row.attached.push_back(policy.arn);
  const EntityRow& stored = entities_.roles.put(key_of(call, row.name), row);
  entities_.changed();
  return object({{"Role", role_json(stored)}});
}

// Nothing here uses such a role, so that its deletion is done at once; the task can be asked for.
Json Iam::delete_service_linked_role(const Call& call) {
  const EntityRow& row = get(kRole, call);
  if (!row.path.starts_with("/aws-service-role/"))
    throw AwsError("InvalidInput", 400, "Role " + row.name + " is not a service-linked role.");
  JobRow job;
  job.id = "task" + row.path + row.name + "/" + aws_.ids().uuid();
  job.arn = row.arn;
  job.created = now();
  entities_.deletions.put(call.scope.account + "/" + job.id, job);
  entities_.roles.erase(key_of(call, row.name));
  entities_.changed();
  return object({{"DeletionTaskId", job.id}});
}

Json Iam::get_service_linked_role_deletion_status(const Call& call) {
  std::string id = text_at(call.input, "DeletionTaskId");
  if (!entities_.deletions.contains(call.scope.account + "/" + id)) throw no_such_entity("Deletion task " + id + " does not exist.");
  return object({{"Status", "SUCCEEDED"}});
}

}  // namespace lambent::iam
