#include "base/digest.h"
#include "making.h"

namespace lambent::events {
namespace {

using testing::HasSubstr;

TEST(Overrides, APathMayBeginInTheRecord) {
  EXPECT_EQ(text_at(make("sqs", {"Records[0].body=hello"})["Records"][0], "body"), "hello");
  EXPECT_EQ(text_at(make("sqs", {"body=hello"})["Records"][0], "body"), "hello");
  EXPECT_EQ(text_at(make("sns", {"Message=hello"})["Records"][0]["Sns"], "Message"), "hello");
  EXPECT_EQ(text_at(make("s3", {"object.key=a/b.txt"})["Records"][0]["s3"]["object"], "key"), "a/b.txt");
  EXPECT_EQ(int_at(make("eventbridge", {"detail.order=9"})["detail"], "order"), 9);
}

TEST(Overrides, TextStaysTextAndADocumentBecomesItsJsonText) {
  EXPECT_EQ(text_at(make("apigateway-v1", {R"(body={"id":7})"}), "body"), R"({"id":7})");
  EXPECT_EQ(text_at(make("apigateway-v2", {"body=[1, 2]"}), "body"), "[1, 2]") << "as it was written";
  EXPECT_EQ(text_at(make("sns", {R"(Message={"a":{"b":null}})"})["Records"][0]["Sns"], "Message"), R"({"a":{"b":null}})");
  EXPECT_EQ(text_at(make("sqs", {"messageId=1e5"})["Records"][0], "messageId"), "1e5");
  EXPECT_EQ(text_at(make("sqs", {"attributes.SenderId=000000000000"})["Records"][0]["attributes"], "SenderId"), "000000000000");
  EXPECT_EQ(text_at(make("alb", {"queryStringParameters.page=2"})["queryStringParameters"], "page"), "2") << "parameters are text";
  Ids ids(7);
  EventRequest request{.source = "sqs", .with = {{"body", object({{"n", 1}}), ""}}, .time = kTime, .ids = ids};
  EXPECT_EQ(text_at((*make_event(request))["Records"][0], "body"), R"({"n":1})");
}

TEST(Overrides, SqsDigestsFollow) {
  const Json hello = make("sqs", {"body=hello"})["Records"][0];
  EXPECT_EQ(text_at(hello, "md5OfBody"), "5d41402abc4b2a76b9719d911017c592");
  EXPECT_EQ(text_at(make("sqs", {"body=hello", "md5OfBody=wrong"})["Records"][0], "md5OfBody"), "wrong");
  // The digest boto3 checks: length and bytes of name, type, transport type 1 and value.
  const Json with = make("sqs", {R"(messageAttributes.city={"stringValue":"Paris","stringListValues":[],"binaryListValues":[],"dataType":"String"})"})["Records"][0];
  const std::string bytes = std::string("\0\0\0\4city\0\0\0\6String\1\0\0\0\5Paris", 8 + 10 + 1 + 9);
  EXPECT_EQ(text_at(with, "md5OfMessageAttributes"), hex_encode(md5(bytes)));
}

TEST(Overrides, HttpMembersThatSayTheSameFollow) {
  const Json v1 = make("apigateway-v1", {"httpMethod=PUT", "path=/x", "headers.X-Tenant=blue", "queryStringParameters.page=2"});
  EXPECT_EQ(text_at(v1["requestContext"], "httpMethod"), "PUT");
  EXPECT_EQ(text_at(v1["requestContext"], "path"), "/prod/x");
  EXPECT_EQ(dump(v1["multiValueHeaders"]["X-Tenant"]), R"(["blue"])");
  EXPECT_EQ(dump(v1["multiValueQueryStringParameters"]), R"({"source":["web"],"page":["2"]})");
  const Json lists = make("apigateway-v1", {R"(multiValueHeaders.X-Tenant=["a","b"])"});
  EXPECT_EQ(text_at(lists["headers"], "X-Tenant"), "b");
  const Json v2 = make("apigateway-v2", {"requestContext.http.method=GET", "rawPath=/y", "queryStringParameters={\"a\":\"b c\"}", "body=null"});
  EXPECT_EQ(text_at(v2, "routeKey"), "GET /orders/{id}");
  EXPECT_EQ(text_at(v2["requestContext"], "routeKey"), "GET /orders/{id}");
  EXPECT_EQ(text_at(v2["requestContext"]["http"], "path"), "/y");
  EXPECT_EQ(text_at(v2, "rawQueryString"), "a=b%20c");
  EXPECT_FALSE(v2.contains("body")) << "left out, not null";
  EXPECT_EQ(dump(make("function-url", {"rawQueryString=t=1&t=2"})["queryStringParameters"]), R"({"t":"1,2"})");
  EXPECT_EQ(text_at(make("apigateway-v1", {"stageVariables.table=t1"})["stageVariables"], "table"), "t1") << "it was null";
}

TEST(Overrides, MailAgreesWithItself) {
  const Json ses = make("ses", {"subject=Hello", "source=bob@example.com", R"(destination=["x@example.org","y@example.org"])"})["Records"][0]["ses"];
  const Json& mail = ses["mail"];
  EXPECT_EQ(text_at(mail["commonHeaders"], "returnPath"), "bob@example.com");
  EXPECT_EQ(dump(mail["commonHeaders"]["from"]), R"(["bob@example.com"])");
  EXPECT_EQ(mail["commonHeaders"]["to"], mail["destination"]);
  EXPECT_EQ(ses["receipt"]["recipients"], mail["destination"]);
  std::map<std::string, std::string> headers;
  for (const Json& one : mail["headers"]) headers[text_at(one, "name")] = text_at(one, "value");
  EXPECT_EQ(headers["Subject"], "Hello");
  EXPECT_EQ(headers["From"], "bob@example.com");
  EXPECT_EQ(headers["To"], "x@example.org, y@example.org");
}

TEST(Overrides, LogsAreEncodedAfterwards) {
  const Json data = logs_data(make("cloudwatch-logs", {R"(message={"level":"ERROR"})", "logGroup=/my/group", "awslogs.data.logEvents[0].timestamp=5"}));
  EXPECT_EQ(text_at(data["logEvents"][0], "message"), R"({"level":"ERROR"})");
  EXPECT_EQ(text_at(data, "logGroup"), "/my/group");
  EXPECT_EQ(int_at(data["logEvents"][0], "timestamp"), 5);
}

TEST(Overrides, BucketNameAndArnAgree) {
  EXPECT_EQ(text_at(make("s3", {"bucket.name=b1"})["Records"][0]["s3"]["bucket"], "arn"), "arn:aws:s3:::b1");
}

TEST(Refusals, AMemberThatIsNotThereIsNamedWithItsNeighbour) {
  EXPECT_EQ(refusal("sqs", "Records[0].boddy=x"), "Records[0] has no member 'boddy'; did you mean 'body'?");
  EXPECT_EQ(refusal("sqs", "boddy=x"), "the event has no member 'boddy'; did you mean 'body'?");
  EXPECT_EQ(refusal("apigateway-v1", "requestContext.identity.sourceIP=1.2.3.4"), "requestContext.identity has no member 'sourceIP'; did you mean 'sourceIp'?");
  EXPECT_EQ(refusal("apigateway-v1", "queryStringParameterss.a=b"), "the event has no member 'queryStringParameterss'; did you mean 'queryStringParameters'?");
  EXPECT_THAT(refusal("scheduled", "zzz.y=1"), HasSubstr("it has version, id, detail-type"));
  EXPECT_EQ(refusal("sqs", "Records[1].body=x"), "Records has 1 element, none with index 1");
  EXPECT_EQ(refusal("sqs", "body.name=x"), "Records[0].body is text: it has no members of its own");
  EXPECT_EQ(refusal("sqs", "Records.body=x"), "Records is an array: it has no members of its own");
}

TEST(Refusals, AValueOfAnotherType) {
  EXPECT_EQ(refusal("alb", "isBase64Encoded=yes"), "isBase64Encoded is true or false, not text");
  EXPECT_EQ(refusal("ses", "destination=bob@example.com"), "Records[0].ses.mail.destination is an array, not text");
  EXPECT_EQ(refusal("apigateway-v1", "requestContext.requestTimeEpoch=1.5"), "") << "a number is a number";
  EXPECT_EQ(refusal("apigateway-v1", "requestContext=null"), "");
}

TEST(Refusals, PathsThatCannotBeRead) {
  EXPECT_EQ(refusal("sqs", "body"), "'body' is not of the form path=value");
  EXPECT_EQ(refusal("sqs", "=x"), "'=x' is not of the form path=value");
  EXPECT_EQ(refusal("sqs", "Records[0=x"), "the path 'Records[0' has a '[' that is not closed (character 10)");
  EXPECT_EQ(refusal("sqs", "Records[x]=x"), "the path 'Records[x]' wants a number or a quoted name after '[' (character 9)");
  EXPECT_EQ(refusal("sqs", "Records..body=x"), "the path 'Records..body' wants a member's name here (character 9)");
  EXPECT_EQ(refusal("sqs", "Records[0]body=x"), "the path 'Records[0]body' wants '.' or '[' here (character 12)");
}

TEST(Adding, MakesWhatIsNotThere) {
  const Json e = make("sqs", {"Records[1].body=second", "extra.deep[0]=1", "isFifo=true"}, Members::any);
  EXPECT_EQ(text_at(e["Records"][1], "md5OfBody"), hex_encode(md5("second")));
  EXPECT_EQ(dump(e["extra"]), R"({"deep":[1]})");
  EXPECT_TRUE(bool_at(e, "isFifo"));
  EXPECT_EQ(refusal("sqs", "Records[5].body=x", Members::any), "Records has 1 element, none with index 5");
  EXPECT_EQ(refusal("alb", "isBase64Encoded=yes", Members::any), "");
}

TEST(Paths, NamesWithDotsAndSignsAreQuoted) {
  EXPECT_EQ(text_at(make("alb", {R"(headers["x.a=b"]=c)"})["headers"], "x.a=b"), "c");
  EXPECT_EQ(text_at(make("alb", {"headers['x-y']=c=d"})["headers"], "x-y"), "c=d");
}

void all_paths(const Json& value, const std::string& path, std::vector<std::string>& out) {
  if (!path.empty()) out.push_back(path);
  if (value.is_object())
    for (const auto& [name, inner] : value.items()) all_paths(inner, path + "[\"" + name + "\"]", out);
  if (value.is_array())
    for (size_t i = 0; i < value.size(); ++i) all_paths(value[i], path + "[" + std::to_string(i) + "]", out);
}

// Any part replaced by anything must not make the rest stumble.
TEST(Overrides, AnythingSetIsSurvived) {
  for (const EventSource& source : event_sources()) {
    std::vector<std::string> paths;
    all_paths(make(source.name), "", paths);
    for (const auto& path : paths)
      for (const char* value : {"null", "5", "[]", "{}", "text", "[null]", "[{}]", "{\"a\":1}"})
        EXPECT_EQ(refusal(source.name, path + "=" + value, Members::any), "") << source.name << " " << path << "=" << value;
  }
}

}  // namespace
}  // namespace lambent::events
