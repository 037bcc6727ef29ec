// Activities, and the answers of their workers and of whoever has a task token.
#include "aws/arn.h"
#include "base/text.h"
#include "mocks/states/asl/json_fault.h"
#include "mocks/states/configuration.h"
#include "mocks/states/size.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

std::string activity_arn(const Scope& scope, const std::string& name) { return make_arn("states", scope.region, scope.account, "activity:" + name); }

// The key of an activity's row by its ARN; throws InvalidArn.
std::string activity_key(const std::string& arn) {
  Named named = parse_arn(arn, "activity");
  return named.parts.size() == 1 ? scope_key(named.scope, named.parts.front()) : "";
}

Json shown(const ActivityRow& row) { return object({{"activityArn", row.arn}, {"name", row.name}, {"creationDate", seconds_of(row.created)}}); }

}  // namespace

const ActivityRow& States::get_activity(const Call& call) const {
  std::string arn = text_at(call.input, "activityArn");
  std::string key = activity_key(arn);
  const ActivityRow* row = key.starts_with(scope_prefix(call.scope)) ? records_.activities.find(key) : nullptr;
  if (!row) throw AwsError("ActivityDoesNotExist", 400, "Activity Does Not Exist: '" + arn + "'");
  return *row;
}

Json States::create_activity(const Call& call) {
  check_configuration(call.input);
  std::string name = text_at(call.input, "name");
  check_name(name);
  std::string key = scope_key(call.scope, name);
  const ActivityRow* row = records_.activities.find(key);
  if (!row) {
    ActivityRow made;
    made.name = name;
    made.arn = activity_arn(call.scope, name);
    made.created = aws_.clock().now_ms();
    if (const Json* tags = find(call.input, "tags")) made.tags = *tags;
    check_tags(made.tags);
    row = &records_.activities.put(key, std::move(made));
  }
  return object({{"activityArn", row->arn}, {"creationDate", seconds_of(row->created)}});
}

Json States::describe_activity(const Call& call) {
  Json out = shown(get_activity(call));
  set(out, "encryptionConfiguration", object({{"type", "AWS_OWNED_KEY"}}));
  return out;
}

// Tasks that wait for its workers go on waiting until their time is over.
Json States::delete_activity(const Call& call) {
  std::string key = activity_key(text_at(call.input, "activityArn"));
  if (key.starts_with(scope_prefix(call.scope))) records_.activities.erase(key);
  return Json::object();
}

Json States::list_activities(const Call& call) {
  Json all = array();
  records_.activities.each(scope_prefix(call.scope), [&](const std::string&, const ActivityRow& row) { all.push_back(shown(row)); });
  Page page = page_of(call.input, all.size());
  Json list = array();
  for (size_t i = page.from; i < page.to; ++i) list.push_back(all[i]);
  Json out = object({{"activities", std::move(list)}});
  set_if(out, "nextToken", page.next);
  return out;
}

Task<Json> States::get_activity_task(Call call) {
  std::string arn = get_activity(call).arn;
  std::string worker = text_at(call.input, "workerName");
  OpenTasks::Given given = co_await engine_.open_tasks().take(std::move(arn), std::move(worker));
  if (given.token.empty()) co_return Json::object();
  co_return object({{"taskToken", given.token}, {"input", given.input}});
}

Json States::send_task_success(const Call& call) {
  std::string key = engine_.open_tasks().find(call.scope, text_at(call.input, "taskToken"));
  std::string output = text_at(call.input, "output");
  if (trim(output).empty()) throw AwsError("InvalidOutput", 400, "Invalid Output: 'Invalid output.'");
  if (auto fault = asl::find_json_fault(output)) throw AwsError("InvalidOutput", 400, "Invalid Output: '" + fault->message + "'");
  if (too_deep(parse_json(output))) throw AwsError("InvalidOutput", 400, "Invalid Output: 'Document nesting depth exceeds the maximum allowed'");
  if (output.size() > kMaxData) throw AwsError("InvalidOutput", 400, "Invalid Output: 'The output is longer than " + std::to_string(kMaxData) + " bytes.'");
  engine_.open_tasks().succeed(key, output);
  return Json::object();
}

Json States::send_task_failure(const Call& call) {
  std::string key = engine_.open_tasks().find(call.scope, text_at(call.input, "taskToken"));
  engine_.open_tasks().fail(key, Failure{find_text(call.input, "error"), find_text(call.input, "cause")});
  return Json::object();
}

Json States::send_task_heartbeat(const Call& call) {
  engine_.open_tasks().beat(engine_.open_tasks().find(call.scope, text_at(call.input, "taskToken")));
  return Json::object();
}

}  // namespace lambent::states
