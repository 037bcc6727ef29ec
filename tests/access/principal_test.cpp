// Callers without identity policies (root, services, the anonymous), trust policies, NotPrincipal.
#include "world.h"

namespace lambent::access {
namespace {

std::string statement(const std::string& who, const std::string& effect = "Allow", const std::string& more = "") {
  return "{'Effect':'" + effect + "'," + who + ",'Action':['sns:Publish','sts:AssumeRole'],'Resource':'*'" + more + "}";
}
Need publish_with(const std::string& statements, const std::string& owner = kAccount) {
  Need need = World::publish();
  need.resource_account = owner;
  if (!statements.empty()) need.resource_policy = document(statements);
  return need;
}

TEST(Root, MayDoAllInItsAccountButWhatAResourcePolicyDenies) {
  World w;
  Principal root = Principal::root(kAccount);
  EXPECT_EQ(w.ask(root, publish_with("")), "allow");
  EXPECT_EQ(w.ask(root, publish_with("", "")), "allow");
  EXPECT_EQ(w.ask(root, publish_with(statement("'Principal':{'Service':'s3.amazonaws.com'}"))), "allow");
  EXPECT_EQ(w.ask(root, publish_with(statement("'Principal':'*'", "Deny"))), "deny resource");
  EXPECT_EQ(w.ask(root, publish_with(statement("'Principal':{'AWS':'" + kOther + "'}", "Deny"))), "allow");
}

TEST(Root, OfAnotherAccountNeedsTheResourcesPolicy) {
  World w;
  Principal root = Principal::root(kOther);
  EXPECT_EQ(w.ask(root, publish_with("")), "no resource");
  EXPECT_EQ(w.ask(root, publish_with(statement("'Principal':{'AWS':'" + kOther + "'}"))), "allow");
  EXPECT_EQ(w.ask(root, publish_with(statement("'Principal':{'AWS':'" + kAccount + "'}"))), "no resource");
}

TEST(ServiceCaller, OnlyTheResourcesPolicyLetsItIn) {
  World w;
  Principal s3 = Principal::service("s3.amazonaws.com", "arn:aws:s3:::mail", kAccount);
  struct Row {
    std::string statements, expected;
  };
  for (const Row& row : std::vector<Row>{
           {"", "no resource"},
           {statement("'Principal':{'Service':'s3.amazonaws.com'}"), "allow"},
           {statement("'Principal':{'Service':['sns.amazonaws.com','s3.amazonaws.com']}"), "allow"},
           {statement("'Principal':'*'"), "allow"},
           {statement("'Principal':{'Service':'sns.amazonaws.com'}"), "no resource"},
           {statement("'Principal':{'AWS':'" + kAccount + "'}"), "no resource"},
           {statement("'Principal':{'AWS':'s3.amazonaws.com'}"), "no resource"},
           {statement("'Principal':{'Service':'s3.amazonaws.com'}") + "," + statement("'Principal':'*'", "Deny"), "deny resource"},
           {statement("'Principal':{'Service':'s3.amazonaws.com'}", "Allow", ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::mail'}}"), "allow"},
           {statement("'Principal':{'Service':'s3.amazonaws.com'}", "Allow", ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::other'}}"), "no resource"},
           {statement("'Principal':{'Service':'s3.amazonaws.com'}", "Allow", ",'Condition':{'StringEquals':{'aws:SourceAccount':'" + kOther + "'}}"), "no resource"},
       })
    EXPECT_EQ(w.ask(s3, publish_with(row.statements)), row.expected) << row.statements;
}

TEST(Anonymous, MayOnlyWhatEverybodyMay) {
  World w;
  Principal nobody = Principal::anonymous();
  EXPECT_EQ(w.ask(nobody, publish_with("")), "no resource");
  EXPECT_EQ(w.ask(nobody, publish_with(statement("'Principal':'*'"))), "allow");
  EXPECT_EQ(w.ask(nobody, publish_with(statement("'Principal':{'AWS':'*'}"))), "allow");
  EXPECT_EQ(w.ask(nobody, publish_with(statement("'Principal':{'AWS':'" + kAccount + "'}"))), "no resource");
  EXPECT_EQ(w.ask(nobody, publish_with(statement("'Principal':{'AWS':''}"))), "no resource");
}

TEST(CallerIdentity, IsAlwaysTold) {
  World w;
  w.worker().policies.push_back(shared(document("{'Effect':'Deny','Action':'*','Resource':'*'}"), "p"));
  EXPECT_EQ(w.ask(w.session(), Need("sts:GetCallerIdentity", "*")), "allow");
  EXPECT_EQ(w.ask(w.session(), Need("sts:GetSessionToken", "*")), "deny identity");
}

// A role's trust policy: naming the caller suffices, naming its account asks for the caller's own policy too.
TEST(Trust, WhoMayAssumeARole) {
  const std::string mine = "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'*'}";
  struct Row {
    std::string trust, identity, expected;
  };
  for (const Row& row : std::vector<Row>{
           {statement("'Principal':{'AWS':'" + kWorker + "'}"), "", "allow"},
           {statement("'Principal':{'AWS':'" + kSession + "'}"), "", "allow"},
           {statement("'Principal':{'AWS':'" + kAccount + "'}"), "", "no identity"},
           {statement("'Principal':{'AWS':'" + kAccount + "'}"), mine, "allow"},
           {statement("'Principal':{'AWS':'" + kAnn + "'}"), mine, "no trust"},
           {statement("'Principal':{'Service':'lambda.amazonaws.com'}"), mine, "no trust"},
           {statement("'Principal':{'AWS':'" + kAccount + "'}") + "," + statement("'Principal':{'AWS':'" + kWorker + "'}", "Deny"), mine, "deny trust"},
       }) {
    World w;
    if (!row.identity.empty()) w.worker().policies.push_back(shared(document(row.identity), "p"));
    Need need("sts:AssumeRole", "arn:aws:iam::" + kAccount + ":role/other");
    need.resource_account = kAccount;
    need.kind = ResourceKind::role_trust;
    need.resource_policy = document(row.trust);
    EXPECT_EQ(w.ask(w.session(), need), row.expected) << row.trust;
    EXPECT_NE(w.ask(Principal::root(kAccount), need), "allow") << "root may not assume roles: " << row.trust;
  }
}

// "Everybody but": a session is spared only if it, its role and its account are all named.
TEST(NotPrincipal, ADenySparesOnlyWhomItNamesInFull) {
  const std::string root = "arn:aws:iam::" + kAccount + ":root";
  struct Row {
    std::string names, session, user;
  };
  for (const Row& row : std::vector<Row>{
           {"'" + kSession + "','" + kWorker + "','" + root + "'", "allow", "deny resource"},
           {"'" + kSession + "','" + kWorker + "','" + kAccount + "'", "allow", "deny resource"},
           {"'" + kSession + "','" + kWorker + "'", "deny resource", "deny resource"},
           {"'" + kWorker + "','" + root + "'", "deny resource", "deny resource"},
           {"'" + root + "'", "deny resource", "deny resource"},
           {"'" + kAnn + "','" + root + "'", "deny resource", "allow"},
           {"'" + kAnn + "'", "deny resource", "deny resource"},
           {"'*'", "allow", "allow"},
       }) {
    World w;
    for (Entity* e : {&w.worker(), &w.ann()}) e->policies.push_back(shared(document("{'Effect':'Allow','Action':'*','Resource':'*'}"), "p"));
    Need need = publish_with(statement("'NotPrincipal':{'AWS':[" + row.names + "]}", "Deny"));
    EXPECT_EQ(w.ask(w.session(), need), row.session) << row.names;
    EXPECT_EQ(w.ask(World::user(), need), row.user) << row.names;
  }
}

TEST(NotPrincipal, RootAndServicesAreSparedByTheirName) {
  World w;
  Need need = publish_with(statement("'NotPrincipal':{'AWS':'" + kAnn + "'}", "Deny"));
  EXPECT_EQ(w.ask(Principal::root(kAccount), need), "deny resource");
  for (const std::string& name : {kAccount, "arn:aws:iam::" + kAccount + ":root"}) {
    need = publish_with(statement("'NotPrincipal':{'AWS':'" + name + "'}", "Deny"));
    EXPECT_EQ(w.ask(Principal::root(kAccount), need), "allow") << name;
  }
  need = publish_with(statement("'NotPrincipal':{'Service':'s3.amazonaws.com'}", "Deny") + "," + statement("'Principal':'*'"));
  EXPECT_EQ(w.ask(Principal::service("s3.amazonaws.com", "", ""), need), "allow");
  EXPECT_EQ(w.ask(Principal::service("sns.amazonaws.com", "", ""), need), "deny resource");
}

TEST(NotPrincipal, AnAllowLetsInEverybodyElse) {
  World w;
  Need need = publish_with(statement("'NotPrincipal':{'AWS':'" + kWorker + "'}"));
  EXPECT_EQ(w.ask(w.session(), need), "no identity");
  EXPECT_EQ(w.ask(World::user(), need), "allow");
}

}  // namespace
}  // namespace lambent::access
