#include <algorithm>

#include "mocks/states/states.h"

namespace lambent::states {
namespace {

constexpr size_t kMostTags = 50;

[[noreturn]] void no_resource(const std::string& arn) { throw AwsError("ResourceNotFound", 400, "Resource not found: '" + arn + "'"); }

std::string key_of(const Call& call) {
  std::string arn = text_at(call.input, "resourceArn");
  Named named = parse_arn(arn, "stateMachine");
  if (named.scope.account != call.scope.account || named.scope.region != call.scope.region || named.parts.size() != 1) no_resource(arn);
  return scope_key(call.scope, named.parts.front());
}

}  // namespace

void check_tags(const Json& tags) {
  if (tags.size() > kMostTags) throw AwsError("TooManyTags", 400, "The resource would have more than 50 tags");
}

Json States::tag_resource(const Call& call) {
  std::string key = key_of(call);
  const MachineRow* row = records_.machines.find(key);
  if (!row) no_resource(text_at(call.input, "resourceArn"));
  Json tags = row->tags;
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
  records_.machines.update(key, [&](MachineRow& r) { r.tags = tags; });
  return Json::object();
}

Json States::untag_resource(const Call& call) {
  std::string key = key_of(call);
  auto gone = texts_at(call.input, "tagKeys");
  bool known = records_.machines.update(key, [&](MachineRow& row) {
    Json left = array();
    for (const auto& tag : row.tags)
      if (std::find(gone.begin(), gone.end(), text_at(tag, "key")) == gone.end()) left.push_back(tag);
    row.tags = std::move(left);
  });
  if (!known) no_resource(text_at(call.input, "resourceArn"));
  return Json::object();
}

Json States::list_tags(const Call& call) {
  const MachineRow* row = records_.machines.find(key_of(call));
  if (!row) no_resource(text_at(call.input, "resourceArn"));
  return object({{"tags", row->tags}});
}

}  // namespace lambent::states
