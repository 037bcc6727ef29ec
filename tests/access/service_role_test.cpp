// Services assuming roles, and what a refusal tells the report.
#include "aws/error.h"
#include "world.h"

namespace lambent::access {
namespace {

const std::string kLambda = "lambda.amazonaws.com";

const std::string kFunction = "arn:aws:lambda:us-east-1:123456789012:function:fn";

std::string assume(const World& w, const std::string& role = kWorker) {
  try {
    return w.authorizer.assume_for_service(role, kLambda, "fn", kFunction).arn;
  } catch (const AwsError& e) {
    EXPECT_EQ(e.code(), "AccessDenied");
    EXPECT_EQ(e.message(), "The role " + role + " cannot be assumed by " + kLambda + ".");
    return "refused";
  }
}

TEST(ServiceRole, OnlyIfTheTrustPolicySaysSo) {
  const std::string session = "arn:aws:sts::123456789012:assumed-role/worker/fn";
  auto trust = [](const std::string& principal, const std::string& more = "", const std::string& effect = "Allow") {
    return "{'Effect':'" + effect + "','Principal':" + principal + ",'Action':'sts:AssumeRole'" + more + "}";
  };
  const std::string lambda = "{'Service':['states.amazonaws.com','lambda.amazonaws.com']}";
  struct Row {
    std::string trust, expected;
  };
  for (const Row& row : std::vector<Row>{
           {trust(lambda), session},
           {trust("{'Service':'states.amazonaws.com'}"), "refused"},
           {trust("{'AWS':'" + kAccount + "'}"), "refused"},
           {"{'Effect':'Allow','Principal':" + lambda + ",'Action':'sts:TagSession'}", "refused"},
           {"{'Effect':'Allow','Principal':" + lambda + ",'Action':'sts:*'}", session},
           {trust(lambda) + "," + trust(lambda, "", "Deny"), "refused"},
           {trust(lambda) + "," + trust("'*'", "", "Deny"), "refused"},
           {trust(lambda) + "," + trust("{'Service':'states.amazonaws.com'}", "", "Deny"), session},
           {trust(lambda) + ",{'Effect':'Deny','NotPrincipal':{'Service':'states.amazonaws.com'},'Action':'*'}", "refused"},
           {trust(lambda, ",'Condition':{'StringEquals':{'aws:SourceAccount':'" + kAccount + "'}}"), session},
           {trust(lambda, ",'Condition':{'StringEquals':{'aws:SourceAccount':'" + kOther + "'}}"), "refused"},
           {trust(lambda) + "," + trust(lambda, ",'Condition':{'StringNotEquals':{'aws:SourceAccount':'" + kAccount + "'}}", "Deny"), session},
           // For which of its resources the service acts.
           {trust(lambda, ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:lambda:*:*:function:fn'}}"), session},
           {trust(lambda, ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:lambda:*:*:function:x'}}"), "refused"},
           {trust(lambda) + "," + trust("'*'", ",'Condition':{'ArnNotLike':{'aws:SourceArn':'arn:aws:lambda:*:*:function:x'}}", "Deny"), "refused"},
           {trust(lambda) + "," + trust("'*'", ",'Condition':{'ArnNotLike':{'aws:SourceArn':'arn:aws:lambda:*:*:function:fn'}}", "Deny"), session},
       }) {
    World w;
    w.worker().trust = shared(document(row.trust), "trust policy");
    EXPECT_EQ(assume(w), row.expected) << row.trust;
  }
}

TEST(ServiceRole, WhatIsNoRoleIsRefused) {
  World w;
  EXPECT_EQ(assume(w), "refused") << "a role without a trust policy";
  EXPECT_EQ(assume(w, kAnn), "refused");
  EXPECT_EQ(assume(w, "arn:aws:iam::123456789012:role/nobody"), "refused");
  EXPECT_EQ(assume(w, "worker"), "refused");
}

TEST(ServiceRole, TheSessionIsOfTheRole) {
  World w;
  w.worker().trust = shared(document("{'Effect':'Allow','Principal':{'Service':'lambda.amazonaws.com'},'Action':'sts:AssumeRole'}"), "trust policy");
  Principal p = w.authorizer.assume_for_service(kWorker, kLambda, "fn", kFunction);
  EXPECT_EQ(p.kind, PrincipalKind::role_session);
  EXPECT_EQ(p.account, kAccount);
  EXPECT_EQ(p.entity_arn, kWorker);
  EXPECT_EQ(p.user_id, "AROAWORKER:fn");
  EXPECT_EQ(p.issued, kNow);
  EXPECT_EQ(w.ask(p, World::publish()), "no identity");
}

TEST(Refusal, SaysWhoWhatAndWhy) {
  World w;
  auto text = [&](const Principal& caller, const Need& need) {
    auto denial = w.decide(caller, need);
    return denial ? denial_text(*denial, "SNS:Publish") : "allowed";
  };
  const std::string start = "User: " + kSession + " is not authorized to perform: SNS:Publish on resource: " + kTopic;
  EXPECT_EQ(text(w.session(), World::publish()), start + " because no identity-based policy allows the SNS:Publish action");
  w.worker().boundary = shared(document("{'Effect':'Allow','Action':'sqs:*','Resource':'*'}"), "boundary");
  EXPECT_EQ(text(w.session(), World::publish()), start + " because no permissions boundary allows the SNS:Publish action");
  w.worker().policies.push_back(shared(document("{'Effect':'Deny','Action':'*','Resource':'*'}"), "inline policy p"));
  EXPECT_EQ(text(w.session(), World::publish()), start + " with an explicit deny in an identity-based policy");
  w.worker().policies = {shared(document("{'Effect':'Deny','Action':'*','Resource':'*'}"), "arn:aws:iam::aws:policy/AWSDenyAll")};
  EXPECT_EQ(text(w.session(), World::publish()), start + " with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSDenyAll");
  Need foreign = World::publish();
  foreign.resource_account = kOther;
  w.worker().policies.clear();
  EXPECT_EQ(text(w.session(), foreign), start + " because no resource-based policy allows the SNS:Publish action");
}

TEST(Refusal, NamesWhatWasLookedAtAndTheStatementThatIsMissing) {
  World w;
  w.worker().policies = {shared(document("{'Effect':'Allow','Action':'sqs:*','Resource':'*'}"), "queues"),
                         shared(document("{'Effect':'Allow','Action':'sns:*','Resource':'arn:aws:sns:*:*:other'}"), "topics"),
                         shared(document("{'Effect':'Allow','Action':'sns:*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}}"), "tls")};
  auto denial = w.decide(w.session(), World::publish());
  ASSERT_TRUE(denial);
  EXPECT_EQ(denial->considered, (std::vector<std::string>{"queues: no statement allows this action", "topics: no statement allows it on this resource", "tls: a condition is not met"}));
  EXPECT_EQ(denial->attach_to, "worker");
  EXPECT_EQ(denial->missing_statement, quoted("{'Effect':'Allow','Action':'sns:Publish','Resource':'" + kTopic + "'}"));
  // The advice is good: with that statement the call passes.
  w.worker().policies.push_back(shared(document(replace_all(dump(denial->missing_statement), "\"", "'")), "fix"));
  EXPECT_EQ(w.ask(w.session(), World::publish()), "allow");
}

TEST(Refusal, OfAServiceAsksForAStatementInTheResourcesPolicy) {
  World w;
  Principal s3 = Principal::service("s3.amazonaws.com", "", kAccount);
  auto denial = w.decide(s3, World::publish());
  ASSERT_TRUE(denial);
  EXPECT_EQ(denial->attach_to, "");
  Need need = World::publish();
  need.resource_policy = document(replace_all(dump(denial->missing_statement), "\"", "'"));
  EXPECT_EQ(w.ask(s3, need), "allow");
}

TEST(ServiceRole, TheSessionOfAFunctionSaysWhose) {
  World w;
  w.worker().trust = shared(document("{'Effect':'Allow','Principal':{'Service':'lambda.amazonaws.com'},'Action':'sts:AssumeRole'}"), "trust policy");
  w.worker().policies = {shared(document("{'Effect':'Allow','Action':'sns:*','Resource':'*','Condition':{'ArnEquals':{'lambda:SourceFunctionArn':'" + kFunction + "'}}}"), "own")};
  EXPECT_EQ(w.ask(w.authorizer.assume_for_service(kWorker, kLambda, "fn", kFunction), World::publish()), "allow");
  EXPECT_EQ(w.ask(w.authorizer.assume_for_service(kWorker, kLambda, "fn", kFunction + "2"), World::publish()), "no identity");
  EXPECT_EQ(w.ask(w.session(), World::publish()), "no identity") << "a session nobody took for a function";
}

TEST(Refusal, ByBoundaryOrSessionPolicyIsNotMendedAtTheRole) {
  World w;
  w.worker().policies = {shared(document("{'Effect':'Allow','Action':'*','Resource':'*'}"), "own")};
  w.worker().boundary = shared(document("{'Effect':'Allow','Action':'sqs:*','Resource':'*'}"), "arn:aws:iam::123456789012:policy/limit");
  auto denial = w.decide(w.session(), World::publish());
  ASSERT_TRUE(denial);
  EXPECT_EQ(denial->attach_kind, "boundary");
  EXPECT_EQ(denial->attach_to, "arn:aws:iam::123456789012:policy/limit");
  w.worker().boundary = nullptr;
  Principal limited = w.session();
  limited.session_policies = {document("{'Effect':'Allow','Action':'sqs:*','Resource':'*'}")};
  denial = w.decide(limited, World::publish());
  ASSERT_TRUE(denial);
  EXPECT_EQ(denial->attach_kind, "session");
  EXPECT_EQ(denial->attach_to, kSession);
}

TEST(Refusal, BySessionPolicyNamesTheManagedOne) {
  World w;
  w.worker().policies = {shared(document("{'Effect':'Allow','Action':'*','Resource':'*'}"), "own")};
  Principal limited = w.session();
  limited.session_policies = {document("{'Effect':'Deny','Action':'sns:*','Resource':'*'}")};
  limited.session_policy_names = {"arn:aws:iam::aws:policy/NoMessages"};
  auto denial = w.decide(limited, World::publish());
  ASSERT_TRUE(denial);
  EXPECT_EQ(denial_text(*denial, "SNS:Publish"), "User: " + kSession + " is not authorized to perform: SNS:Publish on resource: " + kTopic +
                                                    " with an explicit deny in a session policy: arn:aws:iam::aws:policy/NoMessages");
}

TEST(Refusal, OfASessionWhoseRoleIsAnotherNow) {
  World w;
  w.worker().policies = {shared(document("{'Effect':'Allow','Action':'*','Resource':'*'}"), "own")};
  Principal before = w.session();
  EXPECT_EQ(w.ask(before, World::publish()), "allow");
  w.worker().id = "AROAANOTHER";  // deleted and made again
  EXPECT_EQ(w.ask(before, World::publish()), "no identity");
  Need open = World::publish();
  open.resource_policy = document("{'Effect':'Allow','Principal':{'AWS':'" + kSession + "'},'Action':'sns:Publish','Resource':'*'}");
  EXPECT_EQ(w.ask(before, open), "no identity") << "nor does a resource let it in";
  EXPECT_EQ(w.ask(w.session(), World::publish()), "allow");
}

TEST(Refusal, OfASessionWhoseRoleIsGone) {
  World w;
  Principal caller = w.session();
  w.people.entities.erase(kWorker);
  auto denial = w.decide(caller, World::publish());
  ASSERT_TRUE(denial);
  EXPECT_EQ(denial->considered, std::vector<std::string>{"the role " + kWorker + " does not exist any more"});
}

}  // namespace
}  // namespace lambent::access
