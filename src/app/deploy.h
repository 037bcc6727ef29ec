// Turns a template's resources into calls through the door, as the account's root: the same operations a person would
// use, so every rule of the services holds. What exists already (a restart with --data) is updated; grants of its roles and
// functions that an earlier deployment made and the template no longer has are taken back.
//
//   Deployer deployer(aws, scope, diagnostics, grants);
//   co_await deployer.run(model);     // refusals become diagnostics at the resource's place; the rest is still made
#pragma once
#include <set>

#include "app/grants.h"
#include "aws/aws.h"
#include "base/diagnostics.h"
#include "config/app_model.h"

namespace lambent {

class Deployer {
 public:
  Deployer(Aws& aws, Scope scope, Diagnostics& diagnostics, Grants& grants);  // borrowed

  Task<void> run(const config::AppModel& model);

  // What stands for the address of this emulator and for numbers of versions becomes these.
  std::string at_home(std::string text) const;

 private:
  // Each makes one resource; an AwsError becomes a diagnostic.
  Task<void> make_policy(config::PolicyModel policy);
  Task<void> attach_policy(config::PolicyModel policy);
  Task<void> make_role(config::RoleModel role);
  Task<void> replace_grants(const config::AppModel& model);
  Task<void> take_back(std::string name, std::string grant, Place place);
  std::string policy_arn(const config::PolicyModel& policy) const;
  Task<void> make_function(config::FunctionModel function);
  Task<void> make_permission(config::PermissionModel permission);
  Task<void> make_activity(config::ActivityModel activity);
  Task<void> make_machine(config::MachineModel machine);
  Task<void> make_machine_version(config::MachineVersionModel version);
  Task<void> make_machine_alias(config::MachineAliasModel alias);
  Task<void> make_api(config::ApiModel api);
  Task<void> make_identity(config::IdentityModel identity);
  Task<void> make_bucket(config::BucketModel bucket);
  Task<void> make_bucket_policy(config::BucketPolicyModel policy);
  Task<void> make_queue(config::QueueModel queue);
  Task<void> make_queue_policy(config::QueuePolicyModel policy);
  Task<void> make_topic(config::TopicModel topic);
  Task<void> make_topic_policy(config::TopicPolicyModel policy);
  Task<void> make_subscription(config::SubscriptionModel subscription);
  void seed(const config::SeedModel& seed);

  // done: it has answered. there: the error `expected`, the resource exists (or does not). refused: with a diagnostic.
  enum class Outcome { done, there, refused };
  struct Answer {
    Outcome outcome;
    Json body;
  };
  Task<Answer> call(const char* service, const char* operation, Json input, Place place, std::string expected = "");
  Task<std::string> resource_id(std::string api, std::string path, Place place);

  Aws& aws_;
  const Scope scope_;
  Diagnostics& diagnostics_;
  Grants& grants_;
  std::map<std::string, std::string> version_numbers_;  // by logical id
  std::set<std::string> refused_;  // functions that are not there: what needs them is not tried
};

}  // namespace lambent
