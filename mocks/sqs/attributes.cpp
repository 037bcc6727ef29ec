#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/pages.h"
#include "mocks/sqs/policies.h"
#include "mocks/sqs/settings.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {

Json Sqs::get_queue_attributes(const Call& call) {
  QueueName name = asked_queue(call);
  const QueueRow& queue = get_queue(name);
  settle(name, queue);
  const Shelf& shelf = live_of(name).shelf;
  auto all = shown_attributes(queue.settings);
  all["ApproximateNumberOfMessages"] = std::to_string(shelf.ready());
  all["ApproximateNumberOfMessagesNotVisible"] = std::to_string(shelf.held());
  all["ApproximateNumberOfMessagesDelayed"] = std::to_string(shelf.delayed());
  all["CreatedTimestamp"] = std::to_string(queue.created_ms / 1000);
  all["LastModifiedTimestamp"] = std::to_string(queue.modified_ms / 1000);
  all["QueueArn"] = name.arn();

  Json shown = Json::object();
  for (const auto& asked : texts_at(call.input, "AttributeNames")) {
    if (!is_attribute_name(asked)) throw AwsError("InvalidAttributeName", 400, "Unknown Attribute " + asked + ".");
    for (const auto& [key, value] : all)
      if (asked == "All" || asked == key) set_text(shown, key, value);
  }
  Json out = Json::object();
  if (!shown.empty()) set(out, "Attributes", std::move(shown));
  return out;
}

Json Sqs::set_queue_attributes(const Call& call) {
  QueueName name = asked_queue(call);
  Settings settings = get_queue(name).settings;
  const Json* given = find(call.input, "Attributes");
  if (!given || given->empty()) throw missing("Attribute.Name");
  apply_attributes(settings, *given, Change::update);
  if (has(*given, "RedrivePolicy")) check_redrive_target(name, settings);
  Live& live = live_of(name);
  live.shelf.set_delay(settings.delay * 1000);
  queues_.update(queue_key(name), [&](QueueRow& row) {
    row.settings = std::move(settings);
    row.modified_ms = aws_.clock().now_ms();
  });
  stir(live);
  return Json::object();
}

// The dead-letter queue must be there, of the same sort, of the same account and region, and let itself be used.
void Sqs::check_redrive_target(const QueueName& name, const Settings& settings) const {
  if (!settings.redrive) return;
  auto refuse = [&](const std::string& reason) { return invalid_value("Value " + settings.redrive_text + " for parameter RedrivePolicy is invalid. Reason: " + reason); };
  auto target = parse_queue_arn(settings.redrive->target);
  if (!target) throw refuse("Dead-letter target ARN should be fully qualified ARN.");
  if (target->scope.account != name.scope.account) throw refuse("Dead-letter target owner should be same as the source.");
  const QueueRow* queue = target->scope.region == name.scope.region ? find_queue(*target) : nullptr;
  if (!queue) throw refuse("Dead letter target does not exist.");
  if (queue->settings.fifo != settings.fifo) throw refuse("Dead-letter queue must be same type of queue as the source.");
  if (!allows_redrive(queue->settings.allow_text, name.arn())) throw refuse("The dead letter queue's redrive allow policy does not allow this source queue.");
}

Json Sqs::list_dead_letter_source_queues(const Call& call) {
  QueueName name = asked_queue(call);
  get_queue(name);
  std::string arn = name.arn(), start = page_start(call.input), last;
  auto size = page_size(call.input);
  Json urls = array();
  Json out = Json::object();
  queues_.each(scope_prefix(name.scope), [&](const std::string& key, const QueueRow& queue) {
    QueueName source{name.scope, key.substr(key.rfind('/') + 1)};
    bool full = size && urls.size() == static_cast<size_t>(size);
    if (source.name <= start || !queue.settings.redrive || queue.settings.redrive->target != arn) return;
    if (full) set_text(out, "NextToken", base64_encode(last));
    if (full) return;
    urls.push_back(source.url(aws_.home().url));
    last = source.name;
  });
  set(out, "queueUrls", std::move(urls));
  return out;
}

}  // namespace lambent::sqs
