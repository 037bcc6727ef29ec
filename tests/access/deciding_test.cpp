// Which statements decided: what coverage and least policies are made of.
#include "tests/access/world.h"

namespace lambent::access {
namespace {

// "policy Sid, policy Sid" of what allows the session to publish.
std::string allowing(const World& w, const Need& need = World::publish()) {
  std::vector<PolicyStatement> statements;
  auto denial = w.authorizer.decide(World::call_by(w.session()), need, &statements);
  if (denial) return "refused";
  std::vector<std::string> out;
  for (const auto& s : statements) out.push_back(*s.policy + " " + text_at(*s.document, "Sid"));
  return join(out, ", ");
}

const char* kPublish = "{'Sid':'Narrow','Effect':'Allow','Action':'sns:Publish','Resource':'arn:aws:sns:*:*:news'}";
const char* kOther = "{'Sid':'Other','Effect':'Allow','Action':'s3:GetObject','Resource':'*'}";
const char* kAll = "{'Sid':'All','Effect':'Allow','Action':'*','Resource':'*'}";

TEST(Deciding, EveryStatementThatAllowsIsNamed) {
  World w;
  w.worker().policies = {shared(document(std::string(kOther) + "," + kPublish), "inline policy a"), shared(document(kAll), "inline policy b")};
  EXPECT_EQ(allowing(w), "inline policy a Narrow, inline policy b All");
  EXPECT_EQ(allowing(w, Need("s3:GetObject", "arn:aws:s3:::x/y")), "inline policy a Other, inline policy b All");
}

TEST(Deciding, AConditionThatIsNotMetDoesNotCount) {
  World w;
  w.worker().policies = {shared(document("{'Sid':'Never','Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:SourceIp':'x'}}}," + std::string(kPublish)), "p")};
  EXPECT_EQ(allowing(w), "p Narrow");
}

TEST(Deciding, AResourcesPolicyAloneIsNoStatementOfTheRole) {
  World w;
  w.worker().policies = {shared(document(kOther), "p")};
  Need need = World::publish();
  need.resource_policy = document("{'Effect':'Allow','Principal':{'AWS':'" + kSession + "'},'Action':'sns:Publish','Resource':'*'}");
  EXPECT_EQ(allowing(w, need), "");
}

TEST(Deciding, AnExplicitDenyNamesItsStatement) {
  World w;
  w.worker().policies = {shared(document(std::string(kAll) + ",{'Sid':'No','Effect':'Deny','Action':'sns:*','Resource':'*'}"), "p")};
  auto denial = w.decide(w.session(), World::publish());
  ASSERT_TRUE(denial && denial->explicit_deny);
  ASSERT_TRUE(denial->statement.policy);
  EXPECT_EQ(*denial->statement.policy, "p");
  EXPECT_EQ(text_at(*denial->statement.document, "Sid"), "No");
  w.worker().policies.clear();  // the policy lives on in what names it
  EXPECT_EQ(text_at(*denial->statement.document, "Sid"), "No");
}

TEST(Deciding, TheKeysItLookedAtAreKept) {
  World w;
  w.worker().policies = {shared(document("{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:SourceIp':'10.9.9.9'},'Null':{'aws:Referer':'true'}}},"
                                         "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}}"), "p")};
  auto denial = w.decide(w.session(), World::publish());
  ASSERT_TRUE(denial);
  EXPECT_EQ(dump(to_json(denial->keys)), R"({"aws:sourceip":["127.0.0.1"]})") << "the first that does not hold ends it; other actions' keys are not asked for";
  w.worker().policies = {shared(document("{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Null':{'aws:Referer':'true'}}}"), "p")};
  std::vector<PolicyStatement> statements;
  ASSERT_FALSE(w.authorizer.decide(World::call_by(w.session()), World::publish(), &statements));
  ASSERT_EQ(statements.size(), 1u);
  EXPECT_EQ(dump(to_json(statements[0].keys)), R"({"aws:referer":null})");
}

TEST(Deciding, WithoutAPolicyNobodyIsNamed) {
  World w;
  EXPECT_EQ(allowing(w), "refused");
  auto denial = w.decide(w.session(), World::publish());
  EXPECT_FALSE(denial->statement.policy);
}

}  // namespace
}  // namespace lambent::access
