#include "mocks/sns/topics.h"

#include "base/text.h"
#include "mocks/sns/paging.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topic_attribute_values.h"

namespace lambent::sns {

// What is emulated of topics, beside Publish.
struct Topics::Operations {
  static constexpr Operation<Topics> table[] = {
      {"CreateTopic", &Topics::create_topic},
      {"DeleteTopic", &Topics::delete_topic},
      {"ListTopics", &Topics::list_topics},
      {"GetTopicAttributes", &Topics::get_topic_attributes},
      {"SetTopicAttributes", &Topics::set_topic_attributes},
      {"AddPermission", &Topics::add_permission},
      {"RemovePermission", &Topics::remove_permission},
      {"TagResource", &Topics::tag_resource},
      {"UntagResource", &Topics::untag_resource},
      {"ListTagsForResource", &Topics::list_tags},
      {"Subscribe", &Topics::subscribe},
      {"ConfirmSubscription", &Topics::confirm_subscription},
      {"Unsubscribe", &Topics::unsubscribe},
      {"ListSubscriptions", &Topics::list_subscriptions},
      {"ListSubscriptionsByTopic", &Topics::list_subscriptions_by_topic},
      {"GetSubscriptionAttributes", &Topics::get_subscription_attributes},
      {"SetSubscriptionAttributes", &Topics::set_subscription_attributes},
      {"PublishBatch", &Topics::publish_batch},
  };
};

namespace {

constexpr size_t kMostStandard = 100'000, kMostFifo = 1'000;

bool good_name(std::string_view name) {
  for (char c : name)
    if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
  return !name.empty();
}

void check_name(const std::string& name, bool fifo) {
  std::string_view plain = name;
  if (fifo != name.ends_with(".fifo")) throw invalid_parameter("Topic Name");
  if (fifo) plain.remove_suffix(5);
  if (!good_name(plain) || name.size() > 256) throw invalid_parameter("Topic Name");
}

bool same_tags(Json a, Json b) {
  auto in_order = [](Json& tags) { std::sort(tags.begin(), tags.end(), [](const Json& x, const Json& y) { return text_at(x, "Key") < text_at(y, "Key"); }); };
  in_order(a);
  in_order(b);
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (text_at(a[i], "Key") != text_at(b[i], "Key") || text_at(a[i], "Value") != text_at(b[i], "Value")) return false;
  return true;
}

}  // namespace

std::string topic_key(const TopicRow& topic) { return scope_key(topic.scope, topic.name); }

Topics::Topics(Aws& aws, TopicProtection& protection)
    : aws_(aws),
      protection_(protection),
      topics_(aws.store(), "sns.topics"),
      subscriptions_(aws.store(), "sns.subscriptions"),
      ended_(aws.store(), "sns.ended_subscriptions"),
      sent_(aws.store(), "sns.deduplication"),
      deliveries_(aws, "sns.deliveries"),
      signer_(aws) {
  deliveries_.on_end([this](const Delivery& delivery, const Attempt& last) { on_end(delivery, last); });
  protection_.set_topic_known([this](const Scope& scope, const std::string& arn) { return topics_.find(scope_key(scope, arn.substr(arn.rfind(':') + 1))) != nullptr; });
}

std::vector<std::string_view> Topics::operations() const { return operation_names(Operations::table); }

bool Topics::knows(std::string_view operation) const {
  auto names = operations();
  return std::find(names.begin(), names.end(), operation) != names.end();
}

Task<Json> Topics::handle(Call call) { return dispatch<Topics>(*this, Operations::table, std::move(call)); }

void Topics::load() {
  topics_.load();
  subscriptions_.load();
  ended_.load();
  sent_.load();
  deliveries_.load();
  signer_.load();
  for (const auto& [key, row] : subscriptions_) {
    index_.add(row);
    if (!row.token.empty()) by_token_[row.token] = key;
  }
  for (const auto& [key, row] : topics_) count(row, 1);
  for (const auto& [key, row] : ended_) {
    by_token_[row.token] = key;
    ended_until_.emplace(row.token_until_ms, key);
  }
  for (const auto& [key, row] : sent_) sent_until_.emplace(row.until_ms, key);
}

void Topics::reset() {
  topics_.clear();
  subscriptions_.clear();
  ended_.clear();
  sent_.clear();
  deliveries_.clear();
  index_.clear();
  topic_counts_.clear();
  ended_until_.clear();
  by_token_.clear();
  filters_.clear();
  sent_until_.clear();
  next_post_ms_.clear();
}

const TopicRow& Topics::get_topic(const Call& call, const std::string& arn, const char* member) const {
  TopicName named = read_topic_arn(call.scope, arn, member);
  const TopicRow* row = topics_.find(scope_key(named.scope, named.name));
  if (!row) throw no_topic();
  return *row;
}

const TopicRow& Topics::topic_of(const Call& call) const { return get_topic(call, text_at(call.input, "TopicArn"), "TopicArn"); }

Json Topics::create_topic(const Call& call) {
  std::string name = text_at(call.input, "Name");
  Attributes given;
  if (const Json* attributes = find(call.input, "Attributes"))
    for (const auto& [attribute, value] : attributes->items()) given[attribute] = value.get<std::string>();
  Json tags = Json::array();
  if (const Json* list = find(call.input, "Tags")) tags = *list;
  bool fifo = given.contains("FifoTopic") && given["FifoTopic"] == "true";
  if (given.contains("FifoTopic") && !fifo && given["FifoTopic"] != "false") throw invalid_parameter("Attributes Reason: FifoTopic: Invalid value [" + given["FifoTopic"] + "]. Must be true or false.");
  if (!fifo) given.erase("FifoTopic");
  check_name(name, fifo);
  check_tags(tags);

  std::string key = scope_key(call.scope, name);
  if (const TopicRow* known = topics_.find(key)) {
    Json attributes = topic_attributes(*known);
    for (const auto& [attribute, value] : given)
      if (text_at(attributes, attribute, "\n") != value) throw invalid_parameter("Attributes Reason: Topic already exists with different attributes");
    if (!tags.empty() && !same_tags(tags, known->tags)) throw invalid_parameter("Tags Reason: Topic already exists with different tags");
    return object({{"TopicArn", known->arn()}});
  }
  TopicRow row;
  row.name = name;
  row.scope = call.scope;
  row.tags = std::move(tags);
  if (fifo) row.attributes["FifoTopic"] = "true";
  given.erase("FifoTopic");
  for (const auto& [attribute, value] : given) set_topic_attribute(row, attribute, value, "Attributes Reason: ");
  if (topic_counts_[{scope_prefix(call.scope), fifo}] >= (fifo ? kMostFifo : kMostStandard)) throw AwsError("TopicLimitExceeded", 403, "Topic limit exceeded");
  std::string arn = row.arn();
  if (auto policy = find_text(call.input, "DataProtectionPolicy")) protection_.put(call.scope, arn, *policy);
  count(row, 1);
  topics_.put(key, std::move(row));
  return object({{"TopicArn", arn}});
}

void Topics::count(const TopicRow& topic, int change) { topic_counts_[{scope_prefix(topic.scope), topic.fifo()}] += static_cast<size_t>(change); }

Json Topics::delete_topic(const Call& call) {
  TopicName named = read_topic_arn(call.scope, text_at(call.input, "TopicArn"), "TopicArn");
  std::string key = scope_key(named.scope, named.name);
  std::vector<std::string> gone;
  subscriptions_.each(key + ":", [&](const std::string& subscription, const SubscriptionRow&) { gone.push_back(subscription); });
  for (const auto& subscription : gone) end_subscription(subscription);
  gone.clear();
  ended_.each(key + ":", [&](const std::string& subscription, const SubscriptionRow&) { gone.push_back(subscription); });
  for (const auto& subscription : gone) erase_ended(subscription);
  std::vector<std::pair<std::int64_t, std::string>> remembered;
  sent_.each(key + "\n", [&](const std::string& one, const SentRow& row) { remembered.emplace_back(row.until_ms, one); });
  for (const auto& one : remembered) {
    sent_until_.erase(one);
    sent_.erase(one.second);
  }
  protection_.put(named.scope, text_at(call.input, "TopicArn"), "");
  if (const TopicRow* topic = topics_.find(key)) count(*topic, -1);
  topics_.erase(key);
  return Json::object();
}

Json Topics::list_topics(const Call& call) {
  Page page(call);
  auto entry = [](const TopicRow& row) { return std::optional<Json>(object({{"TopicArn", row.arn()}})); };
  page.fill(topics_, scope_prefix(call.scope), entry);
  return page.answer("Topics");
}

}  // namespace lambent::sns
