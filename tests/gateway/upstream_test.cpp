// Calls passed on to a server that plays DynamoDB.
#include <gtest/gtest.h>

#include "gateway/upstream.h"
#include "http/routes.h"
#include "http/server.h"

namespace lambent {
namespace {

const Scope kScope{"000000000000", "us-east-1"};

// Lets the root user do everything, and others nothing.
class RootOnly final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>*) const override {
    asked.push_back(need.action + " " + need.resource);
    if (call.caller.kind == PrincipalKind::root) return std::nullopt;
    Denial d;
    d.principal = call.caller.arn;
    d.action = need.action;
    d.resource = need.resource;
    return d;
  }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override { return {}; }
  mutable std::vector<std::string> asked;
};

struct Bench {
  Loop loop{ClockMode::frozen};
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{1};
  Journal journal{loop.clock()};
  RootOnly access;
  Aws aws{loop, ids, journal, store, access};
  std::vector<HttpRequest> seen;
  HttpResponse next = HttpResponse::json(200, "{}");
  HttpServer server{loop, {}, [this](HttpRequest request) { return answer(std::move(request)); }};
  std::unique_ptr<Upstream> dynamo;
  Json output;
  std::optional<AwsError> error;

  Bench() {
    server.listen("127.0.0.1", 0);
    dynamo = std::make_unique<Upstream>(aws, "dynamodb", "http://127.0.0.1:" + std::to_string(server.port()));
    aws.add(*dynamo);
  }
  Task<HttpResponse> answer(HttpRequest request) {
    seen.push_back(std::move(request));
    co_return next;
  }
  static Task<void> ask(Aws& aws, Call call, Json& output, std::optional<AwsError>& error, bool& done) {
    try {
      output = co_await aws.call(std::move(call));
    } catch (const AwsError& e) {
      error = e;
    }
    done = true;
  }
  void call(const std::string& operation, const char* input, Principal caller = Principal::root("000000000000")) {
    bool done = false;
    error.reset();
    Call call("dynamodb", operation, parse_json(input), std::move(caller), kScope);
    loop.tasks().spawn("ask", ask(aws, std::move(call), output, error, done));
    loop.run_until([&] { return done; });
  }
  std::string fault() const { return error ? std::to_string(error->status()) + " " + error->code() + ": " + error->message() : "none"; }
};

TEST(Upstream, PassesACallOnSignedInItsProtocol) {
  Bench b;
  b.next = HttpResponse::json(200, R"({"Attributes":{"n":{"N":"3"},"blob":{"B":"aGk="}}})");
  b.call("UpdateItem", R"({"TableName":"t","Key":{"id":{"S":"1"},"raw":{"B":"hi"}}})");
  ASSERT_EQ(b.fault(), "none");
  ASSERT_EQ(b.seen.size(), 1u);
  EXPECT_EQ(b.seen[0].headers.get("X-Amz-Target"), "DynamoDB_20120810.UpdateItem");
  EXPECT_EQ(b.seen[0].headers.get("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_TRUE(b.seen[0].headers.get("Authorization").starts_with("AWS4-HMAC-SHA256 Credential=test/"));
  EXPECT_NE(b.seen[0].headers.get("Authorization").find("/us-east-1/dynamodb/aws4_request"), std::string::npos);
  EXPECT_EQ(b.seen[0].body, R"({"TableName":"t","Key":{"id":{"S":"1"},"raw":{"B":"aGk="}}})");
  EXPECT_EQ(dump(b.output), R"({"Attributes":{"n":{"N":"3"},"blob":{"B":"hi"}}})");
}

TEST(Upstream, ItsErrorsAreErrorsOfTheService) {
  Bench b;
  b.next = HttpResponse::json(400, R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"})");
  b.call("PutItem", R"({"TableName":"t","Item":{}})");
  EXPECT_EQ(b.fault(), "400 ConditionalCheckFailedException: The conditional request failed");
  b.next = HttpResponse::text(502, "bad gateway");
  b.call("PutItem", R"({"TableName":"t","Item":{}})");
  EXPECT_EQ(b.fault(), "502 InternalFailure: bad gateway");
}

TEST(Upstream, OneThatIsNotThere) {
  Bench b;
  b.server.close();
  b.call("PutItem", R"({"TableName":"t","Item":{}})");
  EXPECT_TRUE(b.fault().starts_with("503 ServiceUnavailable: the upstream of dynamodb does not answer: no connection to 127.0.0.1:")) << b.fault();
}

TEST(Upstream, NeedsThePermissionOnTheTables) {
  Bench b;
  Principal other;
  other.kind = PrincipalKind::role_session;
  other.arn = "arn:aws:sts::000000000000:assumed-role/r/s";
  b.call("GetItem", R"({"TableName":"t","Key":{}})", other);
  EXPECT_EQ(b.fault().substr(0, 25), "403 AccessDeniedException") << b.fault();
  EXPECT_TRUE(b.seen.empty());
  b.access.asked.clear();
  b.call("TransactWriteItems", R"({"TransactItems":[{"Put":{"TableName":"a","Item":{}}},{"Delete":{"TableName":"b","Key":{}}}]})");
  EXPECT_EQ(b.access.asked, (std::vector<std::string>{"dynamodb:TransactWriteItems arn:aws:dynamodb:us-east-1:000000000000:table/a",
                                                      "dynamodb:TransactWriteItems arn:aws:dynamodb:us-east-1:000000000000:table/b"}));
  b.access.asked.clear();
  b.call("Query", R"({"TableName":"t","IndexName":"by_day"})");
  EXPECT_EQ(b.access.asked, std::vector<std::string>{"dynamodb:Query arn:aws:dynamodb:us-east-1:000000000000:table/t/index/by_day"});
}

TEST(Upstream, OnlyForServicesThatItCanPassOn) {
  Bench b;
  EXPECT_THROW(Upstream(b.aws, "s3", "http://localhost:1"), std::invalid_argument);
}

}  // namespace
}  // namespace lambent
