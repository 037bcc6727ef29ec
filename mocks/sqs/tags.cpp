#include "mocks/sqs/tags.h"

#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

constexpr size_t kMostTags = 50;

void check_key(const std::string& key) {
  if (key.empty() || key.size() > 128) throw invalid_value("Tag keys must be between 1 and 128 characters in length.");
  if (istarts_with(key, "aws:")) throw invalid_value("Tag keys cannot start with reserved prefix 'aws:'.");
}

}  // namespace

void add_tags(std::map<std::string, std::string>& tags, const Json& given, const std::string& queue) {
  auto made = tags;
  for (const auto& [key, value] : given.items()) {
    check_key(key);
    std::string text = value.is_string() ? value.get<std::string>() : "";
    if (text.size() > 256) throw invalid_value("Tag values must be between 0 and 256 characters in length.");
    made[key] = text;
  }
  if (made.size() > kMostTags) throw invalid_value("Too many tags added for queue " + queue + ".");
  tags = std::move(made);
}

Json Sqs::tag_queue(const Call& call) {
  QueueName name = asked_queue(call);
  auto tags = get_queue(name).tags;
  const Json* given = find(call.input, "Tags");
  if (!given || given->empty()) throw missing("Tags");
  add_tags(tags, *given, name.name);
  queues_.update(queue_key(name), [&](QueueRow& row) { row.tags = std::move(tags); });
  return Json::object();
}

Json Sqs::untag_queue(const Call& call) {
  QueueName name = asked_queue(call);
  auto tags = get_queue(name).tags;
  auto keys = texts_at(call.input, "TagKeys");
  if (keys.empty()) throw invalid_value("Tag keys must be between 1 and 128 characters in length.");
  for (const auto& key : keys) tags.erase(key);
  queues_.update(queue_key(name), [&](QueueRow& row) { row.tags = std::move(tags); });
  return Json::object();
}

Json Sqs::list_queue_tags(const Call& call) {
  const QueueRow& queue = get_queue(asked_queue(call));
  Json out = Json::object();
  if (queue.tags.empty()) return out;
  Json tags = Json::object();
  for (const auto& [key, value] : queue.tags) tags[key] = value;
  set(out, "Tags", std::move(tags));
  return out;
}

}  // namespace lambent::sqs
