#include "app/deploy.h"

#include <algorithm>

#include "aws/arn.h"
#include "base/files.h"
#include "base/text.h"

namespace lambent {
namespace {

Json tag_list(const std::map<std::string, std::string>& tags, const char* key, const char* value) {
  Json out = array();
  for (const auto& [name, text] : tags) out.push_back(object({{key, name}, {value, text}}));
  return out;
}

Json text_map(const std::map<std::string, std::string>& texts) {
  Json out = Json::object();
  for (const auto& [name, text] : texts) out[name] = text;
  return out;
}

// Blocks: reads and packs the function's code; called while nothing else runs yet.
Json code_of(const config::FunctionModel& f) {
  if (!f.folder.empty()) return object({{"S3Bucket", "hot-reload"}, {"S3Key", f.folder}});  // the folder is run in place
  if (!f.zip_file.empty()) return object({{"ZipFile", read_file(f.zip_file)}});
  ZipWriter zip;
  zip.add(f.inline_file, f.inline_code, false);
  return object({{"ZipFile", zip.finish()}});
}

// IAM takes a trust policy only when the roles it names are there. Of roles that name each other the first is refused.
std::vector<config::RoleModel> trusted_first(std::vector<config::RoleModel> left, const std::string& account) {
  std::vector<config::RoleModel> out;
  while (!left.empty()) {
    auto ready = std::find_if(left.begin(), left.end(), [&](const config::RoleModel& role) {
      std::string trust = dump(role.trust);
      return std::none_of(left.begin(), left.end(), [&](const config::RoleModel& other) {
        return &other != &role && trust.find("\"" + make_arn("iam", "", account, "role" + other.path + other.name) + "\"") != std::string::npos;
      });
    });
    if (ready == left.end()) ready = left.begin();
    out.push_back(std::move(*ready));
    left.erase(ready);
  }
  return out;
}

// SQS takes a redrive policy only when the queue it names is there. Of queues that name each other the first is refused.
std::vector<config::QueueModel> dead_letters_first(std::vector<config::QueueModel> left, const Scope& scope) {
  std::vector<config::QueueModel> out;
  while (!left.empty()) {
    auto ready = std::find_if(left.begin(), left.end(), [&](const config::QueueModel& queue) {
      return std::none_of(left.begin(), left.end(), [&](const config::QueueModel& other) {
        return &other != &queue && queue.dead_letter == make_arn("sqs", scope.region, scope.account, other.name);
      });
    });
    if (ready == left.end()) ready = left.begin();
    out.push_back(std::move(*ready));
    left.erase(ready);
  }
  return out;
}

}  // namespace

Deployer::Deployer(Aws& aws, Scope scope, Diagnostics& diagnostics, Grants& grants) : aws_(aws), scope_(std::move(scope)), diagnostics_(diagnostics), grants_(grants) {}

Task<void> Deployer::run(const config::AppModel& model) {
  for (const auto& one : model.policies) co_await make_policy(one);
  const auto roles = trusted_first(model.roles, scope_.account);
  for (const auto& one : roles) co_await make_role(one);
  for (const auto& one : model.policies) co_await attach_policy(one);
  for (const auto& one : model.buckets) co_await make_bucket(one);
  for (const auto& one : model.bucket_policies) co_await make_bucket_policy(one);
  const auto queues = dead_letters_first(model.queues, scope_);
  for (const auto& one : queues) co_await make_queue(one);
  for (const auto& one : model.queue_policies) co_await make_queue_policy(one);
  for (const auto& one : model.topics) co_await make_topic(one);
  for (const auto& one : model.topic_policies) co_await make_topic_policy(one);
  for (const auto& one : model.functions) co_await make_function(one);
  for (const auto& one : model.activities) co_await make_activity(one);
  for (const auto& one : model.machines) co_await make_machine(one);
  for (const auto& one : model.machine_versions) co_await make_machine_version(one);
  for (const auto& one : model.machine_aliases) co_await make_machine_alias(one);
  for (const auto& one : model.permissions) co_await make_permission(one);
  for (const auto& one : model.subscriptions) co_await make_subscription(one);
  for (const auto& one : model.apis) co_await make_api(one);
  for (const auto& one : model.identities) co_await make_identity(one);
  for (const auto& one : model.seeds) seed(one);
  co_await replace_grants(model);
}

std::string Deployer::policy_arn(const config::PolicyModel& policy) const { return make_arn("iam", "", scope_.account, "policy" + policy.path + policy.name); }

Task<Deployer::Answer> Deployer::call(const char* service, const char* operation, Json input, Place place, std::string expected) {
  Call made(service, operation, std::move(input), Principal::root(scope_.account), scope_);
  Answer answer{Outcome::done, {}};
  try {
    answer.body = co_await aws_.call(std::move(made));
  } catch (const AwsError& e) {
    answer.outcome = e.code() == expected ? Outcome::there : Outcome::refused;
    if (answer.outcome == Outcome::refused) diagnostics_.error(std::move(place), std::string(service) + " refuses " + operation + ": " + e.message());
  }
  co_return answer;
}

Task<void> Deployer::make_policy(config::PolicyModel policy) {
  std::string document = dump(policy.document);
  Json input = object({{"PolicyName", policy.name}, {"Path", policy.path}, {"PolicyDocument", document}});
  if (!policy.description.empty()) set_text(input, "Description", policy.description);
  auto made = co_await call("iam", "CreatePolicy", std::move(input), policy.place, "EntityAlreadyExists");
  if (made.outcome != Outcome::there) co_return;
  std::string arn = policy_arn(policy);
  // A new version only if it says something else, in the place of the oldest: there are five at most.
  Json named = object({{"PolicyArn", arn}});
  auto versions = co_await call("iam", "ListPolicyVersions", std::move(named), policy.place);
  std::string current, oldest;
  size_t count = 0;
  if (const Json* list = find(versions.body, "Versions"))
    for (const auto& one : *list) {
      ++count;
      (bool_at(one, "IsDefaultVersion") ? current : oldest) = text_at(one, "VersionId");  // they come with the newest first
    }
  Json asked = object({{"PolicyArn", arn}, {"VersionId", current}});
  auto now = co_await call("iam", "GetPolicyVersion", std::move(asked), policy.place);
  const Json* shown = find(now.body, "PolicyVersion");
  if (shown && percent_decode(text_at(*shown, "Document")) == document) co_return;
  constexpr size_t kMostVersions = 5;
  Json dropped = object({{"PolicyArn", arn}, {"VersionId", oldest}});
  if (count >= kMostVersions) co_await call("iam", "DeletePolicyVersion", std::move(dropped), policy.place);
  Json version = object({{"PolicyArn", arn}, {"PolicyDocument", document}, {"SetAsDefault", true}});
  co_await call("iam", "CreatePolicyVersion", std::move(version), policy.place);
}

Task<void> Deployer::attach_policy(config::PolicyModel policy) {
  std::string arn = policy_arn(policy);
  for (const auto& role : policy.roles) {
    Json attach = object({{"RoleName", role}, {"PolicyArn", arn}});
    co_await call("iam", "AttachRolePolicy", std::move(attach), policy.place);
  }
}

Task<void> Deployer::make_role(config::RoleModel role) {
  Json input = object({{"RoleName", role.name}, {"Path", role.path}, {"AssumeRolePolicyDocument", dump(role.trust)}});
  if (!role.description.empty()) set_text(input, "Description", role.description);
  if (!role.boundary.empty()) set_text(input, "PermissionsBoundary", role.boundary);
  if (role.session_seconds) set(input, "MaxSessionDuration", *role.session_seconds);
  if (!role.tags.empty()) set(input, "Tags", tag_list(role.tags, "Key", "Value"));
  auto made = co_await call("iam", "CreateRole", std::move(input), role.place, "EntityAlreadyExists");
  if (made.outcome == Outcome::refused) co_return;
  if (made.outcome == Outcome::there) {
    Json trust = object({{"RoleName", role.name}, {"PolicyDocument", dump(role.trust)}});
    co_await call("iam", "UpdateAssumeRolePolicy", std::move(trust), role.place);
  }
  for (const auto& [name, document] : role.inline_policies) {
    Json put = object({{"RoleName", role.name}, {"PolicyName", name}, {"PolicyDocument", dump(document)}});
    co_await call("iam", "PutRolePolicy", std::move(put), role.place);
  }
  for (const auto& arn : role.managed) {
    Json attach = object({{"RoleName", role.name}, {"PolicyArn", arn}});
    co_await call("iam", "AttachRolePolicy", std::move(attach), role.place);
  }
}

Task<void> Deployer::make_function(config::FunctionModel f) {
  Json settings = object({{"FunctionName", f.name}, {"Handler", f.handler}, {"Runtime", f.runtime}, {"Role", f.role}, {"Timeout", f.timeout}, {"MemorySize", f.memory}});
  set_text(settings, "Description", f.description);
  set(settings, "Environment", object({{"Variables", text_map(f.environment)}}));
  for (auto& [name, value] : settings["Environment"]["Variables"].items()) value = at_home(value.get<std::string>());
  Json code;
  try {
    code = code_of(f);
  } catch (const FileError& e) {
    diagnostics_.error(f.place, e.what());
    co_return;
  }

  Json input = settings;
  set(input, "Code", code);
  if (!f.tags.empty()) set(input, "Tags", text_map(f.tags));
  auto made = co_await call("lambda", "CreateFunction", std::move(input), f.place, "ResourceConflictException");
  if (made.outcome == Outcome::refused) {
    refused_.insert(f.name);
    co_return;
  }
  if (made.outcome == Outcome::there) {
    set_text(code, "FunctionName", f.name);
    co_await call("lambda", "UpdateFunctionCode", std::move(code), f.place);
    co_await call("lambda", "UpdateFunctionConfiguration", std::move(settings), f.place);
  }
  if (f.reserved_concurrency) {
    Json reserved = object({{"FunctionName", f.name}, {"ReservedConcurrentExecutions", *f.reserved_concurrency}});
    co_await call("lambda", "PutFunctionConcurrency", std::move(reserved), f.place);
  }
}

Task<void> Deployer::make_permission(config::PermissionModel p) {
  if (refused_.contains(p.function)) co_return;
  Json input = object({{"FunctionName", p.function}, {"StatementId", p.statement_id}, {"Action", p.action}, {"Principal", p.principal}});
  if (!p.source_arn.empty()) set_text(input, "SourceArn", p.source_arn);
  if (!p.source_account.empty()) set_text(input, "SourceAccount", p.source_account);
  auto made = co_await call("lambda", "AddPermission", input, p.place, "ResourceConflictException");
  if (made.outcome != Outcome::there) co_return;
  Json old = object({{"FunctionName", p.function}, {"StatementId", p.statement_id}});
  co_await call("lambda", "RemovePermission", std::move(old), p.place);
  co_await call("lambda", "AddPermission", std::move(input), p.place);
}

// The id of the resource at a path, made with all its parents if it is not there.
Task<std::string> Deployer::resource_id(std::string api, std::string path, Place place) {
  Json ask = object({{"restApiId", api}, {"limit", 500}});
  auto listed = co_await call("apigateway", "GetResources", std::move(ask), place);
  if (listed.outcome != Outcome::done) co_return "";
  std::map<std::string, std::string> known;
  if (const Json* items = find(listed.body, "items"))
    for (const auto& item : *items) known[text_at(item, "path")] = text_at(item, "id");
  std::string here = "/", id = known["/"];
  for (const auto& part : split(path, '/')) {
    if (part.empty()) continue;
    std::string next = here == "/" ? "/" + part : here + "/" + part;
    if (!known.contains(next)) {
      Json create = object({{"restApiId", api}, {"parentId", id}, {"pathPart", part}});
      auto made = co_await call("apigateway", "CreateResource", std::move(create), place);
      if (made.outcome != Outcome::done) co_return "";
      known[next] = text_at(made.body, "id");
    }
    here = next;
    id = known[next];
  }
  co_return id;
}

Task<void> Deployer::make_api(config::ApiModel api) {
  Json known = object({{"restApiId", api.id}});
  auto existing = co_await call("apigateway", "GetRestApi", std::move(known), api.place, "NotFoundException");
  if (existing.outcome == Outcome::refused) co_return;
  if (existing.outcome == Outcome::there) {
    api.tags["_custom_id_"] = api.id;
    Json create = object({{"name", api.name}, {"tags", text_map(api.tags)}});
    if (!api.description.empty()) set_text(create, "description", api.description);
    if (!api.binary_types.empty()) set(create, "binaryMediaTypes", text_array(api.binary_types));
    auto made = co_await call("apigateway", "CreateRestApi", std::move(create), api.place);
    if (made.outcome != Outcome::done) co_return;
  }
  for (const auto& route : api.routes) {
    std::string id = co_await resource_id(api.id, route.path, route.place);
    if (id.empty()) continue;
    Json method = object({{"restApiId", api.id}, {"resourceId", id}, {"httpMethod", route.method}, {"authorizationType", "NONE"}});
    co_await call("apigateway", "PutMethod", std::move(method), route.place, "ConflictException");
    std::string uri = "arn:aws:apigateway:" + scope_.region + ":lambda:path/2015-03-31/functions/" + route.function_arn + "/invocations";
    Json integration = object({{"restApiId", api.id}, {"resourceId", id}, {"httpMethod", route.method}, {"type", "AWS_PROXY"},
                               {"integrationHttpMethod", "POST"}, {"uri", uri}});
    co_await call("apigateway", "PutIntegration", std::move(integration), route.place);
  }
  Json deployment = object({{"restApiId", api.id}, {"stageName", api.stage}});
  if (!api.variables.empty()) set(deployment, "variables", text_map(api.variables));
  co_await call("apigateway", "CreateDeployment", std::move(deployment), api.place);
}

Task<void> Deployer::make_identity(config::IdentityModel identity) {
  Json input = object({{"EmailIdentity", identity.identity}});
  co_await call("sesv2", "CreateEmailIdentity", std::move(input), identity.place, "AlreadyExistsException");
}

std::string Deployer::at_home(std::string text) const {
  text = replace_all(std::move(text), config::kHomeUrl, aws_.home().url);
  for (const auto& [id, number] : version_numbers_) text = replace_all(std::move(text), config::version_stand_in(id), number);
  return text;
}

Task<void> Deployer::make_queue(config::QueueModel queue) {
  Json attributes = text_map(queue.attributes);
  Json input = object({{"QueueName", queue.name}, {"Attributes", attributes}});
  if (!queue.tags.empty()) set(input, "tags", text_map(queue.tags));
  auto made = co_await call("sqs", "CreateQueue", std::move(input), queue.place, "QueueNameExists");
  if (made.outcome != Outcome::there) co_return;
  attributes.erase("FifoQueue");
  Json update = object({{"QueueUrl", queue.name}, {"Attributes", std::move(attributes)}});
  co_await call("sqs", "SetQueueAttributes", std::move(update), queue.place);
}

Task<void> Deployer::make_queue_policy(config::QueuePolicyModel policy) {
  Json attributes = object({{"Policy", dump(policy.document)}});
  for (const auto& url : policy.queues) {
    Json input = object({{"QueueUrl", at_home(url)}, {"Attributes", attributes}});
    co_await call("sqs", "SetQueueAttributes", std::move(input), policy.place);
  }
}

void Deployer::seed(const config::SeedModel& one) {
  Service* service = aws_.find(one.service);
  try {
    if (service) service->seed(scope_, one.given);
  } catch (const std::exception& e) {
    diagnostics_.error(one.place, e.what());
  }
}

}  // namespace lambent
