#include "lambda/errors.h"

namespace lambent::lambda {

AwsError lambda_error(const std::string& code, int status, const std::string& message) {
  return AwsError(code, status, message, object({{"Type", status < 500 ? "User" : "Service"}}));
}
AwsError invalid_parameter(const std::string& message) { return lambda_error("InvalidParameterValueException", 400, message); }
AwsError not_found(const std::string& message) { return lambda_error("ResourceNotFoundException", 404, message); }
AwsError conflict(const std::string& message) { return lambda_error("ResourceConflictException", 409, message); }
AwsError throttled(const std::string& reason) {
  return AwsError("TooManyRequestsException", 429, "Rate Exceeded.", object({{"Reason", reason}, {"Type", "User"}}));
}

}  // namespace lambent::lambda
