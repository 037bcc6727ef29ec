#include "mocks/sns/push.h"

#include "aws/outbox_page.h"
#include "base/text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

// The notification for a platform of a message whose structure is "json". No default is needed beside it.
std::string text_for(const std::string& platform, const std::string& message) {
  auto parsed = try_parse_json(message);
  if (!parsed || !parsed->is_object()) throw invalid_parameter("Message Structure - JSON message body failed to parse");
  auto own = find_text(*parsed, platform), fallback = find_text(*parsed, "default");
  if (!own && !fallback) throw invalid_parameter("Message Structure - No default entry in JSON message body");
  return own ? *own : *fallback;
}

}  // namespace

// What is emulated of mobile push.
struct Push::Operations {
  static constexpr Operation<Push> table[] = {
      {"CreatePlatformApplication", &Push::create_application},
      {"ListPlatformApplications", &Push::list_applications},
      {"GetPlatformApplicationAttributes", &Push::get_application},
      {"SetPlatformApplicationAttributes", &Push::set_application},
      {"DeletePlatformApplication", &Push::delete_application},
      {"CreatePlatformEndpoint", &Push::create_endpoint},
      {"GetEndpointAttributes", &Push::get_endpoint},
      {"SetEndpointAttributes", &Push::set_endpoint},
      {"DeleteEndpoint", &Push::delete_endpoint},
      {"ListEndpointsByPlatformApplication", &Push::list_endpoints},
  };
};

Push::Push(Aws& aws)
    : aws_(aws),
      applications_(aws.store(), "sns.platform_applications"),
      endpoints_(aws.store(), "sns.platform_endpoints"),
      tokens_(aws.store(), "sns.platform_tokens"),
      pushes_(aws.store(), "sns.pushes"),
      arrivals_(aws.loop(), aws.journal()) {}

std::vector<std::string_view> Push::operations() const { return operation_names(Operations::table); }

bool Push::knows(std::string_view operation) const {
  auto known = [&](const Operation<Push>& one) { return one.name == operation; };
  return std::any_of(std::begin(Operations::table), std::end(Operations::table), known);
}

Task<Json> Push::handle(Call call) { return dispatch<Push>(*this, Operations::table, std::move(call)); }

void Push::load() {
  applications_.load();
  endpoints_.load();
  tokens_.load();
  pushes_.load();
  for (const auto& [key, row] : pushes_) next_push_ = std::max(next_push_, outbox_number(key) + 1);
  kept_.count(pushes_);
}

void Push::reset() {
  applications_.clear();
  endpoints_.clear();
  tokens_.clear();
  kept_.clear(pushes_);
}

Task<Json> Push::publish(Call call, std::string endpoint_arn) {
  const PlatformEndpointRow* endpoint = find_endpoint(call.scope, endpoint_arn);
  const PlatformApplicationRow* found = endpoint ? application_of(call.scope, endpoint_arn) : nullptr;
  if (!endpoint || !found) throw invalid_parameter("TargetArn Reason: No endpoint found for the target arn specified");
  PlatformApplicationRow app = *found;

  PushRow row;
  row.id = aws_.ids().uuid();
  row.endpoint = endpoint_arn;
  row.topic = topic_behind(call);
  row.structure = text_at(call.input, "MessageStructure");
  row.token = endpoint->attribute("Token");
  row.subject = find_text(call.input, "Subject");
  row.at_ms = aws_.clock().now_ms();
  row.span = call.span;
  if (const Json* attributes = find(call.input, "MessageAttributes")) row.attributes = *attributes;
  const std::string kind = split(endpoint_arn.substr(endpoint_arn.find(":endpoint/") + 1), '/')[1];
  const Platform& platform = *find_platform(kind);
  row.message = text_at(call.input, "Message");
  if (row.structure == "json") row.message = text_for(platform.name, row.message);
  check_notification(platform, row.message, row.attributes);

  std::optional<AwsError> refused;
  if (!app.enabled()) refused = AwsError("PlatformApplicationDisabled", 400, "Platform application is disabled");
  else if (!endpoint->enabled()) refused = AwsError("EndpointDisabled", 400, "Endpoint is disabled");
  log_delivery(call, app, row, refused ? refused->message() : "");
  if (refused) {
    Json message = object({{"DeliveryAttempts", 1}, {"EndpointArn", endpoint_arn}, {"FailureMessage", refused->message()}, {"FailureType", refused->code()}, {"MessageId", row.id}});
    co_await tell(std::move(call), std::move(app), "DeliveryFailure", std::move(message));
    throw *refused;
  }

  MessageEntry entry;
  entry.kind = "push";
  entry.id = row.id;
  entry.to = {endpoint_arn};
  entry.text = row.message;
  entry.subject = row.subject.value_or("");
  entry.data = shown(row);
  aws_.journal().add(call.span, call.trace, std::move(entry));
  Json answer = object({{"MessageId", row.id}});
  kept_.put(pushes_, outbox_key(call.scope, next_push_++), std::move(row));
  co_return answer;
}

}  // namespace lambent::sns
