// Whom trust policies name: only who there is, and by what he is, not by what he is called.
#include "world.h"

namespace lambent::iam {
namespace {

std::string fault_of_trust(World& w, const std::string& principal) {
  return w.fault_of("CreateRole", role("r" + std::to_string(w.entities.roles.size()), object({{"AssumeRolePolicyDocument", trust(principal)}})));
}
std::string invalid(const std::string& kind, const std::string& name) { return "MalformedPolicyDocument: Invalid principal in policy: \"" + kind + "\":\"" + name + "\""; }

TEST(Trust, NamesOnlyWhoThereIs) {
  World w;
  w.make_user("ann");
  w.make_role("worker");
  for (const std::string good : {"'*'", "{'AWS':'*'}", "{'AWS':'123456789012'}", "{'AWS':'arn:aws:iam::123456789012:root'}", "{'AWS':'arn:aws:iam::123456789012:user/ann'}",
                                 "{'AWS':['arn:aws:iam::123456789012:role/worker','arn:aws:sts::123456789012:assumed-role/worker/job']}", "{'Service':'lambda.amazonaws.com'}",
                                 "{'AWS':'arn:aws:iam::999988887777:role/elsewhere'}", "{'Federated':'cognito-identity.amazonaws.com'}",
                                 "{'Federated':'arn:aws:iam::123456789012:oidc-provider/id.example.com'}"})
    EXPECT_EQ(fault_of_trust(w, good), "none") << good;
  for (const std::string bad : {"arn:aws:iam::123456789012:user/bob", "arn:aws:iam::123456789012:role/team/worker", "arn:aws:iam::123456789012:role/*",
                                "arn:aws:sts::123456789012:assumed-role/ghost/job", "ann", "12345678901", "arn:aws:iam::123456789012:group/devs", "AIDAIOSFODNN7EXAMPLE1"})
    EXPECT_EQ(fault_of_trust(w, "{'AWS':'" + bad + "'}"), invalid("AWS", bad));
  EXPECT_EQ(fault_of_trust(w, "{'Service':'lambda'}"), invalid("SERVICE", "lambda"));
  EXPECT_EQ(fault_of_trust(w, "{'Federated':'google'}"), "MalformedPolicyDocument: Federated principals must be valid domain names or SAML metadata ARNs");
  std::string ghost = trust("{'AWS':'" + user_arn("ghost") + "'}");
  EXPECT_EQ(w.fault_of("UpdateAssumeRolePolicy", role("worker", object({{"PolicyDocument", ghost}}))), invalid("AWS", user_arn("ghost")));
  w.call_as(Principal::root(kOther), "CreateUser", user("eve"));
  EXPECT_EQ(fault_of_trust(w, "{'AWS':'arn:aws:iam::999988887777:role/elsewhere'}"), invalid("AWS", "arn:aws:iam::999988887777:role/elsewhere")) << "now that account is known";
}

TEST(Trust, IsOfTheUserNotOfHisName) {
  World w;
  Principal ann = w.make_user("ann");
  w.make_role("worker", trust("{'AWS':'" + user_arn("ann") + "'}"));
  Json assume = object({{"RoleArn", role_arn("worker")}, {"RoleSessionName", "job"}});
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume), "none");
  w.make("DeleteAccessKey", user("ann", object({{"AccessKeyId", text_at(w.make("ListAccessKeys", user("ann"))["AccessKeyMetadata"][0], "AccessKeyId")}})));
  w.make("DeleteUser", user("ann"));
  std::string shown = percent_decode(text_at(w.make("GetRole", role("worker"))["Role"], "AssumeRolePolicyDocument"));
  EXPECT_NE(shown.find("\"AWS\":\"" + ann.entity_id + "\""), std::string::npos) << shown;
  Principal another = w.make_user("ann");
  EXPECT_NE(w.fault_as(another, "AssumeRole", assume), "none") << "of the same name";
  w.make("UpdateAssumeRolePolicy", role("worker", object({{"PolicyDocument", trust("{'AWS':'" + user_arn("ann") + "'}")}})));
  EXPECT_EQ(w.fault_as(another, "AssumeRole", assume), "none");
}

TEST(Trust, FollowsARename) {
  World w;
  w.make_user("ann");
  w.make_role("worker", trust("{'AWS':'" + user_arn("ann") + "'}"));
  w.make("UpdateUser", user("ann", object({{"NewUserName", "anna"}})));
  std::string key = text_at(w.make("ListAccessKeys", user("anna"))["AccessKeyMetadata"][0], "AccessKeyId");
  EXPECT_EQ(w.fault_as(w.entities.find_key(key)->principal, "AssumeRole", object({{"RoleArn", role_arn("worker")}, {"RoleSessionName", "job"}})), "none");
  std::string shown = percent_decode(text_at(w.make("GetRole", role("worker"))["Role"], "AssumeRolePolicyDocument"));
  EXPECT_NE(shown.find(user_arn("anna")), std::string::npos) << shown;
}

TEST(Trust, SessionsOfADeletedRoleAreWorthNothing) {
  World w;
  Principal ann = w.make_user("ann");
  auto make = [&] {
    w.make_role("worker", trust("{'AWS':'" + user_arn("ann") + "'}"));
    w.make("PutRolePolicy", role("worker", object({{"PolicyName", "p"}, {"PolicyDocument", allow("iam:*")}})));
  };
  make();
  Json answer = w.call_as(ann, "AssumeRole", object({{"RoleArn", role_arn("worker")}, {"RoleSessionName", "job"}}));
  Principal session = w.credentials.find(text_at(answer["Credentials"], "AccessKeyId"))->principal;
  EXPECT_EQ(w.fault_as(session, "ListUsers"), "none");
  w.make("DeleteRolePolicy", role("worker", object({{"PolicyName", "p"}})));
  w.make("DeleteRole", role("worker"));
  EXPECT_NE(w.fault_as(session, "ListUsers"), "none");
  make();
  EXPECT_NE(w.fault_as(session, "ListUsers"), "none") << "another role of the same name";
}

}  // namespace
}  // namespace lambent::iam
