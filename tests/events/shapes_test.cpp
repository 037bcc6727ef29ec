// Each source's event against the members AWS documents: their names, order and types, and values that depend on the
// request. The right column is a type, or a text in quotes that must be there as it is.
#include "making.h"

namespace lambent::events {
namespace {

std::string type_of(const Json& value) {
  if (value.is_string()) return "text";
  if (value.is_boolean()) return "bool";
  if (value.is_number_integer()) return "int";
  if (value.is_number()) return "number";
  if (value.is_array()) return value.empty() ? "[]" : "array";
  return value.is_object() ? "object" : "null";
}

// One line for each member, depth first: "Records[0].body text". Objects listed in `closed` are not entered.
void outline(const Json& value, const std::string& path, const std::vector<std::string>& closed, std::vector<std::string>& out) {
  const bool shut = std::find(closed.begin(), closed.end(), path) != closed.end();
  if (value.is_object() && !value.empty() && !shut) {
    for (const auto& [name, inner] : value.items()) outline(inner, path.empty() ? name : path + "." + name, closed, out);
  } else if (value.is_array() && !value.empty() && value[0].is_object() && !shut) {
    outline(value[0], path + "[0]", closed, out);
  } else {
    out.push_back(path + " " + type_of(value));
  }
}

std::vector<std::string> outline(const Json& value, const std::vector<std::string>& closed = {}) {
  std::vector<std::string> out;
  outline(value, "", closed, out);
  return out;
}

using Lines = std::vector<std::string>;

TEST(Shapes, RestApi) {
  const Json e = make("apigateway-v1");
  const Lines expected = {"resource text", "path text", "httpMethod text", "headers object", "multiValueHeaders object", "queryStringParameters object",
                          "multiValueQueryStringParameters object", "pathParameters object", "stageVariables null", "requestContext.resourceId text",
                          "requestContext.resourcePath text", "requestContext.httpMethod text", "requestContext.extendedRequestId text",
                          "requestContext.requestTime text", "requestContext.path text", "requestContext.accountId text", "requestContext.protocol text",
                          "requestContext.stage text", "requestContext.domainPrefix text", "requestContext.requestTimeEpoch int", "requestContext.requestId text",
                          "requestContext.identity object", "requestContext.domainName text", "requestContext.deploymentId text", "requestContext.apiId text",
                          "body text", "isBase64Encoded bool"};
  EXPECT_EQ(outline(e, {"headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "requestContext.identity"}), expected);
  EXPECT_EQ(text_at(e["requestContext"], "path"), "/prod/orders/42");
  EXPECT_EQ(text_at(e["requestContext"], "requestTime"), "02/Jan/2026:03:04:05 +0000");
  EXPECT_EQ(int_at(e["requestContext"], "requestTimeEpoch"), 1767323045678);
  EXPECT_EQ(text_at(e["requestContext"], "accountId"), "111122223333");
  EXPECT_THAT(text_at(e["requestContext"], "domainName"), testing::MatchesRegex("[a-z0-9]{10}\\.execute-api\\.eu-west-1\\.amazonaws\\.com"));
  EXPECT_EQ(dump(e["pathParameters"]), R"({"id":"42"})");
  EXPECT_EQ(dump(e["multiValueQueryStringParameters"]), R"({"source":["web"]})");
  EXPECT_TRUE(try_parse_json(text_at(e, "body")));
}

const Lines kContext2 = {"requestContext.accountId text", "requestContext.apiId text", "requestContext.domainName text", "requestContext.domainPrefix text",
                         "requestContext.http.method text", "requestContext.http.path text", "requestContext.http.protocol text",
                         "requestContext.http.sourceIp text", "requestContext.http.userAgent text", "requestContext.requestId text",
                         "requestContext.routeKey text", "requestContext.stage text", "requestContext.time text", "requestContext.timeEpoch int"};

Lines payload_2(const Lines& end) {
  Lines out = {"version text", "routeKey text", "rawPath text", "rawQueryString text", "headers object", "queryStringParameters object"};
  out.insert(out.end(), kContext2.begin(), kContext2.end());
  out.insert(out.end(), end.begin(), end.end());
  return out;
}

TEST(Shapes, HttpApi) {
  const Json e = make("apigateway-v2");
  EXPECT_EQ(outline(e, {"headers", "queryStringParameters", "pathParameters"}), payload_2({"body text", "pathParameters object", "isBase64Encoded bool"}));
  EXPECT_EQ(text_at(e, "version"), "2.0");
  EXPECT_EQ(text_at(e, "routeKey"), "POST /orders/{id}");
  EXPECT_EQ(e["routeKey"], e["requestContext"]["routeKey"]);
  for (const auto& [name, value] : e["headers"].items()) EXPECT_EQ(name, lower(name));
}

TEST(Shapes, FunctionUrl) {
  const Json e = make("function-url");
  EXPECT_EQ(outline(e, {"headers", "queryStringParameters"}), payload_2({"body text", "isBase64Encoded bool"}));
  EXPECT_EQ(text_at(e, "routeKey"), "$default");
  EXPECT_EQ(text_at(e["requestContext"], "accountId"), "anonymous");
  EXPECT_THAT(text_at(e["requestContext"], "domainName"), testing::MatchesRegex("[a-z0-9]{32}\\.lambda-url\\.eu-west-1\\.on\\.aws"));
}

TEST(Shapes, LoadBalancer) {
  const Json e = make("alb");
  EXPECT_EQ(outline(e, {"headers", "queryStringParameters"}), (Lines{"requestContext.elb.targetGroupArn text", "httpMethod text", "path text",
                                                                    "queryStringParameters object", "headers object", "body text", "isBase64Encoded bool"}));
  EXPECT_THAT(text_at(e["requestContext"]["elb"], "targetGroupArn"),
              testing::MatchesRegex("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/[a-z]+/[0-9a-f]{16}"));
}

TEST(Shapes, Sns) {
  const Json e = make("sns");
  EXPECT_EQ(outline(e), (Lines{"Records[0].EventSource text", "Records[0].EventVersion text", "Records[0].EventSubscriptionArn text", "Records[0].Sns.Type text",
                               "Records[0].Sns.MessageId text", "Records[0].Sns.TopicArn text", "Records[0].Sns.Subject null", "Records[0].Sns.Message text",
                               "Records[0].Sns.Timestamp text", "Records[0].Sns.SignatureVersion text", "Records[0].Sns.Signature text",
                               "Records[0].Sns.SigningCertUrl text", "Records[0].Sns.UnsubscribeUrl text", "Records[0].Sns.MessageAttributes object"}));
  const Json& sns = e["Records"][0]["Sns"];
  EXPECT_EQ(text_at(sns, "Timestamp"), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(base64_decode(text_at(sns, "Signature")).value_or("").size(), 256u);
  EXPECT_THAT(text_at(e["Records"][0], "EventSubscriptionArn"), testing::StartsWith(text_at(sns, "TopicArn") + ":"));
}

TEST(Shapes, Sqs) {
  const Json e = make("sqs");
  EXPECT_EQ(outline(e), (Lines{"Records[0].messageId text", "Records[0].receiptHandle text", "Records[0].body text",
                               "Records[0].attributes.ApproximateReceiveCount text", "Records[0].attributes.SentTimestamp text",
                               "Records[0].attributes.SenderId text", "Records[0].attributes.ApproximateFirstReceiveTimestamp text",
                               "Records[0].messageAttributes object", "Records[0].md5OfMessageAttributes null", "Records[0].md5OfBody text",
                               "Records[0].eventSource text", "Records[0].eventSourceARN text", "Records[0].awsRegion text"}));
  EXPECT_EQ(text_at(e["Records"][0]["attributes"], "ApproximateFirstReceiveTimestamp"), "1767323045678");
  EXPECT_EQ(text_at(e["Records"][0], "eventSourceARN"), "arn:aws:sqs:eu-west-1:111122223333:orders");
}

TEST(Shapes, Ses) {
  const Json e = make("ses");
  const std::string mail = "Records[0].ses.mail.", receipt = "Records[0].ses.receipt.", common = mail + "commonHeaders.";
  EXPECT_EQ(outline(e), (Lines{"Records[0].eventSource text", "Records[0].eventVersion text", mail + "timestamp text", mail + "source text", mail + "messageId text",
                               mail + "destination array", mail + "headersTruncated bool", mail + "headers[0].name text", mail + "headers[0].value text",
                               common + "returnPath text", common + "from array", common + "date text", common + "to array", common + "messageId text",
                               common + "subject text", receipt + "timestamp text", receipt + "processingTimeMillis int", receipt + "recipients array",
                               receipt + "spamVerdict.status text", receipt + "virusVerdict.status text", receipt + "spfVerdict.status text",
                               receipt + "dkimVerdict.status text", receipt + "dmarcVerdict.status text", receipt + "action.type text",
                               receipt + "action.functionArn text", receipt + "action.invocationType text"}));
  EXPECT_THAT(text_at(e["Records"][0]["ses"]["mail"], "messageId"), testing::MatchesRegex("[a-z0-9]{40}"));
  EXPECT_EQ(text_at(e["Records"][0]["ses"]["mail"]["commonHeaders"], "date"), "Fri, 02 Jan 2026 03:04:05 +0000");
}

TEST(Shapes, S3) {
  const Json e = make("s3");
  const std::string r = "Records[0].";
  EXPECT_EQ(outline(e), (Lines{r + "eventVersion text", r + "eventSource text", r + "awsRegion text", r + "eventTime text", r + "eventName text",
                               r + "userIdentity.principalId text", r + "requestParameters.sourceIPAddress text", r + "responseElements.x-amz-request-id text",
                               r + "responseElements.x-amz-id-2 text", r + "s3.s3SchemaVersion text", r + "s3.configurationId text", r + "s3.bucket.name text",
                               r + "s3.bucket.ownerIdentity.principalId text", r + "s3.bucket.arn text", r + "s3.object.key text", r + "s3.object.size int",
                               r + "s3.object.eTag text", r + "s3.object.sequencer text"}));
}

TEST(Shapes, EventBridgeAndSchedule) {
  const Lines bus = {"version text", "id text", "detail-type text", "source text", "account text", "time text", "region text"};
  Lines expected = bus;
  expected.insert(expected.end(), {"resources []", "detail object"});
  EXPECT_EQ(outline(make("eventbridge"), {"detail"}), expected);
  expected = bus;
  expected.insert(expected.end(), {"resources array", "detail object"});
  const Json scheduled = make("scheduled");
  EXPECT_EQ(outline(scheduled), expected);
  EXPECT_EQ(text_at(scheduled, "detail-type"), "Scheduled Event");
  EXPECT_EQ(text_at(scheduled, "source"), "aws.events");
  EXPECT_EQ(text_at(scheduled, "time"), "2026-01-02T03:04:05Z");
  EXPECT_TRUE(scheduled["detail"].empty());
}

TEST(Shapes, CloudWatchLogs) {
  const Json e = make("cloudwatch-logs");
  EXPECT_EQ(outline(e), (Lines{"awslogs.data text"}));
  const Json data = logs_data(e);
  EXPECT_EQ(outline(data), (Lines{"messageType text", "owner text", "logGroup text", "logStream text", "subscriptionFilters array", "logEvents[0].id text",
                                  "logEvents[0].timestamp int", "logEvents[0].message text"}));
  EXPECT_THAT(text_at(data["logEvents"][0], "id"), testing::MatchesRegex("[0-9]{56}"));
  EXPECT_EQ(text_at(data, "owner"), "111122223333");
}

TEST(Sources, EachIsListedWithHelpAndRepeatableByItsSeed) {
  EXPECT_EQ(event_sources().size(), 11u);
  for (const EventSource& source : event_sources()) {
    EXPECT_FALSE(std::string_view(source.help).empty());
    const Json once = make(source.name);
    EXPECT_EQ(dump(once), dump(make(source.name))) << source.name;
    EXPECT_NE(dump(once), dump(make(source.name, {}, Members::known, 8))) << source.name;
  }
  Ids ids(1);
  EXPECT_FALSE(make_event(EventRequest{.source = "sqq", .with = {}, .time = kTime, .ids = ids}));
}

}  // namespace
}  // namespace lambent::events
