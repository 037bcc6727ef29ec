#include "base/text.h"
#include "mocks/sqs/pages.h"
#include "mocks/sqs/settings.h"
#include "mocks/sqs/sqs.h"
#include "mocks/sqs/tags.h"

namespace lambent::sqs {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr size_t kLargestPage = 1000;

}  // namespace

Json Sqs::create_queue(const Call& call) {
  QueueName name{call.scope, text_at(call.input, "QueueName")};
  Json none = Json::object();
  const Json* given = find(call.input, "Attributes");
  const Json& attributes = given ? *given : none;
  check_queue_name(name.name, iequals(text_at(attributes, "FifoQueue"), "true"));
  Settings settings;
  apply_attributes(settings, attributes, Change::creation);
  std::map<std::string, std::string> tags;
  if (const Json* asked = find(call.input, "tags")) add_tags(tags, *asked, name.name);

  if (const QueueRow* there = find_queue(name)) {
    auto wanted = shown_attributes(settings), is = shown_attributes(there->settings);
    for (const auto& [key, value] : attributes.items())
      if (wanted[key] != is[key]) throw AwsError("QueueNameExists", 400, "A queue already exists with the same name and a different value for attribute " + key);
    return object({{"QueueUrl", name.url(aws_.home().url)}});
  }
  const DeletedRow* deleted = deleted_.find(queue_key(name));
  if (deleted && deleted->at_ms + kMinute > aws_.clock().now_ms())
    throw AwsError("QueueDeletedRecently", 400, "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
  check_redrive_target(name, settings);
  deleted_.erase(queue_key(name));
  make_queue(name, std::move(settings), std::move(tags));
  return object({{"QueueUrl", name.url(aws_.home().url)}});
}

void Sqs::make_queue(const QueueName& name, Settings settings, std::map<std::string, std::string> tags) {
  QueueRow row;
  row.id = aws_.ids().uuid();
  row.settings = std::move(settings);
  row.tags = std::move(tags);
  row.created_ms = row.modified_ms = aws_.clock().now_ms();
  live_.erase(queue_key(name));
  live_of(name).shelf.set_delay(row.settings.delay * 1000);
  queues_.put(queue_key(name), std::move(row));
}

Json Sqs::delete_queue(const Call& call) {
  QueueName name = asked_queue(call);
  const QueueRow& queue = get_queue(name);
  std::string key = queue_key(name);
  Live& live = live_of(name);
  sweep_later(messages_prefix(name, queue), std::move(live.shelf), std::move(live.dedups));
  for (auto& poll : live.polls) poll->parking.wake();
  live_.erase(key);
  queues_.erase(key);
  // Names that are free again are forgotten with the next deletion.
  std::int64_t now = aws_.clock().now_ms();
  std::vector<std::string> free;
  for (const auto& [name_key, row] : deleted_)
    if (row.at_ms + kMinute <= now) free.push_back(name_key);
  for (const auto& name_key : free) deleted_.erase(name_key);
  deleted_.put(key, DeletedRow{now});
  return Json::object();
}

Json Sqs::get_queue_url(const Call& call) {
  QueueName name{call.scope, text_at(call.input, "QueueName")};
  if (auto owner = find_text(call.input, "QueueOwnerAWSAccountId")) name.scope.account = *owner;
  get_queue(name);
  return object({{"QueueUrl", name.url(aws_.home().url)}});
}

Json Sqs::list_queues(const Call& call) {
  std::string prefix = text_at(call.input, "QueueNamePrefix"), start = page_start(call.input);
  auto size = page_size(call.input);
  size_t most = size ? static_cast<size_t>(size) : kLargestPage;
  Json urls = array();
  Json out = Json::object();
  std::string last;
  std::string from = scope_key(call.scope, std::max(prefix, start));
  std::string all = scope_key(call.scope, prefix);
  for (auto it = live_.lower_bound(from); it != live_.end() && it->first.starts_with(all); ++it) {
    std::string name = it->first.substr(it->first.rfind('/') + 1);
    if (name == start) continue;
    if (urls.size() == most) {
      if (size) set_text(out, "NextToken", base64_encode(last));
      break;
    }
    urls.push_back(QueueName{call.scope, name}.url(aws_.home().url));
    last = std::move(name);
  }
  if (!urls.empty()) set(out, "QueueUrls", std::move(urls));
  return out;
}

// What was in the queue is gone at once for receivers; its rows go later.
Json Sqs::purge_queue(const Call& call) {
  QueueName name = asked_queue(call);
  const QueueRow& queue = get_queue(name);
  std::int64_t now = aws_.clock().now_ms();
  if (queue.purged_ms && queue.purged_ms + kMinute > now)
    throw AwsError("PurgeQueueInProgress", 403, "Only one PurgeQueue operation on " + name.name + " is allowed every 60 seconds.");
  Live& live = live_of(name);
  sweep_later(messages_prefix(name, queue), std::move(live.shelf), {});
  live.shelf = Shelf(queue.settings.fifo ? Shelf::Kind::fifo : Shelf::Kind::standard);
  live.shelf.set_delay(queue.settings.delay * 1000);
  std::uint64_t below = new_number();
  queues_.update(queue_key(name), [&](QueueRow& row) {
    row.purged_ms = now;
    row.purged_before = below;
  });
  live.attempts.clear();
  return Json::object();
}

}  // namespace lambent::sqs
