// A stand-in for SNS that keeps what was published: "known" and what begins so takes all, "closed" and "hidden" refuse, and of these
// only the former is there.
#pragma once
#include "tests/ses/world.h"

namespace lambent::ses {

class Topics final : public Service {
 public:
  std::string_view name() const override { return "sns"; }
  std::vector<std::string_view> operations() const override { return {"Publish", "GetTopicAttributes"}; }
  Task<Json> handle(Call call) override {
    const std::string arn = text_at(call.input, "TopicArn");
    if (call.operation == "GetTopicAttributes" && arn.ends_with(":hidden")) throw AwsError("NotFound", 404, "Topic does not exist");
    if (call.operation == "GetTopicAttributes") co_return object({{"Attributes", Json::object()}});
    if (arn.ends_with(":hidden")) throw AwsError("AuthorizationError", 403, "not authorized");
    if (arn.ends_with(":closed")) throw AwsError("AuthorizationError", 403, "not authorized");
    if (arn.find(":known") == std::string::npos) throw AwsError("NotFound", 404, "Topic does not exist");
    callers.push_back(call.caller);
    published.push_back(std::move(call.input));
    co_return object({{"MessageId", "1"}});
  }
  Json last() const { return parse_json(text_at(published.back(), "Message")); }
  // eventType or notificationType of each message that is JSON.
  std::string types() const {
    std::string out;
    for (const auto& one : published)
      if (auto message = try_parse_json(text_at(one, "Message"))) {
        std::string type = text_at(*message, "eventType", text_at(*message, "notificationType"));
        out += (out.empty() ? "" : " ") + type;
      }
    return out;
  }
  std::vector<Json> published;
  std::vector<Principal> callers;
};

constexpr const char* kTopic = "arn:aws:sns:us-east-1:000000000000:known";

// A world with topics, out of the sandbox, and a configuration set "cs".
struct EventWorld : World {
  EventWorld() {
    aws.add(topics);
    seed(R"({"VerifiedIdentities": ["a@one.example"], "Sandbox": false})");
    call_v2("CreateConfigurationSet", object({{"ConfigurationSetName", "cs"}}));
  }
  ~EventWorld() {
    loop.tasks().cancel();
    loop.tasks().drain();
  }
  void tell(const std::string& types, const std::string& name = "d") {
    call_v2("CreateConfigurationSetEventDestination",
            object({{"ConfigurationSetName", "cs"}, {"EventDestinationName", name},
                    {"EventDestination", object({{"Enabled", true}, {"MatchingEventTypes", parse_json(types)}, {"SnsDestination", object({{"TopicArn", kTopic}})}})}}));
    settle();
    topics.published.clear();
  }
  std::string send_to(const std::string& to, const std::string& more = "{}") {
    Json input = mail(more);
    input["Destination"] = object({{"ToAddresses", text_array({to})}});
    if (!has(input, "ConfigurationSetName")) set_text(input, "ConfigurationSetName", "cs");
    std::string id = text_at(call("SendEmail", input), "MessageId");
    settle();
    return id;
  }
  void settle() { loop.run_until_quiet(); }
  Topics topics;
};

}  // namespace lambent::ses
