// Rules of mail that is received. As in AWS, making or changing a rule tries what its actions need: a file is written to
// the bucket, the topic gets a message, the function is asked in a dry run; what fails refuses the rule.
#include <algorithm>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/ses/receipt_actor.h"
#include "mocks/ses/ses.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostRules = 200;
constexpr size_t kMostActions = 10;
constexpr size_t kMostRecipients = 100;

AwsError bad_value(const std::string& message) { return AwsError("InvalidParameterValue", 400, message); }

bool digits(const std::string& s, size_t length) { return s.size() == length && s.find_first_not_of("0123456789") == std::string::npos; }

bool is_recipient(std::string text) {
  if (text.starts_with('.')) text.erase(0, 1);
  try {
    parse_address(text.find('@') == std::string::npos ? "x@" + text : text);
  } catch (const BadAddress&) {
    return false;
  }
  return text.find('<') == std::string::npos;
}

void check_header(const ReceiptAction& action) {
  const std::string name = action.get("HeaderName"), value = action.get("HeaderValue");
  bool good = !name.empty() && name.size() <= 50;
  for (char c : name) good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  if (!good) throw bad_value("Invalid header name: " + name);
  if (value.size() >= 2048 || value.find_first_of("\r\n") != std::string::npos) throw bad_value("Invalid header value: " + value);
}

void check_bounce(const ReceiptAction& action) {
  const std::string code = action.get("SmtpReplyCode"), status = action.get("StatusCode");
  if (!digits(code, 3) || (code[0] != '4' && code[0] != '5')) throw bad_value("Invalid SMTP reply code: " + code);
  if (!status.empty() && (status.size() < 5 || (status[0] != '4' && status[0] != '5') || status.find_first_not_of("0123456789.") != std::string::npos))
    throw bad_value("Invalid status code: " + status);
  try {
    parse_address(action.get("Sender"));
  } catch (const BadAddress& e) {
    throw bad_value(e.what());
  }
}

// What can be said of an action without asking others.
void check_action(const ReceiptAction& action) {
  if (action.kind == "WorkmailAction" || action.kind == "ConnectAction") throw not_emulated("ses", "a receipt rule with " + action.kind);
  if (!action.get("KmsKeyArn").empty()) throw not_emulated("ses", "S3Action with KmsKeyArn");
  if (action.kind == "AddHeaderAction") check_header(action);
  if (action.kind == "BounceAction") check_bounce(action);
  if (action.kind == "StopAction" && action.get("Scope") != "RuleSet") throw bad_value("Invalid stop scope: " + action.get("Scope"));
}

ReceiptRule read_rule(const Json& given) {
  if (const Json* actions = find(given, "Actions"))
    for (const auto& one : *actions)
      if (std::count_if(one.begin(), one.end(), [](const Json& member) { return !member.is_null(); }) != 1)
        throw bad_value("Exactly one action must be given in each of Actions.");
  ReceiptRule rule = ReceiptRule::from_input(given);
  check_receipt_name("rule", rule.name);
  if (rule.actions.size() > kMostActions) throw AwsError("LimitExceeded", 400, "Maximum number of actions exceeded");
  if (rule.recipients.size() > kMostRecipients) throw AwsError("LimitExceeded", 400, "Maximum number of recipients exceeded");
  for (const auto& one : rule.recipients)
    if (!is_recipient(one)) throw bad_value("Invalid recipient: " + one);
  for (const auto& action : rule.actions) check_action(action);
  return rule;
}

// Puts the rule behind the one named, or in front.
void place(RuleSetRow& row, ReceiptRule rule, const std::string& after) {
  auto at = row.rules.begin();
  if (!after.empty()) {
    while (at != row.rules.end() && at->name != after) ++at;
    if (at == row.rules.end()) throw unknown_rule(after);
    ++at;
  }
  row.rules.insert(at, std::move(rule));
}

}  // namespace

Task<Json> Ses::create_rule(Call call) {
  const std::string set = text_at(call.input, "RuleSetName"), after = text_at(call.input, "After");
  ReceiptRule rule = read_rule(*find(call.input, "Rule"));
  RuleSetRow known = receipts_.get(call.scope, set);
  if (known.find(rule.name)) throw AwsError("AlreadyExists", 400, "Rule already exists: " + rule.name);
  if (known.rules.size() >= kMostRules) throw AwsError("LimitExceeded", 400, "Maximum number of rules exceeded");
  place(known, rule, after);  // throws for an unknown one before anything is tried
  ReceiptActor actor(mailbox_.aws(), call.scope, rule_arn(call.scope, set, rule.name), call.span, call.trace);
  co_await actor.try_out(rule);
  receipts_.change(call.scope, set, [&](RuleSetRow& row) {
    if (row.find(rule.name)) throw AwsError("AlreadyExists", 400, "Rule already exists: " + rule.name);
    place(row, rule, after);
  });
  co_return Json::object();
}

Task<Json> Ses::update_rule(Call call) {
  const std::string set = text_at(call.input, "RuleSetName");
  ReceiptRule rule = read_rule(*find(call.input, "Rule"));
  RuleSetRow known = receipts_.get(call.scope, set);
  if (!known.find(rule.name)) throw unknown_rule(rule.name);
  ReceiptActor actor(mailbox_.aws(), call.scope, rule_arn(call.scope, set, rule.name), call.span, call.trace);
  co_await actor.try_out(rule);
  receipts_.change(call.scope, set, [&](RuleSetRow& row) {
    ReceiptRule* there = row.find(rule.name);
    if (!there) throw unknown_rule(rule.name);
    *there = rule;
  });
  co_return Json::object();
}

Json Ses::describe_rule(const Call& call) {
  RuleSetRow row = receipts_.get(call.scope, text_at(call.input, "RuleSetName"));
  const std::string name = text_at(call.input, "RuleName");
  const ReceiptRule* rule = row.find(name);
  if (!rule) throw unknown_rule(name);
  return object({{"Rule", rule->shown()}});
}

// A rule that does not exist is deleted without an error.
Json Ses::delete_rule(const Call& call) {
  const std::string name = text_at(call.input, "RuleName");
  receipts_.change(call.scope, text_at(call.input, "RuleSetName"), [&](RuleSetRow& row) {
    std::erase_if(row.rules, [&](const ReceiptRule& rule) { return rule.name == name; });
  });
  return Json::object();
}

Json Ses::set_rule_position(const Call& call) {
  const std::string set = text_at(call.input, "RuleSetName"), name = text_at(call.input, "RuleName"), after = text_at(call.input, "After");
  RuleSetRow row = receipts_.get(call.scope, set);
  const ReceiptRule* there = row.find(name);
  if (!there) throw unknown_rule(name);
  if (after == name) throw bad_value("A rule cannot come after itself: " + name);
  ReceiptRule rule = *there;
  std::erase_if(row.rules, [&](const ReceiptRule& one) { return one.name == name; });
  place(row, std::move(rule), after);
  receipts_.change(call.scope, set, [&](RuleSetRow& known) { known.rules = std::move(row.rules); });
  return Json::object();
}

}  // namespace lambent::ses
