#include "mocks/sqs/policies.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/names.h"

namespace lambent::sqs {
namespace {

constexpr size_t kMostStatements = 20;
constexpr size_t kMostSources = 10;

bool among(const std::string& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* one) { return word == one; });
}

bool good_statement(const Json& s) {
  if (!s.is_object()) return false;
  for (const auto& [key, value] : s.items())
    if (!among(key, {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"})) return false;
  auto some = [&](const char* a, const char* b) { return has(s, a) != has(s, b); };
  return among(text_at(s, "Effect"), {"Allow", "Deny"}) && some("Principal", "NotPrincipal") && some("Action", "NotAction");
}

AwsError redrive_refused(const std::string& text, const std::string& reason) {
  return invalid_value("Value " + text + " for parameter RedrivePolicy is invalid. Reason: " + reason);
}

}  // namespace

void check_policy(const std::string& text) {
  if (text.empty()) return;
  AwsError refused("InvalidAttributeValue", 400, "Invalid value for the parameter Policy.");
  auto policy = try_parse_json(text);
  if (!policy || !policy->is_object()) throw refused;
  for (const auto& [key, value] : policy->items())
    if (!among(key, {"Version", "Id", "Statement"})) throw refused;
  if (has(*policy, "Version") && !among(text_at(*policy, "Version"), {"2008-10-17", "2012-10-17"})) throw refused;
  const Json* statements = find(*policy, "Statement");
  if (!statements) throw refused;
  if (statements->is_object() && good_statement(*statements)) return;
  if (!statements->is_array() || statements->empty()) throw refused;
  if (statements->size() > kMostStatements)
    throw AwsError("OverLimit", 403, std::to_string(statements->size()) + " statements were found in the submitted policy, max allowed is " + std::to_string(kMostStatements));
  if (!std::all_of(statements->begin(), statements->end(), good_statement)) throw refused;
}

std::optional<Redrive> read_redrive(const std::string& text) {
  if (text.empty()) return std::nullopt;
  auto given = try_parse_json(text);
  if (!given || !given->is_object())
    throw AwsError("InvalidAttributeValue", 400, "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.");
  for (const char* must : {"maxReceiveCount", "deadLetterTargetArn"})
    if (!has(*given, must)) throw redrive_refused(text, std::string("Redrive policy does not contain mandatory attribute: ") + must + ".");
  for (const auto& [key, value] : given->items())
    if (key != "maxReceiveCount" && key != "deadLetterTargetArn")
      throw redrive_refused(text, "Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].");
  const Json& count = *find(*given, "maxReceiveCount");
  std::string spelled = count.is_string() ? count.get<std::string>() : dump(count);
  Redrive out{text_at(*given, "deadLetterTargetArn"), 0};
  auto [end, error] = std::from_chars(spelled.data(), spelled.data() + spelled.size(), out.most_receives);
  if (error != std::errc() || end != spelled.data() + spelled.size() || out.most_receives < 1 || out.most_receives > 1000)
    throw redrive_refused(text, "Invalid value for maxReceiveCount: " + spelled + ", valid values are from 1 to 1000 both inclusive.");
  if (!parse_queue_arn(out.target)) throw redrive_refused(text, "Dead-letter target ARN should be fully qualified ARN.");
  return out;
}

void check_redrive_allow(const std::string& text) {
  if (text.empty()) return;
  AwsError refused("InvalidAttributeValue", 400,
                   "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.");
  auto given = try_parse_json(text);
  if (!given || !given->is_object()) throw refused;
  std::string permission = text_at(*given, "redrivePermission");
  if (!among(permission, {"allowAll", "denyAll", "byQueue"})) throw refused;
  for (const auto& [key, value] : given->items())
    if (key != "redrivePermission" && key != "sourceQueueArns") throw refused;
  auto reason = [&](const std::string& why) {
    return invalid_value("Value " + text + " for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. " + why);
  };
  const Json* sources = find(*given, "sourceQueueArns");
  if (sources && (!sources->is_array() || !std::all_of(sources->begin(), sources->end(), [](const Json& one) { return one.is_string(); }))) throw refused;
  if (sources && permission != "byQueue") throw reason("To specify one or more source queue ARNs, you must set redrivePermission to byQueue.");
  if (permission == "byQueue" && (!sources || sources->empty()))
    throw reason("When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.");
  if (sources && sources->size() > kMostSources) throw reason("The maximum number of source queue ARNs you can specify is 10.");
}

bool allows_redrive(const std::string& allow_text, const std::string& source_arn) {
  auto given = try_parse_json(allow_text);
  if (!given) return true;
  std::string permission = text_at(*given, "redrivePermission", "allowAll");
  if (permission != "byQueue") return permission == "allowAll";
  auto sources = texts_at(*given, "sourceQueueArns");
  return std::find(sources.begin(), sources.end(), source_arn) != sources.end();
}

}  // namespace lambent::sqs
