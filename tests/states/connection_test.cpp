// What connections add to requests, and what is shown of them without their secrets.
#include <gtest/gtest.h>

#include "mocks/states/integrations/connection.h"

namespace lambent::states {
namespace {

const Json kAuth = parse_json(R"({"ApiKeyAuthParameters":{"ApiKeyName":"X-Key","ApiKeyValue":"k3y"},"InvocationHttpParameters":{
    "HeaderParameters":[{"Key":"A","Value":"1"},{"Key":"B","Value":"s3cret","IsValueSecret":true}],
    "QueryStringParameters":[{"Key":"q","Value":"hid","IsValueSecret":true}],"BodyParameters":[{"Key":"b","Value":"x"}]}})");

HttpRequest request() {
  HttpRequest out;
  out.method = "POST";
  out.headers.add("A", "0");
  out.body = R"({"own":1})";
  return out;
}

TEST(Connection, AddsToARequest) {
  HttpRequest sent = request();
  Pairs query;
  authorize(kAuth, sent, query);
  EXPECT_EQ(query, (Pairs{{"q", "hid"}}));
  EXPECT_EQ(dump(shown_request(sent, "https://h/p")),
            R"({"protocol":"https","method":"POST","url":"https://h/p","headers":"[X-Key: k3y, A: 1, B: s3cret]","body":"{\"own\":1,\"b\":\"x\"}"})");
}

TEST(Connection, WithoutItsSecretsAddsTheRest) {
  HttpRequest shown = request();
  Pairs query;
  authorize(without_secrets(kAuth), shown, query);
  EXPECT_TRUE(query.empty());
  EXPECT_EQ(text_at(shown_request(shown, "https://h/p"), "headers"), "[A: 1]");
  EXPECT_EQ(shown.body, R"({"own":1,"b":"x"})");
  EXPECT_EQ(dump(without_secrets(parse_json(R"({"BasicAuthParameters":{"Username":"u","Password":"p"}})"))), "{}");
}

TEST(Connection, MasksItsSecretsInTexts) {
  EXPECT_EQ(masked("k3y and k3yk3y, s3cret, hid, 1", kAuth), "*** and ******, ***, ***, 1");
  const Json basic = parse_json(R"({"BasicAuthParameters":{"Username":"u","Password":"pass"}})");
  EXPECT_EQ(masked("Authorization: Basic dTpwYXNz; pass", basic), "Authorization: ***; ***");
  const Json odd = parse_json(R"({"ApiKeyAuthParameters":{"ApiKeyName":"X","ApiKeyValue":"a \"b"}})");
  EXPECT_EQ(masked(R"(a "b, {"x":"a \"b"}, q=a%20%22b)", odd), R"(***, {"x":"***"}, q=***)");
  EXPECT_EQ(masked("as it is", parse_json(R"({"ApiKeyAuthParameters":{"ApiKeyName":"X","ApiKeyValue":""}})")), "as it is");
}

TEST(Connection, ResponsesAreShownAsTexts) {
  HttpResponse response;
  response.status = 204;
  response.headers.add("a", "1");
  response.headers.add("b", "2");
  EXPECT_EQ(dump(shown_response(response, "No Content", "https://h")),
            R"({"protocol":"https","statusCode":"204","statusMessage":"No Content","headers":"[a: 1, b: 2]"})");
}

}  // namespace
}  // namespace lambent::states
