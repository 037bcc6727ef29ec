// JSON as people write it in a line, {"Effect": "Allow", "Action": "sqs:SendMessage"}: to be copied.
#pragma once
#include <string>

#include "base/json.h"

namespace lambent::ipo {

std::string json_line(const Json& value);

}  // namespace lambent::ipo
