// Roles: made, found, listed, changed, deleted, and what AWS says when that cannot be.
#include <filesystem>

#include "world.h"

namespace lambent::iam {
namespace {

Json create(const std::string& name, Json more = Json::object()) {
  more["RoleName"] = name;
  if (!more.contains("AssumeRolePolicyDocument")) more["AssumeRolePolicyDocument"] = kLambdaTrust;
  return more;
}

TEST(Roles, AreMadeAndFound) {
  World w;
  Json made = w.make("CreateRole", create("worker", object({{"Path", "/team/"}, {"Description", "works"}, {"MaxSessionDuration", 7200}})))["Role"];
  EXPECT_EQ(text_at(made, "Arn"), "arn:aws:iam::123456789012:role/team/worker");
  EXPECT_EQ(text_at(made, "Path"), "/team/");
  EXPECT_EQ(text_at(made, "RoleId").substr(0, 4), "AROA");
  EXPECT_EQ(text_at(made, "RoleId").size(), 21u);
  EXPECT_EQ(number_at(made, "CreateDate"), 1700000000);
  EXPECT_EQ(text_at(made, "AssumeRolePolicyDocument"), percent_encode(kLambdaTrust));
  Json found = w.make("GetRole", role("WORKER"))["Role"];  // names have no case
  EXPECT_EQ(text_at(found, "RoleName"), "worker");
  EXPECT_EQ(text_at(found, "RoleId"), text_at(made, "RoleId"));
  EXPECT_EQ(text_at(found, "Description"), "works");
  EXPECT_EQ(int_at(found, "MaxSessionDuration"), 7200);
  EXPECT_TRUE(has(found, "RoleLastUsed"));
}

TEST(Roles, OfOneNameAreOne) {
  World w;
  w.make_role("worker");
  EXPECT_EQ(w.fault_of("CreateRole", create("Worker")), "EntityAlreadyExists: Role with name Worker already exists.");
  EXPECT_EQ(w.error->status(), 409);
  EXPECT_EQ(w.fault_as(Principal::root(kOther), "CreateRole", create("worker")), "none") << "each account has its own";
}

TEST(Roles, ThatAreNotThere) {
  World w;
  for (const char* operation : {"GetRole", "DeleteRole", "ListRolePolicies", "ListAttachedRolePolicies", "ListRoleTags", "DeleteRolePermissionsBoundary"}) {
    EXPECT_EQ(w.fault_of(operation, role("ghost")), "NoSuchEntity: The role with name ghost cannot be found.") << operation;
    EXPECT_EQ(w.error->status(), 404);
  }
  w.make_role("worker");
  EXPECT_EQ(w.fault_as(Principal::root(kOther), "GetRole", role("worker")), "NoSuchEntity: The role with name worker cannot be found.");
}

TEST(Roles, RefusedInputs) {
  World w;
  EXPECT_EQ(w.fault_of("CreateRole", create("r", object({{"Path", "team"}}))).substr(0, 15), "ValidationError");
  EXPECT_EQ(w.fault_of("CreateRole", create("r", object({{"MaxSessionDuration", 3599}}))),
            "ValidationError: 1 validation error detected: Value at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600");
  EXPECT_EQ(w.fault_of("CreateRole", create("bad name")),
            "ValidationError: 1 validation error detected: Value at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+");
  EXPECT_EQ(w.fault_of("CreateRole", create("r", object({{"AssumeRolePolicyDocument", "{"}}))), "MalformedPolicyDocument: This policy contains invalid Json");
  EXPECT_EQ(w.fault_of("CreateRole", create("r", object({{"AssumeRolePolicyDocument", allow("sts:AssumeRole")}}))), "MalformedPolicyDocument: Has prohibited field Resource.");
  std::string services;
  for (int i = 0; i < 100; ++i) services += std::string(i ? "," : "") + "'service-" + std::to_string(i) + ".amazonaws.com'";
  EXPECT_EQ(w.fault_of("CreateRole", create("r", object({{"AssumeRolePolicyDocument", trust("{'Service':[" + services + "]}")}}))),
            "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048");
  EXPECT_EQ(w.fault_of("CreateRole", create("r", object({{"PermissionsBoundary", "arn:aws:iam::123456789012:policy/none"}}))),
            "NoSuchEntity: Scope ARN: arn:aws:iam::123456789012:policy/none does not exist or is not attachable.");
  EXPECT_EQ(w.fault_of("GetRole", role("r")), "NoSuchEntity: The role with name r cannot be found.") << "nothing was made";
}

TEST(Roles, AreListedByPathInPages) {
  World w;
  for (const char* name : {"c", "a", "b"}) w.make_role(name);
  w.make("CreateRole", create("d", object({{"Path", "/team/"}})));
  w.call_as(Principal::root(kOther), "CreateRole", create("foreign"));
  EXPECT_EQ(World::names(w.make("ListRoles")["Roles"], "RoleName"), "a,b,c,d");
  EXPECT_EQ(World::names(w.make("ListRoles", object({{"PathPrefix", "/team/"}}))["Roles"], "RoleName"), "d");
  Json page = w.make("ListRoles", object({{"MaxItems", 3}}));
  EXPECT_EQ(World::names(page["Roles"], "RoleName"), "a,b,c");
  EXPECT_TRUE(bool_at(page, "IsTruncated"));
  page = w.make("ListRoles", object({{"MaxItems", 3}, {"Marker", text_at(page, "Marker")}}));
  EXPECT_EQ(World::names(page["Roles"], "RoleName"), "d");
  EXPECT_FALSE(bool_at(page, "IsTruncated", true));
  EXPECT_FALSE(has(page, "Marker"));
  EXPECT_EQ(w.fault_of("ListRoles", object({{"Marker", "bm8="}})).substr(0, 15), "ValidationError");
}

TEST(Roles, AreChanged) {
  World w;
  w.make_role("worker");
  w.make("UpdateRole", role("worker", object({{"Description", "new"}})));
  w.make("UpdateRole", role("worker", object({{"MaxSessionDuration", 43200}})));
  EXPECT_EQ(text_at(w.make("UpdateRoleDescription", role("worker", object({{"Description", "newer"}})))["Role"], "Description"), "newer");
  std::string states = trust("{'Service':'states.amazonaws.com'}");
  w.make("UpdateAssumeRolePolicy", role("worker", object({{"PolicyDocument", states}})));
  EXPECT_EQ(w.fault_of("UpdateAssumeRolePolicy", role("worker", object({{"PolicyDocument", "{}"}}))), "MalformedPolicyDocument: Syntax errors in policy.");
  Json found = w.make("GetRole", role("worker"))["Role"];
  EXPECT_EQ(text_at(found, "Description"), "newer");
  EXPECT_EQ(int_at(found, "MaxSessionDuration"), 43200);
  EXPECT_EQ(text_at(found, "AssumeRolePolicyDocument"), percent_encode(states));
}

TEST(Roles, ChangedTrustCountsAtOnce) {
  World w;
  w.make_role("worker");
  auto assumed_by = [&](const char* service) {
    try {
      return w.aws.assume(role_arn("worker"), service, "s").arn;
    } catch (const AwsError& e) {
      return e.code();
    }
  };
  EXPECT_EQ(assumed_by("lambda.amazonaws.com"), "arn:aws:sts::123456789012:assumed-role/worker/s");
  EXPECT_EQ(assumed_by("states.amazonaws.com"), "AccessDenied");
  w.make("UpdateAssumeRolePolicy", role("worker", object({{"PolicyDocument", trust("{'Service':'states.amazonaws.com'}")}})));
  EXPECT_EQ(assumed_by("lambda.amazonaws.com"), "AccessDenied");
  EXPECT_EQ(assumed_by("states.amazonaws.com"), "arn:aws:sts::123456789012:assumed-role/worker/s");
}

TEST(Roles, AreDeletedWhenNothingHangsOnThem) {
  World w;
  w.make_role("worker");
  w.make("AttachRolePolicy", role("worker", object({{"PolicyArn", kAwsPolicy}})));
  w.make("PutRolePolicy", role("worker", object({{"PolicyName", "p"}, {"PolicyDocument", allow("sns:*")}})));
  EXPECT_EQ(w.fault_of("DeleteRole", role("worker")), "DeleteConflict: Cannot delete entity, must detach all policies first.");
  EXPECT_EQ(w.error->status(), 409);
  w.make("DetachRolePolicy", role("worker", object({{"PolicyArn", kAwsPolicy}})));
  EXPECT_EQ(w.fault_of("DeleteRole", role("worker")), "DeleteConflict: Cannot delete entity, must delete policies first.");
  w.make("DeleteRolePolicy", role("worker", object({{"PolicyName", "p"}})));
  w.make("DeleteRole", role("worker"));
  EXPECT_EQ(w.fault_of("GetRole", role("worker")), "NoSuchEntity: The role with name worker cannot be found.");
  w.make_role("worker");
}

TEST(Roles, HaveABoundary) {
  World w;
  std::string policy = w.make_policy("limit");
  w.make_role("worker");
  EXPECT_EQ(w.fault_of("DeleteRolePermissionsBoundary", role("worker")), "NoSuchEntity: The role with name worker does not have a permissions boundary.");
  EXPECT_EQ(w.fault_of("PutRolePermissionsBoundary", role("worker", object({{"PermissionsBoundary", policy + "x"}}))),
            "NoSuchEntity: Policy " + policy + "x does not exist or is not attachable.");
  w.make("PutRolePermissionsBoundary", role("worker", object({{"PermissionsBoundary", policy}})));
  Json boundary = w.make("GetRole", role("worker"))["Role"]["PermissionsBoundary"];
  EXPECT_EQ(boundary, object({{"PermissionsBoundaryType", "PermissionsBoundaryPolicy"}, {"PermissionsBoundaryArn", policy}}));
  EXPECT_EQ(int_at(w.make("GetPolicy", object({{"PolicyArn", policy}}))["Policy"], "PermissionsBoundaryUsageCount"), 1);
  EXPECT_EQ(w.fault_of("DeletePolicy", object({{"PolicyArn", policy}})), "DeleteConflict: Cannot delete a policy attached to entities.");
  w.make("DeleteRolePermissionsBoundary", role("worker"));
  EXPECT_FALSE(has(w.make("GetRole", role("worker"))["Role"], "PermissionsBoundary"));
  w.make("DeletePolicy", object({{"PolicyArn", policy}}));
}

TEST(Roles, HaveTags) {
  World w;
  Json tag = object({{"Key", "team"}, {"Value", "red"}}), more = object({{"Key", "stage"}, {"Value", "dev"}});
  Json one = array(), two = array();
  one.push_back(tag);
  two.push_back(more);
  EXPECT_EQ(w.make("CreateRole", create("worker", object({{"Tags", one}})))["Role"]["Tags"], one);
  w.make("TagRole", role("worker", object({{"Tags", two}})));
  EXPECT_EQ(World::names(w.make("ListRoleTags", role("worker"))["Tags"], "Key"), "stage,team");
  w.make("UntagRole", role("worker", object({{"TagKeys", text_array({"stage"})}})));
  EXPECT_EQ(w.make("GetRole", role("worker"))["Role"]["Tags"], one);
  Json many = array();
  for (int i = 0; i < 50; ++i) many.push_back(object({{"Key", "k" + std::to_string(i)}, {"Value", "v"}}));
  EXPECT_EQ(w.fault_of("TagRole", role("worker", object({{"Tags", many}}))), "LimitExceeded: Cannot exceed quota for TagsPerResource: 50");
}

TEST(Roles, OutliveARestart) {
  std::string file = testing::TempDir() + "iam_roles.db";
  std::filesystem::remove(file);
  std::string id;
  {
    World w(file);
    id = text_at(w.make_role("worker"), "RoleId");
    w.make("PutRolePolicy", role("worker", object({{"PolicyName", "p"}, {"PolicyDocument", allow("sns:*")}})));
    w.make_policy("kept");
    w.make_user("ann");
  }
  World w(file);
  EXPECT_EQ(text_at(w.make("GetRole", role("worker"))["Role"], "RoleId"), id);
  EXPECT_EQ(text_at(w.make("GetRolePolicy", role("worker", object({{"PolicyName", "p"}}))), "PolicyDocument"), percent_encode(allow("sns:*")));
  EXPECT_EQ(World::names(w.make("ListPolicies", object({{"Scope", "Local"}}))["Policies"], "PolicyName"), "kept");
  EXPECT_EQ(w.make("ListAccessKeys", user("ann"))["AccessKeyMetadata"].size(), 1u);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace lambent::iam
