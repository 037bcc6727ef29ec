#include "mocks/sqs/settings.h"

#include <charconv>

#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/policies.h"

namespace lambent::sqs {
namespace {

struct Number {
  const char* name;
  std::int64_t Settings::*at;
  std::int64_t least, most;
};
constexpr Number kNumbers[] = {
    {"DelaySeconds", &Settings::delay, 0, 900},
    {"MaximumMessageSize", &Settings::largest, 1024, 1'048'576},
    {"MessageRetentionPeriod", &Settings::retention, 60, 1'209'600},
    {"ReceiveMessageWaitTimeSeconds", &Settings::wait, 0, 20},
    {"VisibilityTimeout", &Settings::visibility, 0, 43'200},
    {"KmsDataKeyReusePeriodSeconds", &Settings::kms_reuse, 60, 86'400},
};

AwsError invalid(const std::string& name, const std::string& reason = "") {
  return AwsError("InvalidAttributeValue", 400, "Invalid value for the parameter " + name + "." + (reason.empty() ? "" : " Reason: " + reason));
}

AwsError unknown(const std::string& name) { return AwsError("InvalidAttributeName", 400, "Unknown Attribute " + name + "."); }

std::int64_t number_of(const Number& n, const std::string& text) {
  std::int64_t out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || out < n.least || out > n.most) throw invalid(n.name);
  return out;
}

bool truth(const std::string& name, const std::string& text) {
  if (iequals(text, "true")) return true;
  if (iequals(text, "false")) return false;
  throw invalid(name);
}

std::string one_of(const std::string& name, const std::string& text, const char* a, const char* b) {
  if (text != a && text != b) throw invalid(name);
  return text;
}

void take_fifo(Settings& s, const std::string& name, const std::string& text, Change change) {
  if (name == "FifoQueue") {
    bool wanted = truth(name, text);
    if (change == Change::creation) {
      if (!wanted) throw unknown(name);
      return;  // looked at before all others
    }
    if (!s.fifo) throw unknown(name);
    if (!wanted) throw invalid(name, "Modifying queue type is not supported.");
    return;
  }
  if (!s.fifo && name == "ContentBasedDeduplication") throw unknown(name);
  if (!s.fifo) throw AwsError("InvalidAttributeName", 400, "You can specify the " + name + " only when FifoQueue is set to true.");
  if (name == "ContentBasedDeduplication") s.content_dedup = truth(name, text);
  if (name == "DeduplicationScope") s.dedup_scope = one_of(name, text, "queue", "messageGroup");
  if (name == "FifoThroughputLimit") s.throughput = one_of(name, text, "perQueue", "perMessageGroupId");
}

void take(Settings& s, const std::string& name, const std::string& text, Change change) {
  for (const Number& n : kNumbers)
    if (name == n.name) {
      s.*n.at = number_of(n, text);
      return;
    }
  if (name == "FifoQueue" || name == "ContentBasedDeduplication" || name == "DeduplicationScope" || name == "FifoThroughputLimit")
    return take_fifo(s, name, text, change);
  if (name == "Policy") {
    check_policy(text);
    s.policy = text;
  } else if (name == "RedrivePolicy") {
    s.redrive = read_redrive(text);
    s.redrive_text = s.redrive ? text : "";
  } else if (name == "RedriveAllowPolicy") {
    check_redrive_allow(text);
    s.allow_text = text;
  } else if (name == "KmsMasterKeyId") {
    s.kms_key = text;
  } else if (name == "SqsManagedSseEnabled") {
    s.managed_sse = truth(name, text);
  } else {
    throw unknown(name);
  }
}

}  // namespace

void apply_attributes(Settings& settings, const Json& attributes, Change change) {
  Settings s = settings;
  auto fifo = find_text(attributes, "FifoQueue");
  if (change == Change::creation && fifo) s.fifo = truth("FifoQueue", *fifo);
  for (const auto& [name, value] : attributes.items())
    if (value.is_string()) take(s, name, value.get<std::string>(), change);
  if (!s.kms_key.empty() && has(attributes, "KmsMasterKeyId") && !has(attributes, "SqsManagedSseEnabled")) s.managed_sse = false;
  if (!s.kms_key.empty() && s.managed_sse)
    throw AwsError("InvalidAttributeName", 400, "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.");
  if (s.throughput == "perMessageGroupId" && s.dedup_scope != "messageGroup")
    throw invalid("FifoThroughputLimit", "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.");
  settings = std::move(s);
}

std::map<std::string, std::string> shown_attributes(const Settings& s) {
  std::map<std::string, std::string> out;
  for (const Number& n : kNumbers) out[n.name] = std::to_string(s.*n.at);
  if (s.kms_key.empty() && s.kms_reuse == Settings{}.kms_reuse) out.erase("KmsDataKeyReusePeriodSeconds");
  if (!s.kms_key.empty()) out["KmsMasterKeyId"] = s.kms_key;
  out["SqsManagedSseEnabled"] = s.managed_sse ? "true" : "false";
  if (!s.policy.empty()) out["Policy"] = s.policy;
  if (!s.redrive_text.empty()) out["RedrivePolicy"] = s.redrive_text;
  if (!s.allow_text.empty()) out["RedriveAllowPolicy"] = s.allow_text;
  if (!s.fifo) return out;
  out["FifoQueue"] = "true";
  out["ContentBasedDeduplication"] = s.content_dedup ? "true" : "false";
  out["DeduplicationScope"] = s.dedup_scope;
  out["FifoThroughputLimit"] = s.throughput;
  return out;
}

bool is_attribute_name(const std::string& name) {
  static constexpr std::string_view others[] = {
      "All", "Policy", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed",
      "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn", "RedrivePolicy", "RedriveAllowPolicy", "FifoQueue",
      "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit", "KmsMasterKeyId", "SqsManagedSseEnabled"};
  for (const Number& n : kNumbers)
    if (name == n.name) return true;
  for (auto other : others)
    if (name == other) return true;
  return false;
}

}  // namespace lambent::sqs
