// What each operation must be allowed. AWS source: service authorization reference, "Actions, resources, and condition
// keys for Amazon SQS"; developer guide, "Amazon SQS API permissions".
#include <algorithm>

#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

// A queue's policy can give these to nobody of another account.
constexpr std::string_view kOwnersOnly[] = {"AddPermission", "CancelMessageMoveTask", "CreateQueue", "DeleteQueue", "ListMessageMoveTasks", "ListQueues",
                                            "ListQueueTags", "RemovePermission", "SetQueueAttributes", "StartMessageMoveTask", "TagQueue", "UntagQueue"};

// Batches are allowed by the action for one.
std::string action_of(const std::string& operation) {
  return "sqs:" + (operation.ends_with("Batch") ? operation.substr(0, operation.size() - 5) : operation);
}

void add_tag_keys(Need& need, const Json& tags) {
  std::vector<std::string> names;
  for (const auto& [key, value] : tags.items()) {
    names.push_back(key);
    if (value.is_string()) need.keys.push_back({"aws:RequestTag/" + key, {value.get<std::string>()}});
  }
  need.keys.push_back({"aws:TagKeys", names});
}

// The source and the action's further needs of a move task.
std::vector<std::pair<std::string, std::string>> of_move_task(const Call& call, const std::string& source) {
  std::vector<std::pair<std::string, std::string>> out{{action_of(call.operation), source}};
  if (call.operation == "ListMessageMoveTasks") return out;
  for (const char* action : {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}) out.emplace_back(action, source);
  if (auto destination = find_text(call.input, "DestinationArn")) out.emplace_back("sqs:SendMessage", *destination);
  return out;
}

}  // namespace

// The queue's ARN of a task handle stands before the id.
std::string source_of_handle(const std::string& handle) {
  std::string text = base64_decode(handle).value_or("");
  return text.substr(0, text.rfind(' '));
}

std::vector<Need> Sqs::needs(const Call& call) const {
  std::vector<std::pair<std::string, std::string>> asked;
  if (call.operation == "ListQueues") {
    asked.emplace_back("sqs:ListQueues", "*");
  } else if (call.operation == "CreateQueue" || call.operation == "GetQueueUrl") {
    QueueName name{call.scope, text_at(call.input, "QueueName")};
    if (auto owner = find_text(call.input, "QueueOwnerAWSAccountId")) name.scope.account = *owner;
    asked.emplace_back(action_of(call.operation), name.arn());
    const Json* tags = find(call.input, "tags");
    if (tags && !tags->empty()) asked.emplace_back("sqs:TagQueue", name.arn());
  } else if (call.operation == "StartMessageMoveTask" || call.operation == "ListMessageMoveTasks") {
    asked = of_move_task(call, text_at(call.input, "SourceArn"));
  } else if (call.operation == "CancelMessageMoveTask") {
    asked = of_move_task(call, source_of_handle(text_at(call.input, "TaskHandle")));
  } else {
    asked.emplace_back(action_of(call.operation), asked_queue(call).arn());
  }

  bool owners_only = std::find(std::begin(kOwnersOnly), std::end(kOwnersOnly), call.operation) != std::end(kOwnersOnly);
  std::vector<Need> out;
  for (auto& [action, resource] : asked) {
    Need need(action, resource);
    auto name = parse_queue_arn(resource);
    if (name) need.resource_account = name->scope.account;
    const QueueRow* queue = name ? find_queue(*name) : nullptr;
    bool foreign = name && name->scope.account != call.caller.account;
    if (queue && !queue->settings.policy.empty() && !(owners_only && foreign)) need.resource_policy = try_parse_json(queue->settings.policy);
    if (queue)
      for (const auto& [key, value] : queue->tags) need.keys.push_back({"aws:ResourceTag/" + key, {value}});
    for (const char* member : {"tags", "Tags"})
      if (const Json* tags = find(call.input, member)) add_tag_keys(need, *tags);
    if (call.operation == "UntagQueue") need.keys.push_back({"aws:TagKeys", texts_at(call.input, "TagKeys")});
    out.push_back(std::move(need));
  }
  return out;
}

// As recorded: the action in lower case.
AwsError Sqs::refused(const Call&, const Denial& denial) const {
  return AwsError("AccessDeniedException", 403, denial_text(denial, lower(denial.action)));
}

}  // namespace lambent::sqs
