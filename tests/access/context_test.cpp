// The condition keys every call brings along, by who calls.
#include "access/context.h"

#include "world.h"

namespace lambent::access {
namespace {

// The value of a key in a call; "(none)" if it is absent, values joined by commas.
std::string value(const Call& call, const std::string& key, const Need& need = World::publish(), const std::map<std::string, std::string>& tags = {}) {
  auto found = Context(call, need, kNow, tags).find(lower(key));
  return found ? join(*found, ",") : "(none)";
}

using Expected = std::vector<std::pair<std::string, std::string>>;
void check(const Call& call, const Expected& expected) {
  for (const auto& [key, text] : expected) EXPECT_EQ(value(call, key), text) << key;
}

TEST(Context, OfEveryCall) {
  Call call = World::call_by(World::user());
  call.scope.region = "eu-west-3";
  call.origin = {.source_ip = "10.0.0.7", .user_agent = "aws-cli/2", .access_key = "AKIA1", .secure = true};
  check(call, {{"aws:CurrentTime", "2023-11-14T22:13:20Z"},
               {"aws:EpochTime", "1700000000"},
               {"aws:SecureTransport", "true"},
               {"aws:SourceIp", "10.0.0.7"},
               {"aws:UserAgent", "aws-cli/2"},
               {"aws:RequestedRegion", "eu-west-3"},
               {"aws:ViaAWSService", "false"},
               {"aws:ResourceAccount", kAccount},
               {"aws:PrincipalOrgID", "(none)"},
               {"aws:Referer", "(none)"}});
  call.origin.secure = false;
  call.service = "iam";
  check(call, {{"aws:SecureTransport", "false"}, {"aws:RequestedRegion", "us-east-1"}});
  Need foreign = World::publish();
  foreign.resource_account = kOther;
  EXPECT_EQ(value(call, "aws:ResourceAccount", foreign), kOther);
}

TEST(Context, OfAUser) {
  check(World::call_by(World::user()), {{"aws:PrincipalArn", kAnn},
                                        {"aws:PrincipalAccount", kAccount},
                                        {"aws:PrincipalType", "User"},
                                        {"aws:userid", "AIDAANN"},
                                        {"aws:username", "ann"},
                                        {"aws:PrincipalIsAWSService", "false"},
                                        {"aws:MultiFactorAuthPresent", "(none)"},
                                        {"aws:TokenIssueTime", "(none)"},
                                        {"aws:SourceArn", "(none)"}});
}

TEST(Context, OfASession) {
  World w;
  check(World::call_by(w.session()), {{"aws:PrincipalArn", kWorker},  // the role's, with its path
                                      {"aws:PrincipalType", "AssumedRole"},
                                      {"aws:userid", "AROAWORKER:job-1"},
                                      {"aws:username", "(none)"},
                                      {"sts:RoleSessionName", "job-1"},
                                      {"aws:MultiFactorAuthPresent", "false"},
                                      {"aws:TokenIssueTime", "2023-11-14T22:13:20Z"}});
}

TEST(Context, OfRootAServiceAndNobody) {
  check(World::call_by(Principal::root(kAccount)), {{"aws:PrincipalArn", "arn:aws:iam::123456789012:root"}, {"aws:PrincipalType", "Account"}, {"aws:userid", kAccount}, {"aws:username", "(none)"}});
  check(World::call_by(Principal::service("s3.amazonaws.com", "arn:aws:s3:::mail", kOther)), {{"aws:PrincipalIsAWSService", "true"},
                                                                                               {"aws:PrincipalServiceName", "s3.amazonaws.com"},
                                                                                               {"aws:SourceArn", "arn:aws:s3:::mail"},
                                                                                               {"aws:SourceAccount", kOther},
                                                                                               {"aws:PrincipalArn", "(none)"},
                                                                                               {"aws:SourceIp", "(none)"}});
  check(World::call_by(Principal::anonymous()), {{"aws:PrincipalType", "Anonymous"}, {"aws:userid", "(none)"}, {"aws:PrincipalAccount", "(none)"}});
}

TEST(Context, TagsOfASessionComeBeforeThoseOfItsRole) {
  World w;
  Principal caller = w.session();
  caller.session_tags = {{"Team", "blue"}};
  Call call = World::call_by(caller);
  std::map<std::string, std::string> role_tags = {{"team", "red"}, {"Stage", "dev"}, {"Empty", ""}};
  EXPECT_EQ(value(call, "aws:PrincipalTag/Team", World::publish(), role_tags), "blue");
  EXPECT_EQ(value(call, "aws:PrincipalTag/stage", World::publish(), role_tags), "dev");
  EXPECT_EQ(value(call, "aws:PrincipalTag/Empty", World::publish(), role_tags), "");
  EXPECT_EQ(value(call, "aws:PrincipalTag/Other", World::publish(), role_tags), "(none)");
}

TEST(Context, TagsOfTheRoleReachItsPolicies) {
  World w;
  w.worker().tags = {{"team", "news"}};
  w.worker().policies.push_back(shared(document("{'Effect':'Allow','Action':'sns:*','Resource':'arn:aws:sns:*:*:${aws:PrincipalTag/team}'}"), "p"));
  EXPECT_EQ(w.ask(w.session(), World::publish()), "allow");
  w.worker().tags = {{"team", "sports"}};
  EXPECT_EQ(w.ask(w.session(), World::publish()), "no identity");
}

TEST(Context, TheServicesOwnKeysInAnyCase) {
  Need need = World::publish();
  need.keys = {{"sns:Protocol", {"sms"}}, {"aws:TagKeys", {"a", "b"}}};
  Call call = World::call_by(World::user());
  EXPECT_EQ(value(call, "SNS:protocol", need), "sms");
  EXPECT_EQ(value(call, "aws:TagKeys", need), "a,b");
  EXPECT_EQ(value(call, "sns:Endpoint", need), "(none)");
}

}  // namespace
}  // namespace lambent::access
