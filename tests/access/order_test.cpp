// Which policy decides: every kind of policy saying yes, no or nothing, in the account and from another one.
#include "world.h"

namespace lambent::access {
namespace {

const std::string kYes = "{'Effect':'Allow','Action':'sns:Publish','Resource':'*'}";
const std::string kNo = "{'Effect':'Deny','Action':'sns:Publish','Resource':'*'}";
const std::string kSilent = "{'Effect':'Allow','Action':'sqs:*','Resource':'*'}";
const std::string kBoth = kYes + "," + kNo;
const std::string kNone;  // no such policy

std::string resource_statement(const std::string& principal, const std::string& effect = "Allow") {
  return "{'Effect':'" + effect + "','Principal':" + principal + ",'Action':'sns:Publish','Resource':'*'}";
}
const std::string kToSession = resource_statement("{'AWS':'" + kSession + "'}");
const std::string kToRole = resource_statement("{'AWS':'" + kWorker + "'}");
const std::string kToAnn = resource_statement("{'AWS':['" + kAnn + "']}");
const std::string kToAccount = resource_statement("{'AWS':'" + kAccount + "'}");
const std::string kToAccountRoot = resource_statement("{'AWS':'arn:aws:iam::" + kAccount + ":root'}");
const std::string kToAll = resource_statement("'*'");
const std::string kToAllAws = resource_statement("{'AWS':'*'}");
const std::string kToOther = resource_statement("{'AWS':'" + kOther + "'}");
const std::string kNotWorker = resource_statement("{'AWS':'" + kWorker + "'}", "Deny");

struct Row {
  std::string identity, boundary, session, resource, expected;
};

void fill(Entity& e, Principal& caller, const Row& row) {
  if (!row.identity.empty()) e.policies.push_back(shared(document(row.identity), "inline policy p"));
  if (!row.boundary.empty()) e.boundary = shared(document(row.boundary), "boundary");
  if (!row.session.empty()) caller.session_policies.push_back(document(row.session));
}

std::string outcome(bool as_user, const Row& row, const std::string& owner) {
  World w;
  Principal caller = as_user ? World::user() : w.session();
  fill(as_user ? w.ann() : w.worker(), caller, row);
  Need need = World::publish();
  need.resource_account = owner;
  if (!row.resource.empty()) need.resource_policy = document(row.resource);
  return w.ask(caller, need);
}

std::string shown(const Row& row) {
  return "identity " + row.identity + "\nboundary " + row.boundary + "\nsession " + row.session + "\nresource " + row.resource;
}

const std::vector<Row> kAnyCaller = {
    {kNone, kNone, kNone, kNone, "no identity"},
    {kYes, kNone, kNone, kNone, "allow"},
    {kSilent, kNone, kNone, kNone, "no identity"},
    {kBoth, kNone, kNone, kNone, "deny identity"},
    {kNo + "," + kYes, kNone, kNone, kNone, "deny identity"},
    {kYes, kYes, kNone, kNone, "allow"},
    {kYes, kSilent, kNone, kNone, "no boundary"},
    {kYes, kBoth, kNone, kNone, "deny boundary"},
    {kNone, kYes, kNone, kNone, "no identity"},
    {kNone, kSilent, kNone, kNone, "no boundary"},
    {kYes, kYes, kYes, kNone, "allow"},
    {kYes, kNone, kSilent, kNone, "no session"},
    {kYes, kNone, kBoth, kNone, "deny session"},
    {kNone, kNone, kYes, kNone, "no identity"},
    {kNone, kNone, kSilent, kNone, "no session"},
    {kNone, kSilent, kSilent, kNone, "no boundary"},
    // Several explicit denies: the resource's is named first, then identity, boundary, session.
    {kNo, kNo, kNo, resource_statement("'*'", "Deny"), "deny resource"},
    {kNo, kNo, kNo, kNone, "deny identity"},
    {kYes, kNo, kNo, kNone, "deny boundary"},
    // A resource policy that names the account only trusts it; one for somebody else says nothing.
    {kNone, kNone, kNone, kToAccount, "no identity"},
    {kYes, kNone, kNone, kToAccount, "allow"},
    {kYes, kNone, kNone, kToOther, "allow"},
    {kNone, kNone, kNone, kToOther, "no identity"},
    {kYes, kNone, kNone, resource_statement("'*'", "Deny"), "deny resource"},
    // Everybody counts as the caller itself: no boundary and no session policy cuts it.
    {kNone, kNone, kNone, kToAll, "allow"},
    {kNone, kSilent, kSilent, kToAllAws, "allow"},
    {kNo, kNone, kNone, kToAll, "deny identity"},
    {kNone, kNo, kNone, kToAll, "deny boundary"},
};

TEST(Order, InOneAccount) {
  for (const Row& row : kAnyCaller)
    for (bool as_user : {true, false}) EXPECT_EQ(outcome(as_user, row, kAccount), row.expected) << (as_user ? "user\n" : "session\n") << shown(row);
}

TEST(Order, AGrantToTheSessionIsDirectOneToItsRoleIsCut) {
  for (const Row& row : std::vector<Row>{
           {kNone, kNone, kNone, kToSession, "allow"},
           {kNone, kSilent, kNone, kToSession, "allow"},
           {kNone, kNone, kSilent, kToSession, "allow"},
           {kNone, kNone, kNone, kToRole, "allow"},
           {kNone, kSilent, kNone, kToRole, "no boundary"},
           {kNone, kNone, kSilent, kToRole, "no session"},
           {kNone, kYes, kYes, kToRole, "allow"},
           {kYes, kNone, kNone, kNotWorker, "deny resource"},
           {kNone, kNone, kNone, kToAnn, "no identity"},
       })
    EXPECT_EQ(outcome(false, row, kAccount), row.expected) << shown(row);
}

TEST(Order, AGrantToTheUserIsDirect) {
  for (const Row& row : std::vector<Row>{
           {kNone, kNone, kNone, kToAnn, "allow"},
           {kNone, kSilent, kSilent, kToAnn, "allow"},
           {kNone, kNone, kNone, kToSession, "no identity"},
           {kNone, kNone, kNone, kToRole, "no identity"},
       })
    EXPECT_EQ(outcome(true, row, kAccount), row.expected) << shown(row);
}

TEST(Order, AcrossAccountsBothSidesMustAllow) {
  for (const Row& row : std::vector<Row>{
           {kYes, kNone, kNone, kNone, "no resource"},
           {kYes, kNone, kNone, kToOther, "no resource"},
           {kNone, kNone, kNone, kToAccount, "no identity"},
           {kNone, kNone, kNone, kToSession, "no identity"},
           {kNone, kNone, kNone, kToAll, "no identity"},
           {kYes, kNone, kNone, kToAccount, "allow"},
           {kYes, kNone, kNone, kToAccountRoot, "allow"},
           {kYes, kNone, kNone, kToRole, "allow"},
           {kYes, kNone, kNone, kToSession, "allow"},
           {kYes, kSilent, kNone, kToSession, "no boundary"},
           {kYes, kNone, kSilent, kToSession, "no session"},
           {kYes, kNone, kNone, kToAccount + "," + kNotWorker, "deny resource"},
       })
    EXPECT_EQ(outcome(false, row, kOther), row.expected) << shown(row);
}

TEST(Order, SeveralSessionPoliciesAllowWhatAnyOfThemAllows) {
  World w;
  w.worker().policies.push_back(shared(document(kYes), "p"));
  Principal caller = w.session();
  caller.session_policies = {document(kSilent), document(kYes)};
  EXPECT_EQ(w.ask(caller, World::publish()), "allow");
  caller.session_policies = {document(kNo), document(kYes)};
  EXPECT_EQ(w.ask(caller, World::publish()), "deny session");
  caller.session_policies = {document(kSilent), document(kSilent)};
  EXPECT_EQ(w.ask(caller, World::publish()), "no session");
}

TEST(Order, APolicyOfARoleCountsAsItIsAtTheTimeOfTheCall) {
  World w;
  Principal caller = w.session();
  EXPECT_EQ(w.ask(caller, World::publish()), "no identity");
  w.worker().policies.push_back(shared(document(kYes), "p"));
  EXPECT_EQ(w.ask(caller, World::publish()), "allow");
  w.people.entities.erase(kWorker);
  EXPECT_EQ(w.ask(caller, World::publish()), "no identity");
}

TEST(Order, AFederatedUserWithoutASessionPolicyMayDoNothing) {
  World w;
  w.ann().policies.push_back(shared(document(kYes), "p"));
  Principal caller = World::user();
  caller.kind = PrincipalKind::federated_user;
  caller.arn = "arn:aws:sts::123456789012:federated-user/guest";
  EXPECT_EQ(w.ask(caller, World::publish()), "no session");
  Need named = World::publish();
  named.resource_policy = document(resource_statement("{'AWS':'" + caller.arn + "'}"));
  EXPECT_EQ(w.ask(caller, named), "allow");
  caller.session_policies = {document(kYes)};
  EXPECT_EQ(w.ask(caller, World::publish()), "allow");
  w.ann().policies.clear();
  EXPECT_EQ(w.ask(caller, World::publish()), "no identity");
}

}  // namespace
}  // namespace lambent::access
