#include "mocks/sqs/receipts.h"

#include <charconv>

#include "base/text.h"
#include "mocks/sqs/faults.h"

namespace lambent::sqs {

std::string Receipt::handle() const { return "AQEB" + base64_encode(queue + " " + std::to_string(number) + " " + token); }

Receipt Receipt::parse(const std::string& handle, const std::string& queue) {
  AwsError refused("ReceiptHandleIsInvalid", 404, "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
  if (!handle.starts_with("AQEB")) throw refused;
  auto text = base64_decode(std::string_view(handle).substr(4));
  auto parts = split(text.value_or(""), ' ');
  if (parts.size() != 3 || parts[0] != queue) throw refused;
  Receipt out{parts[0], 0, parts[2]};
  auto [end, error] = std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), out.number);
  if (error != std::errc() || end != parts[1].data() + parts[1].size()) throw refused;
  return out;
}

}  // namespace lambent::sqs
