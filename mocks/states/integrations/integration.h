// What Step Functions does with a service on behalf of a Task: from effective parameters to a call of the door, from the
// answer to the task's result, from an AwsError to the error name and cause that histories show. Pure functions; one set for
// functions named by their ARN, for optimized integrations (those of AWS SDK 1 in their words) and for aws-sdk ones.
//
//   Asked asked = asked_of(resource, parameters, about);          // throws RuntimeFailure
//   Json answer = co_await aws.call(…asked…);
//   Json result = result_of(resource, answer, about);             // throws StateFailure: a function's own error, a failed entry
//   Failure failure = failure_of(resource, error, request_id);
//
// apigateway:invoke and http:invoke are no calls of the door: http_task.h.
#pragma once
#include "aws/error.h"
#include "base/clock.h"
#include "mocks/states/asl/resource.h"
#include "mocks/states/failure.h"

namespace lambent::states {

struct Asked {
  std::string service, operation;  // names of the API model
  Json input;
};

// What requests and results name beside the parameters.
struct About {
  std::string execution_arn, machine_arn;
  std::string request_id, trace;
  TimePoint now{};
};

Asked asked_of(const asl::Resource& resource, const Json& parameters, const About& about);
Json result_of(const asl::Resource& resource, const Json& answer, const About& about);
Failure failure_of(const asl::Resource& resource, const AwsError& error, const std::string& request_id);
// An error in the words of the AWS SDK for Java 2; `service` as it names it: "S3".
std::string sdk_cause(const std::string& service, const AwsError& error, const std::string& request_id);

// What .sync and .sync:2 give once the child has ended, of DescribeExecution's answer. Throws StateFailure
// States.TaskFailed if it has not succeeded.
Json child_result(const asl::Resource& resource, const Json& described);

// A failure of a call that never reached the service, and parameters that cannot be used.
Failure client_failure(const asl::Resource& resource, const std::string& why);
[[noreturn]] void refuse_parameters(const Json& parameters, const std::vector<std::string>& reasons);
// As data limits name it: "lambda", "aws-sdk:sns", a function's ARN.
std::string task_name(const asl::Resource& resource);

}  // namespace lambent::states
