#include "mocks/sns/topic_protection.h"

#include <algorithm>

#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/sns/data_protection.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

std::string key_of(const Scope& scope, const std::string& topic_arn) { return scope_key(scope, topic_arn.substr(topic_arn.rfind(':') + 1)); }

std::vector<std::string> names_of(const Principal& caller) {
  std::vector<std::string> out{caller.arn, caller.entity_arn};
  if (!caller.account.empty()) out.push_back("arn:aws:iam::" + caller.account + ":root");
  return out;
}

}  // namespace

Json DataProtectionRow::to_json() const { return object({{"topic", topic}, {"text", text}}); }
DataProtectionRow DataProtectionRow::from_json(const Json& j) { return {text_at(j, "topic"), text_at(j, "text")}; }

// What is emulated of them.
struct TopicProtection::Operations {
  static constexpr Operation<TopicProtection> table[] = {
      {"PutDataProtectionPolicy", &TopicProtection::put_policy},
      {"GetDataProtectionPolicy", &TopicProtection::get_policy},
  };
};

std::vector<std::string_view> TopicProtection::operations() const { return operation_names(Operations::table); }

bool TopicProtection::knows(std::string_view operation) const {
  auto named = [&](const Operation<TopicProtection>& one) { return one.name == operation; };
  return std::any_of(std::begin(Operations::table), std::end(Operations::table), named);
}

Task<Json> TopicProtection::handle(Call call) { return dispatch<TopicProtection>(*this, Operations::table, std::move(call)); }

void TopicProtection::check_topic(const Scope& scope, const std::string& arn) const {
  size_t parts = split(arn, ':').size();
  if (parts < 6) throw invalid_parameter("ResourceArn Reason: An ARN must have at least 6 elements, not " + std::to_string(parts));
  auto parsed = Arn::parse(arn);
  if (!parsed || parsed->service != "sns" || parsed->region != scope.region || parsed->account != scope.account || parsed->resource.find_first_of(":/") != std::string::npos)
    throw invalid_parameter("ResourceArn");
  if (topic_known_ && !topic_known_(scope, arn)) throw AwsError("NotFound", 404, "Topic does not exist");
}

void TopicProtection::put(const Scope& scope, const std::string& topic_arn, const std::string& policy) {
  if (policy.empty()) {
    policies_.erase(key_of(scope, topic_arn));
    return;
  }
  parse_data_protection(policy);
  policies_.put(key_of(scope, topic_arn), DataProtectionRow{topic_arn, policy});
}

Json TopicProtection::put_policy(const Call& call) {
  std::string arn = text_at(call.input, "ResourceArn");
  check_topic(call.scope, arn);
  put(call.scope, arn, text_at(call.input, "DataProtectionPolicy"));
  return Json::object();
}

Json TopicProtection::get_policy(const Call& call) {
  std::string arn = text_at(call.input, "ResourceArn");
  check_topic(call.scope, arn);
  const DataProtectionRow* row = policies_.find(key_of(call.scope, arn));
  return object({{"DataProtectionPolicy", row ? row->text : std::string()}});
}

std::optional<AwsError> TopicProtection::verdict(const Call& call, const std::string& topic_arn, const std::string& message, const std::string& message_id) {
  const DataProtectionRow* row = policies_.find(key_of(call.scope, topic_arn));
  if (!row || row->topic != topic_arn) return std::nullopt;
  const DataProtectionPolicy policy = parse_data_protection(row->text);
  Inspection found = inspect(policy, names_of(call.caller), message);
  if (found.audit && aws_.ids().fraction() * 100 < found.audit->sample_rate) {
    LogEntry entry;
    entry.log_stream = found.audited.empty() ? found.audit->no_findings_log : found.audit->findings_log;
    entry.line = dump(audit_line(found.audited, message_id, iso_seconds(aws_.clock().now()), call.caller.entity_arn.empty() ? call.caller.arn : call.caller.entity_arn, topic_arn));
    if (!entry.log_stream.empty()) aws_.journal().add(call.span, call.trace, std::move(entry));
  }
  if (!found.denied) return std::nullopt;
  return AwsError("AuthorizationError", 403, "The topic's data protection policy prohibits this message from being published to " + topic_arn);
}

}  // namespace lambent::sns
