// Policies: inline ones, managed ones with their versions, attachments, quotas.
#include "world.h"

namespace lambent::iam {
namespace {

Json attach(const std::string& name, const std::string& arn) { return role(name, object({{"PolicyArn", arn}})); }
Json put(const std::string& name, const std::string& policy, const std::string& text) { return role(name, object({{"PolicyName", policy}, {"PolicyDocument", text}})); }
Json of(const std::string& arn, Json more = Json::object()) {
  more["PolicyArn"] = arn;
  return more;
}
// A policy document of about so many bytes, as sizes count: without its blanks.
std::string sized(size_t bytes) {
  std::string rest = allow("sns:*", "arn:aws:sns:::");
  std::string out = allow("sns:*", "arn:aws:sns:::" + std::string(bytes - rest.size(), 'x'));
  return replace_all(out, ",\"Resource\"", ",  \n\t\"Resource\"");
}

TEST(InlinePolicies, ArePutReadListedAndDeleted) {
  World w;
  w.make_role("worker");
  w.make("PutRolePolicy", put("worker", "b", allow("sns:*")));
  w.make("PutRolePolicy", put("worker", "a", allow("sqs:*")));
  w.make("PutRolePolicy", put("worker", "b", allow("ses:*")));  // replaces
  EXPECT_EQ(w.make("ListRolePolicies", role("worker"))["PolicyNames"], text_array({"a", "b"}));
  Json found = w.make("GetRolePolicy", role("worker", object({{"PolicyName", "b"}})));
  EXPECT_EQ(found, object({{"RoleName", "worker"}, {"PolicyName", "b"}, {"PolicyDocument", percent_encode(allow("ses:*"))}}));
  w.make("DeleteRolePolicy", role("worker", object({{"PolicyName", "b"}})));
  for (const char* operation : {"GetRolePolicy", "DeleteRolePolicy"})
    EXPECT_EQ(w.fault_of(operation, role("worker", object({{"PolicyName", "b"}}))), "NoSuchEntity: The role policy with name b cannot be found.") << operation;
  w.make("CreateUser", user("ann"));
  EXPECT_EQ(w.fault_of("GetUserPolicy", user("ann", object({{"PolicyName", "b"}}))), "NoSuchEntity: The user policy with name b cannot be found.");
}

TEST(InlinePolicies, MustBeWellFormed) {
  World w;
  w.make_role("worker");
  EXPECT_EQ(w.fault_of("PutRolePolicy", put("worker", "p", "{}")), "MalformedPolicyDocument: Syntax errors in policy.");
  EXPECT_EQ(w.fault_of("PutRolePolicy", put("worker", "p", kLambdaTrust)), "MalformedPolicyDocument: Policy document should not specify a principal.");
  EXPECT_EQ(w.fault_of("PutRolePolicy", put("ghost", "p", allow("sns:*"))), "NoSuchEntity: The role with name ghost cannot be found.");
  EXPECT_EQ(w.make("ListRolePolicies", role("worker"))["PolicyNames"].size(), 0u);
}

TEST(InlinePolicies, HaveAQuotaInTotal) {
  World w;
  w.make_role("worker");
  w.make("CreateUser", user("ann"));
  w.make("CreateGroup", object({{"GroupName", "devs"}}));
  w.make("PutRolePolicy", put("worker", "a", sized(10000)));
  EXPECT_EQ(w.fault_of("PutRolePolicy", put("worker", "b", sized(241))), "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role worker");
  EXPECT_EQ(w.error->status(), 409);
  w.make("PutRolePolicy", put("worker", "b", sized(240)));
  w.make("PutRolePolicy", put("worker", "a", sized(9999)));  // its own old size does not count
  Json of_ann = user("ann", object({{"PolicyName", "p"}, {"PolicyDocument", sized(2049)}}));
  EXPECT_EQ(w.fault_of("PutUserPolicy", of_ann), "LimitExceeded: Maximum policy size of 2048 bytes exceeded for user ann");
  Json of_devs = object({{"GroupName", "devs"}, {"PolicyName", "p"}, {"PolicyDocument", sized(5121)}});
  EXPECT_EQ(w.fault_of("PutGroupPolicy", of_devs), "LimitExceeded: Maximum policy size of 5120 bytes exceeded for group devs");
}

TEST(ManagedPolicies, AreMadeAndFound) {
  World w;
  Json made = w.make("CreatePolicy", object({{"PolicyName", "pub"}, {"Path", "/team/"}, {"Description", "d"}, {"PolicyDocument", allow("sns:*")}}))["Policy"];
  EXPECT_EQ(text_at(made, "Arn"), "arn:aws:iam::123456789012:policy/team/pub");
  EXPECT_EQ(text_at(made, "PolicyId").substr(0, 4), "ANPA");
  EXPECT_EQ(text_at(made, "DefaultVersionId"), "v1");
  EXPECT_EQ(int_at(made, "AttachmentCount", -1), 0);
  EXPECT_TRUE(bool_at(made, "IsAttachable"));
  EXPECT_EQ(text_at(w.make("GetPolicy", of(text_at(made, "Arn")))["Policy"], "Description"), "d");
  EXPECT_EQ(w.fault_of("CreatePolicy", object({{"PolicyName", "PUB"}, {"PolicyDocument", allow("sns:*")}})),
            "EntityAlreadyExists: A policy called PUB already exists. Duplicate names are not allowed.");
  EXPECT_EQ(w.fault_of("CreatePolicy", object({{"PolicyName", "big"}, {"PolicyDocument", sized(6145)}})), "LimitExceeded: Cannot exceed quota for PolicySize: 6144");
  w.make("CreatePolicy", object({{"PolicyName", "fits"}, {"PolicyDocument", sized(6144)}}));
  EXPECT_EQ(w.fault_of("CreatePolicy", object({{"PolicyName", "bad"}, {"PolicyDocument", "{}"}})), "MalformedPolicyDocument: Syntax errors in policy.");
}

TEST(ManagedPolicies, ThatAreNotThere) {
  World w;
  const std::string none = "arn:aws:iam::123456789012:policy/none";
  for (const char* operation : {"GetPolicy", "DeletePolicy", "ListPolicyVersions", "ListEntitiesForPolicy"})
    EXPECT_EQ(w.fault_of(operation, of(none)), "NoSuchEntity: Policy " + none + " was not found.") << operation;
  w.make_role("worker");
  EXPECT_EQ(w.fault_of("AttachRolePolicy", attach("worker", none)), "NoSuchEntity: Policy " + none + " does not exist or is not attachable.");
  EXPECT_EQ(w.fault_of("AttachRolePolicy", attach("worker", "arn:aws:iam::aws:policy/NoSuchPolicy")),
            "NoSuchEntity: Policy arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.");
  EXPECT_EQ(w.fault_of("AttachRolePolicy", attach("worker", "AWSLambdaBasicExecutionRole")), "ValidationError: Invalid ARN:  Could not be parsed!");
  EXPECT_EQ(w.fault_of("DetachRolePolicy", attach("worker", kAwsPolicy)), "NoSuchEntity: Policy " + kAwsPolicy + " was not found.");
}

TEST(ManagedPolicies, AreAttachedAndDetached) {
  World w;
  std::string own = w.make_policy("pub");
  w.make_role("worker");
  w.make("CreateUser", user("ann"));
  w.make("CreateGroup", object({{"GroupName", "devs"}}));
  for (const auto& arn : {own, kAwsPolicy, own}) w.make("AttachRolePolicy", attach("worker", arn));  // twice is once
  w.make("AttachUserPolicy", user("ann", of(own)));
  w.make("AttachGroupPolicy", of(own, object({{"GroupName", "devs"}})));
  EXPECT_EQ(World::names(w.make("ListAttachedRolePolicies", role("worker"))["AttachedPolicies"], "PolicyName"), "pub,AWSLambdaBasicExecutionRole");
  EXPECT_EQ(World::names(w.make("ListAttachedRolePolicies", role("worker", object({{"PathPrefix", "/service-role/"}})))["AttachedPolicies"], "PolicyArn"), kAwsPolicy);
  EXPECT_EQ(int_at(w.make("GetPolicy", of(own))["Policy"], "AttachmentCount"), 3);
  EXPECT_EQ(w.fault_of("DeletePolicy", of(own)), "DeleteConflict: Cannot delete a policy attached to entities.");
  w.make("DetachRolePolicy", attach("worker", own));
  w.make("DetachUserPolicy", user("ann", of(own)));
  w.make("DetachGroupPolicy", of(own, object({{"GroupName", "devs"}})));
  EXPECT_EQ(World::names(w.make("ListAttachedRolePolicies", role("worker"))["AttachedPolicies"], "PolicyArn"), kAwsPolicy);
  w.make("DeletePolicy", of(own));
  EXPECT_EQ(w.fault_of("GetPolicy", of(own)), "NoSuchEntity: Policy " + own + " was not found.");
}

TEST(ManagedPolicies, TenToARole) {
  World w;
  w.make_role("worker");
  for (int i = 0; i < 10; ++i) w.make("AttachRolePolicy", attach("worker", w.make_policy("p" + std::to_string(i))));
  EXPECT_EQ(w.fault_of("AttachRolePolicy", attach("worker", kAwsPolicy)), "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10");
  EXPECT_EQ(w.error->status(), 409);
}

TEST(ManagedPolicies, WhoUsesOne) {
  World w;
  std::string own = w.make_policy("pub");
  w.make_role("worker");
  w.make("CreateRole", role("bounded", object({{"AssumeRolePolicyDocument", kLambdaTrust}, {"PermissionsBoundary", own}, {"Path", "/team/"}})));
  w.make("CreateUser", user("ann"));
  w.make("AttachRolePolicy", attach("worker", own));
  w.make("AttachUserPolicy", user("ann", of(own)));
  auto users_of = [&](Json filter) {
    Json found = w.make("ListEntitiesForPolicy", of(own, std::move(filter)));
    return World::names(found["PolicyRoles"], "RoleName") + ";" + World::names(found["PolicyUsers"], "UserName") + ";" + World::names(found["PolicyGroups"], "GroupName");
  };
  EXPECT_EQ(users_of(Json::object()), "bounded,worker;ann;");
  EXPECT_EQ(users_of(object({{"EntityFilter", "User"}})), ";ann;");
  EXPECT_EQ(users_of(object({{"PathPrefix", "/team/"}})), "bounded;;");
  EXPECT_EQ(users_of(object({{"PolicyUsageFilter", "PermissionsBoundary"}})), "bounded;;");
  EXPECT_EQ(users_of(object({{"PolicyUsageFilter", "PermissionsPolicy"}})), "worker;ann;");
  EXPECT_EQ(users_of(object({{"MaxItems", 2}})), "bounded;ann;") << "users before roles";
  Json first = w.make("ListEntitiesForPolicy", of(own, object({{"MaxItems", 2}})));
  EXPECT_EQ(users_of(object({{"MaxItems", 2}, {"Marker", text_at(first, "Marker")}})), "worker;;");
}

TEST(ManagedPolicies, AreListed) {
  World w;
  w.make_policy("pub");
  w.make_role("worker");
  w.make("AttachRolePolicy", attach("worker", kAwsPolicy));
  auto list = [&](Json filter) { return World::names(w.make("ListPolicies", std::move(filter))["Policies"], "PolicyName"); };
  EXPECT_EQ(list(object({{"Scope", "Local"}})), "pub");
  EXPECT_EQ(list(object({{"OnlyAttached", true}})), "AWSLambdaBasicExecutionRole");
  std::string of_aws = list(object({{"Scope", "AWS"}, {"MaxItems", 1000}}));
  EXPECT_NE(of_aws.find("AdministratorAccess"), std::string::npos);
  EXPECT_EQ(of_aws.find("pub,"), std::string::npos);
}

TEST(ManagedPolicies, OfOtherAccountsAreNotThere) {
  World w;
  std::string own = w.make_policy("pub");
  Principal other = Principal::root(kOther);
  w.call_as(other, "CreateRole", role("worker", object({{"AssumeRolePolicyDocument", kLambdaTrust}})));
  for (const char* operation : {"GetPolicy", "DeletePolicy", "ListPolicyVersions"})
    EXPECT_EQ(w.fault_as(other, operation, of(own)), "NoSuchEntity: Policy " + own + " was not found.") << operation;
  EXPECT_EQ(w.fault_as(other, "AttachRolePolicy", attach("worker", own)), "NoSuchEntity: Policy " + own + " does not exist or is not attachable.");
  w.make("GetPolicy", of(own));
}

TEST(Versions, UpToFiveAndOneOfThemTheDefault) {
  World w;
  std::string own = w.make_policy("pub");
  auto version = [&](const std::string& action, bool as_default) { return of(own, object({{"PolicyDocument", allow(action)}, {"SetAsDefault", as_default}})); };
  Json second = w.make("CreatePolicyVersion", version("sqs:*", false))["PolicyVersion"];
  EXPECT_EQ(text_at(second, "VersionId"), "v2");
  EXPECT_FALSE(bool_at(second, "IsDefaultVersion", true));
  EXPECT_TRUE(bool_at(w.make("CreatePolicyVersion", version("ses:*", true))["PolicyVersion"], "IsDefaultVersion"));
  EXPECT_EQ(text_at(w.make("GetPolicy", of(own))["Policy"], "DefaultVersionId"), "v3");
  w.make("CreatePolicyVersion", version("s3:*", false));
  w.make("CreatePolicyVersion", version("s3:*", false));
  EXPECT_EQ(w.fault_of("CreatePolicyVersion", version("s3:*", false)),
            "LimitExceeded: A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.");
  EXPECT_EQ(w.fault_of("DeletePolicyVersion", of(own, object({{"VersionId", "v3"}}))), "DeleteConflict: Cannot delete the default version of a policy.");
  w.make("DeletePolicyVersion", of(own, object({{"VersionId", "v1"}})));
  EXPECT_EQ(text_at(w.make("CreatePolicyVersion", version("s3:*", false))["PolicyVersion"], "VersionId"), "v6") << "numbers are not used again";
  EXPECT_EQ(World::names(w.make("ListPolicyVersions", of(own))["Versions"], "VersionId"), "v6,v5,v4,v3,v2");
  const std::string gone = "NoSuchEntity: Policy " + own + " version v1 does not exist or is not attachable.";
  for (const char* operation : {"GetPolicyVersion", "DeletePolicyVersion", "SetDefaultPolicyVersion"}) EXPECT_EQ(w.fault_of(operation, of(own, object({{"VersionId", "v1"}}))), gone) << operation;
  EXPECT_EQ(w.fault_of("DeletePolicy", of(own)).substr(0, 51), "DeleteConflict: This policy has more than one versi");
}

TEST(Versions, TheDefaultOneCounts) {
  World w;
  Principal ann = w.make_user("ann");
  std::string own = w.make_policy("list", allow("iam:ListRoles"));
  w.make("AttachUserPolicy", user("ann", of(own)));
  EXPECT_EQ(w.fault_as(ann, "ListRoles"), "none");
  w.make("CreatePolicyVersion", of(own, object({{"PolicyDocument", allow("iam:ListUsers")}})));
  EXPECT_EQ(w.fault_as(ann, "ListRoles"), "none");
  w.make("SetDefaultPolicyVersion", of(own, object({{"VersionId", "v2"}})));
  EXPECT_NE(w.fault_as(ann, "ListRoles"), "none");
  EXPECT_EQ(w.fault_as(ann, "ListUsers"), "none");
}

TEST(AwsPolicies, AreReadAndNotChanged) {
  World w;
  Json found = w.make("GetPolicy", of(kAwsPolicy))["Policy"];
  EXPECT_EQ(text_at(found, "PolicyName"), "AWSLambdaBasicExecutionRole");
  EXPECT_EQ(text_at(found, "Path"), "/service-role/");
  std::string version = text_at(found, "DefaultVersionId");
  Json shown = w.make("GetPolicyVersion", of(kAwsPolicy, object({{"VersionId", version}})))["PolicyVersion"];
  EXPECT_NE(percent_decode(text_at(shown, "Document")).find("logs:CreateLogGroup"), std::string::npos);
  for (const char* operation : {"DeletePolicy", "CreatePolicyVersion"}) {
    Json input = of(kAwsPolicy);
    if (operation == std::string("CreatePolicyVersion")) input["PolicyDocument"] = allow("*");
    EXPECT_EQ(w.fault_of(operation, input).substr(0, 13), "AccessDenied:") << operation;
  }
}

}  // namespace
}  // namespace lambent::iam
