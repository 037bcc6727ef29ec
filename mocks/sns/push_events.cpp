// What is told about pushes: the event topics of an application, and its delivery status log.
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/sns/push.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr int kFarthest = 64;

struct Named {
  std::string platform, name;
};

Named named(const std::string& application_arn) {
  auto parts = split(application_arn.substr(application_arn.rfind(':') + 1), '/');
  return {parts[1], parts[2]};
}

std::string subject_of(const std::string& event, const Named& app) { return event + " event for app " + app.name + " (" + app.platform + ")"; }

// Whether this call comes of an earlier notification with the same subject: a topic whose subscriber is the endpoint that
// fails would else be told for ever.
bool caused_by(const Journal& journal, std::uint64_t span, const std::string& subject) {
  for (int i = 0; i < kFarthest && span; ++i) {
    const JournalEntry* entry = journal.find(span);
    if (!entry) return false;
    const auto* call = std::get_if<CallEntry>(&entry->data);
    if (call && call->service == "sns" && call->operation == "Publish" && text_at(call->input, "Subject") == subject) return true;
    span = entry->parent;
  }
  return false;
}

}  // namespace

Task<void> Push::tell(Call cause, PlatformApplicationRow application, std::string event, Json message) {
  std::string topic = application.attribute("Event" + event);
  if (topic.empty()) co_return;
  Named app = named(application.arn);
  const std::string subject = subject_of(event, app).substr(0, 100);
  if (caused_by(aws_.journal(), cause.span, subject)) co_return;
  // Members in the order of their names, as AWS writes them.
  std::map<std::string, Json> members;
  for (const auto& [name, value] : message.items()) members[name] = value;
  members["EventType"] = event;
  members["Resource"] = application.arn;
  members["Service"] = "SNS";
  members["Time"] = iso_millis(aws_.clock().now());
  Json body = Json::object();
  for (const auto& [name, value] : members) set(body, name, value);

  Json input = object({{"TopicArn", topic}, {"Subject", subject}, {"Message", dump(body)}});
  Principal teller = Principal::service("sns.amazonaws.com", application.arn, cause.scope.account);
  Call call("sns", "Publish", std::move(input), std::move(teller), cause.scope);
  call.parent = cause.span;
  call.trace = cause.trace;
  try {
    co_await aws_.call(std::move(call));
  } catch (const AwsError&) {
    // It is in the journal. What was asked for has happened all the same.
  }
}

void Push::log_delivery(const Call& call, const PlatformApplicationRow& application, const PushRow& row, const std::string& failure) {
  const bool failed = !failure.empty();
  if (application.attribute(failed ? "FailureFeedbackRoleArn" : "SuccessFeedbackRoleArn").empty()) return;
  std::string rate = application.attribute("SuccessFeedbackSampleRate");
  if (!failed && !rate.empty() && aws_.ids().fraction() * 100 >= std::stod(rate)) return;
  Named app = named(application.arn);
  Json line = object({{"status", failed ? "FAILURE" : "SUCCESS"},
                      {"notification", object({{"timestamp", log_time(row.at_ms)}, {"messageId", row.id}})},
                      {"delivery", object({{"statusCode", failed ? 400 : 200},
                                           {"dwellTimeMs", 0},
                                           {"token", row.token},
                                           {"attempts", 1},
                                           {"providerResponse", failed ? failure : std::string("{\"success\":1}")},
                                           {"destination", row.endpoint}})}});
  LogEntry entry;
  entry.log_stream = "sns/" + call.scope.region + "/" + call.scope.account + "/app/" + app.platform + "/" + app.name + (failed ? "/Failure" : "");
  entry.line = dump(line);
  aws_.journal().add(call.span, call.trace, std::move(entry));
}

}  // namespace lambent::sns
