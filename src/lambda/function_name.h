// The forms in which a caller may name a function: name, function:name, account:function:name, ARN, each with
// ":qualifier". The pattern itself has been checked against the model.
#pragma once
#include <string>

#include "aws/call.h"

namespace lambent::lambda {

struct FunctionName {
  Scope scope;            // where it is: the caller's unless the name says otherwise
  std::string name;
  std::string qualifier;  // empty: none was given

  std::string key() const { return scope_key(scope, name); }
  std::string arn() const;            // without qualifier
  std::string qualified_arn() const;  // with it, if there is one
};

// Throws AwsError if the qualifiers in name and parameter differ, or the name is of another region.
FunctionName parse_function_name(const Scope& caller, const std::string& text, const std::string& qualifier);

}  // namespace lambent::lambda
