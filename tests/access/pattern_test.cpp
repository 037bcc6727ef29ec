// Which actions and resources a statement is about: wildcards, the Not forms, policy variables, older documents.
#include "world.h"

namespace lambent::access {
namespace {

// Whether an identity policy of this one statement lets ann do something.
bool allows(const Json& statement, const std::string& action, const std::string& resource, const std::string& version = "2012-10-17",
            const std::string& user = "ann") {
  World w;
  Principal caller = World::user();
  caller.arn = caller.entity_arn = "arn:aws:iam::" + kAccount + ":user/" + user;
  Json policy = object({{"Version", version}});
  policy["Statement"].push_back(statement);
  w.people.entities[caller.arn].policies.push_back(shared(policy, "p"));
  Need need(action, resource);
  need.keys = {{"t:one", {"x"}}, {"t:two", {"x", "y"}}};
  return w.ask(caller, need) == "allow";
}
Json statement(const std::string& member, const Json& value, const std::string& other_member, const Json& other) {
  Json out = object({{"Effect", "Allow"}});
  out[member] = value;
  out[other_member] = other;
  return out;
}
bool action(const std::string& pattern, const std::string& asked) { return allows(statement("Action", pattern, "Resource", "*"), asked, kTopic); }
bool resource(const std::string& pattern, const std::string& asked) { return allows(statement("Action", "*", "Resource", pattern), "sns:Publish", asked); }

TEST(Pattern, Actions) {
  for (const char* good : {"sns:Publish", "SNS:publish", "sns:*", "sns:Pub*", "sns:*lish", "sns:P?blish", "*"}) EXPECT_TRUE(action(good, "sns:Publish")) << good;
  for (const char* bad : {"sns:Publis", "sns:PublishBatch", "sqs:*", "sns", "sns:?", "Publish", ""}) EXPECT_FALSE(action(bad, "sns:Publish")) << bad;
}

TEST(Pattern, NotActionIsEverythingElse) {
  auto not_action = [](const Json& list, const std::string& asked) { return allows(statement("NotAction", list, "Resource", "*"), asked, kTopic); };
  EXPECT_FALSE(not_action(quoted("['iam:*','sns:Publish']"), "sns:publish"));
  EXPECT_FALSE(not_action(quoted("['iam:*','sns:Publish']"), "iam:GetRole"));
  EXPECT_TRUE(not_action(quoted("['iam:*','sns:Publish']"), "sns:Subscribe"));
  EXPECT_FALSE(not_action("*", "sns:Subscribe"));
}

TEST(Pattern, ResourcesPartByPart) {
  for (const char* good : {"arn:aws:sns:us-east-1:123456789012:news", "arn:aws:sns:*:*:news", "arn:aws:sns:us-east-1:123456789012:*", "arn:aws:sns:us-*-1:1234*:n?ws",
                           "arn:*:*:*:*:*", "*", "arn:aws:sns", "arn:aws:sns:us-east-1:123456789012", "arn:aws:sns:*"})
    EXPECT_TRUE(resource(good, kTopic)) << good;
  for (const char* bad : {"arn:aws:sns:us-east-1:123456789012:News", "arn:aws:sns:us-east-1:123456789012:new", "arn:aws:sns:us-east-1:999988887777:news",
                          "arn:aws:sqs:us-east-1:123456789012:news", "arn:aws:sns:eu-*:123456789012:news", "arn:aws:sns:*:news", "arn:aws:sqs", "news", "arn:aws-cn:sns:us-east-1:123456789012:news"})
    EXPECT_FALSE(resource(bad, kTopic)) << bad;
  EXPECT_FALSE(resource("arn:aws:s3:::mail", "arn:aws:s3:::mail/a.txt"));
  EXPECT_TRUE(resource("arn:aws:s3:::mail/*", "arn:aws:s3:::mail/a/b.txt"));
  EXPECT_FALSE(resource("arn:aws:s3:::mail/*", "arn:aws:s3:::mail"));
  EXPECT_TRUE(resource("arn:aws:lambda:us-east-1:123456789012:function:*", "arn:aws:lambda:us-east-1:123456789012:function:f:live"));
  EXPECT_FALSE(resource("arn:aws:lambda:us-east-1:123456789012:function:f", "arn:aws:lambda:us-east-1:123456789012:function:f:live"));
  EXPECT_FALSE(resource("arn:aws:lambda:*:f", "arn:aws:lambda:us-east-1:123456789012:function:f")) << "a wildcard does not reach over parts";
}

TEST(Pattern, WhatHasNoResourceIsAllowedByTheStarOnly) {
  EXPECT_TRUE(resource("*", "*"));
  EXPECT_FALSE(resource("arn:aws:sns:*:*:*", "*"));
  EXPECT_TRUE(allows(statement("Action", "*", "NotResource", "arn:aws:s3:::secret"), "sns:ListTopics", "*"));
  EXPECT_FALSE(allows(statement("Action", "*", "NotResource", "*"), "sns:ListTopics", "*"));
}

TEST(Pattern, NotResourceIsEverythingElse) {
  Json s = statement("Action", "s3:*", "NotResource", quoted("['arn:aws:s3:::secret','arn:aws:s3:::secret/*']"));
  EXPECT_FALSE(allows(s, "s3:GetObject", "arn:aws:s3:::secret/key"));
  EXPECT_TRUE(allows(s, "s3:GetObject", "arn:aws:s3:::open/key"));
}

TEST(Variables, InResources) {
  EXPECT_TRUE(resource("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/ann/a"));
  EXPECT_TRUE(resource("arn:aws:s3:::home/${AWS:UserName}/*", "arn:aws:s3:::home/ann/a"));
  EXPECT_FALSE(resource("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/bob/a"));
  EXPECT_TRUE(resource("arn:aws:s3:::${t:one}-${t:one}", "arn:aws:s3:::x-x"));
  EXPECT_TRUE(resource("arn:aws:s3:::${t:none, 'shared'}/*", "arn:aws:s3:::shared/a"));
  EXPECT_FALSE(resource("arn:aws:s3:::${t:one, 'shared'}/*", "arn:aws:s3:::shared/a"));
  EXPECT_FALSE(resource("arn:aws:s3:::${t:none}/*", "arn:aws:s3:::/a"));
  EXPECT_FALSE(resource("arn:aws:s3:::${t:none}/*", "arn:aws:s3:::${t:none}/a"));
  EXPECT_FALSE(resource("arn:aws:s3:::${t:two}", "arn:aws:s3:::x")) << "several values are no value";
  EXPECT_TRUE(resource("arn:aws:s3:::a${", "arn:aws:s3:::a${"));
}

TEST(Variables, OnlyTheResourcePartHoldsThem) {
  EXPECT_FALSE(resource("arn:aws:sns:${aws:RequestedRegion}:123456789012:news", kTopic));
  EXPECT_FALSE(resource("arn:aws:sns:us-east-1:${aws:PrincipalAccount}:news", kTopic));
}

TEST(Variables, WhatTheyInsertIsNoWildcard) {
  Json home = statement("Action", "*", "Resource", "arn:aws:s3:::home/${aws:username}/*");
  EXPECT_FALSE(allows(home, "s3:GetObject", "arn:aws:s3:::home/ann/a", "2012-10-17", "a*"));
  EXPECT_FALSE(allows(home, "s3:GetObject", "arn:aws:s3:::home/ann/a", "2012-10-17", "an?"));
  EXPECT_TRUE(allows(home, "s3:GetObject", "arn:aws:s3:::home/a*/a", "2012-10-17", "a*"));
  EXPECT_TRUE(resource("arn:aws:s3:::a${*}b", "arn:aws:s3:::a*b"));
  EXPECT_FALSE(resource("arn:aws:s3:::a${*}b", "arn:aws:s3:::aXb"));
  EXPECT_FALSE(resource("arn:aws:s3:::a${?}b", "arn:aws:s3:::aXb"));
  EXPECT_TRUE(resource("arn:aws:s3:::a${$}{b}", "arn:aws:s3:::a${b}"));
  EXPECT_TRUE(resource("arn:aws:s3:::${?}*", "arn:aws:s3:::?*abc")) << "wildcards outside stay";
}

TEST(Variables, InConditionValues) {
  auto condition = [](const std::string& op, const std::string& key, const std::string& value, const std::string& version = "2012-10-17") {
    Json s = statement("Action", "*", "Resource", "*");
    s["Condition"][op][key] = value;
    return allows(s, "sns:Publish", kTopic, version);
  };
  EXPECT_TRUE(condition("StringEquals", "t:one", "${t:one}"));
  EXPECT_TRUE(condition("StringLike", "aws:PrincipalArn", "arn:*:user/${aws:username}"));
  EXPECT_TRUE(condition("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/${aws:username}"));
  EXPECT_FALSE(condition("StringLike", "t:one", "${*}"));
  EXPECT_FALSE(condition("StringEquals", "t:one", "${t:none}"));
  EXPECT_TRUE(condition("StringNotEquals", "t:one", "${t:none}")) << "a value that cannot be made differs from all";
  EXPECT_FALSE(condition("StringNotEquals", "t:one", "${t:none, 'x'}"));
  EXPECT_FALSE(condition("NumericEquals", "aws:EpochTime", "${aws:EpochTime}")) << "numbers hold no variables";
  EXPECT_FALSE(condition("StringEquals", "t:one", "${t:one}", "2008-10-17"));
}

TEST(Variables, AreTextInOlderDocuments) {
  Json s = statement("Action", "*", "Resource", "arn:aws:s3:::${aws:username}");
  EXPECT_TRUE(allows(s, "s3:GetObject", "arn:aws:s3:::ann"));
  EXPECT_FALSE(allows(s, "s3:GetObject", "arn:aws:s3:::ann", "2008-10-17"));
  EXPECT_TRUE(allows(s, "s3:GetObject", "arn:aws:s3:::${aws:username}", "2008-10-17"));
  EXPECT_TRUE(allows(statement("Action", "s3:*", "Resource", "arn:aws:s3:::*"), "s3:GetObject", "arn:aws:s3:::ann", "2008-10-17"));
}

// Documents of resources are stored unchecked: what cannot be read must not allow.
TEST(Unreadable, AStatementAppliesToNothing) {
  for (const char* bad : {"'Effect':'deny','Principal':'*','Action':'sns:*','Resource':'*'", "'Effect':'allow','Principal':'*','Action':'sns:*','Resource':'*'",
                          "'Principal':'*','Action':'sns:*','Resource':'*'", "'Effect':'Allow','Principal':'*','Resource':'*'", "'Effect':'Allow','Principal':'*','Action':[],'Resource':'*'",
                          "'Effect':'Allow','Principal':'*','Action':'sns:*','Resource':[]", "'Effect':'Allow','Principal':'*','Action':'sns:*','NotResource':[]",
                          "'Effect':'Allow','Principal':'*','Action':'sns:*','Resource':'*','Condition':'no'",
                          "'Effect':'Allow','Principal':'*','Action':'sns:*','Resource':'*','Condition':{'StringEquals':'no'}",
                          "'Effect':'Allow','Principal':'*','Action':'sns:*','Resource':'*','Condition':{'NoSuch':{'aws:username':'ann'}}",
                          "'Effect':'Allow','Action':'sns:*','Resource':'*'", "'Effect':'Allow','Principal':'ann','Action':'sns:*','Resource':'*'",
                          "'Effect':'Allow','Principal':{},'Action':'sns:*','Resource':'*'"}) {
    World w;
    Need need = World::publish();
    need.resource_policy = document("{" + std::string(bad) + "}");
    EXPECT_EQ(w.ask(World::user(), need), "no identity") << bad;
  }
  World w;
  for (const char* bad : {"{}", "[]", "'x'", "{'Statement':'x'}", "{'Statement':['x',7]}"}) {
    Need need = World::publish();
    need.resource_policy = quoted(bad);
    EXPECT_EQ(w.ask(World::user(), need), "no identity") << bad;
  }
}

}  // namespace
}  // namespace lambent::access
