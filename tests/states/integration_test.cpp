// From parameters to inputs, from answers to results, from errors to their names: no engine.
#include <gtest/gtest.h>

#include "aws/extended_request_id.h"
#include "mocks/states/integrations/form_body.h"
#include "mocks/states/integrations/http_task.h"
#include "mocks/states/integrations/values.h"

namespace lambent::states {
namespace {

asl::Resource resource(const std::string& rest) { return *asl::parse_resource("arn:aws:states:::" + rest); }
About about() {
  About out;
  out.execution_arn = "arn:e";
  out.machine_arn = "arn:m";
  out.request_id = "rid";
  out.now = TimePoint(std::chrono::seconds(1700000000));
  return out;
}
std::string asked(const std::string& rest, const char* parameters) {
  try {
    Asked out = asked_of(resource(rest), parse_json(parameters), about());
    return out.service + " " + out.operation + " " + dump(out.input);
  } catch (const RuntimeFailure& e) {
    return e.what();
  }
}
std::string result(const std::string& rest, const char* answer) {
  try {
    return dump(result_of(resource(rest), parse_json(answer), about()));
  } catch (const StateFailure& e) {
    return *e.failure().error + ": " + *e.failure().cause;
  }
}
std::string failed(const std::string& rest, const AwsError& error) {
  Failure f = failure_of(resource(rest), error, "rid");
  return *f.error + ": " + *f.cause;
}

TEST(SdkIntegration, MembersAreSpelledWithACapitalAtEveryDepth) {
  EXPECT_EQ(asked("aws-sdk:sfn:startExecution", R"({"StateMachineArn":"arn:x","Input":{"a":[1]},"Name":null})"),
            R"(stepfunctions StartExecution {"stateMachineArn":"arn:x","input":"{\"a\":[1]}"})");
  EXPECT_EQ(asked("aws-sdk:sfn:createStateMachine",
                  R"({"Name":"n","Definition":{},"RoleArn":"r","LoggingConfiguration":{"Level":"ALL","Destinations":[{"CloudWatchLogsLogGroup":{"LogGroupArn":"g"}}]}})"),
            R"(stepfunctions CreateStateMachine {"name":"n","definition":"{}","roleArn":"r","loggingConfiguration":{"level":"ALL","destinations":[{"cloudWatchLogsLogGroup":{"logGroupArn":"g"}}]}})");
  EXPECT_EQ(asked("aws-sdk:ses:sendEmail", R"({"Source":"a@x","Destination":{"ToAddresses":["b@x"]},"Message":{"Subject":{"Data":"s"},"Body":{"Text":{"Data":7}}}})"),
            R"(ses SendEmail {"Source":"a@x","Destination":{"ToAddresses":["b@x"]},"Message":{"Subject":{"Data":"s"},"Body":{"Text":{"Data":"7"}}}})");
  EXPECT_EQ(asked("aws-sdk:sqs:receiveMessage", R"({"QueueUrl":"u","MaxNumberOfMessages":"3"})"), R"(sqs ReceiveMessage {"QueueUrl":"u","MaxNumberOfMessages":3})");
}

TEST(SdkIntegration, ParametersThatCannotBeUsed) {
  const std::string sfn = R"(The Parameters '{"taskToken":"t","Output":"1"}' could not be used to start the Task: [)";
  EXPECT_EQ(asked("aws-sdk:sfn:sendTaskSuccess", R"({"taskToken":"t","Output":"1"})"),
            sfn + R"(The field "taskToken" is not supported by Step Functions, The field 'TaskToken' is required but was missing])");
  EXPECT_EQ(asked("aws-sdk:sqs:receiveMessage", R"({"QueueUrl":"u","MaxNumberOfMessages":[1]})"),
            R"(The Parameters '{"QueueUrl":"u","MaxNumberOfMessages":[1]}' could not be used to start the Task: [The value of the field 'MaxNumberOfMessages' has an invalid format])");
  EXPECT_EQ(asked("aws-sdk:sns:publish", "[1]"), "The Parameters '[1]' could not be used to start the Task: [The value must be a JSON object]");
}

TEST(SdkIntegration, ResultsAreSpelledSoTooAndHaveNoMetadata) {
  EXPECT_EQ(result("aws-sdk:sfn:startExecution", R"({"startDate":1700000000.25,"executionArn":"arn:x"})"),
            R"({"ExecutionArn":"arn:x","StartDate":"2023-11-14T22:13:20.250Z"})");
  EXPECT_EQ(result("aws-sdk:sfn:describeStateMachine", R"({"stateMachineArn":"m","creationDate":1700000000,"loggingConfiguration":{"level":"OFF","includeExecutionData":false}})"),
            R"({"CreationDate":"2023-11-14T22:13:20Z","LoggingConfiguration":{"IncludeExecutionData":false,"Level":"OFF"},"StateMachineArn":"m"})");
  EXPECT_EQ(result("aws-sdk:sqs:sendMessage", R"({"MessageId":"i","MD5OfMessageBody":"d"})"), R"({"Md5OfMessageBody":"d","MessageId":"i"})");
  EXPECT_EQ(result("aws-sdk:lambda:invoke", R"({"StatusCode":200,"Payload":"{\"a\":1}"})"), R"({"Payload":"{\"a\":1}","StatusCode":200})");
  EXPECT_EQ(result("aws-sdk:sns:deleteTopic", "{}"), "{}");
}

TEST(SdkIntegration, ErrorNames) {
  const std::string tail = ", Request ID: rid) (SDK Attempt Count: 1)";
  EXPECT_EQ(failed("aws-sdk:sfn:sendTaskSuccess", AwsError("InvalidToken", 400, "Invalid Token: 'Invalid token'")),
            "Sfn.InvalidTokenException: Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400" + tail);
  EXPECT_EQ(failed("aws-sdk:ses:sendEmail", AwsError("MessageRejected", 400, "no")), "Ses.MessageRejectedException: no (Service: Ses, Status Code: 400" + tail);
  EXPECT_EQ(failed("aws-sdk:ses:sendEmail", AwsError("AccessDenied", 403, "no")), "Ses.SesException: no (Service: Ses, Status Code: 403" + tail);
  EXPECT_EQ(failed("aws-sdk:sesv2:sendEmail", AwsError("NotFoundException", 404, "no")), "SesV2.NotFoundException: no (Service: SesV2, Status Code: 404" + tail);
  EXPECT_EQ(failed("aws-sdk:sns:publish", AwsError("InvalidParameter", 400, "no")), "Sns.InvalidParameterException: no (Service: Sns, Status Code: 400" + tail);
  EXPECT_EQ(failed("aws-sdk:lambda:invoke", AwsError("KMSAccessDeniedException", 502, "no")), "Lambda.KmsAccessDeniedException: no (Service: Lambda, Status Code: 502" + tail);
  EXPECT_EQ(failed("aws-sdk:s3:getObject", not_emulated("s3", "the service")),
            "S3.S3Exception: s3: the service is not emulated by lambent (Service: S3, Status Code: 501, Request ID: rid, Extended Request ID: " + extended_request_id("rid") +
                ") (SDK Attempt Count: 1)");
}

TEST(OptimizedIntegration, Requests) {
  EXPECT_EQ(asked("sns:publish", R"({"TopicArn":"t","Message":{"a":1},"MessageAttributes":{"k":{"DataType":"String","StringValue":"v"}}})"),
            R"(sns Publish {"TopicArn":"t","Message":"{\"a\":1}","MessageAttributes":{"k":{"DataType":"String","StringValue":"v"}}})");
  EXPECT_EQ(asked("sqs:sendMessage", R"({"QueueUrl":"q","MessageBody":{"a":1},"MessageSystemAttribute":{}})"),
            R"(sqs SendMessage {"QueueUrl":"q","MessageBody":"{\"a\":1}"})");
  EXPECT_EQ(asked("states:startExecution", R"({"StateMachineArn":"m","Input":{"a":1}})"), R"(stepfunctions StartExecution {"stateMachineArn":"m","input":"{\"a\":1}"})");
  EXPECT_EQ(asked("events:putEvents", R"({"Entries":[{"Detail":{"a":1},"DetailType":"d","Source":"s","Resources":["r"]}]})"),
            R"(events PutEvents {"Entries":[{"Detail":"{\"a\":1}","DetailType":"d","Source":"s","Resources":["r","arn:e","arn:m"]}]})");
  EXPECT_EQ(asked("dynamodb:putItem", R"({"TableName":"t","Item":{"id":{"S":"1"},"n":{"N":"2"}}})"),
            R"(dynamodb PutItem {"TableName":"t","Item":{"id":{"S":"1"},"n":{"N":"2"}}})");
  EXPECT_EQ(asked("dynamodb:updateItem", R"({"TableName":"t","Key":{"id":"1"},"ExpressionAttributeValues":{":p":{"L":["a"]},":b":{"BOOL":"true"}}})"),
            R"(dynamodb UpdateItem {"TableName":"t","Key":{"id":{"S":"1"}},"ExpressionAttributeValues":{":p":{"L":[{"S":"a"}]},":b":{"BOOL":true}}})");
  EXPECT_EQ(asked("lambda:invoke", R"({"FunctionName":"f","Payload":{"a":1}})"), R"(lambda Invoke {"FunctionName":"f","Payload":"{\"a\":1}"})");
  EXPECT_EQ(asked("lambda:invoke", R"({"FunctionName":"f","Payload":null})"), R"(lambda Invoke {"FunctionName":"f","Payload":"{}"})");
  EXPECT_EQ(asked("lambda:invoke", R"({"FunctionName":"f","Payload":"plain"})"), R"(lambda Invoke {"FunctionName":"f","Payload":"\"plain\""})");
  EXPECT_EQ(asked("lambda:invoke", R"({"Payload":1})"),
            R"(The Parameters '{"Payload":1}' could not be used to start the Task: [The field 'FunctionName' is required but was missing])");
}

TEST(OptimizedIntegration, ResultsTellAboutTheHttpAnswer) {
  Json sent = parse_json(result("sqs:sendMessage", R"({"MD5OfMessageBody":"d","MessageId":"i"})"));
  EXPECT_EQ(text_at(sent, "MD5OfMessageBody"), "d");
  EXPECT_EQ(sent["SdkResponseMetadata"]["RequestId"], "rid");
  EXPECT_EQ(sent["SdkHttpMetadata"]["HttpHeaders"]["Content-Type"], "application/x-amz-json-1.0");
  EXPECT_EQ(sent["SdkHttpMetadata"]["AllHttpHeaders"]["Date"][0], "Tue, 14 Nov 2023 22:13:20 GMT");
  Json started = parse_json(result("states:startExecution", R"({"executionArn":"a","startDate":1700000000.5})"));
  EXPECT_EQ(started["StartDate"], 1700000000500);
  Json invoked = parse_json(result("lambda:invoke", R"({"StatusCode":200,"Payload":"[1]","LogResult":"bG9n"})"));
  EXPECT_EQ(dump(invoked["Payload"]), "[1]");
  EXPECT_EQ(text_at(invoked, "ExecutedVersion"), "$LATEST");
  EXPECT_EQ(invoked["SdkHttpMetadata"]["HttpHeaders"]["X-Amz-Log-Result"], "bG9n");
  EXPECT_EQ(result("events:putEvents", R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":"MalformedDetail","ErrorMessage":"Detail is malformed."}]})"),
            R"(EventBridge.FailedEntry: {"Entries":[{"ErrorCode":"MalformedDetail","ErrorMessage":"Detail is malformed."}],"FailedEntryCount":1})");
}

TEST(OptimizedIntegration, ErrorNames) {
  auto tail = [](const char* label, const char* status, const char* code) {
    return std::string(" (Service: ") + label + "; Status Code: " + status + "; Error Code: " + code + "; Request ID: rid; Proxy: null)";
  };
  EXPECT_EQ(failed("sns:publish", AwsError("NotFound", 404, "Topic does not exist")),
            "SNS.NotFoundException: Topic does not exist" + tail("AmazonSNS", "404", "NotFound"));
  EXPECT_EQ(failed("sqs:sendMessage", AwsError("QueueDoesNotExist", 400, "The specified queue does not exist.")),
            "SQS.AmazonSQSException: The specified queue does not exist." + tail("AmazonSQS", "400", "AWS.SimpleQueueService.NonExistentQueue"));
  EXPECT_EQ(failed("states:startExecution", AwsError("StateMachineDoesNotExist", 400, "no")),
            "StepFunctions.StateMachineDoesNotExistException: no" + tail("AWSStepFunctions", "400", "StateMachineDoesNotExist"));
  EXPECT_EQ(failed("dynamodb:putItem", AwsError("ConditionalCheckFailedException", 400, "The conditional request failed")),
            "DynamoDB.ConditionalCheckFailedException: The conditional request failed" + tail("AmazonDynamoDBv2", "400", "ConditionalCheckFailedException"));
  EXPECT_EQ(failed("dynamodb:putItem", AwsError("ValidationException", 400, "no")), "DynamoDB.AmazonDynamoDBException: no" + tail("AmazonDynamoDBv2", "400", "ValidationException"));
  EXPECT_EQ(failed("lambda:invoke", AwsError("AccessDeniedException", 403, "no")), "Lambda.AWSLambdaException: no" + tail("AWSLambda", "403", "AccessDeniedException"));
}

TEST(HttpTask, AnApiOfThisEmulatorAndOneElsewhere) {
  Json input = rest_api_input(parse_json(R"({"ApiEndpoint":"abc.execute-api.us-east-1.amazonaws.com","Method":"POST","Stage":"prod","Path":"/a/b","Headers":{"X-One":["1","2"]},
      "QueryParameters":{"q":["x y"]},"RequestBody":{"a":1,"n":null}})"), "http://localhost:4566", "us-east-1");
  EXPECT_EQ(text_at(input, "Url"), "http://localhost:4566/restapis/abc/prod/_user_request_/a/b?q=x%20y");
  EXPECT_EQ(text_at(input, "Body"), R"({"a":1})");
  EXPECT_EQ(dump(input["Headers"]), R"([["X-One","1"],["X-One","2"],["Content-Type","application/json"],["User-Agent","Amazon|StepFunctions|APIGateway|us-east-1"]])");
  Json other = rest_api_input(parse_json(R"({"ApiEndpoint":"example.com","Method":"GET","Stage":"s"})"), "http://localhost:4566", "us-east-1");
  EXPECT_EQ(text_at(other, "Url"), "https://example.com/s");
  try {
    rest_api_input(parse_json(R"({"ApiEndpoint":"example.com","Method":"FETCH","Body":1})"), "", "");
    FAIL();
  } catch (const RuntimeFailure& e) {
    EXPECT_TRUE(std::string(e.what()).ends_with(R"([The field "Body" is not supported by Step Functions, The value of the field 'Method' has an invalid format])")) << e.what();
  }
  EXPECT_THROW(rest_api_input(parse_json(R"({"ApiEndpoint":"e","Method":"GET","Headers":{"Authorization":["x"]}})"), "", ""), RuntimeFailure);
}

TEST(HttpTask, AnEndpointNeedsAConnection) {
  Json input = endpoint_input(parse_json(R"({"ApiEndpoint":"https://e.com/x","Method":"POST","Authentication":{"ConnectionArn":"arn:c"},"Headers":{"Content-Type":"application/x-www-form-urlencoded"},
      "RequestBody":{"a":[1,2]},"Transform":{"RequestBodyEncoding":"URL_ENCODED","RequestEncodingOptions":{"ArrayFormat":"REPEAT"}},"QueryParameters":{"p":"v"}})"), "us-east-1");
  EXPECT_EQ(text_at(input, "Body"), "a=1&a=2");
  EXPECT_EQ(text_at(input, "Query"), "p=v");
  EXPECT_EQ(dump(input["Headers"].back()), R"(["Range","bytes=0-262144"])");
  EXPECT_THROW(endpoint_input(parse_json(R"({"ApiEndpoint":"https://e.com","Method":"GET"})"), ""), RuntimeFailure);
  EXPECT_THROW(endpoint_input(parse_json(R"({"ApiEndpoint":"http://e.com","Method":"GET","Authentication":{"ConnectionArn":"arn:c"}})"), ""), RuntimeFailure);
}

TEST(HttpTask, AnswersAndTheirErrors) {
  Json answer = parse_json(R"({"StatusCode":200,"StatusText":"OK","Headers":[["Content-Type","application/json"],["X","1"],["X","2"]],"Body":"{\"a\":1}"})");
  EXPECT_EQ(dump(http_result(resource("apigateway:invoke"), answer)),
            R"({"Headers":{"Content-Type":["application/json"],"X":["1","2"]},"ResponseBody":{"a":1},"StatusCode":200,"StatusText":"OK"})");
  answer["StatusCode"] = 403;
  for (const auto& [name, error] : {std::pair{"apigateway:invoke", "ApiGateway.403"}, std::pair{"http:invoke", "States.Http.StatusCode.403"}}) {
    try {
      http_result(resource(name), answer);
      FAIL();
    } catch (const StateFailure& e) {
      EXPECT_EQ(*e.failure().error, error);
      EXPECT_EQ(*e.failure().cause, R"({"a":1})");
    }
  }
}

TEST(HttpTask, FormsOfArrays) {
  Json value = parse_json(R"({"a":[1,"x y"],"b":{"c":true}})");
  EXPECT_EQ(form_body(value, ArrayFormat::indices), "a%5B0%5D=1&a%5B1%5D=x%20y&b%5Bc%5D=true");
  EXPECT_EQ(form_body(value, ArrayFormat::brackets), "a%5B%5D=1&a%5B%5D=x%20y&b%5Bc%5D=true");
  EXPECT_EQ(form_body(value, ArrayFormat::repeat), "a=1&a=x%20y&b%5Bc%5D=true");
  EXPECT_EQ(form_body(value, ArrayFormat::commas), "a=1%2Cx%20y&b%5Bc%5D=true");
}

}  // namespace
}  // namespace lambent::states
