// Messages as test cases list them, and the messages a case begins with.
#include <stdexcept>

#include "base/digest.h"
#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/message_rules.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

// A message of a seed in SendMessage's form: text, or {body, attributes: {name: text or {DataType, …}}, group, dedup, delay}.
Json entry_of(const std::string& queue, const Json& given, bool fifo) {
  auto wrong = [&](const std::string& why) { return std::invalid_argument("sqs: a message of '" + queue + "' " + why); };
  Json out = Json::object();
  if (given.is_string()) {
    set_text(out, "MessageBody", given.get<std::string>());
  } else if (given.is_object()) {
    for (const auto& [key, value] : given.items()) {
      if (key == "body") set_text(out, "MessageBody", value.is_string() ? value.get<std::string>() : dump(value));
      else if (key == "group" && value.is_string()) set(out, "MessageGroupId", value);
      else if (key == "dedup" && value.is_string()) set(out, "MessageDeduplicationId", value);
      else if (key == "delay" && value.is_number_integer()) set(out, "DelaySeconds", value);
      else if (key == "attributes" && value.is_object()) {
        Json attributes = Json::object();
        for (const auto& [name, one] : value.items())
          set(attributes, name, one.is_string() ? object({{"DataType", "String"}, {"StringValue", one}}) : one);
        set(out, "MessageAttributes", std::move(attributes));
      } else {
        throw wrong("has '" + key + "': " + dump(value) + "; there are body, attributes, group, dedup and delay");
      }
    }
  } else {
    throw wrong("is text or {body, …}, not " + dump(given));
  }
  if (text_at(out, "MessageBody").empty()) throw wrong("has no body");
  if (fifo && !has(out, "MessageGroupId")) set_text(out, "MessageGroupId", "default");
  return out;
}

}  // namespace

std::optional<SeenEffect> Sqs::effect(const Journal&, const JournalEntry& entry) const {
  const auto* message = std::get_if<MessageEntry>(&entry.data);
  if (!message || message->kind != "message" || !text_at(message->data, "QueueArn").starts_with("arn:aws:sqs:")) return std::nullopt;
  SeenEffect out;
  out.kind = "message";
  set_text(out.fields, "queue", message->to.empty() ? "" : message->to.front());
  set_text(out.fields, "body", message->text);
  if (const Json* attributes = find(message->data, "Attributes")) set(out.fields, "attributes", *attributes);
  set_if(out.fields, "group", find_text(message->data, "MessageGroupId"));
  set_if(out.fields, "dedup", find_text(message->data, "MessageDeduplicationId"));
  if (auto delay = find_int(message->data, "DelaySeconds")) set(out.fields, "delay", *delay);
  return out;
}

// A receive hides messages for a while and changes nothing that stays.
Touch Sqs::touch(std::string_view operation) const {
  if (operation == "SendMessage" || operation == "SendMessageBatch") return Touch::told;
  if (operation == "ReceiveMessage") return Touch::reads;
  return touch_by_verb(operation);
}

bool Sqs::polls(std::string_view operation) const { return operation == "ReceiveMessage"; }

void Sqs::seed(const Scope& scope, const Json& given) {
  for (const auto& [queue, messages] : given.items()) {
    if (!messages.is_array()) throw std::invalid_argument("sqs: '" + queue + "' is a list of messages, not " + dump(messages));
    QueueName name{scope, queue};
    bool fifo = queue.ends_with(".fifo");
    try {
      check_queue_name(queue, fifo);
      Settings settings;
      settings.fifo = settings.content_dedup = fifo;
      if (!find_queue(name)) make_queue(name, std::move(settings), {});
      Call call("sqs", "SendMessage", Json::object(), Principal::root(scope.account), scope);
      for (const auto& message : messages) {
        Json entry = entry_of(queue, message, fifo);
        send_one(call, name, entry, Batch::no, Noted::no);
      }
    } catch (const AwsError& e) {
      throw std::invalid_argument("sqs: queue '" + queue + "': " + e.message());
    }
  }
}

}  // namespace lambent::sqs
