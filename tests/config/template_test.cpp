// What a template's resources become.
#include "reading.h"

namespace lambent::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Template, AFunctionWithGlobalsParametersAndARoleOfItsOwn) {
  Reading r(R"(
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
Globals:
  Function:
    Runtime: python3.12
    Timeout: 10
    Environment: {Variables: {STAGE: !Ref Stage, LEVEL: info}}
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "work-${Stage}"
      CodeUri: code/
      Handler: index.handler
      Timeout: 20
      Environment: {Variables: {LEVEL: debug}}
      Policies: [AmazonSNSFullAccess, {Version: 2012-10-17, Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}]
Outputs:
  Arn: {Value: !GetAtt Work.Arn}
  Role: {Value: !GetAtt WorkRole.Arn}
)",
            {{"Stage", "prod"}});
  EXPECT_THAT(r.said(), IsEmpty());
  ASSERT_EQ(r.model.functions.size(), 1u);
  const FunctionModel& f = r.model.functions[0];
  EXPECT_EQ(f.name, "work-prod");
  EXPECT_EQ(f.runtime, "python3.12");
  EXPECT_EQ(f.timeout, 20);
  EXPECT_EQ(f.environment, (std::map<std::string, std::string>{{"STAGE", "prod"}, {"LEVEL", "debug"}}));
  EXPECT_EQ(f.role, "arn:aws:iam::123456789012:role/WorkRole");
  ASSERT_EQ(r.model.roles.size(), 1u);
  EXPECT_THAT(r.model.roles[0].managed, ElementsAre("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/AmazonSNSFullAccess"));
  ASSERT_EQ(r.model.roles[0].inline_policies.size(), 1u);
  EXPECT_EQ(text_at(r.model.roles[0].inline_policies[0].second, "Version"), "2012-10-17");
  EXPECT_EQ(r.model.outputs[0].value, "arn:aws:lambda:eu-west-1:123456789012:function:work-prod");
  EXPECT_EQ(r.model.outputs[1].value, "arn:aws:iam::123456789012:role/WorkRole");
}

TEST(Template, AStateMachineFromAFileATextOrAMap) {
  Reading r(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  File:
    Type: AWS::Serverless::StateMachine
    Properties: {DefinitionUri: machine.asl.json, DefinitionSubstitutions: {Work: arn-of-work}, Role: arn:aws:iam::123456789012:role/r}
  Text:
    Type: AWS::StepFunctions::StateMachine
    Properties: {StateMachineName: text, RoleArn: arn:aws:iam::123456789012:role/r, DefinitionString: '{"StartAt": "${X}"}', DefinitionSubstitutions: {X: Y}}
  Map:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      Role: arn:aws:iam::123456789012:role/r
      Definition: {StartAt: A, TimeoutSeconds: 5, States: {A: {Type: Pass, Result: "${X}", End: true}}}
      DefinitionSubstitutions: {X: quoted "text"}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  ASSERT_EQ(r.model.machines.size(), 3u);
  EXPECT_THAT(r.model.machines[0].definition, testing::HasSubstr(R"("Resource": "arn-of-work")"));
  EXPECT_EQ(r.model.machines[1].name, "text");
  EXPECT_EQ(r.model.machines[1].definition, R"({"StartAt": "Y"})");
  EXPECT_EQ(r.model.machines[2].type, "EXPRESS");
  EXPECT_EQ(r.model.machines[2].definition, R"({"StartAt":"A","TimeoutSeconds":5,"States":{"A":{"Type":"Pass","Result":"quoted \"text\"","End":true}}})");
}

TEST(Template, MachinesAreLoggedVersionedAndAliased) {
  Reading r(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: /states/m}
  Plain:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/r
      DefinitionString: "{}"
      TracingConfiguration: {Enabled: true}
      LoggingConfiguration: {Level: ERROR, IncludeExecutionData: true, Destinations: [{CloudWatchLogsLogGroup: {LogGroupArn: !GetAtt Group.Arn}}]}
  Version:
    Type: AWS::StepFunctions::StateMachineVersion
    Properties: {StateMachineArn: !Ref Plain, Description: d}
  Live:
    Type: AWS::StepFunctions::StateMachineAlias
    Properties:
      Name: live
      RoutingConfiguration: [{StateMachineVersionArn: !Ref Version, Weight: 100}]
  Served:
    Type: AWS::Serverless::StateMachine
    Properties: {Role: arn:aws:iam::123456789012:role/r, Definition: {}, AutoPublishAlias: prod, Tracing: {Enabled: true}}
  Work:
    Type: AWS::StepFunctions::Activity
    Properties: {Name: work}
Outputs:
  Alias: {Value: !Ref Live}
  Activity: {Value: !Ref Work}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  const std::string states = "arn:aws:states:eu-west-1:123456789012:";
  ASSERT_EQ(r.model.machines.size(), 2u);
  EXPECT_EQ(dump(r.model.machines[0].logging), R"({"level":"ERROR","includeExecutionData":true,"destinations":[{"cloudWatchLogsLogGroup":)"
                                               R"({"logGroupArn":"arn:aws:logs:eu-west-1:123456789012:log-group:/states/m:*"}}]})");
  EXPECT_TRUE(r.model.machines[0].tracing && r.model.machines[1].tracing);
  ASSERT_EQ(r.model.machine_versions.size(), 2u);
  EXPECT_EQ(r.model.machine_versions[0].machine, states + "stateMachine:Plain");
  EXPECT_EQ(r.model.machine_versions[0].description, "d");
  ASSERT_EQ(r.model.machine_aliases.size(), 2u);
  EXPECT_EQ(r.model.machine_aliases[0].routes[0].first, states + "stateMachine:Plain:" + version_stand_in("Version"));
  EXPECT_EQ(r.model.machine_aliases[1].name, "prod");
  ASSERT_EQ(r.model.activities.size(), 1u);
  EXPECT_EQ(r.model.outputs[0].value, states + "stateMachine:Plain:live");
  EXPECT_EQ(r.model.outputs[1].value, states + "activity:work");
}

TEST(Template, QueuesAndTheirPolicies) {
  Reading r(R"(
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
      DelaySeconds: 5
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
      Tags: [{Key: k, Value: v}]
  Dead: {Type: AWS::SQS::Queue}
  Order: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true, ContentBasedDeduplication: true}}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: "*", Action: "sqs:SendMessage", Resource: !GetAtt Jobs.Arn}]}
Outputs:
  Url: {Value: !GetAtt Order.QueueUrl}
  Name: {Value: !GetAtt Order.QueueName}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  ASSERT_EQ(r.model.queues.size(), 3u);
  const QueueModel& jobs = r.model.queues[0];
  EXPECT_EQ(jobs.name, "jobs");
  EXPECT_EQ(jobs.dead_letter, "arn:aws:sqs:eu-west-1:123456789012:Dead");
  EXPECT_EQ(jobs.attributes.at("DelaySeconds"), "5");
  EXPECT_EQ(jobs.attributes.at("RedrivePolicy"), R"({"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:Dead","maxReceiveCount":"3"})");
  EXPECT_EQ(jobs.tags.at("k"), "v");
  EXPECT_EQ(r.model.queues[2].name, "Order.fifo");
  EXPECT_EQ(r.model.queues[2].attributes.at("FifoQueue"), "true");
  ASSERT_EQ(r.model.queue_policies.size(), 1u);
  EXPECT_THAT(r.model.queue_policies[0].queues, ElementsAre(std::string(kHomeUrl) + "/123456789012/jobs"));
  EXPECT_EQ(r.model.outputs[0].value, std::string(kHomeUrl) + "/123456789012/Order.fifo");
  EXPECT_EQ(r.model.outputs[1].value, "Order.fifo");
}

TEST(Template, BucketsAndTheirPolicies) {
  Reading r(R"(
Resources:
  Uploads:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: my-uploads
      Tags: [{Key: k, Value: v}]
  Other: {Type: AWS::S3::Bucket}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Uploads
      PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Uploads.Arn}/*"}]}
Outputs:
  Name: {Value: !Ref Other}
  Domain: {Value: !GetAtt Uploads.RegionalDomainName}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  ASSERT_EQ(r.model.buckets.size(), 2u);
  EXPECT_EQ(r.model.buckets[0].name, "my-uploads");
  EXPECT_EQ(r.model.buckets[0].tags.at("k"), "v");
  EXPECT_EQ(r.model.buckets[1].name, "other") << "buckets are called in small letters";
  ASSERT_EQ(r.model.bucket_policies.size(), 1u);
  EXPECT_EQ(r.model.bucket_policies[0].bucket, "my-uploads");
  EXPECT_EQ(text_at(r.model.bucket_policies[0].document["Statement"][0], "Resource"), "arn:aws:s3:::my-uploads/*");
  EXPECT_EQ(r.model.outputs[0].value, "other");
  EXPECT_EQ(r.model.outputs[1].value, "my-uploads.s3.eu-west-1.amazonaws.com");
}

TEST(Template, WhatABucketWouldNotDoIsRefused) {
  Reading r("Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: Enabled}}}\n");
  EXPECT_THAT(r.said(), testing::Not(IsEmpty()));
}

TEST(Template, RoutesOfAnOwnAndOfTheImplicitApi) {
  Reading r(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  Own:
    Type: AWS::Serverless::Api
    Properties: {Name: own, StageName: v1, BinaryMediaTypes: [image~1png]}
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code
      Handler: index.handler
      Runtime: python3.12
      Role: arn:aws:iam::123456789012:role/r
      Events:
        A: {Type: Api, Properties: {RestApiId: !Ref Own, Path: "/items/{id}", Method: get}}
        B: {Type: Api, Properties: {Path: /, Method: any}}
Outputs:
  Url: {Value: !Sub "https://${ServerlessRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/Prod/"}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  ASSERT_EQ(r.model.apis.size(), 2u);
  const ApiModel& own = r.model.apis[0];
  EXPECT_EQ(own.id.size(), 10u);
  EXPECT_EQ(own.stage, "v1");
  EXPECT_THAT(own.binary_types, ElementsAre("image/png"));
  ASSERT_EQ(own.routes.size(), 1u);
  EXPECT_EQ(own.routes[0].method, "GET");
  EXPECT_EQ(own.routes[0].function_arn, "arn:aws:lambda:eu-west-1:123456789012:function:F");
  EXPECT_EQ(r.model.apis[1].stage, "Prod");
  EXPECT_EQ(r.model.apis[1].routes[0].method, "ANY");
  EXPECT_EQ(r.model.outputs[0].value, "https://" + r.model.apis[1].id + ".execute-api.eu-west-1.amazonaws.com/Prod/");
  ASSERT_EQ(r.model.permissions.size(), 2u);
  EXPECT_EQ(r.model.permissions[0].source_arn, "arn:aws:execute-api:eu-west-1:123456789012:" + own.id + "/*/GET/items/*");
  EXPECT_EQ(r.model.permissions[1].source_arn, "arn:aws:execute-api:eu-west-1:123456789012:" + r.model.apis[1].id + "/*/*/");
}

TEST(Template, CodeIsAFolderAZipOrInline) {
  Reading r(R"(
Resources:
  Inline:
    Type: AWS::Lambda::Function
    Properties: {Runtime: nodejs22.x, Handler: index.handler, Role: r, Code: {ZipFile: "exports.handler = async e => e"}}
  Folder:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.12, Handler: index.handler, Role: r, Code: code}
  Missing:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.12, Handler: index.handler, Role: r, Code: nowhere}
  Bucket:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.12, Handler: index.handler, Role: r, Code: {S3Bucket: b, S3Key: k}}
)");
  ASSERT_EQ(r.model.functions.size(), 4u);
  EXPECT_EQ(r.model.functions[0].inline_file, "index.js");
  EXPECT_EQ(r.model.functions[1].folder, (r.folder.path() / "code").string());
  ASSERT_EQ(r.said().size(), 2u);
  EXPECT_THAT(r.said()[0], testing::AllOf(testing::StartsWith("11:"), testing::HasSubstr("nowhere")));
  EXPECT_THAT(r.said()[1], testing::HasSubstr("code in a bucket is not emulated"));
}

TEST(Template, RolesPoliciesPermissionsIdentitiesAndSeeds) {
  Reading r(R"(
Metadata:
  Lambent:
    SES: {VerifiedIdentities: [a@example.com], Sandbox: false}
    SNS: {SandboxPhoneNumbers: [+15556667788]}
  Other: {anything: goes}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: r
      Path: /app/
      MaxSessionDuration: 7200
      AssumeRolePolicyDocument: '{"Statement": []}'
      Tags: [{Key: team, Value: x}]
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: []}, Roles: [!Ref R]}
  I: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: example.org}}
  Allow:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: f, Action: "lambda:InvokeFunction", Principal: sns.amazonaws.com}
Outputs:
  R: {Value: !GetAtt R.Arn}
  P: {Value: !Ref P}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  EXPECT_EQ(r.model.roles[0].tags.at("team"), "x");
  EXPECT_EQ(r.model.roles[0].session_seconds, 7200);
  EXPECT_THAT(r.model.policies[0].roles, ElementsAre("r"));
  EXPECT_EQ(r.model.identities[0].identity, "example.org");
  EXPECT_EQ(r.model.permissions[0].statement_id, "Allow");
  EXPECT_EQ(r.model.outputs[0].value, "arn:aws:iam::123456789012:role/app/r");
  EXPECT_EQ(r.model.outputs[1].value, "arn:aws:iam::123456789012:policy/P");
  ASSERT_EQ(r.model.seeds.size(), 2u);
  EXPECT_EQ(r.model.seeds[0].given.dump(), R"({"VerifiedIdentities":["a@example.com"],"Sandbox":false})");
  EXPECT_EQ(r.model.seeds[1].given.dump(), R"({"SandboxPhoneNumbers":["+15556667788"]})");
}

TEST(Template, NoValueRemovesAProperty) {
  Reading r(R"(
Resources:
  R:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {Statement: []}, RoleName: !Ref "AWS::NoValue"}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  EXPECT_EQ(r.model.roles[0].name, "R");
}

}  // namespace
}  // namespace lambent::config
