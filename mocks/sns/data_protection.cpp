#include "mocks/sns/data_protection.h"

#include <algorithm>
#include <initializer_list>

#include "aws/error.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr size_t kLongest = 30'720;
constexpr size_t kMostStatements = 50;
constexpr size_t kMostIdentifiers = 100;

AwsError bad(const std::string& why) { return invalid_parameter("DataProtectionPolicy Reason: " + why); }
AwsError not_here(const std::string& what) { return not_emulated("sns", what + " of a data protection policy"); }

void only(const Json& j, const std::string& where, std::initializer_list<std::string_view> known) {
  if (!j.is_object()) throw bad(where + " must be an object");
  for (const auto& [name, value] : j.items())
    if (std::find(known.begin(), known.end(), name) == known.end()) throw bad("unknown property " + name + " in " + where);
}

std::vector<std::string> texts_of(const Json& statement, const char* name, size_t most) {
  const Json* list = find(statement, name);
  if (!list || !list->is_array() || list->empty()) throw bad(std::string(name) + " must be a list that is not empty");
  if (list->size() > most) throw bad(std::string(name) + " must have at most " + std::to_string(most) + " elements");
  std::vector<std::string> out;
  for (const auto& one : *list) {
    if (!one.is_string()) throw bad(std::string(name) + " must be a list of strings");
    out.push_back(one.get<std::string>());
  }
  return out;
}

// The log group of a destination, or "".
std::string log_group(const Json& audit, const char* name) {
  const Json* destination = find(audit, name);
  if (!destination) return "";
  only(*destination, name, {"CloudWatchLogs", "Firehose", "S3"});
  for (const char* elsewhere : {"Firehose", "S3"})
    if (has(*destination, elsewhere)) throw not_here(std::string("the destination ") + elsewhere);
  const Json* logs = find(*destination, "CloudWatchLogs");
  if (!logs) return "";
  only(*logs, "CloudWatchLogs", {"LogGroup"});
  std::string group = text_at(*logs, "LogGroup");
  if (!group.starts_with("/aws/vendedlogs/") || group.size() > 512) throw bad("LogGroup must begin with /aws/vendedlogs/");
  return group;
}

void read_audit(const Json& audit, DataProtectionStatement& out) {
  only(audit, "Audit", {"SampleRate", "FindingsDestination", "NoFindingsDestination"});
  const Json* rate = find(audit, "SampleRate");
  std::string text = rate && rate->is_number_integer() ? std::to_string(rate->get<std::int64_t>()) : text_at(audit, "SampleRate");
  bool good = !text.empty() && text.size() <= 2 && text.find_first_not_of("0123456789") == std::string::npos;
  if (!good) throw bad("SampleRate must be an integer from 0 to 99");
  out.sample_rate = std::stoi(text);
  out.findings_log = log_group(audit, "FindingsDestination");
  out.no_findings_log = log_group(audit, "NoFindingsDestination");
}

DataProtectionStatement read_statement(const Json& j) {
  only(j, "Statement", {"Sid", "DataDirection", "Principal", "DataIdentifier", "Operation"});
  DataProtectionStatement out;
  std::string direction = text_at(j, "DataDirection");
  if (direction != "Inbound" && direction != "Outbound") throw bad("DataDirection must be Inbound or Outbound");
  out.principals = texts_of(j, "Principal", kMostIdentifiers);
  const Json* operation = find(j, "Operation");
  if (!operation) throw bad("Operation is missing");
  only(*operation, "Operation", {"Deny", "Audit", "Deidentify"});
  if (operation->size() != 1) throw bad("Operation must have exactly one of Deny, Audit and Deidentify");
  if (has(*operation, "Deidentify")) throw not_here("the operation Deidentify");
  if (direction == "Outbound") throw not_here("DataDirection Outbound");
  out.deny = operation->begin().key() == "Deny";
  if (out.deny) only(operation->begin().value(), "Deny", {});
  else read_audit(operation->begin().value(), out);
  for (const auto& name : texts_of(j, "DataIdentifier", kMostIdentifiers)) {
    const DataIdentifier* identifier = find_data_identifier(name);
    if (!identifier) throw not_here("the data identifier " + name.substr(0, 200));
    out.identifiers.push_back(identifier);
  }
  return out;
}

bool concerns(const DataProtectionStatement& statement, const std::vector<std::string>& caller) {
  for (const auto& one : statement.principals)
    if (one == "*" || std::find(caller.begin(), caller.end(), one) != caller.end()) return true;
  return false;
}

}  // namespace

DataProtectionPolicy parse_data_protection(const std::string& text) {
  if (characters(text) > kLongest) throw bad("must be at most 30720 characters long");
  auto parsed = try_parse_json(text);
  if (!parsed) throw bad("failed to parse JSON");
  if (has(*parsed, "Configuration")) throw not_here("a custom data identifier");
  only(*parsed, "the policy", {"Name", "Description", "Version", "Statement"});
  if (text_at(*parsed, "Name").empty()) throw bad("Name is missing");
  if (text_at(*parsed, "Version") != "2021-06-01") throw bad("Version must be 2021-06-01");
  const Json* statements = find(*parsed, "Statement");
  if (!statements || !statements->is_array() || statements->empty()) throw bad("Statement must be a list that is not empty");
  if (statements->size() > kMostStatements) throw bad("Statement must have at most 50 elements");
  DataProtectionPolicy out;
  for (const auto& one : *statements) out.statements.push_back(read_statement(one));
  if (std::count_if(out.statements.begin(), out.statements.end(), [](const auto& s) { return !s.deny; }) > 1) throw bad("there can be only one Audit statement");
  return out;
}

Inspection inspect(const DataProtectionPolicy& policy, const std::vector<std::string>& caller, const std::string& message) {
  Inspection out;
  for (const auto& statement : policy.statements) {
    if (!concerns(statement, caller)) continue;
    if (!statement.deny) out.audit = &statement;
    for (const DataIdentifier* identifier : statement.identifiers) {
      if (statement.deny && out.denied) break;
      std::vector<Detection> found = identifier->find(message);
      if (found.empty()) continue;
      if (statement.deny) out.denied = true;
      else out.audited.push_back({identifier->id, std::move(found)});
    }
  }
  return out;
}

Json audit_line(const std::vector<Finding>& findings, const std::string& message_id, const std::string& at, const std::string& principal, const std::string& topic_arn) {
  Json identifiers = array();
  for (const auto& finding : findings) {
    Json detections = array();
    for (const auto& one : finding.detections) detections.push_back(object({{"start", one.start}, {"end", one.end}}));
    identifiers.push_back(object({{"name", finding.name}, {"count", finding.detections.size()}, {"detections", std::move(detections)}}));
  }
  return object({{"messageId", message_id}, {"auditTimestamp", at}, {"callerPrincipal", principal}, {"resourceArn", topic_arn}, {"dataIdentifiers", std::move(identifiers)}});
}

}  // namespace lambent::sns
