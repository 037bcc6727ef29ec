#include "lambda/code.h"
#include "lambda/errors.h"

namespace lambent::lambda {
namespace {

void check_revision(const Function& f, const Json& input) {
  const auto given = find_text(input, "RevisionId");
  if (given && *given != f.revision_id)
    throw lambda_error("PreconditionFailedException", 412,
                       "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
}

}  // namespace

Task<Json> LambdaService::create_function(Call call) {
  const FunctionName named = target(call);
  if (named.name.size() > 64)
    throw invalid_parameter("1 validation error detected: Value '" + named.name + "' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64");
  Function f;
  f.scope = named.scope;
  f.name = named.name;
  f.arn = named.arn();
  apply_settings(f, call.input);
  if (const Json* tags = find(call.input, "Tags")) f.tags = *tags;
  const auto check_free = [&] {
    if (functions_.contains(named.key())) throw conflict("Function already exist: " + named.name);
  };
  check_free();
  const Json* given = find(call.input, "Code");
  Json source = Json::object();
  if (given) source = *given;
  Code code = co_await take_code(std::move(source), named.scope);
  code.apply(f);
  if (functions_.contains(named.key())) drop_code(f);
  check_free();  // another creation may have come first meanwhile
  touch(f);
  Json answer = configuration(f, Transition::created);
  f.revision_id = aws_.ids().uuid();
  functions_.put(named.key(), std::move(f));
  co_return answer;
}

Task<Json> LambdaService::update_code(Call call) {
  const FunctionName named = target(call);
  check_revision(get(named), call.input);
  if (bool_at(call.input, "Publish") || has(call.input, "PublishTo")) throw not_emulated("lambda", "Publish (versions)");
  Code code = co_await take_code(call.input, named.scope);
  Function f = get(named);  // as it is now: it may have changed or gone meanwhile
  const Function before = f;
  code.apply(f);
  if (const auto list = texts_at(call.input, "Architectures"); !list.empty()) f.architecture = list[0];
  touch(f);
  Json answer = configuration(f, Transition::updated);
  if (bool_at(call.input, "DryRun")) {
    drop_code(f);
    co_return answer;
  }
  f.revision_id = aws_.ids().uuid();
  functions_.put(named.key(), std::move(f));
  invoker_.retire(named.key());
  drop_code(before);
  co_return answer;
}

Json LambdaService::update_configuration(const Call& call) {
  const FunctionName named = target(call);
  Function f = get(named);
  check_revision(f, call.input);
  apply_settings(f, call.input);
  touch(f);
  Json answer = configuration(f, Transition::updated);
  f.revision_id = aws_.ids().uuid();
  functions_.put(named.key(), std::move(f));
  invoker_.retire(named.key());
  return answer;
}

Json LambdaService::get_function(const Call& call) {
  const Function& f = get(target(call));
  Json code = object({{"RepositoryType", "S3"}});
  if (f.package == Package::zip) {
    const std::string id = std::filesystem::path(f.code_folder).filename().string();
    set_text(code, "Location", endpoint_ + "/_lambent/lambda/code/" + id);
  } else {
    set_text(code, "Location", "file://" + f.code_folder);
  }
  Json out = object({{"Configuration", configuration(f, Transition::settled)}, {"Code", std::move(code)}});
  if (!f.tags.empty()) set(out, "Tags", f.tags);
  if (f.reserved) set(out, "Concurrency", object({{"ReservedConcurrentExecutions", *f.reserved}}));
  return out;
}

Json LambdaService::get_configuration(const Call& call) { return configuration(get(target(call)), Transition::settled); }

Json LambdaService::list_functions(const Call& call) {
  for (const char* name : {"MasterRegion", "FunctionVersion"})
    if (has(call.input, name)) throw not_emulated("lambda", std::string("ListFunctions with ") + name);
  constexpr std::int64_t kPage = 50;
  const std::int64_t most = std::min(int_at(call.input, "MaxItems", kPage), kPage);
  const std::string marker = text_at(call.input, "Marker");  // the last name of the page before
  Json items = Json::array();
  std::string last, next;
  functions_.each(scope_prefix(call.scope), [&](const std::string&, const Function& f) {
    if (!next.empty() || (!marker.empty() && f.name <= marker)) return;
    if (static_cast<std::int64_t>(items.size()) == most) {
      next = last;
      return;
    }
    items.push_back(listed(f));
    last = f.name;
  });
  Json out = object({{"Functions", std::move(items)}});
  if (!next.empty()) set_text(out, "NextMarker", next);
  return out;
}

Json LambdaService::delete_function(const Call& call) {
  const FunctionName named = target(call);
  const Function* f = functions_.find(named.key());
  if (!f) throw not_found("Function not found: " + named.qualified_arn());
  if (named.qualifier == "$LATEST") throw invalid_parameter("$LATEST version cannot be deleted without deleting the function.");
  if (!named.qualifier.empty()) {
    const bool number = named.qualifier.find_first_not_of("0123456789") == std::string::npos;
    if (number) return object({{"StatusCode", 204}});  // AWS answers so for a version that never was
    throw not_found("Function not found: " + named.qualified_arn());
  }
  drop_code(*f);
  functions_.erase(named.key());
  invoker_.retire(named.key());
  return object({{"StatusCode", 204}});
}

Json LambdaService::account_settings(const Call& call) {
  std::int64_t count = 0, bytes = 0, reserved = 0;
  functions_.each(scope_prefix(call.scope), [&](const std::string&, const Function& f) {
    ++count;
    bytes += f.code_size;
    reserved += f.reserved.value_or(0);
  });
  constexpr std::int64_t kConcurrent = 1000;
  return object({{"AccountLimit", object({{"TotalCodeSize", 80'530'636'800}, {"CodeSizeUnzipped", 262'144'000},
                                          {"CodeSizeZipped", 52'428'800}, {"ConcurrentExecutions", kConcurrent},
                                          {"UnreservedConcurrentExecutions", kConcurrent - reserved}})},
                 {"AccountUsage", object({{"TotalCodeSize", bytes}, {"FunctionCount", count}})}});
}

}  // namespace lambent::lambda
