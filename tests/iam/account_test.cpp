// The account: alias, counts, everything in one answer, the credential report, who used what last. And tags of everything.
#include "keys_for_tests.h"
#include "world.h"

namespace lambent::iam {
namespace {

TEST(Account, HasOneAlias) {
  World w;
  EXPECT_EQ(w.make("ListAccountAliases")["AccountAliases"], array());
  w.make("CreateAccountAlias", object({{"AccountAlias", "red-team"}}));
  w.make("CreateAccountAlias", object({{"AccountAlias", "blue-team"}}));
  EXPECT_EQ(w.make("ListAccountAliases")["AccountAliases"], text_array({"blue-team"}));
  EXPECT_EQ(w.fault_as(Principal::root(kOther), "CreateAccountAlias", object({{"AccountAlias", "blue-team"}})), "EntityAlreadyExists: The account alias blue-team already exists.");
  EXPECT_EQ(w.fault_of("DeleteAccountAlias", object({{"AccountAlias", "red-team"}})), "NoSuchEntity: The account alias with name red-team cannot be found.");
  w.make("DeleteAccountAlias", object({{"AccountAlias", "blue-team"}}));
  EXPECT_EQ(w.make("ListAccountAliases")["AccountAliases"], array());
}

TEST(Account, CountsWhatItHas) {
  World w;
  w.make_role("worker");
  w.make_user("ann");
  w.make_policy("p");
  w.call_as(Principal::root(kOther), "CreateUser", user("eve"));
  Json map = w.make("GetAccountSummary")["SummaryMap"];
  EXPECT_EQ(int_at(map, "Roles"), 1);
  EXPECT_EQ(int_at(map, "Users"), 1);
  EXPECT_EQ(int_at(map, "Policies"), 1);
  EXPECT_EQ(int_at(map, "Groups"), 0);
  EXPECT_EQ(int_at(map, "GlobalEndpointTokenVersion"), 1);
  w.make("SetSecurityTokenServicePreferences", object({{"GlobalEndpointTokenVersion", "v2Token"}}));
  EXPECT_EQ(int_at(w.make("GetAccountSummary")["SummaryMap"], "GlobalEndpointTokenVersion"), 2);
}

TEST(Account, HasQuotas) {
  World w;
  for (int i = 0; i < 300; ++i) w.make("CreateGroup", object({{"GroupName", "g" + std::to_string(i)}}));
  EXPECT_EQ(w.fault_of("CreateGroup", object({{"GroupName", "one-more"}})), "LimitExceeded: Cannot exceed quota for GroupsPerAccount: 300");
  EXPECT_EQ(w.fault_as(Principal::root(kOther), "CreateGroup", object({{"GroupName", "one-more"}})), "none") << "each account its own";
}

TEST(Account, IsToldWholeInPages) {
  World w;
  w.make_role("worker");
  w.make("AttachRolePolicy", role("worker", object({{"PolicyArn", kAwsPolicy}})));
  w.make("PutRolePolicy", role("worker", object({{"PolicyName", "p"}, {"PolicyDocument", allow("sns:*")}})));
  w.make("CreateInstanceProfile", object({{"InstanceProfileName", "vm"}}));
  w.make("AddRoleToInstanceProfile", role("worker", object({{"InstanceProfileName", "vm"}})));
  w.make_user("ann");
  w.make("CreateGroup", object({{"GroupName", "devs"}}));
  w.make("AddUserToGroup", user("ann", object({{"GroupName", "devs"}})));
  w.make_policy("own");
  Json all = w.make("GetAccountAuthorizationDetails");
  EXPECT_EQ(World::names(all["RoleDetailList"], "RoleName"), "worker");
  EXPECT_EQ(World::names(all["RoleDetailList"][0]["InstanceProfileList"], "InstanceProfileName"), "vm");
  EXPECT_EQ(text_at(all["RoleDetailList"][0]["RolePolicyList"][0], "PolicyDocument"), percent_encode(allow("sns:*")));
  EXPECT_EQ(all["UserDetailList"][0]["GroupList"], text_array({"devs"}));
  EXPECT_EQ(World::names(all["GroupDetailList"], "GroupName"), "devs");
  EXPECT_EQ(World::names(all["Policies"], "PolicyName"), "own,AWSLambdaBasicExecutionRole") << "of AWS's those in use";
  Json page = w.make("GetAccountAuthorizationDetails", object({{"MaxItems", 3}}));
  EXPECT_EQ(page["UserDetailList"].size() + page["GroupDetailList"].size() + page["RoleDetailList"].size() + page["Policies"].size(), 3u);
  page = w.make("GetAccountAuthorizationDetails", object({{"MaxItems", 3}, {"Marker", text_at(page, "Marker")}}));
  EXPECT_EQ(page["Policies"].size(), 2u);
  EXPECT_FALSE(bool_at(page, "IsTruncated", true));
  Json some = w.make("GetAccountAuthorizationDetails", object({{"Filter", text_array({"Group"})}}));
  EXPECT_EQ(some["GroupDetailList"].size(), 1u);
  EXPECT_EQ(some["RoleDetailList"].size() + some["UserDetailList"].size() + some["Policies"].size(), 0u);
}

TEST(CredentialReport, TellsOfEachUser) {
  World w;
  EXPECT_EQ(w.fault_of("GetCredentialReport").substr(0, 16), "ReportNotPresent");
  EXPECT_EQ(w.error->status(), 410);
  w.make_user("ann");
  EXPECT_EQ(text_at(w.make("GenerateCredentialReport"), "State"), "STARTED");
  EXPECT_EQ(text_at(w.make("GenerateCredentialReport"), "State"), "COMPLETE");
  auto lines = split(text_at(w.make("GetCredentialReport"), "Content"), '\n');
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_TRUE(lines[1].starts_with("<root_account>,arn:aws:iam::123456789012:root,"));
  EXPECT_TRUE(lines[2].starts_with("ann,arn:aws:iam::123456789012:user/ann,2023-11-14T22:13:20+00:00,false,N/A,N/A,N/A,false,true,2023-11-14T22:13:20+00:00,N/A")) << lines[2];
  for (const auto& line : lines) EXPECT_EQ(split(line, ',').size(), 22u) << line;
  w.loop.clock().advance(std::chrono::hours(4));
  EXPECT_EQ(w.fault_of("GetCredentialReport").substr(0, 13), "ReportExpired");
}

TEST(LastUsed, IsWhatTheJournalSaw) {
  World w;
  Principal ann = w.make_user("ann", allow("iam:*"));
  std::string key = text_at(w.make("ListAccessKeys", user("ann"))["AccessKeyMetadata"][0], "AccessKeyId");
  EXPECT_EQ(text_at(w.make("GetAccessKeyLastUsed", object({{"AccessKeyId", key}}))["AccessKeyLastUsed"], "ServiceName"), "N/A");
  w.make_role("worker", trust("{'AWS':'" + user_arn("ann") + "'}"));
  EXPECT_EQ(w.make("GetRole", role("worker"))["Role"]["RoleLastUsed"], Json::object());
  Json answer = w.call_as(ann, "AssumeRole", object({{"RoleArn", role_arn("worker")}, {"RoleSessionName", "job"}}));
  w.loop.clock().advance(std::chrono::seconds(100));
  w.call_as(w.credentials.find(text_at(answer["Credentials"], "AccessKeyId"))->principal, "GetCallerIdentity");
  EXPECT_EQ(w.make("GetRole", role("worker"))["Role"]["RoleLastUsed"], object({{"LastUsedDate", 1700000100.0}, {"Region", "us-east-1"}}));

  w.call_as(ann, "ListRoles");
  std::string job = text_at(w.make("GenerateServiceLastAccessedDetails", object({{"Arn", user_arn("ann")}})), "JobId");
  Json services = w.make("GetServiceLastAccessedDetails", object({{"JobId", job}}));
  EXPECT_EQ(World::names(services["ServicesLastAccessed"], "ServiceNamespace"), "iam") << "what the policy speaks of";
  EXPECT_EQ(number_at(services["ServicesLastAccessed"][0], "LastAuthenticated"), 1700000100);
  EXPECT_EQ(text_at(services["ServicesLastAccessed"][0], "LastAuthenticatedEntity"), user_arn("ann"));
  Json entities = w.make("GetServiceLastAccessedDetailsWithEntities", object({{"JobId", job}, {"ServiceNamespace", "iam"}}));
  EXPECT_EQ(text_at(entities["EntityDetailsList"][0]["EntityInfo"], "Name"), "ann");
  EXPECT_EQ(w.fault_of("GetServiceLastAccessedDetails", object({{"JobId", std::string(36, 'a')}})).substr(0, 12), "NoSuchEntity");
  Json granting = w.make("ListPoliciesGrantingServiceAccess", object({{"Arn", user_arn("ann")}, {"ServiceNamespaces", text_array({"iam", "sns"})}}))["PoliciesGrantingServiceAccess"];
  EXPECT_EQ(World::names(granting[0]["Policies"], "PolicyName"), "p");
  EXPECT_EQ(granting[1]["Policies"].size(), 0u);
}

// Each sort of thing with tags: how it is made, and how its tag operations name it.
TEST(Tags, OfEverything) {
  World w;
  w.make("CreateUser", user("ann"));
  w.make_role("worker");
  std::string policy = w.make_policy("own");
  w.make("CreateInstanceProfile", object({{"InstanceProfileName", "vm"}}));
  w.make("UploadServerCertificate", object({{"ServerCertificateName", "web"}, {"CertificateBody", kCertificate}, {"PrivateKey", kCertificateKey}}));
  std::string device = text_at(w.make("CreateVirtualMFADevice", object({{"VirtualMFADeviceName", "phone"}}))["VirtualMFADevice"], "SerialNumber");
  std::string oidc = text_at(w.make("CreateOpenIDConnectProvider", object({{"Url", "https://id.example.com"}})), "OpenIDConnectProviderArn");
  std::string metadata = "<EntityDescriptor entityID=\"x\"><IDPSSODescriptor/>" + std::string(1000, ' ') + "</EntityDescriptor>";
  std::string saml = text_at(w.make("CreateSAMLProvider", object({{"Name", "corp"}, {"SAMLMetadataDocument", metadata}})), "SAMLProviderArn");
  struct Kind {
    std::string word;
    Json name;
  };
  Json red = array(), many = array(), twice = array(), reserved = array();
  red.push_back(object({{"Key", "team"}, {"Value", "red"}}));
  for (int i = 0; i < 50; ++i) many.push_back(object({{"Key", "k" + std::to_string(i)}, {"Value", "v"}}));
  twice = red;
  twice.push_back(object({{"Key", "Team"}, {"Value", "x"}}));
  reserved.push_back(object({{"Key", "aws:x"}, {"Value", "x"}}));
  for (const Kind& kind : std::vector<Kind>{{"User", user("ann")},
                                            {"Role", role("worker")},
                                            {"Policy", object({{"PolicyArn", policy}})},
                                            {"InstanceProfile", object({{"InstanceProfileName", "vm"}})},
                                            {"ServerCertificate", object({{"ServerCertificateName", "web"}})},
                                            {"MFADevice", object({{"SerialNumber", device}})},
                                            {"OpenIDConnectProvider", object({{"OpenIDConnectProviderArn", oidc}})},
                                            {"SAMLProvider", object({{"SAMLProviderArn", saml}})}}) {
    auto with = [&](const char* member, const Json& value) {
      Json out = kind.name;
      out[member] = value;
      return out;
    };
    w.make("Tag" + kind.word, with("Tags", red));
    EXPECT_EQ(w.make("List" + kind.word + "Tags", kind.name)["Tags"], red) << kind.word;
    EXPECT_EQ(w.fault_of("Tag" + kind.word, with("Tags", many)), "LimitExceeded: Cannot exceed quota for TagsPerResource: 50") << kind.word;
    EXPECT_EQ(w.fault_of("Tag" + kind.word, with("Tags", twice)), "InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive.") << kind.word;
    EXPECT_EQ(w.fault_of("Tag" + kind.word, with("Tags", reserved)).substr(0, 12), "InvalidInput") << kind.word;
    w.make("Untag" + kind.word, with("TagKeys", text_array({"team"})));
    EXPECT_EQ(w.make("List" + kind.word + "Tags", kind.name)["Tags"], array()) << kind.word;
  }
  Json upper = array();
  upper.push_back(object({{"Key", "TEAM"}, {"Value", "blue"}}));
  w.make("TagUser", user("ann", object({{"Tags", red}})));
  w.make("TagUser", user("ann", object({{"Tags", upper}})));
  EXPECT_EQ(w.make("ListUserTags", user("ann"))["Tags"], upper) << "keys of users' tags have no case";
}

TEST(Renames, CarryEverythingAlong) {
  World w;
  Principal ann = w.make_user("ann");
  w.make("CreateGroup", object({{"GroupName", "devs"}}));
  w.make("PutGroupPolicy", object({{"GroupName", "devs"}, {"PolicyName", "p"}, {"PolicyDocument", allow("iam:ListUsers")}}));
  w.make("AddUserToGroup", user("ann", object({{"GroupName", "devs"}})));
  w.make("UpdateGroup", object({{"GroupName", "devs"}, {"NewGroupName", "makers"}, {"NewPath", "/team/"}}));
  EXPECT_EQ(World::names(w.make("ListGroupsForUser", user("ann"))["Groups"], "Arn"), "arn:aws:iam::123456789012:group/team/makers");
  w.make("UploadSigningCertificate", user("ann", object({{"CertificateBody", kCertificate}})));
  w.make("UpdateUser", user("ann", object({{"NewUserName", "anna"}, {"NewPath", "/team/"}})));
  EXPECT_EQ(w.fault_of("GetUser", user("ann")), "NoSuchEntity: The user with name ann cannot be found.");
  Json found = w.make("GetUser", user("anna"))["User"];
  EXPECT_EQ(text_at(found, "UserId"), ann.user_id);
  EXPECT_EQ(text_at(found, "Arn"), "arn:aws:iam::123456789012:user/team/anna");
  EXPECT_EQ(w.make("ListSigningCertificates", user("anna"))["Certificates"].size(), 1u);
  Json keys = w.make("ListAccessKeys", user("anna"))["AccessKeyMetadata"];
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(w.fault_as(w.entities.find_key(text_at(keys[0], "AccessKeyId"))->principal, "ListUsers"), "none") << "by the group's policy";
  w.make("CreateUser", user("bob"));
  EXPECT_EQ(w.fault_of("UpdateUser", user("bob", object({{"NewUserName", "ANNA"}}))), "EntityAlreadyExists: User with name ANNA already exists.");
}

}  // namespace
}  // namespace lambent::iam
