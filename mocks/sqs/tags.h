// Tags of queues. Throws AwsError InvalidParameterValueException for what SQS does not take.
#pragma once
#include <map>
#include <string>

#include "base/json.h"

namespace lambent::sqs {

void add_tags(std::map<std::string, std::string>& tags, const Json& given, const std::string& queue);

}  // namespace lambent::sqs
