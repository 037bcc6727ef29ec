#include <algorithm>

#include "mocks/states/states.h"

namespace lambent::states {
namespace {

constexpr size_t kMostTags = 50;

[[noreturn]] void no_resource(const std::string& arn) { throw AwsError("ResourceNotFound", 400, "Resource not found: '" + arn + "'"); }

bool is_activity(const Call& call) { return text_at(call.input, "resourceArn").find(":activity:") != std::string::npos; }

std::string key_of(const Call& call) {
  std::string arn = text_at(call.input, "resourceArn");
  Named named = parse_arn(arn, is_activity(call) ? "activity" : "stateMachine");
  if (named.scope.account != call.scope.account || named.scope.region != call.scope.region || named.parts.size() != 1) no_resource(arn);
  return scope_key(call.scope, named.parts.front());
}

// The tags there are; throws ResourceNotFound.
Json tags_of(const Records& records, const Call& call) {
  std::string key = key_of(call);
  if (is_activity(call)) {
    if (const ActivityRow* row = records.activities.find(key)) return row->tags;
  } else if (const MachineRow* row = records.machines.find(key)) {
    return row->tags;
  }
  no_resource(text_at(call.input, "resourceArn"));
}

void put_tags(Records& records, const Call& call, const Json& tags) {
  std::string key = key_of(call);
  auto put = [&tags](auto& row) { row.tags = tags; };
  if (is_activity(call))
    records.activities.update(key, put);
  else
    records.machines.update(key, put);
}

}  // namespace

void check_tags(const Json& tags) {
  if (tags.size() > kMostTags) throw AwsError("TooManyTags", 400, "The resource would have more than 50 tags");
}

Json States::tag_resource(const Call& call) {
  Json tags = tags_of(records_, call);
  for (const auto& given : call.input["tags"]) {
    bool known = false;
    for (auto& tag : tags) {
      if (text_at(tag, "key") != text_at(given, "key")) continue;
      tag = given;
      known = true;
    }
    if (!known) tags.push_back(given);
  }
  check_tags(tags);
  put_tags(records_, call, tags);
  return Json::object();
}

Json States::untag_resource(const Call& call) {
  auto gone = texts_at(call.input, "tagKeys");
  Json left = array();
  for (const auto& tag : tags_of(records_, call))
    if (std::find(gone.begin(), gone.end(), text_at(tag, "key")) == gone.end()) left.push_back(tag);
  put_tags(records_, call, left);
  return Json::object();
}

Json States::list_tags(const Call& call) { return object({{"tags", tags_of(records_, call)}}); }

}  // namespace lambent::states
