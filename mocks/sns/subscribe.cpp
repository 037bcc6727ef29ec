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

  if (const std::string* known = index_.find_twin(row)) {
    SubscriptionRow before = *subscriptions_.find(*known);
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

  const SubscriptionIndex::Count of_topic = index_.of_topic(topic_key(topic));
  row.confirmed = consent == Consent::given || confirmed_at_once(row.protocol, row.endpoint, row.owner);
  if (of_topic.all() >= (topic.fifo() ? kMostOfFifo : kMostOfStandard) || (!row.confirmed && of_topic.pending >= kMostPending))
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
  const SubscriptionRow* before = subscriptions_.find(row.key());
  const size_t own = before && !before->get("FilterPolicy").empty();
  const size_t of_topic = index_.of_topic(scope_key(row.scope, row.topic)).filtered - own, of_account = index_.filtered_of(row.scope) - own;
  if (of_topic >= kMostFiltersOfTopic || of_account >= kMostFilters) throw AwsError("FilterPolicyLimitExceeded", 403, "Filter policy limit exceeded");
}

void Topics::put_subscription(SubscriptionRow row) {
  std::string key = row.key();
  if (const SubscriptionRow* before = subscriptions_.find(key)) index_.remove(*before);
  index_.add(row);
  if (!row.token.empty()) by_token_[row.token] = key;
  filters_.erase(key);
  subscriptions_.put(key, std::move(row));
}

void Topics::forget(const SubscriptionRow& row) {
  if (!row.token.empty()) by_token_.erase(row.token);
  filters_.erase(row.key());
  next_post_ms_.erase(row.key());
}

}  // namespace lambent::sns
