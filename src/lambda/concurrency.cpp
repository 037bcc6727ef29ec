#include "lambda/errors.h"
#include "lambda/lambda_service.h"

namespace lambent::lambda {
namespace {

constexpr std::int64_t kAccount = 1000, kUnreserved = 100;

}  // namespace

Json LambdaService::put_concurrency(const Call& call) {
  const FunctionName named = target(call);
  if (!named.qualifier.empty())
    throw invalid_parameter("This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. "
                            "Please specify either a function name or an unqualified function ARN.");
  if (!functions_.contains(named.key())) throw not_found("Function not found: " + named.arn() + ":$LATEST");
  const std::int64_t wanted = int_at(call.input, "ReservedConcurrentExecutions");
  std::int64_t others = 0;
  functions_.each(scope_prefix(named.scope), [&](const std::string& key, const Function& f) {
    if (key != named.key()) others += f.reserved.value_or(0);
  });
  if (kAccount - others - wanted < kUnreserved)
    throw AwsError("InvalidParameterValueException", 400,
                   "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].");
  functions_.update(named.key(), [&](Function& f) { f.reserved = wanted; });
  return object({{"ReservedConcurrentExecutions", wanted}});
}

Json LambdaService::get_concurrency(const Call& call) {
  const Function& f = get(target(call));
  Json out = Json::object();
  if (f.reserved) set(out, "ReservedConcurrentExecutions", *f.reserved);
  return out;
}

Json LambdaService::delete_concurrency(const Call& call) {
  const FunctionName named = target(call);
  get(named);
  functions_.update(named.key(), [](Function& f) { f.reserved.reset(); });
  return Json::object();
}

}  // namespace lambent::lambda
