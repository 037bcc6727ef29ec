#include "aws/arn.h"
#include "lambda/errors.h"
#include "lambda/lambda_service.h"

namespace lambent::lambda {

const Function& LambdaService::tagged(const Call& call) const {
  const std::string arn = text_at(call.input, "Resource");
  const FunctionName named = parse_function_name(call.scope, arn, "");
  const auto parsed = Arn::parse(arn);
  if (!parsed || !parsed->resource.starts_with("function:")) throw not_emulated("lambda", "tags of " + arn);
  if (!named.qualifier.empty())
    throw invalid_parameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  return get(named);
}

Json LambdaService::tag(const Call& call) {
  constexpr size_t kMostTags = 50;
  const Function& f = tagged(call);
  Json tags = f.tags;
  const Json* given = find(call.input, "Tags");
  if (!given || given->empty()) throw invalid_parameter("An error occurred and the request cannot be processed.");
  for (const auto& [key, value] : given->items()) set(tags, key, value);
  if (tags.size() > kMostTags) throw invalid_parameter("Number of tags exceeds resource tag limit.");
  functions_.update(scope_key(f.scope, f.name), [&](Function& row) { row.tags = std::move(tags); });
  return Json::object();
}

Json LambdaService::untag(const Call& call) {
  const Function& f = tagged(call);
  const auto keys = texts_at(call.input, "TagKeys");
  functions_.update(scope_key(f.scope, f.name), [&](Function& row) {
    for (const auto& key : keys) row.tags.erase(key);
  });
  return Json::object();
}

Json LambdaService::list_tags(const Call& call) { return object({{"Tags", tagged(call).tags}}); }

}  // namespace lambent::lambda
