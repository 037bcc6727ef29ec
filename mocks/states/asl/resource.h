// What a Task's Resource asks for: a function, an activity, or an operation of a service (spec/states.md section 9).
#pragma once
#include <optional>
#include <string>

namespace lambent::states::asl {

enum class Pattern { request_response, sync, sync2, wait_for_token };

struct Resource {
  enum class Kind {
    lambda_function,  // a function's own ARN: its events are LambdaFunction…
    activity,         // …:activity:<name>: Activity…
    optimized,        // arn:aws:states:::<service>:<action>: Task…
    sdk,              // arn:aws:states:::aws-sdk:<service>:<action>: Task…
  };
  Kind kind = Kind::lambda_function;
  std::string arn;      // as written
  std::string service;  // "lambda", "aws-sdk:s3": the resourceType of events. Empty for functions and activities
  std::string action;   // "invoke"
  Pattern pattern = Pattern::request_response;

  std::string shown() const;  // the action with its suffix: the resource of events, "startExecution.sync:2"
  bool waits() const;         // for a worker, a token or a child execution, beyond the call itself
};

// "sns:publish" of arn:aws:states:::sns:publish, also where AWS's partition, a region or an account is another.
std::string integration_of(const std::string& arn);

// Nothing if AWS would not know the resource.
std::optional<Resource> parse_resource(const std::string& arn);
bool emulated(const Resource& resource);  // false: AWS has it, lambent has not

}  // namespace lambent::states::asl
