// `then: {state: …}`, by the describe operations of the services, asked as the account's root:
//
//   ses   identities   sesv2:ListEmailIdentities, those that are verified
//   sns   optedOut     sns:ListPhoneNumbersOptedOut
//         verified     sns:ListSMSSandboxPhoneNumbers, those that are verified
//         sandbox      sns:GetSMSSandboxAccountStatus
//         topics       sns:ListTopics, their names
//         subscriptions  sns:ListSubscriptions: {topic, protocol, endpoint}
//   sqs   each queue   {depth, messages}: how many there are, delayed and in flight ones too, and what they are, as
//                      GET /_aws/sqs/messages/… shows it: text, or {body, attributes, group, dedup}
#include "ipo/run/judge.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

Json verified(const Json& answer, const char* list, const char* name, const char* status, std::string_view good) {
  std::vector<std::string> out;
  if (const Json* all = find(answer, list))
    for (const auto& one : *all)
      if (lambent::text_at(one, status) == good) out.push_back(text_at(one, name));
  std::sort(out.begin(), out.end());
  return text_array(out);
}

Json of_ses(const World& world) {
  Json identities = world.ask("sesv2", "ListEmailIdentities", object({{"PageSize", 1000}}));
  return object({{"identities", verified(identities, "EmailIdentities", "IdentityName", "VerificationStatus", "SUCCESS")}});
}

// A list of an operation that comes in pages.
Json whole_list(const World& world, const char* operation, const char* list) {
  Json out = array(), input = Json::object();
  for (;;) {
    Json page = world.ask("sns", operation, input);
    if (const Json* items = find(page, list))
      for (const auto& item : *items) out.push_back(item);
    auto next = find_text(page, "NextToken");
    if (!next) return out;
    input = object({{"NextToken", *next}});
  }
}

std::string last_part(const std::string& arn) { return arn.substr(arn.rfind(':') + 1); }

Json of_sns(const World& world) {
  Json topics = array(), subscriptions = array();
  for (const auto& one : whole_list(world, "ListTopics", "Topics")) topics.push_back(last_part(lambent::text_at(one, "TopicArn")));
  for (const auto& one : whole_list(world, "ListSubscriptions", "Subscriptions"))
    subscriptions.push_back(object({{"topic", last_part(lambent::text_at(one, "TopicArn"))}, {"protocol", lambent::text_at(one, "Protocol")}, {"endpoint", lambent::text_at(one, "Endpoint")}}));
  Json numbers = world.ask("sns", "ListSMSSandboxPhoneNumbers", Json::object());
  Json status = world.ask("sns", "GetSMSSandboxAccountStatus", Json::object());
  std::vector<std::string> out = texts_at(world.ask("sns", "ListPhoneNumbersOptedOut", Json::object()), "phoneNumbers");
  std::sort(out.begin(), out.end());
  return object({{"optedOut", text_array(out)},
                 {"verified", verified(numbers, "PhoneNumbers", "PhoneNumber", "Status", "Verified")},
                 {"sandbox", bool_at(status, "IsInSandbox")},
                 {"topics", std::move(topics)},
                 {"subscriptions", std::move(subscriptions)}});
}

struct Shown {
  HttpResponse response;
  bool done = false;
};

Task<void> show(Route route, RouteMatch match, std::shared_ptr<Shown> out) {
  out->response = co_await route.handle(std::move(match));
  out->done = true;
}

// What the service's own inspection route answers; it changes nothing.
Json inspected(const World& world, const char* service, const std::string& pattern, RouteMatch match) {
  Service* one = world.aws().find(service);
  for (const Route& route : one ? one->routes() : std::vector<Route>{}) {
    if (route.pattern != pattern) continue;
    auto out = std::make_shared<Shown>();
    world.aws().loop().tasks().spawn("question of the case", show(route, std::move(match), out));
    world.aws().loop().run_until([&out] { return out->done; });
    return try_parse_json(out->response.body).value_or(Json());
  }
  return {};
}

// A list of Name and Value as an object.
Json named(const Json& list) {
  Json out = Json::object();
  for (const auto& one : list) set(out, text_at(one, "Name"), *find(one, "Value"));
  return out;
}

Json message_left(const Json& seen) {
  const Json* attributes = find(seen, "MessageAttribute");
  Json system = named(find(seen, "Attribute") ? *find(seen, "Attribute") : array());
  auto group = find_text(system, "MessageGroupId");
  if (!attributes && !group) return text_at(seen, "Body");
  Json out = object({{"body", text_at(seen, "Body")}});
  if (attributes) {
    const Json given = named(*attributes);
    Json values = Json::object();
    for (const auto& [name, value] : given.items()) set_text(values, name, text_at(value, "StringValue", text_at(value, "BinaryValue")));
    set(out, "attributes", std::move(values));
  }
  set_if(out, "group", group);
  set_if(out, "dedup", find_text(system, "MessageDeduplicationId"));
  return out;
}

Json of_sqs(const World& world) {
  Json out = Json::object();
  for (const auto& url : texts_at(world.ask("sqs", "ListQueues", Json::object()), "QueueUrls")) {
    std::string name = url.substr(url.rfind('/') + 1);
    RouteMatch match;
    match.request.method = "GET";
    match.request.target = "/_aws/sqs/messages?ShowInvisible=true&ShowDelayed=true";
    match.request.headers.add("Accept", "application/json");
    match.captured = {{"region", world.scope().region}, {"account", world.scope().account}, {"name", name}};
    Json answer = inspected(world, "sqs", "/_aws/sqs/messages/{region}/{account}/{name}", std::move(match));
    Json messages = array();
    if (const Json* list = find_path(answer, {"ReceiveMessageResponse", "ReceiveMessageResult", "Message"}))
      for (const auto& one : *list) messages.push_back(message_left(one));
    set(out, name, object({{"depth", messages.size()}, {"messages", messages}}));
  }
  return out;
}

struct Source {
  const char* service;
  Json (*read)(const World& world);
};
constexpr Source kSources[] = {{"ses", of_ses}, {"sns", of_sns}, {"sqs", of_sqs}};

}  // namespace

std::optional<Json> state_of(const World& world, const std::string& service) {
  for (const auto& source : kSources)
    if (service == source.service) return source.read(world);
  return std::nullopt;
}

std::vector<std::string> services_with_state() {
  std::vector<std::string> out;
  for (const auto& source : kSources) out.push_back(source.service);
  return out;
}

}  // namespace lambent::ipo
