// Topics with the services they deliver to: a queue service and a function service that note what they are asked, and answer
// as told.
#pragma once
#include <deque>

#include "tests/sns/world.h"

namespace lambent::sns {

class FakeService final : public Service {
 public:
  explicit FakeService(std::string name) : name_(std::move(name)) {}
  std::string_view name() const override { return name_; }
  std::vector<std::string_view> operations() const override { return {}; }
  std::vector<Need> needs(const Call&) const override { return {}; }
  Task<Json> handle(Call call) override {
    callers.push_back(call.caller);
    scopes.push_back(call.scope);
    inputs.push_back(std::move(call.input));
    if (!errors.empty()) {
      AwsError next = errors.front();
      errors.pop_front();
      throw next;
    }
    if (name_ == "lambda") co_return object({{"StatusCode", 202}});
    co_return Json::object();
  }

  std::vector<Json> inputs;
  std::vector<Principal> callers;
  std::vector<Scope> scopes;
  std::deque<AwsError> errors;  // of the next calls

 private:
  const std::string name_;
};

struct TopicWorld : World {
  explicit TopicWorld(const std::string& file = "") : World(file) {
    aws.add(queues);
    aws.add(functions);
    sns.deliver_mail_by([this](const Scope&, OwnMail mail) { mails.push_back(std::move(mail)); });
    sns.resume();
  }
  std::string topic(const std::string& name = "news", Json attributes = Json::object()) {
    return text_at(call("CreateTopic", object({{"Name", name}, {"Attributes", std::move(attributes)}})), "TopicArn");
  }
  std::string fifo(Json extra = Json::object()) {
    Json attributes = object({{"FifoTopic", "true"}});
    for (const auto& [name, value] : extra.items()) attributes[name] = value;
    return topic("news.fifo", attributes);
  }
  std::string subscribe(const std::string& topic, const std::string& protocol, const std::string& endpoint, Json attributes = Json::object()) {
    return text_at(call("Subscribe", object({{"TopicArn", topic}, {"Protocol", protocol}, {"Endpoint", endpoint}, {"Attributes", std::move(attributes)}, {"ReturnSubscriptionArn", true}})),
                   "SubscriptionArn");
  }
  std::string queue(const std::string& topic, Json attributes = Json::object(), const std::string& name = "orders") {
    return subscribe(topic, "sqs", "arn:aws:sqs:us-east-1:000000000000:" + name, std::move(attributes));
  }
  Json send(const std::string& topic, const std::string& message, Json extra = Json::object()) {
    Json input = object({{"TopicArn", topic}, {"Message", message}});
    for (const auto& [name, value] : extra.items()) input[name] = value;
    Json out = call("Publish", std::move(input));
    settle();
    return out;
  }
  Json attributes_of(const std::string& subscription) { return call("GetSubscriptionAttributes", object({{"SubscriptionArn", subscription}}))["Attributes"]; }
  void settle() { loop.run_until_quiet(); }
  void pass(std::chrono::milliseconds time) {
    loop.clock().advance(time);
    settle();
  }
  std::vector<std::string> bodies() const {
    std::vector<std::string> out;
    for (const auto& input : queues.inputs) out.push_back(text_at(input, "MessageBody"));
    return out;
  }
  Json envelope(size_t i) const { return parse_json(text_at(queues.inputs.at(i), "MessageBody")); }

  FakeService queues{"sqs"}, functions{"lambda"};
  std::vector<OwnMail> mails;
};

inline const char* kUnavailable = "ServiceUnavailable";
inline AwsError unavailable() { return AwsError(kUnavailable, 503, "later"); }
inline const Json kRaw = object({{"RawMessageDelivery", "true"}});

}  // namespace lambent::sns
