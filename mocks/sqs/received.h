// A message as ReceiveMessage answers it.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"
#include "mocks/sqs/rows.h"

namespace lambent::sqs {

// What a receiver asks to see besides the body. Names of message attributes may end in ".*" or "*"; "All" and ".*" are all.
struct Wanted {
  std::vector<std::string> system, attributes;
};

Json received(const MessageRow& message, const DeliveryRow& delivery, const std::string& handle, const Wanted& wanted);

}  // namespace lambent::sqs
