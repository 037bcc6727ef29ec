// Tasks that send HTTP requests, against a server on the loop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/server.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string task(const std::string& service, const std::string& parameters) {
  return R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::)" + service + R"(:invoke","Parameters":)" + parameters + R"(,"End":true}}})";
}

struct HttpCalls : testing::Test {
  World w;
  std::vector<HttpRequest> seen;
  HttpResponse next = HttpResponse::json(200, R"({"ok":true})");
  HttpServer server{w.loop, {}, [this](HttpRequest request) { return answer(std::move(request)); }};

  void SetUp() override {
    server.listen("127.0.0.1", 0);
    w.aws.set_home({address("http"), kScope});
  }
  std::string address(const std::string& scheme) const { return scheme + "://127.0.0.1:" + std::to_string(server.port()); }
  Task<HttpResponse> answer(HttpRequest request) {
    seen.push_back(std::move(request));
    co_return next;
  }
};

TEST_F(HttpCalls, AnApiOfThisEmulator) {
  std::string text = task("apigateway", R"({"ApiEndpoint":"abc.execute-api.us-east-1.amazonaws.com","Method":"POST","Stage":"prod","Path":"orders",
      "Headers":{"X-One":["1","2"]},"QueryParameters":{"q":["x y"]},"RequestBody":{"n.$":"$.n"}})");
  Json result = parse_json(w.outcome(text, R"({"n":7})"));
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].target, "/restapis/abc/prod/_user_request_/orders?q=x%20y");
  EXPECT_EQ(seen[0].headers.all("X-One").size(), 2u);
  EXPECT_EQ(seen[0].body, R"({"n":7})");
  EXPECT_EQ(dump(result["ResponseBody"]), R"({"ok":true})");
  EXPECT_EQ(result["StatusCode"], 200);
  EXPECT_EQ(text_at(result, "StatusText"), "OK");
  EXPECT_EQ(dump(result["Headers"]["Content-Type"]), R"(["application/json"])");
  EXPECT_EQ(text_at(w.events(w.last)[2]["taskScheduledEventDetails"], "resourceType"), "apigateway");
}

TEST_F(HttpCalls, AnErrorOfTheApiAndNobodyThere) {
  next = HttpResponse::json(403, R"({"message":"Missing Authentication Token"})");
  std::string text = task("apigateway", R"({"ApiEndpoint":"abc.execute-api.us-east-1.amazonaws.com","Method":"GET"})");
  EXPECT_EQ(w.outcome(text), R"(ApiGateway.403: {"message":"Missing Authentication Token"})");
  server.close();
  EXPECT_THAT(w.outcome(text), StartsWith("ApiGateway.SdkClientException: Unable to execute HTTP request: no connection to 127.0.0.1:"));
  EXPECT_THAT(w.outcome(task("apigateway", R"({"ApiEndpoint":"example.com","Method":"GET","AuthType":"IAM_ROLE"})")),
              HasSubstr("apigateway:invoke with AuthType IAM_ROLE for an address elsewhere is not emulated by lambent"));
}

TEST_F(HttpCalls, AnEndpointIsReachedByAConnection) {
  std::string text = task("http", R"({"ApiEndpoint":")" + address("https") + R"(/x","Method":"GET","Authentication":{"ConnectionArn":"arn:aws:events:us-east-1:000000000000:connection/mine/1"}})");
  EXPECT_EQ(w.outcome(text), "Events.ConnectionResource.ResourceNotFound: Connection arn:aws:events:us-east-1:000000000000:connection/mine/1 does not exist.");
  w.states.seed(kScope, parse_json(R"({"Connections":{"mine":{"ApiKeyAuthParameters":{"ApiKeyName":"X-Key","ApiKeyValue":"k"}}}})"));
  EXPECT_THAT(w.outcome(text), StartsWith("States.Http.Socket: "));  // this server does not speak TLS
  EXPECT_TRUE(seen.empty());
}

TEST(Connections, InitialStateIsCheckedByName) {
  World w;
  EXPECT_THROW(w.states.seed(kScope, parse_json(R"({"Connection":{}})")), std::invalid_argument);
  EXPECT_THROW(w.states.seed(kScope, parse_json(R"({"Connections":{"a":{"OAuthParameters":{}}}})")), std::invalid_argument);
}

}  // namespace
}  // namespace lambent::states
