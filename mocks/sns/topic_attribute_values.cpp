#include "mocks/sns/topic_attribute_values.h"

#include <charconv>
#include <set>

#include "base/text.h"
#include "base/utf8.h"
#include "mocks/sns/delivery_policy.h"
#include "mocks/sns/topic_arn.h"

namespace lambent::sns {
namespace {

constexpr size_t kLongestDisplayName = 100;
constexpr size_t kMostTags = 50;

bool whole_percent(const std::string& text) {
  int n = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  return error == std::errc() && end == text.data() + text.size() && n >= 0 && n <= 100;
}

bool role_arn(const std::string& text) { return text.starts_with("arn:") && text.find(":iam::") != std::string::npos && text.find(":role/") != std::string::npos; }

// <protocol>(Success|Failure)FeedbackRoleArn and <protocol>SuccessFeedbackSampleRate
std::string feedback_kind(const std::string& name) {
  for (const char* protocol : {"Application", "Firehose", "HTTP", "Lambda", "SQS"}) {
    if (!name.starts_with(protocol)) continue;
    std::string rest = name.substr(std::string_view(protocol).size());
    if (rest == "SuccessFeedbackRoleArn" || rest == "FailureFeedbackRoleArn" || rest == "SuccessFeedbackSampleRate") return rest;
  }
  return "";
}

class Setter {
 public:
  Setter(TopicRow& topic, const std::string& name, const std::string& value, const std::string& reason)
      : topic_(topic), name_(name), value_(value), reason_(reason) {}

  void set() const {
    check();
    if (value_.empty() && name_ != "DisplayName")
      topic_.attributes.erase(name_);
    else
      topic_.attributes[name_] = value_;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { throw invalid_parameter(reason_ + what); }
  void one_of(std::initializer_list<const char*> values) const {
    for (const char* one : values)
      if (value_ == one) return;
    std::vector<std::string> names(values.begin(), values.end());
    refuse(name_ + ": Invalid value [" + value_ + "]. Must be " + join(names, " or ") + ".");
  }
  void only_fifo() const {
    if (!topic_.fifo()) refuse(reason_.empty() ? "AttributeName" : name_ + " can only be set on FIFO topics");
  }

  void check() const {
    if (name_ == "DisplayName") {
      if (first_characters(value_, kLongestDisplayName).size() < value_.size()) refuse("DisplayName must be at most 100 characters long");
      return;
    }
    if (name_ == "Policy") return check_topic_policy(value_, reason_);
    if (name_ == "DeliveryPolicy") return check_delivery_policy(value_, PolicyOf::topic, "Invalid parameter: " + reason_);
    if (name_ == "TracingConfig") return one_of({"PassThrough", "Active"});
    if (name_ == "SignatureVersion") return one_of({"1", "2"});
    if (name_ == "ContentBasedDeduplication") {
      only_fifo();
      return one_of({"true", "false"});
    }
    if (name_ == "FifoThroughputScope") {
      only_fifo();
      return one_of({"Topic", "MessageGroup"});
    }
    if (name_ == "KmsMasterKeyId") {
      if (!value_.empty() && value_ != "alias/aws/sns") throw not_emulated("sns", "a KmsMasterKeyId other than alias/aws/sns");
      return;
    }
    if (name_ == "ArchivePolicy") throw not_emulated("sns", "the topic attribute ArchivePolicy");
    std::string feedback = feedback_kind(name_);
    if (feedback.empty()) refuse(reason_.empty() ? "AttributeName" : "Unknown attribute: " + name_);
    if (value_.empty()) return;
    bool good = feedback == "SuccessFeedbackSampleRate" ? whole_percent(value_) : role_arn(value_);
    if (!good) refuse(name_ + ": Invalid value [" + value_ + "]");
  }

  TopicRow& topic_;
  const std::string &name_, &value_, &reason_;
};

}  // namespace

void set_topic_attribute(TopicRow& topic, const std::string& name, const std::string& value, const std::string& reason) {
  if (name == "FifoTopic") throw invalid_parameter("AttributeName");
  Setter(topic, name, value, reason).set();
}

Json topic_attributes(const TopicRow& topic) {
  Json out = object({{"TopicArn", topic.arn()},
                     {"Owner", topic.scope.account},
                     {"Policy", topic.policy()},
                     {"DisplayName", topic.get("DisplayName")},
                     {"EffectiveDeliveryPolicy", dump(effective_topic_policy(topic.get("DeliveryPolicy")))}});
  if (topic.fifo()) {
    set_text(out, "FifoTopic", "true");
    set_text(out, "ContentBasedDeduplication", topic.get("ContentBasedDeduplication", "false"));
  }
  for (const auto& [name, value] : topic.attributes)
    if (name != "Policy") set_text(out, name, value);
  return out;
}

void check_tags(const Json& tags) {
  std::set<std::string> keys;
  for (const auto& tag : tags)
    if (!keys.insert(text_at(tag, "Key")).second) throw invalid_parameter("Duplicated keys are not allowed.");
  if (keys.size() > kMostTags) throw AwsError("TagLimitExceeded", 400, "Could not complete request: tag quota of per resource exceeded");
}

}  // namespace lambent::sns
