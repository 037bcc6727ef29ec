#include "mocks/sns/endpoints.h"
#include "mocks/sns/subscription_attribute_values.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

constexpr size_t kMostOfFifo = 100, kMostOfStandard = 12'500'000;
constexpr size_t kMostPending = 5'000;
constexpr size_t kMostFiltersOfTopic = 200, kMostFilters = 10'000;
constexpr const char* kReason = "Attributes Reason: ";

// The scope goes first: a policy is read in it.
std::vector<std::pair<std::string, std::string>> given_attributes(const Json& input) {
  std::vector<std::pair<std::string, std::string>> out;
  const Json* attributes = find(input, "Attributes");
  if (!attributes) return out;
  for (const auto& [name, value] : attributes->items()) {
    auto at = name == "FilterPolicyScope" ? out.begin() : out.end();
    out.emplace(at, name, value.get<std::string>());
  }
  return out;
}


}  // namespace

std::string endpoint_key(const SubscriptionRow& row) { return scope_key(row.scope, row.topic) + "\n" + row.protocol + "\n" + row.endpoint; }

Json Topics::add_subscription(const Call& call, Consent consent) {
  const TopicRow& topic = topic_of(call);
  SubscriptionRow row;
  row.topic = topic.name;
  row.scope = topic.scope;
  row.protocol = text_at(call.input, "Protocol");
  row.endpoint = text_at(call.input, "Endpoint");
  check_endpoint(row.protocol, row.endpoint, topic.fifo());
  row.owner = call.caller.account.empty() ? call.scope.account : call.caller.account;
  row.principal = call.caller.arn;
  auto given = given_attributes(call.input);
  for (const auto& [name, value] : given) set_subscription_attribute(row, name, value, kReason);
  check_subscription(row, kReason);
  auto answer = [&](const SubscriptionRow& made) {
    bool hidden = !made.confirmed && !bool_at(call.input, "ReturnSubscriptionArn");
    return object({{"SubscriptionArn", hidden ? "pending confirmation" : made.arn()}});
  };

  auto known = by_endpoint_.find(endpoint_key(row));
  if (known != by_endpoint_.end()) {
    SubscriptionRow before = *subscriptions_.find(known->second);
    for (const auto& [name, value] : given)
      if (before.get(name) != row.get(name)) throw invalid_parameter("Attributes Reason: Subscription already exists with different attributes");
    if (!before.confirmed) {
      if (before.token_until_ms < aws_.clock().now_ms()) {  // else any token sent so far confirms
        forget(before);
        renew_token(before);
        put_subscription(before);
      }
      ask_to_confirm(before, call);
    }
    return answer(before);
  }

  size_t of_topic = 0, pending = 0;
  subscriptions_.each(topic_key(topic) + ":", [&](const std::string&, const SubscriptionRow& other) {
    ++of_topic;
    pending += !other.confirmed;
  });
  row.confirmed = consent == Consent::given || confirmed_at_once(row.protocol, row.endpoint, row.owner);
  if (of_topic >= (topic.fifo() ? kMostOfFifo : kMostOfStandard) || (!row.confirmed && pending >= kMostPending))
    throw AwsError("SubscriptionLimitExceeded", 403, "Subscription limit exceeded");
  check_filter_limits(row);
  row.id = aws_.ids().uuid();
  row.authenticated = row.confirmed;
  if (!row.confirmed) renew_token(row);
  put_subscription(row);
  if (!row.confirmed) ask_to_confirm(row, call);
  return answer(row);
}

void Topics::check_filter_limits(const SubscriptionRow& row) const {
  if (row.get("FilterPolicy").empty()) return;
  size_t of_topic = 0, of_account = 0;
  subscriptions_.each(scope_prefix(row.scope), [&](const std::string&, const SubscriptionRow& other) {
    if (other.id == row.id || other.get("FilterPolicy").empty()) return;
    ++of_account;
    of_topic += other.topic == row.topic;
  });
  if (of_topic >= kMostFiltersOfTopic || of_account >= kMostFilters) throw AwsError("FilterPolicyLimitExceeded", 403, "Filter policy limit exceeded");
}

void Topics::put_subscription(SubscriptionRow row) {
  std::string key = row.key();
  by_endpoint_[endpoint_key(row)] = key;
  if (!row.token.empty()) by_token_[row.token] = key;
  filters_.erase(key);
  subscriptions_.put(key, std::move(row));
}

void Topics::forget(const SubscriptionRow& row) {
  auto at = by_endpoint_.find(endpoint_key(row));
  if (at != by_endpoint_.end() && at->second == row.key()) by_endpoint_.erase(at);
  if (!row.token.empty()) by_token_.erase(row.token);
  filters_.erase(row.key());
  next_post_ms_.erase(row.key());
}

}  // namespace lambent::sns
