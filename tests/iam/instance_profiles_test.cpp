// Instance profiles, service-linked roles.
#include "world.h"

namespace lambent::iam {
namespace {

Json profile(const std::string& name, Json more = Json::object()) {
  more["InstanceProfileName"] = name;
  return more;
}

TEST(InstanceProfiles, HoldOneRole) {
  World w;
  w.make_role("worker");
  w.make_role("other");
  Json made = w.make("CreateInstanceProfile", profile("vm", object({{"Path", "/team/"}})))["InstanceProfile"];
  EXPECT_EQ(text_at(made, "Arn"), "arn:aws:iam::123456789012:instance-profile/team/vm");
  EXPECT_EQ(text_at(made, "InstanceProfileId").substr(0, 4), "AIPA");
  EXPECT_EQ(made["Roles"], array());
  EXPECT_EQ(w.fault_of("CreateInstanceProfile", profile("VM")), "EntityAlreadyExists: Instance Profile VM already exists.");
  EXPECT_EQ(w.fault_of("AddRoleToInstanceProfile", profile("nope", role("worker"))), "NoSuchEntity: Instance Profile nope cannot be found.");
  EXPECT_EQ(w.fault_of("AddRoleToInstanceProfile", profile("vm", role("ghost"))), "NoSuchEntity: The role with name ghost cannot be found.");
  w.make("AddRoleToInstanceProfile", profile("vm", role("worker")));
  EXPECT_EQ(w.fault_of("AddRoleToInstanceProfile", profile("vm", role("other"))), "LimitExceeded: Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  EXPECT_EQ(World::names(w.make("GetInstanceProfile", profile("vm"))["InstanceProfile"]["Roles"], "RoleName"), "worker");
  EXPECT_EQ(World::names(w.make("ListInstanceProfilesForRole", role("worker"))["InstanceProfiles"], "InstanceProfileName"), "vm");
  EXPECT_EQ(w.make("ListInstanceProfilesForRole", role("other"))["InstanceProfiles"].size(), 0u);
  EXPECT_EQ(w.make("ListInstanceProfiles", object({{"PathPrefix", "/nobody/"}}))["InstanceProfiles"].size(), 0u);
  EXPECT_EQ(w.fault_of("DeleteRole", role("worker")), "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.");
  EXPECT_EQ(w.fault_of("DeleteInstanceProfile", profile("vm")), "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.");
  EXPECT_NE(w.fault_of("RemoveRoleFromInstanceProfile", profile("vm", role("other"))), "none");
  w.make("RemoveRoleFromInstanceProfile", profile("vm", role("worker")));
  w.make("DeleteRole", role("worker"));
  w.make("DeleteInstanceProfile", profile("vm"));
  EXPECT_EQ(w.make("ListInstanceProfiles")["InstanceProfiles"].size(), 0u);
}

TEST(InstanceProfiles, NeedThatTheRoleMayBePassed) {
  World w;
  w.make_role("worker");
  w.make("CreateInstanceProfile", profile("vm"));
  Principal ann = w.make_user("ann", allow("iam:AddRoleToInstanceProfile"));
  EXPECT_EQ(w.fault_as(ann, "AddRoleToInstanceProfile", profile("vm", role("worker"))),
            "AccessDenied: User: " + ann.arn + " is not authorized to perform: iam:PassRole on resource: " + role_arn("worker") +
                " because no identity-based policy allows the iam:PassRole action");
  w.make("PutUserPolicy", user("ann", object({{"PolicyName", "pass"}, {"PolicyDocument", allow("iam:PassRole")}})));
  EXPECT_EQ(w.fault_as(ann, "AddRoleToInstanceProfile", profile("vm", role("worker"))), "none");
}

TEST(ServiceLinkedRoles, AreMadeAndDeletedByTheirOwnOperations) {
  World w;
  Json made = w.make("CreateServiceLinkedRole", object({{"AWSServiceName", "ops.apigateway.amazonaws.com"}}))["Role"];
  EXPECT_EQ(text_at(made, "Arn"), "arn:aws:iam::123456789012:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway");
  std::string name = text_at(made, "RoleName");
  EXPECT_EQ(w.fault_of("CreateServiceLinkedRole", object({{"AWSServiceName", "ops.apigateway.amazonaws.com"}})),
            "InvalidInput: Service role name " + name + " has been taken in this account, please try a different suffix.");
  EXPECT_EQ(w.fault_of("CreateServiceLinkedRole", object({{"AWSServiceName", "ecs.amazonaws.com"}, {"CustomSuffix", "x"}})),
            "InvalidInput: Custom suffix is not allowed for ecs.amazonaws.com");
  EXPECT_EQ(w.fault_of("CreateServiceLinkedRole", object({{"AWSServiceName", "nothing.example.com"}})).substr(0, 12), "InvalidInput");
  const std::string fault = "UnmodifiableEntity: Cannot perform the operation on the protected role '" + name + "' - this role is only modifiable by AWS";
  EXPECT_EQ(w.fault_of("DeleteRole", role(name)), fault);
  EXPECT_EQ(w.fault_of("AttachRolePolicy", role(name, object({{"PolicyArn", kAwsPolicy}}))), fault);
  EXPECT_EQ(w.fault_of("PutRolePolicy", role(name, object({{"PolicyName", "p"}, {"PolicyDocument", allow("sns:*")}}))), fault);
  EXPECT_EQ(w.fault_of("UpdateAssumeRolePolicy", role(name, object({{"PolicyDocument", kLambdaTrust}}))), fault);
  EXPECT_EQ(w.fault_of("UpdateRole", role(name, object({{"MaxSessionDuration", 7200}}))), fault);
  w.make("UpdateRoleDescription", role(name, object({{"Description", "this may be"}})));
  EXPECT_EQ(w.fault_of("CreateRole", role("mine", object({{"Path", "/aws-service-role/x.amazonaws.com/"}, {"AssumeRolePolicyDocument", kLambdaTrust}}))).substr(0, 12), "InvalidInput");
  w.make_role("ordinary");
  EXPECT_EQ(w.fault_of("DeleteServiceLinkedRole", role("ordinary")).substr(0, 12), "InvalidInput");
  std::string task = text_at(w.make("DeleteServiceLinkedRole", role(name)), "DeletionTaskId");
  EXPECT_EQ(w.make("GetServiceLinkedRoleDeletionStatus", object({{"DeletionTaskId", task}})), object({{"Status", "SUCCEEDED"}}));
  EXPECT_EQ(w.fault_of("GetServiceLinkedRoleDeletionStatus", object({{"DeletionTaskId", "task/x"}})), "NoSuchEntity: Deletion task task/x does not exist.");
  EXPECT_EQ(w.fault_of("GetRole", role(name)), "NoSuchEntity: The role with name " + name + " cannot be found.");
}

}  // namespace
}  // namespace lambent::iam
