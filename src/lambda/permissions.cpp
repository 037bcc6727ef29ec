#include <algorithm>

#include "base/text.h"
#include "lambda/errors.h"
#include "lambda/lambda_service.h"

namespace lambent::lambda {
namespace {

constexpr size_t kLargestPolicy = 20 * 1024;

Json principal_value(const std::string& text) {
  const bool digits = text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text == "*") return "*";
  if (digits) return object({{"AWS", "arn:aws:iam::" + text + ":root"}});
  if (text.starts_with("arn:")) return object({{"AWS", text}});
  if (text.ends_with(".amazonaws.com")) return object({{"Service", text}});
  throw invalid_parameter("The provided principal was invalid. Please check the principal and try again.");
}

Json conditions(const Json& input) {
  Json equals = Json::object(), out = Json::object();
  if (const auto v = find_text(input, "SourceAccount")) set_text(equals, "AWS:SourceAccount", *v);
  if (const auto v = find_text(input, "EventSourceToken")) set_text(equals, "lambda:EventSourceToken", *v);
  if (const auto v = find_text(input, "PrincipalOrgID")) set_text(equals, "aws:PrincipalOrgID", *v);
  if (const auto v = find_text(input, "FunctionUrlAuthType")) set_text(equals, "lambda:FunctionUrlAuthType", *v);
  if (!equals.empty()) set(out, "StringEquals", std::move(equals));
  if (const auto v = find_text(input, "SourceArn")) set(out, "ArnLike", object({{"AWS:SourceArn", *v}}));
  if (bool_at(input, "InvokedViaFunctionUrl")) set(out, "Bool", object({{"lambda:InvokedViaFunctionUrl", "true"}}));
  return out;
}

void check_revision(const Function& f, const Json& input) {
  const auto given = find_text(input, "RevisionId");
  if (given && *given != f.policy_revision)
    throw lambda_error("PreconditionFailedException", 412,
                       "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id");
}

}  // namespace

Json LambdaService::add_permission(const Call& call) {
  const FunctionName named = target(call);
  if (named.qualifier == "$LATEST") throw invalid_parameter("We currently do not support adding policies for $LATEST.");
  const Function& f = get(named);
  check_revision(f, call.input);
  const std::string sid = text_at(call.input, "StatementId");
  for (const Json& statement : f.statements)
    if (text_at(statement, "Sid") == sid)
      throw conflict("The statement id (" + sid + ") provided already exists. Please provide a new statement id, or remove the existing statement.");
  Json statement = object({{"Sid", sid}, {"Effect", "Allow"}, {"Principal", principal_value(text_at(call.input, "Principal"))},
                           {"Action", text_at(call.input, "Action")}, {"Resource", named.qualified_arn()}});
  Json condition = conditions(call.input);
  if (!condition.empty()) set(statement, "Condition", std::move(condition));
  const std::string text = dump(statement);
  if (dump(f.statements).size() + text.size() > kLargestPolicy)
    throw lambda_error("PolicyLengthExceededException", 400, "The final policy size is bigger than the limit (20480).");
  const std::string revision = aws_.ids().uuid();
  functions_.update(named.key(), [&](Function& row) {
    row.statements.push_back(std::move(statement));
    row.policy_revision = revision;
  });
  return object({{"Statement", text}});
}

Json LambdaService::remove_permission(const Call& call) {
  const FunctionName named = target(call);
  const Function* f = functions_.find(named.key());
  if (!f || f->statements.empty()) throw not_found("No policy is associated with the given resource.");
  check_revision(*f, call.input);
  const std::string sid = text_at(call.input, "StatementId");
  Json kept = Json::array();
  for (const Json& statement : f->statements)
    if (text_at(statement, "Sid") != sid) kept.push_back(statement);
  if (kept.size() == f->statements.size()) throw not_found("Statement " + sid + " is not found in resource policy.");
  const std::string revision = aws_.ids().uuid();
  functions_.update(named.key(), [&](Function& row) {
    row.statements = std::move(kept);
    row.policy_revision = revision;
  });
  return Json::object();
}

Json LambdaService::get_policy(const Call& call) {
  const FunctionName named = target(call);
  const Function* f = functions_.find(named.key());
  const auto policy = f && named.qualifier.empty() ? resource_policy(*f) : std::nullopt;
  if (!policy) throw not_found("The resource you requested does not exist.");
  return object({{"Policy", dump(*policy)}, {"RevisionId", f->policy_revision}});
}

}  // namespace lambent::lambda
