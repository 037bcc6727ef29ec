// Pages of lists of queues, in the order of their names. Throws AwsError InvalidParameterValueException.
#pragma once
#include <cstdint>
#include <string>

#include "base/json.h"

namespace lambent::sqs {

std::int64_t page_size(const Json& input);   // 0: MaxResults was not given, and there is one page
std::string page_start(const Json& input);   // the name after which the page begins; empty: the first page

}  // namespace lambent::sqs
