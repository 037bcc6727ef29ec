// The simulator: what the real evaluator says of policies that need not be attached.
#include "mocks/iam/positions.h"
#include "world.h"

namespace lambent::iam {
namespace {

Json custom(const std::vector<std::string>& policies, const std::vector<std::string>& actions, Json more = Json::object()) {
  more["PolicyInputList"] = text_array(policies);
  more["ActionNames"] = text_array(actions);
  return more;
}
Json entry(const std::string& key, const std::vector<std::string>& values, const std::string& type = "string") {
  return object({{"ContextKeyName", key}, {"ContextKeyValues", text_array(values)}, {"ContextKeyType", type}});
}
Json list_of(Json one) {
  Json out = array();
  out.push_back(std::move(one));
  return out;
}
std::string decisions(const Json& answer) { return World::names(answer["EvaluationResults"], "EvalDecision"); }

const std::string kTopic = "arn:aws:sns:us-east-1:123456789012:news", kOtherTopic = "arn:aws:sns:us-east-1:123456789012:other";

TEST(Simulate, DecidesAsTheDoorWould) {
  World w;
  const std::string policy = document("{'Effect':'Allow','Action':'sns:*','Resource':'" + kTopic + "'},{'Effect':'Deny','Action':'sns:DeleteTopic','Resource':'*'}");
  Json answer = w.make("SimulateCustomPolicy", custom({policy}, {"sns:Publish", "sns:DeleteTopic", "sqs:SendMessage"}, object({{"ResourceArns", text_array({kTopic, kOtherTopic})}})));
  EXPECT_EQ(decisions(answer), "allowed,implicitDeny,explicitDeny,explicitDeny,implicitDeny,implicitDeny");
  Json first = answer["EvaluationResults"][0];
  EXPECT_EQ(text_at(first, "EvalResourceName"), kTopic);
  EXPECT_EQ(text_at(first["ResourceSpecificResults"][0], "EvalResourceDecision"), "allowed");
  EXPECT_EQ(decisions(w.make("SimulateCustomPolicy", custom({policy}, {"sns:Publish"}))), "implicitDeny") << "on all resources it is not";
  EXPECT_EQ(decisions(w.make("SimulateCustomPolicy", custom({allow("sns:*")}, {"sns:Publish"}))), "allowed");
  Json page = w.make("SimulateCustomPolicy", custom({policy}, {"sns:Publish", "sns:DeleteTopic"}, object({{"MaxItems", 1}})));
  EXPECT_EQ(page["EvaluationResults"].size(), 1u);
  page = w.make("SimulateCustomPolicy", custom({policy}, {"sns:Publish", "sns:DeleteTopic"}, object({{"MaxItems", 1}, {"Marker", text_at(page, "Marker")}})));
  EXPECT_EQ(decisions(page), "explicitDeny");
}

TEST(Simulate, NamesTheStatementsThatDecide) {
  World w;
  const std::string policy = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Effect\": \"Allow\", \"Action\": \"sqs:*\", \"Resource\": \"*\"},\n"
                             "    {\n      \"Effect\": \"Allow\", \"Action\": \"sns:*\", \"Resource\": \"*\"\n    }\n  ]\n}";
  Json answer = w.make("SimulateCustomPolicy", custom({allow("ses:*"), policy}, {"sns:Publish"}));
  Json matched = answer["EvaluationResults"][0]["MatchedStatements"];
  ASSERT_EQ(matched.size(), 1u);
  EXPECT_EQ(matched[0], object({{"SourcePolicyId", "PolicyInputList.2"},
                                {"SourcePolicyType", "IAM Policy"},
                                {"StartPosition", object({{"Line", 5}, {"Column", 5}})},
                                {"EndPosition", object({{"Line", 7}, {"Column", 6}})}}));
  const std::string denied = document("{'Effect':'Allow','Action':'*','Resource':'*'},{'Sid':'no','Effect':'Deny','Action':'sns:*','Resource':'*'}");
  matched = w.make("SimulateCustomPolicy", custom({denied}, {"sns:Publish"}))["EvaluationResults"][0]["MatchedStatements"];
  ASSERT_EQ(matched.size(), 1u) << "only what denies";
  EXPECT_EQ(int_at(matched[0]["StartPosition"], "Column"), static_cast<std::int64_t>(denied.find("{\"Sid\"")) + 1);
  EXPECT_EQ(int_at(matched[0]["EndPosition"], "Column"), static_cast<std::int64_t>(denied.size()) - 1);
}

TEST(Simulate, PositionsInAnyText) {
  EXPECT_EQ(statement_spans("{}").size(), 0u);
  EXPECT_EQ(statement_spans(R"({"Statement":[]})").size(), 0u);
  auto spans = statement_spans(R"({"Id":"a}]","Statement":{"Sid":"x\"}{","Condition":{"Bool":{"a:b":[true,1.5]}}},"Version":"2012-10-17"})");
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].start.column, 25u);
  EXPECT_EQ(spans[0].end.column, 80u);
}

TEST(Simulate, SaysWhichKeysAreMissing) {
  World w;
  const std::string policy = document("{'Effect':'Allow','Action':'sns:*','Resource':'arn:aws:sns:*:*:${aws:PrincipalTag/Team}','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}},"
                                      "{'Effect':'Allow','Action':'sqs:*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}}");
  auto result = [&](Json more) { return w.make("SimulateCustomPolicy", custom({policy}, {"sqs:SendMessage"}, std::move(more)))["EvaluationResults"][0]; };
  EXPECT_EQ(result(Json::object())["MissingContextValues"], text_array({"aws:SecureTransport"}));
  Json told = result(object({{"ContextEntries", list_of(entry("AWS:SecureTransport", {"true"}, "boolean"))}}));
  EXPECT_EQ(told["MissingContextValues"], array());
  EXPECT_EQ(text_at(told, "EvalDecision"), "allowed");
  Json specific = result(object({{"ResourceArns", text_array({"arn:aws:sqs:us-east-1:123456789012:q"})}}));
  EXPECT_EQ(specific["MissingContextValues"], array());
  EXPECT_EQ(specific["ResourceSpecificResults"][0]["MissingContextValues"], text_array({"aws:SecureTransport"}));
  EXPECT_EQ(w.make("GetContextKeysForCustomPolicy", object({{"PolicyInputList", text_array({policy})}}))["ContextKeyNames"],
            text_array({"aws:SourceIp", "aws:PrincipalTag/Team", "aws:SecureTransport"}));
}

TEST(Simulate, BoundariesAndResourcePoliciesCount) {
  World w;
  Json answer = w.make("SimulateCustomPolicy", custom({allow("*")}, {"sns:Publish"}, object({{"PermissionsBoundaryPolicyInputList", text_array({allow("sqs:*")})}})));
  EXPECT_EQ(decisions(answer), "implicitDeny");
  EXPECT_EQ(answer["EvaluationResults"][0]["PermissionsBoundaryDecisionDetail"], object({{"AllowedByPermissionsBoundary", false}}));
  const std::string topic = quoted("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'" + user_arn("ann") + "'},'Action':'sns:Publish','Resource':'" + kTopic + "'}]}");
  Json more = object({{"ResourcePolicy", topic}, {"ResourceArns", text_array({kTopic})}});
  EXPECT_EQ(w.fault_of("SimulateCustomPolicy", custom({allow("sqs:*")}, {"sns:Publish"}, more)), "InvalidInput: CallerArn must be provided when ResourcePolicy is provided.");
  more["CallerArn"] = user_arn("ann");
  EXPECT_EQ(decisions(w.make("SimulateCustomPolicy", custom({allow("sqs:*")}, {"sns:Publish"}, more))), "allowed");
  more["CallerArn"] = user_arn("bob");
  EXPECT_EQ(decisions(w.make("SimulateCustomPolicy", custom({allow("sqs:*")}, {"sns:Publish"}, more))), "implicitDeny");
  more["CallerArn"] = "arn:aws:iam::999988887777:user/ann";
  more["ResourceOwner"] = "arn:aws:iam::123456789012:root";
  EXPECT_EQ(decisions(w.make("SimulateCustomPolicy", custom({allow("*")}, {"sns:Publish"}, more))), "implicitDeny") << "across accounts both must allow";
}

TEST(Simulate, ATrustPolicyMustConsent) {
  World w;
  Json more = object({{"ResourceArns", text_array({role_arn("worker")})}, {"CallerArn", user_arn("ann")}, {"ResourcePolicy", trust("{'AWS':'" + user_arn("bob") + "'}")}});
  EXPECT_EQ(decisions(w.make("SimulateCustomPolicy", custom({allow("*")}, {"sts:AssumeRole"}, more))), "implicitDeny");
  more["CallerArn"] = user_arn("bob");
  EXPECT_EQ(decisions(w.make("SimulateCustomPolicy", custom({allow("sns:*")}, {"sts:AssumeRole"}, more))), "allowed");
}

TEST(Simulate, RefusedInputs) {
  World w;
  EXPECT_EQ(w.fault_of("SimulateCustomPolicy", custom({"{"}, {"sns:Publish"})), "InvalidInput: Syntax errors in policy.");
  EXPECT_EQ(w.fault_of("SimulateCustomPolicy", custom({allow("*")}, {"Publish"})), "InvalidInput: Invalid Action Name: Publish");
  EXPECT_EQ(w.fault_of("SimulateCustomPolicy", custom({allow("*")}, {"sns:*"})), "InvalidInput: Invalid Action Name: sns:*");
  EXPECT_EQ(w.fault_of("SimulateCustomPolicy", custom({allow("*")}, {"sns:Publish"}, object({{"ResourceHandlingOption", "EC2-VPC-InstanceStore"}}))).substr(0, 14), "NotImplemented");
  EXPECT_EQ(w.fault_of("SimulateCustomPolicy", custom({allow("*")}, {"sns:Publish"}, object({{"ContextEntries", list_of(entry("aws:TagKeys", {"a", "b"}))}}))).substr(0, 12), "InvalidInput");
  EXPECT_EQ(w.fault_of("SimulatePrincipalPolicy", object({{"PolicySourceArn", role_arn("ghost")}, {"ActionNames", text_array({"sns:Publish"})}})).substr(0, 12), "NoSuchEntity");
}

TEST(Simulate, PrincipalsAreTakenAsTheyAre) {
  World w;
  w.make_user("ann", allow("iam:GetUser", "arn:aws:iam::*:user/${aws:username}"));
  w.make("CreateGroup", object({{"GroupName", "devs"}}));
  w.make("AttachGroupPolicy", object({{"GroupName", "devs"}, {"PolicyArn", "arn:aws:iam::aws:policy/AmazonSNSFullAccess"}}));
  w.make("AddUserToGroup", user("ann", object({{"GroupName", "devs"}})));
  auto simulate = [&](const std::string& action, const std::string& resource, Json more = Json::object()) {
    more["PolicySourceArn"] = user_arn("ann");
    more["ActionNames"] = text_array({action});
    more["ResourceArns"] = text_array({resource});
    return w.make("SimulatePrincipalPolicy", more)["EvaluationResults"][0];
  };
  Json by_group = simulate("sns:Publish", kTopic);
  EXPECT_EQ(text_at(by_group, "EvalDecision"), "allowed");
  EXPECT_EQ(text_at(by_group["MatchedStatements"][0], "SourcePolicyId"), "AmazonSNSFullAccess");
  Json own = simulate("iam:GetUser", user_arn("ann"));
  EXPECT_EQ(text_at(own, "EvalDecision"), "allowed");
  EXPECT_EQ(text_at(own["MatchedStatements"][0], "SourcePolicyId"), "user_ann_p");
  EXPECT_EQ(text_at(simulate("iam:GetUser", user_arn("bob")), "EvalDecision"), "implicitDeny");
  EXPECT_EQ(text_at(simulate("sqs:SendMessage", "*", object({{"PolicyInputList", text_array({allow("sqs:*")})}})), "EvalDecision"), "allowed") << "with one more policy";
  w.make("PutUserPermissionsBoundary", user("ann", object({{"PermissionsBoundary", w.make_policy("limit", allow("sqs:*"))}})));
  EXPECT_EQ(text_at(simulate("sns:Publish", kTopic), "EvalDecision"), "implicitDeny");
  EXPECT_EQ(w.make("GetContextKeysForPrincipalPolicy", object({{"PolicySourceArn", user_arn("ann")}}))["ContextKeyNames"][0], "aws:username");
}

}  // namespace
}  // namespace lambent::iam
