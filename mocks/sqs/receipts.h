// Receipt handles: which message of which queue, and which of its receives. Opaque to clients.
#pragma once
#include <cstdint>
#include <string>

namespace lambent::sqs {

struct Receipt {
  std::string queue;  // QueueRow::id
  std::uint64_t number = 0;
  std::string token;  // DeliveryRow::receipt

  std::string handle() const;
  // Throws AwsError ReceiptHandleIsInvalid if it is none, or of another queue than `queue`.
  static Receipt parse(const std::string& handle, const std::string& queue);
};

}  // namespace lambent::sqs
