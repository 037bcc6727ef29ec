#include "lambda/function_name.h"

#include "aws/arn.h"
#include "base/text.h"
#include "lambda/errors.h"

namespace lambent::lambda {

std::string FunctionName::arn() const { return make_arn("lambda", scope.region, scope.account, "function:" + name); }
std::string FunctionName::qualified_arn() const { return qualifier.empty() ? arn() : arn() + ":" + qualifier; }

FunctionName parse_function_name(const Scope& caller, const std::string& text, const std::string& qualifier) {
  FunctionName out{caller, "", ""};
  const auto parts = split(text, ':');
  size_t word = 0;
  while (word < parts.size() && parts[word] != "function") ++word;
  if (word + 1 < parts.size()) {
    out.name = parts[word + 1];
    if (word + 2 < parts.size()) out.qualifier = parts[word + 2];
    if (word >= 1) out.scope.account = parts[word - 1];
    if (word >= 2) out.scope.region = parts[word - 2];
  } else if (word < parts.size() && word > 0) {
    out.name = "function";  // "arn:…:function": the last word is taken for the name
  } else {
    out.name = parts[0];
    if (parts.size() > 1) out.qualifier = parts[1];
  }
  if (out.scope.region != caller.region)
    throw not_found("Functions from '" + out.scope.region + "' are not reachable in this region ('" + caller.region + "')");
  if (!qualifier.empty() && !out.qualifier.empty() && qualifier != out.qualifier)
    throw invalid_parameter("The derived qualifier from the function name does not match the specified qualifier.");
  if (out.qualifier.empty()) out.qualifier = qualifier;
  return out;
}

}  // namespace lambent::lambda
