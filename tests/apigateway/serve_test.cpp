#include "tests/apigateway/world.h"

#include "mocks/apigateway/path_match.h"
#include "mocks/apigateway/proxy_response.h"

namespace lambent::apigateway {
namespace {

TEST(Event, HasTheMembersAndOrderOfAws) {
  World w;
  w.make_api({"POST /items/{id}"});
  HttpRequest request = World::request("POST", "/items/a%20b?x=1&x=2&y=%26", "{\"a\": 1}");
  request.headers.add("X-Custom", "one");
  request.headers.add("x-custom", "two");
  request.headers.add("Content-Length", "8");
  request.headers.add("X-Amzn-Trace-Id", "Root=1-5ebe1b65-000000000000000000000000");
  ASSERT_EQ(w.send(request).status, 200);
  Json event = w.lambda.event;
  std::string resource = w.resource_at("/items/{id}");
  std::string deployment = text_at(w.call("GetStage", parse_json(R"({"restApiId": "api1", "stageName": "prod"})")), "deploymentId");
  std::string id = text_at(event["requestContext"], "requestId"), extended = text_at(event["requestContext"], "extendedRequestId");
  EXPECT_EQ(id.size(), 36u);
  EXPECT_EQ(extended.size(), 16u);
  EXPECT_EQ(dump(event), R"({"resource":"/items/{id}","path":"/items/a%20b","httpMethod":"POST",)"
    R"("headers":{"Host":"api1.execute-api.localhost:4566","User-Agent":"test/1","X-Custom":"two","X-Amzn-Trace-Id":"Root=1-5ebe1b65-000000000000000000000000","X-Forwarded-For":"10.0.0.7","X-Forwarded-Port":"4566","X-Forwarded-Proto":"http"},)"
    R"("multiValueHeaders":{"Host":["api1.execute-api.localhost:4566"],"User-Agent":["test/1"],"X-Custom":["one","two"],"X-Amzn-Trace-Id":["Root=1-5ebe1b65-000000000000000000000000"],"X-Forwarded-For":["10.0.0.7"],"X-Forwarded-Port":["4566"],"X-Forwarded-Proto":["http"]},)"
    R"("queryStringParameters":{"x":"2","y":"&"},"multiValueQueryStringParameters":{"x":["1","2"],"y":["&"]},)"
    R"("pathParameters":{"id":"a%20b"},"stageVariables":null,"requestContext":{"resourceId":")" + resource + R"(","resourcePath":"/items/{id}","httpMethod":"POST","extendedRequestId":")" + extended +
    R"(","requestTime":"15/May/2020:06:01:09 +0000","path":"/prod/items/a%20b","accountId":"000000000000","protocol":"HTTP/1.1","stage":"prod","domainPrefix":"api1","requestTimeEpoch":1589522469000,"requestId":")" + id +
    R"(","identity":{"cognitoIdentityPoolId":null,"accountId":null,"cognitoIdentityId":null,"caller":null,"sourceIp":"10.0.0.7","principalOrgId":null,"accessKey":null,"cognitoAuthenticationType":null,"cognitoAuthenticationProvider":null,"userArn":null,"userAgent":"test/1","user":null},)"
    R"("domainName":"api1.execute-api.localhost","deploymentId":")" + deployment + R"(","apiId":"api1"},"body":"{\"a\": 1}","isBase64Encoded":false})");
}

TEST(Event, WhatIsAbsentIsNull) {
  World w;
  w.make_api({"GET /"});
  ASSERT_EQ(w.ask_api("GET", "").status, 200);
  for (const char* member : {"queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body"}) {
    EXPECT_TRUE(w.lambda.event.contains(member)) << member;
    EXPECT_TRUE(w.lambda.event[member].is_null()) << member;
  }
  EXPECT_EQ(w.lambda.event["path"], "/");
  EXPECT_EQ(w.lambda.event["requestContext"]["path"], "/prod/");
}

TEST(Event, BinaryBodiesComeInBase64) {
  World w;
  w.make_api({"POST /"}, R"({"binaryMediaTypes": ["image/*"]})");
  HttpRequest request = World::request("POST", "/", std::string("\xff\x00", 2));
  request.headers.add("Content-Type", "image/png; q=1");
  w.send(request);
  EXPECT_EQ(w.lambda.event["body"], "/wA=");
  EXPECT_EQ(w.lambda.event["isBase64Encoded"], true);
  request.headers.set("Content-Type", "text/plain");
  w.send(request);
  EXPECT_EQ(w.lambda.event["isBase64Encoded"], false);
}

TEST(Call, IsMadeByApiGatewayWithTheRequestAsSource) {
  World w;
  w.make_api({"ANY /{proxy+}"});
  ASSERT_EQ(w.ask_api("PUT", "/a/b/").status, 200);
  EXPECT_EQ(w.lambda.event["path"], "/a/b/");
  EXPECT_EQ(w.lambda.event["pathParameters"], parse_json(R"({"proxy": "a/b"})"));
  EXPECT_EQ(w.lambda.last.caller.kind, PrincipalKind::service);
  EXPECT_EQ(w.lambda.last.caller.arn, "apigateway.amazonaws.com");
  EXPECT_EQ(w.lambda.last.caller.source_arn, "arn:aws:execute-api:us-east-1:000000000000:api1/prod/PUT/a/b/");
  EXPECT_EQ(w.lambda.last.caller.source_account, "000000000000");
  EXPECT_EQ(text_at(w.lambda.last.input, "FunctionName"), kFunction);
}

TEST(Call, IsMadeWithTheIntegrationsRole) {
  World w;
  w.make_api({"GET /a"});
  Json input = World::integration(w.resource_at("/a"), "GET");
  set_text(input, "credentials", "arn:aws:iam::000000000000:role/caller");
  w.call("PutIntegration", input);
  EXPECT_EQ(w.access.asked.back().action, "iam:PassRole");
  w.deploy();
  ASSERT_EQ(w.ask_api("GET", "/a").status, 200);
  EXPECT_EQ(w.lambda.last.caller.arn, "arn:aws:iam::000000000000:role/caller/BackplaneAssumeRoleSession by apigateway.amazonaws.com");
  set_text(input, "credentials", "arn:aws:iam::000000000000:role/untrusted");
  w.call("PutIntegration", input);
  w.deploy();
  EXPECT_EQ(w.ask_api("GET", "/a").status, 500);
}

TEST(Refusals, AreThoseOfApiGateway) {
  World w;
  w.make_api({"GET /a"});
  HttpResponse unknown = w.ask_api("GET", "/b");
  EXPECT_EQ(unknown.status, 403);
  EXPECT_EQ(unknown.body, R"({"message":"Missing Authentication Token"})");
  EXPECT_EQ(unknown.headers.get("x-amzn-ErrorType"), "MissingAuthenticationTokenException");
  EXPECT_EQ(w.ask_api("POST", "/a").body, R"({"message":"Missing Authentication Token"})");
  EXPECT_EQ(w.ask_api("GET", "/A").status, 403) << "paths are case-sensitive";
  HttpRequest request = World::request("GET", "/a");
  request.target = "/restapis/api1/other/_user_request_/a";
  EXPECT_EQ(w.send(request).body, R"({"message":"Forbidden"})");
  request.target = "/restapis/none/prod/_user_request_/a";
  EXPECT_EQ(w.send(request).status, 404);
  EXPECT_EQ(w.ask_api("GET", "/a", std::string((10 << 20) + 1, 'x')).status, 413);

  w.access.denied = "lambda:InvokeFunction";
  HttpResponse denied = w.ask_api("GET", "/a");
  EXPECT_EQ(denied.status, 500);
  EXPECT_EQ(denied.body, R"({"message": "Internal server error"})");
  w.access.denied.clear();
  w.lambda.missing = true;
  EXPECT_EQ(w.ask_api("GET", "/a").status, 500);
  w.lambda.missing = false;
  w.lambda.fails = true;
  EXPECT_EQ(w.ask_api("GET", "/a").status, 502);
}

TEST(Refusals, AFunctionThatDoesNotAnswerInTimeIsGivenUp) {
  World w;
  w.make_api({"GET /a"});
  Json input = World::integration(w.resource_at("/a"), "GET");
  set(input, "timeoutInMillis", 50);
  w.call("PutIntegration", input);
  w.deploy();
  w.lambda.never = true;
  HttpResponse late = w.ask_api("GET", "/a");
  EXPECT_EQ(late.status, 504);
  EXPECT_EQ(late.body, R"({"message": "Endpoint request timed out"})");
}

struct Mapped {
  const char* payload;
  int status;  // 0: refused
  const char* body;
};

TEST(Response, IsMappedAsRecorded) {
  const Mapped cases[] = {
      {R"({"statusCode": 201, "body": "b"})", 201, "b"},
      {R"({"statusCode": "201"})", 201, ""},
      {R"({"headers": {"a": "b"}})", 200, ""},
      {R"({"statusCode": 200, "headers": null, "body": null})", 200, ""},
      {R"({"statusCode": 200, "body": "aGk=", "isBase64Encoded": true})", 200, "aGk="},
      {R"({"statusCode": 200, "extra": 1})", 0, ""},
      {R"("text")", 0, ""},
      {"null", 0, ""},
      {"not json", 0, ""},
      {R"({"statusCode": "test"})", 0, ""},
      {R"({"statusCode": 200, "multiValueHeaders": {"a": "b"}})", 0, ""},
      {R"({"statusCode": 200, "headers": {"a": {"b": 1}}})", 0, ""},
      {R"({"statusCode": 200, "headers": {"a": "b\r\nc: d"}})", 0, ""},
      {R"({"statusCode": 200, "body": {"a": 1}})", 0, ""},
      {R"({"statusCode": 99})", 0, ""},
      {R"({"statusCode": 200.5})", 0, ""},
  };
  for (const auto& one : cases) {
    auto out = map_proxy_response(one.payload, {}, "");
    EXPECT_EQ(out ? out->status : 0, one.status) << one.payload;
    if (!out) continue;
    EXPECT_EQ(out->body, one.body) << one.payload;
    EXPECT_EQ(out->headers.get("Content-Type"), "application/json") << one.payload;
  }
}

TEST(Response, HeadersAreMerged) {
  auto out = map_proxy_response(R"({"statusCode": 200, "multiValueHeaders": {"X-A": ["m1", "m2"]}, "headers": {"x-a": "solo", "flag": true, "n": 7, "Date": "x",
                                    "content-type": "text/html", "Connection": "close", "Transfer-Encoding": "chunked"}})", {}, "");
  ASSERT_TRUE(out);
  EXPECT_EQ(out->headers.all("X-A"), (std::vector<std::string_view>{"m1", "m2", "solo"}));
  EXPECT_EQ(out->headers.get("flag"), "true");
  EXPECT_EQ(out->headers.get("n"), "7");
  EXPECT_EQ(out->headers.all("Content-Type"), std::vector<std::string_view>{"text/html"});
  EXPECT_EQ(out->headers.get("x-amzn-Remapped-Date"), "x");
  EXPECT_FALSE(out->headers.has("Connection"));
  EXPECT_FALSE(out->headers.has("Transfer-Encoding"));
}

TEST(Response, BinaryBodiesAreDecodedForWhoAcceptsThem) {
  const char* payload = R"({"statusCode": 200, "body": "aGk=", "isBase64Encoded": true})";
  EXPECT_EQ(map_proxy_response(payload, {"image/png"}, "image/png, */*")->body, "hi");
  EXPECT_EQ(map_proxy_response(payload, {"image/png"}, "text/html")->body, "aGk=");
  EXPECT_EQ(map_proxy_response(payload, {"*/*"}, "")->body, "hi");
}

TEST(Paths, TheMostLiteralResourceIsServed) {
  std::vector<ResourceRow> rows;
  for (const char* path : {"/", "/{proxy+}", "/a/{id}", "/a/b", "/a/{id}/c", "/none"}) {
    ResourceRow row;
    row.path = row.id = path;
    if (row.path != "/none") row.methods["GET"].verb = "GET";
    rows.push_back(row);
  }
  auto served = [&](const char* path) { return match_path(rows, path).resource->id; };
  EXPECT_EQ(served("/"), "/");
  EXPECT_EQ(served("/a/b"), "/a/b");
  EXPECT_EQ(served("/a/b/"), "/a/b");
  EXPECT_EQ(served("/a/x"), "/a/{id}");
  EXPECT_EQ(served("/a/b/c"), "/a/{id}/c");
  EXPECT_EQ(served("/a/b/d"), "/{proxy+}");
  EXPECT_EQ(served("/none"), "/{proxy+}") << "a resource without methods is not served";
  EXPECT_EQ(match_path({}, "/").resource, nullptr);
}

}  // namespace
}  // namespace lambent::apigateway
