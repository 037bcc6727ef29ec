// Users, groups and access keys.
#include "world.h"

namespace lambent::iam {
namespace {

Json group(const std::string& name, Json more = Json::object()) {
  more["GroupName"] = name;
  return more;
}
Json member(const std::string& group_name, const std::string& user_name) { return object({{"GroupName", group_name}, {"UserName", user_name}}); }

TEST(Users, AreMadeListedAndDeleted) {
  World w;
  Json made = w.make("CreateUser", user("ann", object({{"Path", "/staff/"}})))["User"];
  EXPECT_EQ(text_at(made, "Arn"), "arn:aws:iam::123456789012:user/staff/ann");
  EXPECT_EQ(text_at(made, "UserId").substr(0, 4), "AIDA");
  w.make("CreateUser", user("bob"));
  EXPECT_EQ(w.fault_of("CreateUser", user("ANN")), "EntityAlreadyExists: User with name ANN already exists.");
  EXPECT_EQ(World::names(w.make("ListUsers")["Users"], "UserName"), "ann,bob");
  w.make("DeleteUser", user("bob"));
  for (const char* operation : {"GetUser", "DeleteUser", "ListAccessKeys", "CreateAccessKey", "ListGroupsForUser"})
    EXPECT_EQ(w.fault_of(operation, user("bob")), "NoSuchEntity: The user with name bob cannot be found.") << operation;
}

TEST(Users, AreNotDeletedWhileSomethingHangsOnThem) {
  World w;
  w.make_user("ann", allow("sns:*"));
  w.make("AttachUserPolicy", user("ann", object({{"PolicyArn", kAwsPolicy}})));
  w.make("CreateGroup", group("devs"));
  w.make("AddUserToGroup", member("devs", "ann"));
  EXPECT_EQ(w.fault_of("DeleteUser", user("ann")), "DeleteConflict: Cannot delete entity, must detach all policies first.");
  w.make("DetachUserPolicy", user("ann", object({{"PolicyArn", kAwsPolicy}})));
  EXPECT_EQ(w.fault_of("DeleteUser", user("ann")), "DeleteConflict: Cannot delete entity, must delete policies first.");
  w.make("DeleteUserPolicy", user("ann", object({{"PolicyName", "p"}})));
  const std::string referenced = "DeleteConflict: Cannot delete entity, must remove referenced objects first.";
  EXPECT_EQ(w.fault_of("DeleteUser", user("ann")), referenced);
  auto delete_key = [&] {
    std::string key = text_at(w.make("ListAccessKeys", user("ann"))["AccessKeyMetadata"][0], "AccessKeyId");
    w.make("DeleteAccessKey", user("ann", object({{"AccessKeyId", key}})));
  };
  delete_key();
  EXPECT_EQ(w.fault_of("DeleteUser", user("ann")), referenced) << "the group is left";
  w.make("RemoveUserFromGroup", member("devs", "ann"));
  w.make("CreateAccessKey", user("ann"));
  EXPECT_EQ(w.fault_of("DeleteUser", user("ann")), referenced) << "the key is left";
  delete_key();
  w.make("DeleteUser", user("ann"));
}

TEST(Users, AskForThemselvesWithoutAName) {
  World w;
  Principal ann = w.make_user("ann", allow("iam:*", user_arn("${aws:username}")));
  EXPECT_EQ(text_at(w.call_as(ann, "GetUser")["User"], "UserName"), "ann") << w.fault();
  EXPECT_EQ(text_at(w.call("GetUser")["User"], "Arn"), "arn:aws:iam::123456789012:root");
  EXPECT_EQ(w.call_as(ann, "ListAccessKeys")["AccessKeyMetadata"].size(), 1u) << w.fault();
  std::string key = text_at(w.call_as(ann, "CreateAccessKey")["AccessKey"], "AccessKeyId");
  EXPECT_EQ(w.fault_as(ann, "DeleteAccessKey", object({{"AccessKeyId", key}})), "none");
  w.make_user("bob");
  EXPECT_EQ(w.fault_as(ann, "ListAccessKeys", user("bob")), "AccessDenied: User: " + user_arn("ann") + " is not authorized to perform: iam:ListAccessKeys on resource: " + user_arn("bob") +
                                                                 " because no identity-based policy allows the iam:ListAccessKeys action");
  EXPECT_EQ(w.fault_of("ListAccessKeys"), "ValidationError: Must specify userName when calling with non-User credentials");
}

TEST(Keys, TwoToAUser) {
  World w;
  w.make("CreateUser", user("ann"));
  Json key = w.make("CreateAccessKey", user("ann"))["AccessKey"];
  EXPECT_EQ(text_at(key, "AccessKeyId").substr(0, 4), "AKIA");
  EXPECT_EQ(text_at(key, "AccessKeyId").size(), 20u);
  EXPECT_EQ(text_at(key, "SecretAccessKey").size(), 40u);
  EXPECT_EQ(text_at(key, "Status"), "Active");
  w.make("CreateAccessKey", user("ann"));
  EXPECT_EQ(w.fault_of("CreateAccessKey", user("ann")), "LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2");
  Json listed = w.make("ListAccessKeys", user("ann"))["AccessKeyMetadata"];
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_FALSE(has(listed[0], "SecretAccessKey"));
}

TEST(Keys, AreSwitchedOffAndDeleted) {
  World w;
  w.make("CreateUser", user("ann"));
  w.make("CreateUser", user("bob"));
  std::string id = text_at(w.make("CreateAccessKey", user("ann"))["AccessKey"], "AccessKeyId");
  ASSERT_TRUE(w.entities.find_key(id));
  EXPECT_TRUE(w.entities.find_key(id)->active);
  EXPECT_EQ(w.entities.find_key(id)->principal.arn, user_arn("ann"));
  w.make("UpdateAccessKey", user("ann", object({{"AccessKeyId", id}, {"Status", "Inactive"}})));
  EXPECT_FALSE(w.entities.find_key(id)->active);
  EXPECT_EQ(text_at(w.make("ListAccessKeys", user("ann"))["AccessKeyMetadata"][0], "Status"), "Inactive");
  Json of_bob = user("bob", object({{"AccessKeyId", id}}));
  EXPECT_EQ(w.fault_of("DeleteAccessKey", of_bob), "NoSuchEntity: The Access Key with id " + id + " cannot be found.");
  w.make("DeleteAccessKey", user("ann", object({{"AccessKeyId", id}})));
  EXPECT_FALSE(w.entities.find_key(id));
}

TEST(Groups, HoldUsersAndGiveThemTheirPolicies) {
  World w;
  Principal ann = w.make_user("ann");
  EXPECT_EQ(text_at(w.make("CreateGroup", group("devs"))["Group"], "Arn"), "arn:aws:iam::123456789012:group/devs");
  EXPECT_EQ(w.fault_of("CreateGroup", group("devs")), "EntityAlreadyExists: Group with name devs already exists.");
  w.make("PutGroupPolicy", group("devs", object({{"PolicyName", "p"}, {"PolicyDocument", allow("iam:ListRoles")}})));
  EXPECT_NE(w.fault_as(ann, "ListRoles"), "none");
  w.make("AddUserToGroup", member("devs", "ann"));
  EXPECT_EQ(w.fault_as(ann, "ListRoles"), "none");
  EXPECT_EQ(World::names(w.make("GetGroup", group("devs"))["Users"], "UserName"), "ann");
  EXPECT_EQ(World::names(w.make("ListGroupsForUser", user("ann"))["Groups"], "GroupName"), "devs");
  EXPECT_EQ(w.fault_of("AddUserToGroup", member("ops", "ann")), "NoSuchEntity: The group with name ops cannot be found.");
  EXPECT_EQ(w.fault_of("AddUserToGroup", member("devs", "cid")), "NoSuchEntity: The user with name cid cannot be found.");
  EXPECT_EQ(w.fault_of("DeleteGroup", group("devs")), "DeleteConflict: Cannot delete entity, must delete policies first.");
  w.make("DeleteGroupPolicy", group("devs", object({{"PolicyName", "p"}})));
  EXPECT_NE(w.fault_as(ann, "ListRoles"), "none");
  EXPECT_EQ(w.fault_of("DeleteGroup", group("devs")).substr(0, 15), "DeleteConflict:");
  w.make("RemoveUserFromGroup", member("devs", "ann"));
  w.make("DeleteGroup", group("devs"));
  EXPECT_EQ(World::names(w.make("ListGroups")["Groups"], "GroupName"), "");
}

TEST(Refusals, NameTheEntityAsked) {
  World w;
  Principal ann = w.make_user("ann", document("{'Effect':'Allow','Action':'iam:GetRole','Resource':'" + role_arn("app-*") + "'}"));
  w.make_role("app-1");
  w.make_role("db");
  auto text = [](const std::string& action, const std::string& resource) {
    return "AccessDenied: User: " + user_arn("ann") + " is not authorized to perform: " + action + " on resource: " + resource + " because no identity-based policy allows the " + action + " action";
  };
  EXPECT_EQ(w.fault_as(ann, "GetRole", role("app-1")), "none");
  EXPECT_EQ(w.fault_as(ann, "GetRole", role("db")), text("iam:GetRole", role_arn("db")));
  EXPECT_EQ(w.error->status(), 403);
  EXPECT_EQ(w.fault_as(ann, "GetRole", role("none")), text("iam:GetRole", role_arn("none"))) << "no telling whether it exists";
  EXPECT_EQ(w.fault_as(ann, "ListRoles"), text("iam:ListRoles", "arn:aws:iam::123456789012:role/"));
  EXPECT_EQ(w.fault_as(ann, "DeletePolicy", object({{"PolicyArn", kAwsPolicy}})), text("iam:DeletePolicy", kAwsPolicy));
  w.make("PutUserPolicy", user("ann", object({{"PolicyName", "q"}, {"PolicyDocument", document("{'Effect':'Deny','Action':'iam:*','Resource':'*'}")}})));
  EXPECT_EQ(w.fault_as(ann, "GetRole", role("app-1")),
            "AccessDenied: User: " + user_arn("ann") + " is not authorized to perform: iam:GetRole on resource: " + role_arn("app-1") + " with an explicit deny in an identity-based policy");
}

}  // namespace
}  // namespace lambent::iam
