// The rest-json protocol with Lambda's, SES's and API Gateway's models.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codec.h"

namespace lambent {
namespace {

using test::answer_to;
using test::error_to;
using test::input_of;
using test::refusal_of;
using test::rest_request;

const std::string kFunctions = "/2015-03-31/functions";

TEST(RestJson, MembersComeFromPathQueryHeadersAndBody) {
  HttpRequest invoke = rest_request("POST", kFunctions + "/fn%3Alive/invocations?Qualifier=a%20b");
  invoke.body = std::string("\0\xff{not json", 11);
  invoke.headers.set("x-amz-invocation-type", "Event");
  Json input = input_of(invoke);
  EXPECT_EQ(text_at(input, "FunctionName"), "fn:live");
  EXPECT_EQ(text_at(input, "Qualifier"), "a b");
  EXPECT_EQ(text_at(input, "InvocationType"), "Event");
  EXPECT_EQ(text_at(input, "Payload"), invoke.body) << "a payload is the body as it is";
}

TEST(RestJson, BodiesAreReadByTheirMembers) {
  Json input = input_of(rest_request("POST", kFunctions, R"({"FunctionName":"f","Timeout":3,"Code":{"ZipFile":"AP8="},"Nonsense":1,"Role":null,"Environment":{"Variables":{"A":"b"}}})"));
  EXPECT_EQ(text_at(*find(input, "Code"), "ZipFile"), std::string("\0\xff", 2));
  EXPECT_EQ(int_at(input, "Timeout"), 3);
  EXPECT_EQ(text_at(*find_path(input, {"Environment", "Variables"}), "A"), "b");
  EXPECT_FALSE(has(input, "Nonsense"));
  EXPECT_FALSE(has(input, "Role"));
}

TEST(RestJson, QueryListsRepeatAndNumbersAreRead) {
  Json input = input_of(rest_request("DELETE", "/2017-03-31/tags/arn%3Aaws%3Alambda?tagKeys=a&tagKeys=b"));
  EXPECT_EQ(text_at(input, "Resource"), "arn:aws:lambda");
  EXPECT_EQ(texts_at(input, "TagKeys"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(int_at(input_of(rest_request("GET", kFunctions + "?MaxItems=7")), "MaxItems"), 7);
  EXPECT_EQ(refusal_of(rest_request("GET", kFunctions + "?MaxItems=x")), "SerializationException 400 'x' can not be converted to a Integer");
}

TEST(RestJson, BodiesThatCannotBeReadAreSerializationExceptions) {
  EXPECT_THAT(refusal_of(rest_request("POST", kFunctions, "{")), testing::StartsWith("SerializationException 400 Could not parse request body into json: "));
  EXPECT_EQ(refusal_of(rest_request("POST", "/v2/email/outbound-emails", R"({"FromEmailAddress":1})")),
            "SerializationException 400 NUMBER_VALUE can not be converted to a String");
  EXPECT_EQ(refusal_of(rest_request("POST", "/v2/email/outbound-emails", R"({"FromEmailAddress":{}})")),
            "SerializationException 400 Start of structure or map found where not expected.");
  EXPECT_EQ(refusal_of(rest_request("POST", "/v2/email/outbound-emails", R"({"ReplyToAddresses":"x"})")), "SerializationException 400 Expected list or null");
  EXPECT_EQ(refusal_of(rest_request("POST", kFunctions, R"({"Code":{"ZipFile":"*"}})")).substr(0, 26), "SerializationException 400");
}

TEST(RestJson, InvokeAnswersWithThePayloadItsStatusAndHeaders) {
  HttpRequest invoke = rest_request("POST", kFunctions + "/fn/invocations", "{}");
  HttpResponse answer = answer_to(invoke, object({{"StatusCode", 200}, {"Payload", "[1, 2]"}, {"ExecutedVersion", "$LATEST"}, {"LogResult", "bG9n"}}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "[1, 2]");
  EXPECT_EQ(answer.headers.get("X-Amz-Executed-Version"), "$LATEST");
  EXPECT_EQ(answer.headers.get("X-Amz-Log-Result"), "bG9n");
  EXPECT_FALSE(answer.headers.has("X-Amz-Function-Error"));
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(answer.headers.get("x-amzn-RequestId"), "id-1");

  answer = answer_to(invoke, object({{"StatusCode", 202}, {"Payload", ""}}));
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.body, "");
}

TEST(RestJson, StatusesAreTheModels) {
  EXPECT_EQ(answer_to(rest_request("POST", kFunctions, "{}"), object({{"FunctionName", "f"}})).status, 201);
  HttpResponse gone = answer_to(rest_request("DELETE", kFunctions + "/fn"), object({{"StatusCode", 204}}));
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(gone.body, "");
}

TEST(RestJson, TimesAreSecondsUnlessTheModelSaysElse) {
  HttpResponse answer = answer_to(rest_request("GET", "/restapis/abc"), object({{"id", "abc"}, {"createdDate", 1767323045.0}}));
  EXPECT_EQ(answer.body, R"({"id":"abc","createdDate":1767323045})");
}

Json body_of(const HttpRequest& request, const AwsError& error) { return parse_json(error_to(request, error).body); }

TEST(RestJson, LambdaSpellsTheMessageByTheException) {
  HttpRequest get = rest_request("GET", kFunctions + "/fn");
  EXPECT_EQ(body_of(get, AwsError("ResourceNotFoundException", 404, "Function not found: arn")),
            object({{"Type", "User"}, {"Message", "Function not found: arn"}}));
  EXPECT_EQ(body_of(get, AwsError("ResourceConflictException", 409, "x")), object({{"Type", "User"}, {"message", "x"}}));
  EXPECT_EQ(body_of(get, AwsError("InvalidParameterValueException", 400, "x")), object({{"Type", "User"}, {"message", "x"}}));
  EXPECT_EQ(body_of(get, AwsError("ServiceException", 500, "x")), object({{"Type", "Service"}, {"Message", "x"}}));
  EXPECT_EQ(body_of(get, AwsError("AccessDeniedException", 403, "User: x")), object({{"Message", "User: x"}}));
  EXPECT_EQ(body_of(get, AwsError("ValidationException", 400, "x")), object({{"message", "x"}})) << "outside Lambda's model: no Type";
}

TEST(RestJson, FurtherMembersOfAnErrorGoWhereTheModelPutsThem) {
  AwsError error("TooManyRequestsException", 429, "Rate Exceeded.",
                 object({{"Reason", "ReservedFunctionConcurrentInvocationLimitExceeded"}, {"Type", "User"}, {"retryAfterSeconds", "1"}}));
  HttpResponse answer = error_to(rest_request("POST", kFunctions + "/fn/invocations", "{}"), error);
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.headers.get("Retry-After"), "1");
  EXPECT_EQ(answer.headers.get("x-amzn-ErrorType"), "TooManyRequestsException");
  EXPECT_EQ(parse_json(answer.body),
            object({{"Type", "User"}, {"Reason", "ReservedFunctionConcurrentInvocationLimitExceeded"}, {"message", "Rate Exceeded."}}));
}

TEST(RestJson, OtherServicesErrorsAreAMessageAndAHeader) {
  HttpRequest send = rest_request("POST", "/v2/email/outbound-emails", "{}");
  HttpResponse answer = error_to(send, AwsError("MessageRejected", 400, "Email address is not verified."));
  EXPECT_EQ(answer.headers.get("x-amzn-ErrorType"), "MessageRejected");
  EXPECT_EQ(answer.headers.get("x-amzn-RequestId"), "id-1");
  EXPECT_EQ(answer.body, R"({"message":"Email address is not verified."})");
}

}  // namespace
}  // namespace lambent
