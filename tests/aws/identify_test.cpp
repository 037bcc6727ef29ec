// Which service and operation a request is for, whatever it is recognised by; what AWS says of unknown ones.
#include "aws/identify.h"

#include <gtest/gtest.h>

#include "codec.h"

namespace lambent {
namespace {

using test::json_request;
using test::query_request;
using test::rest_request;
using test::scoped_to;

std::string seen(const HttpRequest& request) {
  std::optional<AwsError> error;
  Identified what = identify(request, error);
  if (!what.service) return "nobody's";
  if (!what.operation) return what.service->name + ": " + (error ? error->code() + " " + std::to_string(error->status()) + " " + error->message() : "?");
  return what.service->name + "." + what.operation->name;
}

TEST(Identify, ByTheSigningName) {
  EXPECT_EQ(seen(scoped_to(query_request("Action=Publish"), "sns")), "sns.Publish");
  EXPECT_EQ(seen(scoped_to(query_request("Action=GetUser"), "iam")), "iam.GetUser");
  EXPECT_EQ(seen(scoped_to(query_request("Action=GetCallerIdentity"), "sts")), "sts.GetCallerIdentity");
  EXPECT_EQ(seen(scoped_to(query_request("Action=SendEmail"), "ses")), "ses.SendEmail");
  EXPECT_EQ(seen(scoped_to(rest_request("POST", "/v2/email/outbound-emails", "{}"), "ses")), "sesv2.SendEmail");
  EXPECT_EQ(seen(scoped_to(json_request("AWSStepFunctions.StartExecution", "{}"), "states")), "stepfunctions.StartExecution");
  EXPECT_EQ(seen(scoped_to(rest_request("GET", "/restapis"), "apigateway")), "apigateway.GetRestApis");
  EXPECT_EQ(seen(scoped_to(rest_request("GET", "/2015-03-31/functions/"), "lambda")), "lambda.ListFunctions");
}

TEST(Identify, ByTargetPathHostAndVersionWhenUnsigned) {
  EXPECT_EQ(seen(json_request("AWSStepFunctions.ListStateMachines", "{}")), "stepfunctions.ListStateMachines");
  EXPECT_EQ(seen(rest_request("POST", "/2015-03-31/functions/fn/invocations", "{}")), "lambda.Invoke");
  EXPECT_EQ(seen(rest_request("GET", "/v2/email/account")), "sesv2.GetAccount");
  EXPECT_EQ(seen(rest_request("GET", "/restapis/abc123")), "apigateway.GetRestApi");
  EXPECT_EQ(seen(query_request("Action=SendEmail&Version=2010-12-01")), "ses.SendEmail");
  EXPECT_EQ(seen(query_request("Version=2010-05-08&Action=ListRoles")), "iam.ListRoles");
  EXPECT_EQ(seen(rest_request("GET", "/?Action=GetCallerIdentity&Version=2011-06-15")), "sts.GetCallerIdentity");
  HttpRequest by_host = query_request("Action=Publish");
  by_host.headers.set("Host", "SNS.us-east-1.amazonaws.com");
  EXPECT_EQ(seen(by_host), "sns.Publish");
  EXPECT_EQ(seen(query_request("Action=CreateTopic&Name=a")), "sns.CreateTopic") << "by the operation's name alone";
}

TEST(Identify, ThePresignedScopeTells) {
  HttpRequest request = rest_request("GET", "/?Action=GetCallerIdentity&X-Amz-Credential=AKID%2F20260102%2Feu-west-1%2Fsts%2Faws4_request");
  EXPECT_EQ(seen(request), "sts.GetCallerIdentity");
  Identified what = test::identified(request);
  EXPECT_EQ(what.region, "eu-west-1");
  EXPECT_EQ(what.access_key, "AKID");
}

TEST(Identify, RegionAndKeyComeFromTheScope) {
  Identified what = test::identified(scoped_to(query_request("Action=Publish"), "sns"));
  EXPECT_EQ(what.region, "eu-west-1");
  EXPECT_EQ(what.access_key, "AKIDEXAMPLE");
  what = test::identified(query_request("Action=Publish&Version=2010-03-31"));
  EXPECT_EQ(what.region, "");
  EXPECT_EQ(what.access_key, "");
}

TEST(Identify, UnknownOperationsAreNamedAsAwsDoes) {
  EXPECT_EQ(seen(scoped_to(query_request("Action=FooBar&Version=2010-03-31"), "sns")),
            "sns: InvalidAction 400 Could not find operation FooBar for version 2010-03-31");
  EXPECT_EQ(seen(scoped_to(query_request("Version=2011-06-15"), "sts")), "sts: MissingAction 400 Missing Action parameter");
  EXPECT_EQ(seen(json_request("AWSStepFunctions.FooBar", "{}")), "stepfunctions: UnknownOperationException 400 ");
  EXPECT_EQ(seen(rest_request("GET", "/2015-03-31/nothing")), "lambda: UnknownOperationException 404 ");
}

TEST(Identify, WhatIsNotAwsIsNobodys) {
  EXPECT_EQ(seen(rest_request("GET", "/")), "nobody's");
  EXPECT_EQ(seen(rest_request("GET", "/_lambent/health")), "nobody's");
  EXPECT_EQ(seen(rest_request("POST", "/restapis/abc/prod/_user_request_/sending", "{}")), "nobody's");
  EXPECT_EQ(seen(query_request("Action=NoServiceHasThis")), "nobody's");
  EXPECT_EQ(seen(scoped_to(rest_request("GET", "/"), "kinesis")), "nobody's");
}

TEST(Identify, PathValuesAreDecodedAfterSplitting) {
  Identified what = test::identified(rest_request("POST", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Aa%2Fb/invocations"));
  ASSERT_EQ(what.captured.size(), 1u);
  EXPECT_EQ(what.captured[0].second, "arn:aws:lambda:us-east-1:000000000000:function:a/b");
}

TEST(Identify, LiteralPathsComeBeforeNamesAndATrailingSlashDoesNotMatter) {
  EXPECT_EQ(seen(rest_request("GET", "/2015-03-31/functions")), "lambda.ListFunctions");
  EXPECT_EQ(seen(rest_request("GET", "/2015-03-31/functions/fn/")), "lambda.GetFunction");
  EXPECT_EQ(seen(rest_request("GET", "/2015-03-31/event-source-mappings/")), "lambda.ListEventSourceMappings");
}

TEST(Identify, TheJsonVersionIsEchoed) {
  HttpRequest request = json_request("AWSStepFunctions.ListStateMachines", "{}");
  request.headers.set("Content-Type", "application/x-amz-json-1.1; charset=utf-8");
  EXPECT_EQ(test::identified(request).content_type, "application/x-amz-json-1.1");
  request.headers.remove("Content-Type");
  EXPECT_EQ(test::identified(request).content_type, "application/x-amz-json-1.0");
}

TEST(Identify, TheFormsTypeIsReadWithoutCase) {
  HttpRequest request = query_request("Action=Publish&Version=2010-03-31&Message=hi");
  request.headers.set("Content-Type", "Application/X-WWW-Form-Urlencoded");
  EXPECT_EQ(seen(request), "sns.Publish");
  EXPECT_EQ(text_at(test::input_of(request), "Message"), "hi");
}

}  // namespace
}  // namespace lambent
