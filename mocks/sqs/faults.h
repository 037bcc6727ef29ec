// The errors of SQS, by their names in the JSON protocol; the wire gives them their codes in the query protocol
// (InvalidParameterValueException there is InvalidParameterValue).
#pragma once
#include <string>

#include "aws/error.h"

namespace lambent::sqs {

inline AwsError invalid_value(const std::string& message) { return AwsError("InvalidParameterValueException", 400, message); }
inline AwsError missing(const std::string& parameter) {
  return AwsError("MissingRequiredParameterException", 400, "The request must contain the parameter " + parameter + ".");
}
inline AwsError no_such_queue() { return AwsError("QueueDoesNotExist", 400, "The specified queue does not exist."); }
inline AwsError not_found(const std::string& message) { return AwsError("ResourceNotFoundException", 404, message); }

}  // namespace lambent::sqs
