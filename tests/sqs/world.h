// SQS behind a door of its own on a frozen clock, asked as any caller would ask it.
#pragma once
#include <gtest/gtest.h>

#include "aws/aws.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {

inline const Scope kScope{"000000000000", "us-east-1"};
inline const std::string kHome = "http://localhost:4566/000000000000/";

// Lets all pass but the role "denied".
class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call& call, const Need& need, std::vector<PolicyStatement>*) const override {
    if (!call.caller.entity_arn.ends_with("role/denied")) return std::nullopt;
    Denial d;
    d.principal = call.caller.arn;
    d.action = need.action;
    d.resource = need.resource;
    return d;
  }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override { return {}; }
};

// A call under way.
struct Asked {
  Json answer;
  std::optional<AwsError> error;
  bool done = false;
};

struct World {
  explicit World(const std::string& file = "", Limits limits = {}, TimePoint start = TimePoint(std::chrono::seconds(1700000000)))
      : loop(ClockMode::frozen, start), sqs(aws, limits) {
    if (!file.empty()) store.open(file);
    aws.add(sqs);
    sqs.load();
    sqs.resume();
  }
  ~World() {
    loop.tasks().cancel();
    loop.tasks().drain();
  }

  static Task<void> ask(Aws& aws, Call call, std::shared_ptr<Asked> out) {
    try {
      out->answer = co_await aws.call(std::move(call));
    } catch (const AwsError& e) {
      out->error = e;
    }
    out->done = true;
  }
  // Begins a call; it goes on whenever the loop turns.
  std::shared_ptr<Asked> begin(const std::string& operation, Json input, Principal caller = Principal::root(kScope.account), Scope scope = kScope) {
    auto out = std::make_shared<Asked>();
    Call call("sqs", operation, std::move(input), std::move(caller), std::move(scope));
    loop.tasks().spawn("ask", ask(aws, std::move(call), out));
    return out;
  }
  void turn() {  // everything that can go on now does
    bool done = false;
    for (int i = 0; i < 50; ++i) {
      done = false;
      net::post(loop.executor(), [&done] { done = true; });
      loop.run_until([&done] { return done; });
    }
  }
  void wait(std::int64_t seconds) {
    loop.clock().advance(std::chrono::seconds(seconds));
    turn();
  }
  Json call(const std::string& operation, Json input) { return finish(begin(operation, std::move(input))); }
  Json finish(std::shared_ptr<Asked> asked) {
    loop.run_until([&] { return asked->done; });
    error = asked->error;
    return asked->answer;
  }
  // "Name: message" of the last call, or "none".
  std::string fault() const { return error ? error->code() + ": " + error->message() : "none"; }
  std::string fault_of(const std::string& operation, Json input) {
    call(operation, std::move(input));
    return fault();
  }

  std::string make(const std::string& name, Json attributes = Json::object()) {
    if (name.ends_with(".fifo")) set_text(attributes, "FifoQueue", "true");
    return text_at(call("CreateQueue", object({{"QueueName", name}, {"Attributes", attributes}})), "QueueUrl");
  }
  Json send(const std::string& url, const std::string& body, Json extra = Json::object()) {
    Json input = object({{"QueueUrl", url}, {"MessageBody", body}});
    for (const auto& [key, value] : extra.items()) input[key] = value;
    return call("SendMessage", input);
  }
  static Json receive_input(const std::string& url, Json extra) {
    Json input = object({{"QueueUrl", url}, {"MaxNumberOfMessages", 10}, {"MessageSystemAttributeNames", text_array({"All"})},
                         {"MessageAttributeNames", text_array({"All"})}});
    for (const auto& [key, value] : extra.items()) input[key] = value;
    return input;
  }
  // The messages received.
  Json receive(const std::string& url, Json extra = Json::object()) {
    Json answer = call("ReceiveMessage", receive_input(url, std::move(extra)));
    return answer.contains("Messages") ? answer["Messages"] : Json::array();
  }
  // Their bodies, joined: "a b".
  std::string bodies(const std::string& url, Json extra = Json::object()) { return bodies_of(receive(url, std::move(extra))); }
  static std::string bodies_of(const Json& messages) {
    std::string out;
    for (const auto& one : messages) out += (out.empty() ? "" : " ") + text_at(one, "Body");
    return out;
  }
  Json attributes(const std::string& url, std::vector<std::string> names = {"All"}) {
    Json answer = call("GetQueueAttributes", object({{"QueueUrl", url}, {"AttributeNames", text_array(names)}}));
    return answer.contains("Attributes") ? answer["Attributes"] : Json::object();
  }
  // Visible, in flight, delayed: "1/0/0".
  std::string counts(const std::string& url) {
    Json a = attributes(url);
    return text_at(a, "ApproximateNumberOfMessages") + "/" + text_at(a, "ApproximateNumberOfMessagesNotVisible") + "/" +
           text_at(a, "ApproximateNumberOfMessagesDelayed");
  }

  static Task<void> serve(Route route, RouteMatch match, HttpResponse& out, bool& done) {
    out = co_await route.handle(std::move(match));
    done = true;
  }
  HttpResponse http(const std::string& target, const std::string& accept = "application/json") {
    HttpRequest request{"GET", target, {}, "", "127.0.0.1"};
    request.headers.add("Accept", accept);
    Routes routes;
    routes.add(sqs.routes());
    RouteMatch match;
    bool known = false;
    const Route* route = routes.find(request, match.captured, known);
    if (!route) return HttpResponse{404, {}, ""};
    match.request = request;
    HttpResponse out;
    bool done = false;
    loop.tasks().spawn("serve", serve(*route, std::move(match), out, done));
    loop.run_until([&] { return done; });
    return out;
  }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  OpenAccess access;
  Aws aws{loop, ids, journal, store, access};
  Sqs sqs;
  std::optional<AwsError> error;
};

inline Json seconds(std::int64_t n) { return object({{"VisibilityTimeout", n}}); }
inline std::string handle_of(const Json& messages, size_t i = 0) { return text_at(messages.at(i), "ReceiptHandle"); }

}  // namespace lambent::sqs
