// A template's resources as the emulator makes them: once, again, and with refusals at their places.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>

#include "app/emulator.h"
#include "config/template.h"

namespace lambent {
namespace {

constexpr const char* kTemplate = R"(
Transform: AWS::Serverless-2016-10-31
Metadata: {Lambent: {SES: {VerifiedIdentities: [a@example.com]}}}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: [lambda.amazonaws.com, states.amazonaws.com]}, Action: "sts:AssumeRole"}]}
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSNSFullAccess"]
  Own:
    Type: AWS::IAM::ManagedPolicy
    Properties: {ManagedPolicyName: own, Roles: [!Ref Role], PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: "ses:*", Resource: "*"}]}}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: work
      InlineCode: "def handler(event, context): return event"
      Handler: index.handler
      Runtime: python3.12
      Role: !GetAtt Role.Arn
      Timeout: 7
      ReservedConcurrentExecutions: 2
      Events: {Get: {Type: Api, Properties: {Path: "/things/{id}", Method: get}}}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties: {Name: machine, Role: !GetAtt Role.Arn, Definition: {StartAt: A, States: {A: {Type: Pass, End: true}}}}
)";

struct Deployed {
  explicit Deployed(const std::string& text) {
    EmulatorOptions options;
    options.port = 0;
    options.self_exe = "/proc/self/exe";
    emulator = std::make_unique<Emulator>(std::move(options));
    emulator->start();
    file = (folder.path() / "t.yaml").string();
    deploy(text);
  }
  bool deploy(const std::string& text) {
    write_file(file, text);
    config::TemplateOptions options;
    options.account = emulator->options().account;
    options.region = emulator->options().region;
    Diagnostics reading;
    config::AppModel model = config::read_template(file, options, reading);
    EXPECT_EQ(reading.text(), "");
    said = Diagnostics();
    return emulator->deploy(model, said);
  }
  Json ask(const char* service, const char* operation, Json input) {
    Json out;
    bool done = false;
    net::co_spawn(emulator->loop().executor(), asked(service, operation, std::move(input), out), [&done](std::exception_ptr) { done = true; });
    emulator->loop().run_until([&done] { return done; });
    return out;
  }
  Task<void> asked(const char* service, const char* operation, Json input, Json& out) {
    Call call(service, operation, std::move(input), Principal::root(emulator->options().account), emulator->scope());
    try {
      out = co_await emulator->aws().call(std::move(call));
    } catch (const AwsError& e) {
      out = object({{"error", e.code()}});
    }
  }

  TempDir folder;
  std::string file;
  std::unique_ptr<Emulator> emulator;
  Diagnostics said;
};

TEST(Deploy, EveryResourceIsThere) {
  Deployed d(kTemplate);
  EXPECT_EQ(d.said.text(), "");
  Json f = d.ask("lambda", "GetFunction", object({{"FunctionName", "work"}}));
  EXPECT_EQ(int_at(*find(f, "Configuration"), "Timeout"), 7);
  EXPECT_EQ(int_at(*find(f, "Concurrency"), "ReservedConcurrentExecutions"), 2);
  Json attached = d.ask("iam", "ListAttachedRolePolicies", object({{"RoleName", "worker"}}));
  EXPECT_EQ(find(attached, "AttachedPolicies")->size(), 2u);
  EXPECT_EQ(d.ask("stepfunctions", "ListStateMachines", Json::object())["stateMachines"].size(), 1u);
  EXPECT_TRUE(bool_at(d.ask("sesv2", "GetEmailIdentity", object({{"EmailIdentity", "a@example.com"}})), "VerifiedForSendingStatus"));
  Json apis = d.ask("apigateway", "GetRestApis", Json::object());
  ASSERT_EQ(apis["items"].size(), 1u);
  Json resources = d.ask("apigateway", "GetResources", object({{"restApiId", apis["items"][0]["id"]}}));
  EXPECT_EQ(resources["items"].size(), 3u);  // /, /things, /things/{id}
  EXPECT_THAT(text_at(d.ask("lambda", "GetPolicy", object({{"FunctionName", "work"}})), "Policy"), testing::HasSubstr("/*/GET/things/*"));
}

TEST(Deploy, AgainUpdatesAndMakesNothingTwice) {
  Deployed d(kTemplate);
  std::string changed = kTemplate;
  changed.replace(changed.find("Timeout: 7"), 10, "Timeout: 9");
  EXPECT_TRUE(d.deploy(changed)) << d.said.text();
  EXPECT_EQ(int_at(*find(d.ask("lambda", "GetFunction", object({{"FunctionName", "work"}})), "Configuration"), "Timeout"), 9);
  EXPECT_EQ(d.ask("apigateway", "GetRestApis", Json::object())["items"].size(), 1u);
  EXPECT_EQ(d.ask("lambda", "ListFunctions", Json::object())["Functions"].size(), 1u);
}

TEST(Deploy, AMachinesRoleAndTagsFollowTheTemplate) {
  const std::string roles = R"(
Resources:
  One: {Type: AWS::IAM::Role, Properties: {RoleName: one, AssumeRolePolicyDocument: &trust {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: "sts:AssumeRole"}]}}}
  Two: {Type: AWS::IAM::Role, Properties: {RoleName: two, AssumeRolePolicyDocument: *trust}}
  Machine: {Type: AWS::StepFunctions::StateMachine, Properties: {StateMachineName: machine, Definition: {StartAt: A, States: {A: {Type: Pass, End: true}}}, )";
  Deployed d(roles + "RoleArn: !GetAtt One.Arn}}\n");
  const std::string arn = "arn:aws:states:us-east-1:000000000000:stateMachine:machine";
  EXPECT_EQ(text_at(d.ask("stepfunctions", "DescribeStateMachine", object({{"stateMachineArn", arn}})), "roleArn"), "arn:aws:iam::000000000000:role/one");
  EXPECT_TRUE(d.deploy(roles + "RoleArn: !GetAtt Two.Arn, Tags: [{Key: a, Value: b}]}}\n")) << d.said.text();
  Json described = d.ask("stepfunctions", "DescribeStateMachine", object({{"stateMachineArn", arn}}));
  EXPECT_EQ(text_at(described, "roleArn"), "arn:aws:iam::000000000000:role/two");
  EXPECT_TRUE(described.contains("revisionId"));
  EXPECT_EQ(dump(d.ask("stepfunctions", "ListTagsForResource", object({{"resourceArn", arn}}))["tags"]), R"([{"key":"a","value":"b"}])");
}

TEST(Deploy, AChangedPolicyIsANewVersionTheSameIsNone) {
  Deployed d(kTemplate);
  Json own = object({{"PolicyArn", "arn:aws:iam::000000000000:policy/own"}});
  auto versions = [&] {
    std::string out;
    const Json answer = d.ask("iam", "ListPolicyVersions", own);
    for (const auto& one : answer["Versions"]) out += text_at(one, "VersionId") + (bool_at(one, "IsDefaultVersion") ? "*" : "") + " ";
    return out;
  };
  EXPECT_TRUE(d.deploy(kTemplate)) << d.said.text();
  EXPECT_EQ(versions(), "v1* ");
  for (int i = 0; i < 6; ++i) {
    std::string changed = kTemplate;
    changed.replace(changed.find("ses:*"), 5, "ses:Get" + std::to_string(i) + "*");
    EXPECT_TRUE(d.deploy(changed)) << d.said.text();
  }
  EXPECT_EQ(versions(), "v7* v6 v5 v4 v3 ");
}

TEST(Deploy, GrantsThatATemplateNoLongerHasAreTakenBack) {
  Deployed d(kTemplate);
  auto attached = [&] {
    std::set<std::string> out;
    const Json answer = d.ask("iam", "ListAttachedRolePolicies", object({{"RoleName", "worker"}}));
    for (const auto& one : answer["AttachedPolicies"]) out.insert(text_at(one, "PolicyName"));
    return out;
  };
  auto inlined = [&] { return texts_at(d.ask("iam", "ListRolePolicies", object({{"RoleName", "worker"}})), "PolicyNames"); };
  auto policy = [&] { return text_at(d.ask("lambda", "GetPolicy", object({{"FunctionName", "work"}})), "Policy"); };
  const std::string document = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]})";
  d.ask("iam", "PutRolePolicy", object({{"RoleName", "worker"}, {"PolicyName", "by-hand"}, {"PolicyDocument", document}}));
  d.ask("lambda", "AddPermission", object({{"FunctionName", "work"}, {"StatementId", "by-hand"}, {"Action", "lambda:InvokeFunction"}, {"Principal", "sns.amazonaws.com"}}));
  EXPECT_EQ(attached(), (std::set<std::string>{"AmazonSNSFullAccess", "own"}));

  std::string text = kTemplate;
  const std::string managed = R"(ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSNSFullAccess"])", inner = R"(Policies: [{PolicyName: inner, PolicyDocument: )" + document + "}]";
  text.replace(text.find(managed), managed.size(), inner);
  text.replace(text.find(", Roles: [!Ref Role]"), 20, "");
  const std::string event = R"(      Events: {Get: {Type: Api, Properties: {Path: "/things/{id}", Method: get}}})";
  text.replace(text.find(event), event.size(), "");
  EXPECT_TRUE(d.deploy(text)) << d.said.text();
  EXPECT_EQ(attached(), std::set<std::string>());
  EXPECT_THAT(inlined(), testing::UnorderedElementsAre("by-hand", "inner"));
  EXPECT_THAT(policy(), testing::AllOf(testing::HasSubstr("by-hand"), testing::Not(testing::HasSubstr("/*/GET/things/*"))));

  EXPECT_TRUE(d.deploy(kTemplate)) << d.said.text();
  EXPECT_THAT(inlined(), testing::ElementsAre("by-hand"));
  EXPECT_EQ(attached(), (std::set<std::string>{"AmazonSNSFullAccess", "own"}));
  EXPECT_THAT(policy(), testing::HasSubstr("/*/GET/things/*"));
}

TEST(Deploy, QueuesComeAfterTheirDeadLetterQueues) {
  const char* text = R"(
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs, DelaySeconds: 5, RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}}}
  Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: dead}}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties: {Queues: [!Ref Jobs], PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: "*", Action: "sqs:SendMessage", Resource: "*"}]}}
  F:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: f
      Code: {ZipFile: "def handler(event, context): return event"}
      Handler: index.handler
      Runtime: python3.12
      Role: !GetAtt Role.Arn
      Environment: {Variables: {QUEUE: !Ref Jobs}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]}
)";
  Deployed d(text);
  EXPECT_EQ(d.said.text(), "");
  Json attributes = d.ask("sqs", "GetQueueAttributes", object({{"QueueUrl", "jobs"}, {"AttributeNames", text_array({"All"})}}))["Attributes"];
  EXPECT_EQ(text_at(attributes, "DelaySeconds"), "5");
  EXPECT_THAT(text_at(attributes, "RedrivePolicy"), testing::HasSubstr(":dead"));
  EXPECT_THAT(text_at(attributes, "Policy"), testing::HasSubstr("sqs:SendMessage"));
  Json f = d.ask("lambda", "GetFunction", object({{"FunctionName", "f"}}));
  EXPECT_EQ(f["Configuration"]["Environment"]["Variables"]["QUEUE"], d.emulator->url() + "/000000000000/jobs");
  std::string changed = text;
  changed.replace(changed.find("DelaySeconds: 5"), 15, "DelaySeconds: 6");
  EXPECT_TRUE(d.deploy(changed)) << d.said.text();
  attributes = d.ask("sqs", "GetQueueAttributes", object({{"QueueUrl", "jobs"}, {"AttributeNames", text_array({"DelaySeconds"})}}))["Attributes"];
  EXPECT_EQ(text_at(attributes, "DelaySeconds"), "6");
}

TEST(Deploy, BucketsComeWithTheirPolicies) {
  const char* text = R"(
Resources:
  Uploads: {Type: AWS::S3::Bucket, Properties: {BucketName: my-uploads, Tags: [{Key: k, Value: v}]}}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Uploads
      PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Uploads.Arn}/*"}]}
)";
  Deployed d(text);
  EXPECT_EQ(d.said.text(), "");
  EXPECT_THAT(text_at(d.ask("s3", "GetBucketPolicy", object({{"Bucket", "my-uploads"}})), "Policy"), testing::HasSubstr("arn:aws:s3:::my-uploads/*"));
  EXPECT_EQ(text_at(d.ask("s3", "GetBucketTagging", object({{"Bucket", "my-uploads"}}))["TagSet"][0], "Value"), "v");
  d.ask("s3", "PutObject", object({{"Bucket", "my-uploads"}, {"Key", "k"}, {"Body", "x"}}));
  EXPECT_TRUE(d.deploy(text)) << d.said.text();
  EXPECT_EQ(text_at(d.ask("s3", "GetObject", object({{"Bucket", "my-uploads"}, {"Key", "k"}})), "Body"), "x") << "what is there stays";
}

TEST(Deploy, TopicsComeWithTheirPoliciesAndSubscriptions) {
  const std::string topics = std::string(kTemplate) + R"(
  News: {Type: AWS::SNS::Topic, Properties: {TopicName: news, DisplayName: News}}
  May:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument: {Statement: [{Sid: may, Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: "sns:Publish", Resource: "*"}]}
  Told:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !Ref News, Protocol: lambda, Endpoint: !GetAtt Work.Arn, FilterPolicy: {kind: [a]}}
)";
  Deployed d(topics);
  EXPECT_EQ(d.said.text(), "");
  std::string changed = topics;
  changed.replace(changed.find("kind: [a]"), 9, "kind: [b]");
  EXPECT_TRUE(d.deploy(changed)) << d.said.text();
  Json topic = object({{"TopicArn", "arn:aws:sns:us-east-1:000000000000:news"}});
  Json attributes = d.ask("sns", "GetTopicAttributes", topic)["Attributes"];
  EXPECT_EQ(attributes["DisplayName"], "News");
  EXPECT_THAT(text_at(attributes, "Policy"), testing::HasSubstr("\"may\""));
  Json subscriptions = d.ask("sns", "ListSubscriptionsByTopic", topic)["Subscriptions"];
  ASSERT_EQ(subscriptions.size(), 1u);
  Json one = d.ask("sns", "GetSubscriptionAttributes", object({{"SubscriptionArn", subscriptions[0]["SubscriptionArn"]}}));
  EXPECT_EQ(one["Attributes"]["FilterPolicy"], R"({"kind":["b"]})");
}

TEST(Deploy, ARoleComesAfterThoseItTrusts) {
  Deployed d(R"(
Resources:
  Second:
    Type: AWS::IAM::Role
    Properties:
      RoleName: second
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {AWS: !GetAtt First.Arn}, Action: "sts:AssumeRole"}]}
  First:
    Type: AWS::IAM::Role
    Properties:
      RoleName: first
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]}
)");
  EXPECT_EQ(d.said.text(), "");
  for (const char* name : {"first", "second"}) EXPECT_TRUE(d.emulator->directory().find("arn:aws:iam::000000000000:role/" + std::string(name))) << name;
}

TEST(Deploy, ARefusalStandsAtItsResourceAndTheRestIsMade) {
  std::string wrong = kTemplate;
  wrong.replace(wrong.find("Timeout: 7"), 10, "Timeout: 0");
  wrong.replace(wrong.find("Type: Pass"), 10, "Type: Fly ");
  Deployed d(wrong);
  EXPECT_EQ(d.said.all().size(), 2u) << d.said.text();  // nothing more is tried with what is not there
  EXPECT_THAT(d.said.text(), testing::HasSubstr(d.file + ":14:3: error: lambda refuses CreateFunction: "));
  EXPECT_THAT(d.said.text(), testing::HasSubstr(d.file + ":25:3: error: stepfunctions refuses CreateStateMachine: "));
  EXPECT_FALSE(has(d.ask("iam", "GetRole", object({{"RoleName", "worker"}})), "error"));
}

TEST(Emulator, TwoLiveSideBySideInOneProcess) {
  Deployed one(kTemplate), other("Resources: {}\n");
  EXPECT_NE(one.emulator->url(), other.emulator->url());
  EXPECT_EQ(one.ask("lambda", "ListFunctions", Json::object())["Functions"].size(), 1u);
  EXPECT_EQ(other.ask("lambda", "ListFunctions", Json::object())["Functions"].size(), 0u);
}

}  // namespace
}  // namespace lambent
