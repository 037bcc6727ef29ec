// STS: who may assume a role, what the session may do and for how long, who somebody is.
#include "world.h"

namespace lambent::iam {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

Json assume(const std::string& role_name, Json more = Json::object()) {
  more["RoleArn"] = role_name.starts_with("arn:") ? role_name : role_arn(role_name);
  if (!more.contains("RoleSessionName")) more["RoleSessionName"] = "job";
  return more;
}
std::string refusal(const std::string& who, const std::string& resource, const std::string& action = "sts:AssumeRole") {
  return "AccessDenied: User: " + who + " is not authorized to perform: " + action + " on resource: " + resource;
}
const std::string kTrustAccount = trust("{'AWS':'123456789012'}");

// The principal of the session that a successful AssumeRole answered.
Principal session(World& w, const Json& answer) {
  const access::Session* s = w.credentials.find(text_at(answer["Credentials"], "AccessKeyId"));
  EXPECT_NE(s, nullptr) << w.fault();
  return s ? s->principal : Principal::anonymous();
}

TEST(AssumeRole, AnswersCredentialsOfASession) {
  World w;
  Principal ann = w.make_user("ann");
  std::string id = text_at(w.make_role("worker", trust("{'AWS':'" + user_arn("ann") + "'}")), "RoleId");
  Json answer = w.call_as(ann, "AssumeRole", assume("worker"));
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(answer["AssumedRoleUser"], object({{"AssumedRoleId", id + ":job"}, {"Arn", "arn:aws:sts::123456789012:assumed-role/worker/job"}}));
  EXPECT_EQ(text_at(answer["Credentials"], "AccessKeyId").substr(0, 4), "ASIA");
  EXPECT_EQ(number_at(answer["Credentials"], "Expiration"), 1700000000 + 3600);
  const access::Session* s = w.credentials.find(text_at(answer["Credentials"], "AccessKeyId"));
  ASSERT_NE(s, nullptr);
  EXPECT_EQ(s->token, text_at(answer["Credentials"], "SessionToken"));
  w.loop.clock().advance(3599s);
  EXPECT_FALSE(w.credentials.expired(*s));
  w.loop.clock().advance(1s);
  EXPECT_TRUE(w.credentials.expired(*s));
}

TEST(AssumeRole, IsDecidedByTheTrustPolicyAndTheCallersOwn) {
  World w;
  Principal ann = w.make_user("ann"), bob = w.make_user("bob", allow("sts:AssumeRole", role_arn("*")));
  w.make_role("open", kTrustAccount);
  w.make_role("named", trust("{'AWS':'" + user_arn("ann") + "'}"));
  w.make_role("lambdas");
  w.make_role("denied", document("{'Effect':'Allow','Principal':{'AWS':'" + user_arn("ann") + "'},'Action':'sts:AssumeRole'},{'Effect':'Deny','Principal':'*','Action':'sts:*'}"));
  const std::string a = user_arn("ann"), b = user_arn("bob");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("named")), "none");
  EXPECT_EQ(w.fault_as(bob, "AssumeRole", assume("named")), refusal(b, role_arn("named")));
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("open")), refusal(a, role_arn("open")));
  EXPECT_EQ(w.error->status(), 403);
  EXPECT_EQ(w.fault_as(bob, "AssumeRole", assume("open")), "none");
  EXPECT_EQ(w.fault_as(bob, "AssumeRole", assume("lambdas")), refusal(b, role_arn("lambdas")));
  EXPECT_EQ(w.fault_as(bob, "AssumeRole", assume("ghost")), refusal(b, role_arn("ghost"))) << "no telling that it is not there";
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("denied")), refusal(a, role_arn("denied")) + " with an explicit deny in the role trust policy");
  EXPECT_EQ(w.fault_of("AssumeRole", assume("open")), "AccessDenied: Roles may not be assumed by root accounts.");
}

TEST(AssumeRole, AcrossAccountsBothMustAllow) {
  World w;
  w.make_role("closed", kTrustAccount);
  w.make_role("shared", trust("{'AWS':'" + kOther + "'}"));
  w.call_as(Principal::root(kOther), "CreateUser", user("eve"));
  w.call_as(Principal::root(kOther), "PutUserPolicy", user("eve", object({{"PolicyName", "p"}, {"PolicyDocument", allow("sts:AssumeRole")}})));
  std::string key = text_at(w.call_as(Principal::root(kOther), "CreateAccessKey", user("eve"))["AccessKey"], "AccessKeyId");
  Principal eve = w.entities.find_key(key)->principal;
  EXPECT_EQ(w.fault_as(eve, "AssumeRole", assume("closed")), refusal("arn:aws:iam::999988887777:user/eve", role_arn("closed")));
  Json answer = w.call_as(eve, "AssumeRole", assume("shared"));
  EXPECT_EQ(text_at(answer["AssumedRoleUser"], "Arn"), "arn:aws:sts::123456789012:assumed-role/shared/job") << w.fault();
  EXPECT_EQ(session(w, answer).account, kScope.account);
  w.call_as(Principal::root(kOther), "DeleteUserPolicy", user("eve", object({{"PolicyName", "p"}})));
  EXPECT_EQ(w.fault_as(eve, "AssumeRole", assume("shared")), refusal("arn:aws:iam::999988887777:user/eve", role_arn("shared")));
}

TEST(AssumeRole, ExternalIdAndSessionNameAreConditions) {
  World w;
  Principal ann = w.make_user("ann");
  w.make_role("ext", trust("{'AWS':'" + user_arn("ann") + "'}", ",'Condition':{'StringEquals':{'sts:ExternalId':'42'}}"));
  w.make_role("own", trust("{'AWS':'" + user_arn("ann") + "'}", ",'Condition':{'StringEquals':{'sts:RoleSessionName':'${aws:username}'}}"));
  EXPECT_NE(w.fault_as(ann, "AssumeRole", assume("ext")), "none");
  EXPECT_NE(w.fault_as(ann, "AssumeRole", assume("ext", object({{"ExternalId", "43"}}))), "none");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("ext", object({{"ExternalId", "42"}}))), "none");
  EXPECT_NE(w.fault_as(ann, "AssumeRole", assume("own")), "none");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("own", object({{"RoleSessionName", "ann"}}))), "none");
}

TEST(AssumeRole, RefusedInputs) {
  World w;
  Principal ann = w.make_user("ann");
  w.make_role("worker", trust("{'AWS':'" + user_arn("ann") + "'}"));
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("arn:aws:iam::123456789012:user/ann")), "ValidationError: arn:aws:iam::123456789012:user/ann is invalid");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("worker", object({{"RoleSessionName", "a:b"}}))).substr(0, 15), "ValidationError");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("worker", object({{"DurationSeconds", 3601}}))),
            "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("worker", object({{"DurationSeconds", 899}}))).substr(0, 15), "ValidationError");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("worker", object({{"Policy", "{}"}}))), "MalformedPolicyDocument: Syntax errors in policy.");
  w.make("UpdateRole", role("worker", object({{"MaxSessionDuration", 7200}})));
  Json answer = w.call_as(ann, "AssumeRole", assume("worker", object({{"DurationSeconds", 7200}})));
  EXPECT_EQ(number_at(answer["Credentials"], "Expiration"), 1700000000 + 7200) << w.fault();
}

TEST(AssumeRole, FromASessionLastsAnHourAtMost) {
  World w;
  Principal ann = w.make_user("ann");
  w.make_role("first", trust("{'AWS':'" + user_arn("ann") + "'}"));
  w.make_role("second", trust("{'AWS':'" + role_arn("first") + "'}"));
  w.make("UpdateRole", role("second", object({{"MaxSessionDuration", 7200}})));
  Principal first = session(w, w.call_as(ann, "AssumeRole", assume("first")));
  EXPECT_EQ(w.fault_as(first, "AssumeRole", assume("second", object({{"DurationSeconds", 3601}}))),
            "ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
  Principal second = session(w, w.call_as(first, "AssumeRole", assume("second")));
  EXPECT_EQ(second.arn, "arn:aws:sts::123456789012:assumed-role/second/job");
  EXPECT_EQ(w.fault_as(second, "AssumeRole", assume("first")), refusal(second.arn, role_arn("first")));
}

TEST(AssumeRole, SessionPoliciesLimitTheSession) {
  World w;
  Principal ann = w.make_user("ann");
  w.make_role("worker", trust("{'AWS':'" + user_arn("ann") + "'}"));
  w.make("PutRolePolicy", role("worker", object({{"PolicyName", "p"}, {"PolicyDocument", document("{'Effect':'Allow','Action':['iam:ListRoles','iam:ListUsers'],'Resource':'*'}")}})));
  Principal free = session(w, w.call_as(ann, "AssumeRole", assume("worker")));
  EXPECT_EQ(w.fault_as(free, "ListUsers"), "none");
  Principal limited = session(w, w.call_as(ann, "AssumeRole", assume("worker", object({{"Policy", allow("iam:ListRoles")}}))));
  EXPECT_EQ(w.fault_as(limited, "ListRoles"), "none");
  EXPECT_EQ(w.fault_as(limited, "ListUsers"),
            refusal(limited.arn, "arn:aws:iam::123456789012:user/", "iam:ListUsers") + " because no session policy allows the iam:ListUsers action");
  Json arns = array();
  arns.push_back(object({{"arn", w.make_policy("users", allow("iam:ListUsers"))}}));
  Principal both = session(w, w.call_as(ann, "AssumeRole", assume("worker", object({{"Policy", allow("iam:ListRoles")}, {"PolicyArns", arns}}))));
  EXPECT_EQ(w.fault_as(both, "ListUsers"), "none");
  EXPECT_NE(w.fault_as(both, "ListGroups"), "none");
}

TEST(AssumeRole, TagsNeedTagSessionAndReachPolicies) {
  World w;
  Principal ann = w.make_user("ann");
  const std::string by_ann = "'Principal':{'AWS':'" + user_arn("ann") + "'}";
  w.make_role("plain", trust("{'AWS':'" + user_arn("ann") + "'}"));
  w.make_role("tagged", document("{'Effect':'Allow'," + by_ann + ",'Action':['sts:AssumeRole','sts:TagSession'],'Condition':{'StringLike':{'aws:RequestTag/team':'*'}}}"));
  w.make("PutRolePolicy", role("tagged", object({{"PolicyName", "p"}, {"PolicyDocument", allow("iam:GetRole", role_arn("${aws:PrincipalTag/team}"))}})));
  Json tags = array(), twice = array();
  tags.push_back(object({{"Key", "team"}, {"Value", "plain"}}));
  twice = tags;
  twice.push_back(object({{"Key", "Team"}, {"Value", "x"}}));
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("plain", object({{"Tags", tags}}))), refusal(user_arn("ann"), role_arn("plain"), "sts:TagSession"));
  EXPECT_NE(w.fault_as(ann, "AssumeRole", assume("tagged")), "none");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", assume("tagged", object({{"Tags", twice}}))),
            "InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  Principal tagged = session(w, w.call_as(ann, "AssumeRole", assume("tagged", object({{"Tags", tags}}))));
  EXPECT_EQ(w.fault_as(tagged, "GetRole", role("plain")), "none");
  EXPECT_NE(w.fault_as(tagged, "GetRole", role("tagged")), "none");
}

TEST(Identity, IsToldToEverybody) {
  World w;
  Principal ann = w.make_user("ann", document("{'Effect':'Deny','Action':'*','Resource':'*'}"));
  Principal bob = w.make_user("bob");
  w.make_role("worker", trust("{'AWS':'" + user_arn("bob") + "'}"));
  Principal worker = session(w, w.call_as(bob, "AssumeRole", assume("worker")));
  EXPECT_EQ(w.call_as(ann, "GetCallerIdentity"), object({{"UserId", ann.user_id}, {"Account", kScope.account}, {"Arn", user_arn("ann")}})) << w.fault();
  EXPECT_EQ(text_at(w.call_as(worker, "GetCallerIdentity"), "Arn"), "arn:aws:sts::123456789012:assumed-role/worker/job");
  EXPECT_TRUE(worker.user_id.starts_with("AROA") && worker.user_id.ends_with(":job")) << worker.user_id;
  EXPECT_EQ(w.call("GetCallerIdentity"), object({{"UserId", kScope.account}, {"Account", kScope.account}, {"Arn", "arn:aws:iam::123456789012:root"}}));
}

TEST(SessionToken, WithoutMfaIsSeenAsSuch) {
  World w;
  Principal ann = w.make_user("ann", document("{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'iam:*','Resource':'*',"
                                              "'Condition':{'Bool':{'aws:MultiFactorAuthPresent':'false'}}}"));
  EXPECT_EQ(w.fault_as(ann, "ListRoles"), "none") << "the key is absent with long-term credentials";
  Json answer = w.call_as(ann, "GetSessionToken");
  EXPECT_EQ(number_at(answer["Credentials"], "Expiration"), 1700000000 + 43200) << w.fault();
  Principal temporary = session(w, answer);
  EXPECT_EQ(temporary.arn, user_arn("ann"));
  EXPECT_EQ(w.fault_as(temporary, "ListRoles"), "InvalidClientTokenId: The security token included in the request is invalid") << "not even asked";
  EXPECT_EQ(w.fault_as(temporary, "GetSessionToken"), "AccessDenied: Cannot call GetSessionToken with session credentials");
}

TEST(AccessKeyInfo, NamesTheAccountOfAKey) {
  World w;
  w.make("CreateUser", user("ann"));
  std::string id = text_at(w.make("CreateAccessKey", user("ann"))["AccessKey"], "AccessKeyId");
  EXPECT_EQ(text_at(w.call("GetAccessKeyInfo", object({{"AccessKeyId", id}})), "Account"), kScope.account);
  EXPECT_EQ(w.fault_of("GetAccessKeyInfo", object({{"AccessKeyId", "AKIAIOSFODNN7EXAMPLE"}})), "ValidationError: Invalid Access Key ID provided.");
}

TEST(Sts, NamesWhatItDoesNotEmulate) {
  World w;
  Call call("sts", "GetWebIdentityToken", object({{"SigningAlgorithm", "RS256"}, {"Audience", text_array({"a"})}}), Principal::root(kScope.account), kScope);
  Json answer;
  bool done = false;
  w.loop.tasks().spawn("ask", World::ask(w.aws, std::move(call), answer, w.error, done));
  w.loop.run_until([&] { return done; });
  EXPECT_EQ(w.fault(), "NotImplemented: sts: GetWebIdentityToken is not emulated by lambent");
}

// The encoded message of the last denial in the journal.
std::string last_message(World& w) {
  std::string out;
  for (const auto& entry : w.journal.entries())
    if (const auto* call = std::get_if<CallEntry>(&entry.data); call && call->denial) out = call->denial->encoded;
  return out;
}

TEST(Sts, DecodesWhatTheJournalTellsOfADenial) {
  World w;
  Principal ann = w.make_user("ann", document("{'Effect':'Allow','Action':'iam:ListUsers','Resource':'*','Condition':{'StringEquals':{'aws:SourceIp':'10.0.0.1'}}}"));
  EXPECT_NE(w.fault_as(ann, "ListUsers"), "none");
  Json input = object({{"EncodedMessage", last_message(w)}});
  EXPECT_EQ(w.fault_as(ann, "DecodeAuthorizationMessage", input).substr(0, 12), "AccessDenied");
  Json told = parse_json(text_at(w.make("DecodeAuthorizationMessage", input), "DecodedMessage"));
  EXPECT_EQ(told["allowed"], false);
  EXPECT_EQ(told["explicitDeny"], false);
  EXPECT_EQ(text_at(told["context"]["principal"], "name"), "ann");
  EXPECT_EQ(text_at(told["context"]["principal"], "arn"), user_arn("ann"));
  EXPECT_EQ(text_at(told["context"]["principal"], "id"), ann.user_id);
  EXPECT_EQ(text_at(told["context"], "action"), "iam:ListUsers");
  EXPECT_EQ(dump(told["context"]["conditions"]), quoted("{'items':[{'key':'aws:sourceip','values':{'items':[{'value':'127.0.0.1'}]}}]}"));
}

TEST(Sts, AnEncodedMessageIsNobodyElsesToMake) {
  World w;
  Principal ann = w.make_user("ann", document("{'Effect':'Deny','Action':'iam:*','Resource':'*'}"));
  EXPECT_NE(w.fault_as(ann, "ListUsers"), "none");
  std::string message = last_message(w), changed = message;
  changed[3] = changed[3] == 'A' ? 'B' : 'A';
  for (const std::string& wrong : {std::string("x"), changed, message + "\n", std::string(54, 'A')})
    EXPECT_EQ(w.fault_of("DecodeAuthorizationMessage", object({{"EncodedMessage", wrong}})).substr(0, 35), "InvalidAuthorizationMessageException"s.substr(0, 35)) << wrong;
  Json told = parse_json(text_at(w.make("DecodeAuthorizationMessage", object({{"EncodedMessage", message}})), "DecodedMessage"));
  EXPECT_EQ(told["explicitDeny"], true);
  EXPECT_EQ(told["matchedStatements"]["items"].size(), 1u);
  w.journal.clear();
  EXPECT_NE(w.fault_of("DecodeAuthorizationMessage", object({{"EncodedMessage", message}})), "none") << "what it told of is forgotten";
}

}  // namespace
}  // namespace lambent::iam
