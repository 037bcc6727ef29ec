#include "lambda/lambda_service.h"

#include "aws/pass_role.h"
#include "base/time_text.h"
#include "lambda/errors.h"

namespace lambent::lambda {

std::span<const Operation<LambdaService>> LambdaService::table() {
  static constexpr Operation<LambdaService> rows[] = {
      {"CreateFunction", &LambdaService::create_function},
      {"GetFunction", &LambdaService::get_function},
      {"GetFunctionConfiguration", &LambdaService::get_configuration},
      {"ListFunctions", &LambdaService::list_functions},
      {"UpdateFunctionCode", &LambdaService::update_code},
      {"UpdateFunctionConfiguration", &LambdaService::update_configuration},
      {"DeleteFunction", &LambdaService::delete_function},
      {"GetAccountSettings", &LambdaService::account_settings},
      {"Invoke", &LambdaService::invoke},
      {"PutFunctionConcurrency", &LambdaService::put_concurrency},
      {"GetFunctionConcurrency", &LambdaService::get_concurrency},
      {"DeleteFunctionConcurrency", &LambdaService::delete_concurrency},
      {"AddPermission", &LambdaService::add_permission},
      {"RemovePermission", &LambdaService::remove_permission},
      {"GetPolicy", &LambdaService::get_policy},
      {"TagResource", &LambdaService::tag},
      {"UntagResource", &LambdaService::untag},
      {"ListTags", &LambdaService::list_tags},
  };
  return rows;
}

LambdaService::LambdaService(Aws& aws, Workers& workers, access::Credentials& credentials, LambdaOptions options)
    : aws_(aws), workers_(workers), options_(std::move(options)), functions_(aws.store(), "lambda.functions"),
      invoker_(aws, workers, credentials, options_, functions_), queue_(aws, invoker_, functions_) {}

std::vector<std::string_view> LambdaService::operations() const {
  std::vector<std::string_view> out;
  for (const auto& row : table()) out.push_back(row.name);
  return out;
}

Task<Json> LambdaService::handle(Call call) { return dispatch(*this, table(), std::move(call)); }

std::vector<Need> LambdaService::needs(const Call& call) const {
  std::string action = "lambda:" + call.operation;
  if (call.operation == "Invoke") action = "lambda:InvokeFunction";
  std::vector<Need> out;
  if (const auto resource = find_text(call.input, "Resource")) {
    out.emplace_back(action, *resource);
  } else if (has(call.input, "FunctionName")) {
    const FunctionName named = target(call);
    Need need(action, named.qualified_arn());
    need.resource_account = named.scope.account;
    if (const Function* f = functions_.find(named.key())) need.resource_policy = resource_policy(*f);
    out.push_back(std::move(need));
  } else {
    out.emplace_back(action, "*");
  }
  const auto role = find_text(call.input, "Role");
  if (role && (call.operation == "CreateFunction" || call.operation == "UpdateFunctionConfiguration"))
    out.push_back(pass_role(call, *role, "lambda.amazonaws.com"));
  return out;
}

std::vector<Route> LambdaService::routes() {
  const auto serve = [this](RouteMatch match) { return download(std::move(match)); };
  return {{"GET", "/_lambent/lambda/code/{id}", serve}};
}

void LambdaService::load() {
  functions_.load();
  queue_.load();
}
void LambdaService::resume() { queue_.resume(); }

void LambdaService::reset() {
  queue_.clear();
  for (const auto& [key, f] : functions_) {
    invoker_.retire(key);
    drop_code(f);
  }
  functions_.clear();
}

void LambdaService::set_endpoint(std::string url) {
  endpoint_ = url;
  invoker_.set_endpoint(std::move(url));
}

FunctionName LambdaService::target(const Call& call) const {
  return parse_function_name(call.scope, text_at(call.input, "FunctionName"), text_at(call.input, "Qualifier"));
}

const Function& LambdaService::get(const FunctionName& name) const {
  const Function* f = functions_.find(name.key());
  if (!f || (!name.qualifier.empty() && name.qualifier != "$LATEST")) throw not_found("Function not found: " + name.qualified_arn());
  return *f;
}

void LambdaService::touch(Function& f) {
  f.revision_id = aws_.ids().uuid();
  f.last_modified = lambda_time(aws_.clock().now());
}

void LambdaService::restart(const Scope& scope, const std::string& function) {
  const FunctionName name = parse_function_name(scope, function, "");
  get(name);
  invoker_.retire(name.key());
}

}  // namespace lambent::lambda
