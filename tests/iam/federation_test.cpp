// Federated users, source identities, tags that follow through a chain of roles.
#include "world.h"

namespace lambent::iam {
namespace {

Principal session_of(World& w, const Json& answer) {
  const access::Session* s = w.credentials.find(text_at(answer["Credentials"], "AccessKeyId"));
  EXPECT_NE(s, nullptr) << w.fault();
  return s ? s->principal : Principal::anonymous();
}
Json tags(const std::string& key, const std::string& value) {
  Json out = array();
  out.push_back(object({{"Key", key}, {"Value", value}}));
  return out;
}

TEST(FederationToken, IsLimitedByUserAndSession) {
  World w;
  Principal ann = w.make_user("ann", allow("sts:*"));
  Json answer = w.call_as(ann, "GetFederationToken", object({{"Name", "guest"}, {"Policy", allow("sts:GetAccessKeyInfo")}}));
  ASSERT_EQ(w.fault(), "none");
  EXPECT_EQ(answer["FederatedUser"], object({{"FederatedUserId", "123456789012:guest"}, {"Arn", "arn:aws:sts::123456789012:federated-user/guest"}}));
  EXPECT_EQ(number_at(answer["Credentials"], "Expiration"), 1700000000 + 43200);
  EXPECT_GT(int_at(answer, "PackedPolicySize"), 0);
  Principal guest = session_of(w, answer);
  EXPECT_EQ(w.call_as(guest, "GetCallerIdentity"), object({{"UserId", "123456789012:guest"}, {"Account", kScope.account}, {"Arn", guest.arn}}));
  Json key = object({{"AccessKeyId", text_at(answer["Credentials"], "AccessKeyId")}});
  EXPECT_EQ(w.fault_as(guest, "GetAccessKeyInfo", key), "none");
  EXPECT_EQ(w.fault_as(guest, "ListUsers"), "InvalidClientTokenId: The security token included in the request is invalid");
  EXPECT_EQ(w.fault_as(guest, "GetFederationToken", object({{"Name", "more"}})).substr(0, 12), "AccessDenied");
  Principal bare = session_of(w, w.call_as(ann, "GetFederationToken", object({{"Name", "guest"}})));
  EXPECT_NE(w.fault_as(bare, "GetAccessKeyInfo", key), "none") << "nothing without a session policy";
  Principal of_root = session_of(w, w.call("GetFederationToken", object({{"Name", "guest"}, {"Policy", allow("sts:GetAccessKeyInfo")}})));
  EXPECT_EQ(w.fault_as(of_root, "GetAccessKeyInfo", key), "none");
  w.make("PutUserPolicy", user("ann", object({{"PolicyName", "p"}, {"PolicyDocument", allow("sts:GetFederationToken")}})));
  EXPECT_NE(w.fault_as(guest, "GetAccessKeyInfo", key), "none") << "nothing the user may not do himself";
}

TEST(AssumeRole, KeepsTheSourceIdentity) {
  World w;
  Principal ann = w.make_user("ann");
  const std::string by_ann = "'Principal':{'AWS':'" + user_arn("ann") + "'}";
  w.make_role("plain", trust("{'AWS':'" + user_arn("ann") + "'}"));
  w.make_role("first", document("{'Effect':'Allow'," + by_ann + ",'Action':['sts:AssumeRole','sts:SetSourceIdentity'],'Condition':{'StringLike':{'sts:SourceIdentity':'a*'}}}"));
  auto assume = [](const std::string& name, const std::string& source = "") {
    Json out = object({{"RoleArn", role_arn(name)}, {"RoleSessionName", "job"}});
    if (!source.empty()) out["SourceIdentity"] = source;
    return out;
  };
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("plain", "ann")), "AccessDenied: User: " + ann.arn + " is not authorized to perform: sts:SetSourceIdentity on resource: " + role_arn("plain"));
  EXPECT_NE(w.fault_as(ann, "AssumeRole", assume("first", "bob")), "none");
  Json answer = w.call_as(ann, "AssumeRole", assume("first", "ann"));
  EXPECT_EQ(text_at(answer, "SourceIdentity"), "ann") << w.fault();
  Principal first = session_of(w, answer);
  w.make_role("second", document("{'Effect':'Allow','Principal':{'AWS':'" + role_arn("first") + "'},'Action':['sts:AssumeRole','sts:SetSourceIdentity'],"
                                 "'Condition':{'StringEquals':{'aws:SourceIdentity':'ann'}}}"));
  EXPECT_EQ(text_at(w.call_as(first, "AssumeRole", assume("second")), "SourceIdentity"), "ann") << "it goes along: " << w.fault();
  EXPECT_EQ(w.fault_as(first, "AssumeRole", assume("second", "bob")), "AccessDenied: The source identity of a session cannot be changed: it is ann.");
}

TEST(AssumeRole, TransitiveTagsFollowTheChain) {
  World w;
  Principal ann = w.make_user("ann");
  auto both = [](const std::string& principal) { return document("{'Effect':'Allow','Principal':{'AWS':'" + principal + "'},'Action':['sts:AssumeRole','sts:TagSession']}"); };
  w.make_role("first", both(user_arn("ann")));
  w.make_role("second", both(role_arn("first")));
  Json input = object({{"RoleArn", role_arn("first")}, {"RoleSessionName", "job"}, {"Tags", tags("team", "red")}, {"TransitiveTagKeys", text_array({"stage"})}});
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", input), "InvalidParameterValue: The specified transitive tag key must be included in the requested tags.");
  input["TransitiveTagKeys"] = text_array({"team"});
  Principal first = session_of(w, w.call_as(ann, "AssumeRole", input));
  Json next = object({{"RoleArn", role_arn("second")}, {"RoleSessionName", "job"}});
  Principal second = session_of(w, w.call_as(first, "AssumeRole", next));
  EXPECT_EQ(second.session_tags, (Tags{{"team", "red"}}));
  next["Tags"] = tags("Team", "blue");
  EXPECT_EQ(w.fault_as(first, "AssumeRole", next),
            "InvalidParameterValue: One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
}

TEST(AssumeRole, SessionPoliciesHaveALimit) {
  World w;
  Principal ann = w.make_user("ann");
  w.make_role("worker", trust("{'AWS':'" + user_arn("ann") + "'}"));
  Json input = object({{"RoleArn", role_arn("worker")}, {"RoleSessionName", "job"}, {"Policy", allow("sns:*", "arn:aws:sns:::" + std::string(2048, 'x'))}});
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", input).substr(0, 20), "PackedPolicyTooLarge");
  Json arns = array();
  arns.push_back(object({{"arn", "arn:aws:iam::123456789012:policy/ghost"}}));
  input = object({{"RoleArn", role_arn("worker")}, {"RoleSessionName", "job"}, {"PolicyArns", arns}});
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", input), "MalformedPolicyDocument: The policy arn:aws:iam::123456789012:policy/ghost does not exist or is not attachable.");
}

}  // namespace
}  // namespace lambent::iam
