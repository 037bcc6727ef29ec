#include "gateway/gateway.h"

#include <gtest/gtest.h>

#include "http/client.h"

namespace lambent {
namespace {

class AllowAll final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call&, const Need&, std::vector<PolicyStatement>*) const override { return std::nullopt; }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override { return Principal::anonymous(); }
};

// A Lambda that echoes, so that the door's own work shows.
class EchoLambda final : public Service {
 public:
  std::string_view name() const override { return "lambda"; }
  std::vector<std::string_view> operations() const override { return {"Invoke"}; }
  std::vector<Need> needs(const Call&) const override { return {}; }
  Task<Json> handle(Call call) override {
    if (call.operation != "Invoke") throw not_emulated("lambda", call.operation);
    last = call;
    co_return object({{"StatusCode", 200}, {"Payload", text_at(call.input, "Payload")}});
  }
  std::vector<Route> routes() override {
    auto show = [](RouteMatch match) -> Task<HttpResponse> {
      co_return HttpResponse::text(200, match.captured.at("api") + " " + match.captured.at("stage") + " " + match.captured["path"]);
    };
    auto mails = [](RouteMatch) -> Task<HttpResponse> { co_return HttpResponse::json(200, "{\"messages\":[]}"); };
    return {{"*", "/restapis/{api}/{stage}/_user_request_", show}, {"*", "/restapis/{api}/{stage}/_user_request_/{path+}", show}, {"GET", "/_aws/ses", mails}};
  }
  void reset() override { ++resets; }
  Call last;
  int resets = 0;
};

struct Bench {
  Loop loop{ClockMode::frozen};
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{1};
  Journal journal{loop.clock()};
  AllowAll allow;
  Aws aws{loop, ids, journal, store, allow};
  EchoLambda lambda;
  bool refuse_callers = false;
  int set_up_again = 0;
  std::unique_ptr<Gateway> gateway;

  explicit Bench(GatewayOptions options = {}) {
    aws.add(lambda);
    options.port = 0;
    options.after_reset = [this] { return again(); };
    gateway = std::make_unique<Gateway>(aws, [this](const HttpRequest&, const Identified&) { return who(); }, std::move(options));
    gateway->mount();
  }
  Principal who() const {
    if (refuse_callers) throw AwsError("UnrecognizedClientException", 403, "The security token included in the request is invalid.");
    return Principal::root("123456789012");
  }
  Task<void> again() {
    ++set_up_again;
    co_return;
  }
  Task<void> serve(HttpRequest request, std::optional<HttpResponse>* out) { *out = co_await gateway->handle(std::move(request)); }
  HttpResponse ask(std::string method, std::string target, std::string body = "", std::vector<std::pair<std::string, std::string>> fields = {}) {
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    request.peer = "127.0.0.1";
    for (auto& [name, value] : fields) request.headers.add(name, value);
    if (!request.headers.has("Host")) request.headers.add("Host", "localhost:4566");
    std::optional<HttpResponse> out;
    loop.tasks().spawn("ask", serve(std::move(request), &out));
    loop.run_until([&] { return out.has_value(); });
    return *out;
  }
};

const std::string kInvoke = "/2015-03-31/functions/email/invocations";

TEST(Gateway, AnInvokeGoesThroughTheDoor) {
  Bench b;
  auto answer = b.ask("POST", kInvoke, "{\"a\":1}", {{"User-Agent", "curl/8"}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body, "{\"a\":1}");
  EXPECT_EQ(answer.headers.get("x-amzn-RequestId"), b.lambda.last.request_id);
  EXPECT_EQ(b.lambda.last.scope.account, "123456789012");
  EXPECT_EQ(b.lambda.last.scope.region, "us-east-1");
  EXPECT_EQ(b.lambda.last.origin.user_agent, "curl/8");
  EXPECT_EQ(b.lambda.last.origin.source_ip, "127.0.0.1");
  EXPECT_EQ(text_at(b.lambda.last.input, "FunctionName"), "email");
  EXPECT_EQ(b.journal.entries().size(), 1u);
}

TEST(Gateway, TheRegionComesFromTheSignature) {
  Bench b;
  b.ask("POST", kInvoke, "{}", {{"Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-3/lambda/aws4_request, SignedHeaders=host, Signature=00"}});
  EXPECT_EQ(b.lambda.last.scope.region, "eu-west-3");
  EXPECT_EQ(b.lambda.last.origin.access_key, "test");
}

TEST(Gateway, AnEventOverTheLimitIsRefusedInLambdasWords) {
  Bench b;
  EXPECT_EQ(b.ask("POST", kInvoke, "\"" + std::string(6'291'454, 'x') + "\"").status, 200);
  auto answer = b.ask("POST", kInvoke, "\"" + std::string(7'000'000, 'x') + "\"");
  EXPECT_EQ(answer.status, 413);
  EXPECT_TRUE(answer.headers.get("X-Amzn-ErrorType").starts_with("RequestTooLargeException"));
  EXPECT_NE(answer.body.find("Request must be smaller than 6291456 bytes for the InvokeFunction operation"), std::string::npos) << answer.body;
}

TEST(Gateway, ARefusedCallerIsToldSoInTheProtocolsForm) {
  Bench b;
  b.refuse_callers = true;
  auto answer = b.ask("POST", kInvoke, "{}");
  EXPECT_EQ(answer.status, 403);
  EXPECT_TRUE(answer.headers.get("X-Amzn-ErrorType").starts_with("UnrecognizedClientException"));
}

TEST(Gateway, NamesWhatItDoesNotEmulate) {
  Bench b;
  auto by_signature = b.ask("POST", "/", "", {{"Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/rekognition/aws4_request, SignedHeaders=host, Signature=00"}});
  EXPECT_EQ(by_signature.status, 501);
  EXPECT_NE(by_signature.body.find("rekognition is not emulated"), std::string::npos) << by_signature.body;
  auto by_target = b.ask("POST", "/", "{}", {{"X-Amz-Target", "RekognitionService.DetectFaces"}, {"Content-Type", "application/x-amz-json-1.1"}});
  EXPECT_EQ(by_target.status, 501);
  EXPECT_NE(by_target.body.find("RekognitionService"), std::string::npos) << by_target.body;
  EXPECT_EQ(b.ask("GET", "/favicon.ico").status, 404);
  auto s3 = b.ask("GET", "/", "", {{"Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00"}});
  EXPECT_EQ(s3.status, 501);
  EXPECT_NE(s3.body.find("s3 is not emulated by lambent"), std::string::npos) << s3.body;  // by this gateway, which has none
}

TEST(Gateway, GreetsAPersonAndLeavesTheRootToAws) {
  Bench b;
  EXPECT_NE(b.ask("GET", "/").body.find("lambent"), std::string::npos);
  EXPECT_NE(b.ask("GET", "/?Action=NoSuchThing&Version=2010-03-31").status, 200);
}

TEST(Gateway, HealthInBothShapes) {
  Bench b;
  Json ours = parse_json(b.ask("GET", "/_lambent/health").body);
  EXPECT_EQ(text_at(ours, "status"), "running");
  Json theirs = parse_json(b.ask("GET", "/_localstack/health").body);
  EXPECT_EQ(text_at(theirs["services"], "lambda"), "running");
  EXPECT_EQ(text_at(theirs, "edition"), "community");
  EXPECT_TRUE(has(theirs, "version"));
  auto info = b.ask("GET", "/_localstack/info");
  EXPECT_FALSE(bool_at(parse_json(info.body), "is_license_activated", true));
  EXPECT_EQ(info.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(info.headers.get("Access-Control-Allow-Origin").empty());
}

TEST(Gateway, ResetForgetsAndSetsUpAgain) {
  Bench b;
  b.ask("POST", kInvoke, "{}");
  EXPECT_EQ(b.ask("POST", "/_lambent/reset").status, 403);
  EXPECT_EQ(b.lambda.resets, 0);
  EXPECT_EQ(b.ask("POST", "/_lambent/reset", "", {{"X-Lambent", "1"}}).status, 200);
  EXPECT_EQ(b.lambda.resets, 1);
  EXPECT_EQ(b.set_up_again, 1);
  EXPECT_TRUE(b.journal.entries().empty());
}

TEST(Gateway, MovesTheClockAndSaysWhetherItIsQuiet) {
  Bench b;
  TimePoint before = b.loop.clock().now();
  std::vector<std::pair<std::string, std::string>> fields{{"X-Lambent", "1"}, {"Content-Type", "application/json"}};
  EXPECT_EQ(b.ask("POST", "/_lambent/api/v1/clock", "{\"advance\":\"7d\"}", fields).status, 200);
  EXPECT_EQ(b.loop.clock().now() - before, std::chrono::hours(168));
  EXPECT_EQ(b.ask("POST", "/_lambent/api/v1/clock", "{\"advance\":\"soon\"}", fields).status, 400);
  int centuries = 0;
  while (b.ask("POST", "/_lambent/api/v1/clock", "{\"advance\":\"36500d\"}", fields).status == 200 && centuries < 10) ++centuries;
  EXPECT_EQ(centuries, 2) << "an instant beyond 2262 cannot be told";
  EXPECT_EQ(b.ask("POST", "/_lambent/api/v1/clock", "{\"to\":\"2030\"}", fields).status, 400);
  EXPECT_EQ(text_at(parse_json(b.ask("GET", "/_lambent/api/v1/clock").body), "mode"), "frozen");
  Json quiet = parse_json(b.ask("GET", "/_lambent/api/v1/quiet").body);
  EXPECT_TRUE(bool_at(quiet, "quiet"));
  auto hold = b.loop.clock().hold();
  EXPECT_FALSE(bool_at(parse_json(b.ask("GET", "/_lambent/api/v1/quiet").body), "quiet", true));
}

TEST(Gateway, ViewsOfTheJournal) {
  Bench b;
  b.ask("POST", kInvoke, "{}");
  Json page = parse_json(b.ask("GET", "/_lambent/api/v1/journal?type=call").body);
  ASSERT_EQ(page["items"].size(), 1u);
  EXPECT_EQ(text_at(page["items"][0]["data"], "operation"), "Invoke");
  auto wrong = b.ask("GET", "/_lambent/api/v1/journal?kind=call");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("'kind'"), std::string::npos);
}

TEST(Gateway, TellsAWrongMethodFromAWrongPath) {
  Bench b;
  EXPECT_EQ(b.ask("GET", "/_lambent/reset").status, 405);
  EXPECT_EQ(b.ask("GET", "/_lambent/nothing").status, 404);
  EXPECT_EQ(b.ask("DELETE", "/_aws/ses").status, 405);
  EXPECT_EQ(b.ask("HEAD", "/_aws/ses").status, 200);
}

TEST(Gateway, DeployedApisByPathAndByHost) {
  Bench b;
  EXPECT_EQ(b.ask("POST", "/restapis/abc/dev/_user_request_/sending").body, "abc dev sending");
  EXPECT_EQ(b.ask("POST", "/dev/sending/x", "", {{"Host", "abc.execute-api.localhost:4566"}}).body, "abc dev sending/x");
  EXPECT_EQ(b.ask("GET", "/dev", "", {{"Host", "abc.execute-api.localhost:4566"}}).body, "abc dev ");
  auto no_stage = b.ask("GET", "/", "", {{"Host", "abc.execute-api.localhost:4566"}});
  EXPECT_EQ(no_stage.status, 403);
  EXPECT_EQ(no_stage.body, "{\"message\":\"Forbidden\"}");
}

TEST(Gateway, ForeignPagesAreRefusedAndInvitedOnesGetCors) {
  Bench plain;
  EXPECT_EQ(plain.ask("POST", kInvoke, "{}", {{"Origin", "http://localhost:3000"}}).status, 403);
  EXPECT_EQ(plain.lambda.last.operation, "");
  GatewayOptions options;
  options.allowed_origins = {"http://localhost:3000"};
  Bench b(options);
  auto preflight = b.ask("OPTIONS", kInvoke, "", {{"Origin", "http://localhost:3000"}, {"Access-Control-Request-Headers", "authorization,x-amz-date"}, {"Sec-Fetch-Site", "same-site"}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.headers.get("Access-Control-Allow-Headers"), "authorization,x-amz-date");
  EXPECT_EQ(preflight.headers.get("Access-Control-Allow-Origin"), "http://localhost:3000");
  auto answer = b.ask("POST", kInvoke, "{}", {{"Origin", "http://localhost:3000"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.get("Access-Control-Allow-Origin"), "http://localhost:3000");
}

Task<void> fetch(Loop* loop, std::string url, std::optional<HttpResponse>* out) {
  HttpRequest request;
  request.method = "GET";
  *out = co_await http_request(*loop, std::move(url), std::move(request));
}

TEST(Gateway, ListensAndSaysWhereOrWhyNot) {
  Bench b;
  b.gateway->listen();
  EXPECT_EQ(b.gateway->url(), "http://127.0.0.1:" + std::to_string(b.gateway->port()));
  std::optional<HttpResponse> answer;
  b.loop.tasks().spawn("fetch", fetch(&b.loop, b.gateway->url() + "/_lambent/health", &answer));
  b.loop.run_until([&] { return answer.has_value(); });
  EXPECT_EQ(answer->status, 200);
  GatewayOptions options;
  options.port = b.gateway->port();
  Gateway second(b.aws, [](const HttpRequest&, const Identified&) { return Principal::anonymous(); }, options);
  EXPECT_THROW(second.listen(), ListenError);
}

}  // namespace
}  // namespace lambent
