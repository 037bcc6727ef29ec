#include "mocks/ses/publisher.h"

#include <algorithm>
#include <cstdlib>

#include "aws/arn.h"
#include "base/log.h"
#include "base/time_text.h"

namespace lambent::ses {
namespace {

const char* name_of(DestinationKind kind) {
  static constexpr const char* kNames[] = {"sns", "events", "cloudwatch", "firehose"};
  return kNames[static_cast<int>(kind)];
}

// The call a topic or a bus gets.
Call call_for(const Publication& p) {
  auto arn = Arn::parse(p.arn);
  Scope scope = p.scope;
  if (arn && !arn->account.empty()) scope.account = arn->account;
  if (arn && !arn->region.empty()) scope.region = arn->region;
  Principal caller = Principal::service("ses.amazonaws.com", p.source_arn, p.scope.account);
  Json input = Json::object();
  if (p.kind == DestinationKind::sns) {
    input = object({{"TopicArn", p.arn}, {"Message", p.body}});
    if (!p.subject.empty()) set_text(input, "Subject", p.subject);
  } else {
    Json entry = object({{"Time", epoch_seconds(from_epoch_ms(p.at_ms))}, {"Source", "aws.ses"}, {"Resources", text_array({p.source_arn})},
                         {"DetailType", p.subject}, {"Detail", p.body}, {"EventBusName", p.arn}});
    Json entries = array();
    entries.push_back(std::move(entry));
    set(input, "Entries", std::move(entries));
  }
  Call call(p.kind == DestinationKind::sns ? "sns" : "events", p.kind == DestinationKind::sns ? "Publish" : "PutEvents", std::move(input),
            std::move(caller), std::move(scope));
  call.parent = p.parent;
  call.trace = p.trace;
  call.origin.source_ip = "ses.amazonaws.com";
  return call;
}

}  // namespace

Json Publication::to_json() const {
  return object({{"account", scope.account}, {"region", scope.region}, {"kind", static_cast<int>(kind)}, {"arn", arn}, {"subject", subject},
                 {"body", body}, {"source", source_arn}, {"message", message_id}, {"at", at_ms}, {"parent", parent}, {"trace", trace}});
}

Publication Publication::from_json(const Json& j) {
  Publication p;
  p.scope = {text_at(j, "account"), text_at(j, "region")};
  p.kind = static_cast<DestinationKind>(int_at(j, "kind"));
  p.arn = text_at(j, "arn");
  p.subject = text_at(j, "subject");
  p.body = text_at(j, "body");
  p.source_arn = text_at(j, "source");
  p.message_id = text_at(j, "message");
  p.at_ms = int_at(j, "at");
  p.trace = text_at(j, "trace");  // the parent's number means nothing after a restart
  return p;
}

void Publisher::put(Publication publication) {
  std::string number = std::to_string(next_++);
  number.insert(0, 20 - number.size(), '0');
  rows_.put(number, std::move(publication));
  resume();
}

void Publisher::load() {
  rows_.load();
  for (const auto& [key, row] : rows_) next_ = std::max<std::uint64_t>(next_, std::strtoull(key.c_str(), nullptr, 10) + 1);
}

void Publisher::resume() {
  if (running_ || rows_.size() == 0) return;
  running_ = true;
  aws_.loop().tasks().spawn("ses events", run());
}

Task<void> Publisher::run() {
  while (rows_.size() > 0) {
    std::string key = rows_.begin()->first;
    Publication next = rows_.begin()->second;
    bool stopping = co_await hand_over(std::move(next));
    if (stopping) break;  // the row is there at the next start
    rows_.erase(key);
  }
  running_ = false;
}

Task<bool> Publisher::hand_over(Publication publication) {
  const bool call = publication.kind == DestinationKind::sns          ? emulated("sns", "Publish")
                    : publication.kind == DestinationKind::event_bridge ? emulated("events", "PutEvents")
                                                                        : false;
  if (!call) {
    note(publication);
    co_return false;
  }
  auto refused = co_await call_target(std::move(publication));
  if (refused && refused->code() == "ServiceUnavailable" && refused->message() == "lambent is stopping") co_return true;
  if (refused) log_info("ses: an event was not taken: " + refused->code() + ": " + refused->message());
  co_return false;
}

Task<std::optional<AwsError>> Publisher::call_target(Publication publication) {
  std::optional<AwsError> refused;
  const bool topic = publication.kind == DestinationKind::sns;
  if (!emulated(topic ? "sns" : "events", topic ? "Publish" : "PutEvents")) co_return refused;
  Call call = call_for(publication);
  try {
    co_await aws_.call(std::move(call));
  } catch (const AwsError& e) {
    refused = e;
  }
  co_return refused;
}

void Publisher::note(const Publication& publication) {
  MessageEntry entry;
  entry.kind = "mail-event";
  entry.id = publication.message_id;
  entry.from = publication.source_arn;
  entry.subject = publication.subject;
  entry.text = publication.body;
  entry.to = {publication.arn};
  entry.data = object({{"Destination", name_of(publication.kind)}});
  aws_.journal().add(publication.parent, publication.trace, std::move(entry));
}

bool Publisher::emulated(std::string_view service, std::string_view operation) const {
  Service* found = aws_.find(service);
  if (!found) return false;
  auto operations = found->operations();
  return std::find(operations.begin(), operations.end(), operation) != operations.end();
}

}  // namespace lambent::ses
