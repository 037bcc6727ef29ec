// Lambda's own errors, in its words. Sources: the API model and recorded answers.
#pragma once
#include <string>

#include "aws/error.h"

namespace lambent::lambda {

AwsError invalid_parameter(const std::string& message);                           // 400
AwsError not_found(const std::string& message);                                   // 404
AwsError conflict(const std::string& message);                                    // 409
AwsError throttled(const std::string& reason);                                    // 429 "Rate Exceeded."
AwsError lambda_error(const std::string& code, int status, const std::string& message);

}  // namespace lambent::lambda
