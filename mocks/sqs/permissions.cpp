#include <algorithm>

#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/policies.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

constexpr size_t kMostActions = 7;

constexpr std::string_view kForOthers[] = {"*", "SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes",
                                           "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue", "SendMessageBatch", "DeleteMessageBatch",
                                           "ChangeMessageVisibilityBatch"};
constexpr std::string_view kForTheOwner[] = {"AddPermission", "CreateQueue", "DeleteQueue", "ListQueues", "ListQueueTags", "RemovePermission",
                                             "SetQueueAttributes", "TagQueue", "UntagQueue"};

template <size_t N>
bool among(const std::string_view (&words)[N], const std::string& word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

void check_actions(const std::vector<std::string>& actions) {
  if (actions.empty()) throw missing("ActionName");
  if (actions.size() > kMostActions)
    throw AwsError("OverLimit", 403, std::to_string(actions.size()) + " Actions were found, maximum allowed is " + std::to_string(kMostActions) + ".");
  for (const auto& action : actions) {
    std::string refused = "Value SQS:" + action + " for parameter ActionName is invalid. Reason: ";
    if (among(kForTheOwner, action)) throw invalid_value(refused + "Only the queue owner is allowed to invoke this action.");
    if (!among(kForOthers, action)) throw invalid_value(refused + "Please refer to the appropriate WSDL for a list of valid actions. ");
  }
}

void check_label(const std::string& label) {
  bool good = !label.empty() && label.size() <= 80;
  for (char c : label) good &= (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
  if (!good) throw invalid_value("Value " + label + " for parameter Label is invalid. Reason: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
}

// One text, or a list of several: as SQS writes its statements.
Json short_list(const std::vector<std::string>& texts) { return texts.size() == 1 ? Json(texts.front()) : text_array(texts); }

Json statements_of(const Json& policy) {
  const Json* given = find(policy, "Statement");
  if (!given) return array();
  if (given->is_array()) return *given;
  Json one = array();
  one.push_back(*given);
  return one;
}

Json policy_of(const std::string& text, const std::string& arn) {
  auto policy = try_parse_json(text);
  if (policy && policy->is_object()) return std::move(*policy);
  return object({{"Version", "2008-10-17"}, {"Id", arn + "/SQSDefaultPolicy"}});
}

}  // namespace

Json Sqs::add_permission(const Call& call) {
  QueueName name = asked_queue(call);
  const QueueRow& queue = get_queue(name);
  std::string label = text_at(call.input, "Label");
  auto actions = texts_at(call.input, "Actions"), accounts = texts_at(call.input, "AWSAccountIds");
  check_label(label);
  check_actions(actions);
  if (accounts.empty()) throw missing("AWSAccountId");
  for (auto& account : accounts) {
    if (account.size() != 12 || account.find_first_not_of("0123456789") != std::string::npos)
      throw invalid_value("Value [" + account + "] for parameter PrincipalId is invalid. Reason: Unable to verify.");
    account = "arn:aws:iam::" + account + ":root";
  }
  for (auto& action : actions) action.insert(0, "SQS:");

  Json policy = policy_of(queue.settings.policy, name.arn());
  Json statements = statements_of(policy);
  for (const auto& one : statements)
    if (text_at(one, "Sid") == label) throw invalid_value("Value " + label + " for parameter Label is invalid. Reason: Already exists.");
  statements.push_back(object({{"Sid", label}, {"Effect", "Allow"}, {"Principal", object({{"AWS", short_list(accounts)}})},
                               {"Action", short_list(actions)}, {"Resource", name.arn()}}));
  set(policy, "Statement", std::move(statements));
  std::string text = dump(policy);
  check_policy(text);
  queues_.update(queue_key(name), [&](QueueRow& row) { row.settings.policy = text; });
  return Json::object();
}

Json Sqs::remove_permission(const Call& call) {
  QueueName name = asked_queue(call);
  const QueueRow& queue = get_queue(name);
  std::string label = text_at(call.input, "Label");
  Json policy = policy_of(queue.settings.policy, name.arn());
  Json left = array();
  bool found = false;
  for (const auto& one : statements_of(policy)) {
    if (text_at(one, "Sid") == label) found = true;
    else left.push_back(one);
  }
  if (!found) throw invalid_value("Value " + label + " for parameter Label is invalid. Reason: can't find label.");
  std::string text;
  if (!left.empty()) {
    set(policy, "Statement", std::move(left));
    text = dump(policy);
  }
  queues_.update(queue_key(name), [&](QueueRow& row) { row.settings.policy = text; });
  return Json::object();
}

}  // namespace lambent::sqs
