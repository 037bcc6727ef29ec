// Data protection: any text is refused in SNS's words or is a policy that can be asked, and any message can be looked through; what is
// found lies in it, in order.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "aws/error.h"
#include "mocks/sns/data_protection.h"

using namespace lambent;
using namespace lambent::sns;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const char* id : {"AwsSecretKey", "CreditCardNumber", "EmailAddress", "IpAddress", "PhoneNumber-US", "Ssn-US"}) {
    size_t last = 0;
    for (const auto& one : find_data_identifier(id)->find(text)) {
      if (one.start < last || one.end <= one.start || one.end > text.size()) std::abort();
      last = one.end;
    }
  }
  try {
    DataProtectionPolicy policy = parse_data_protection(text);
    (void)inspect(policy, {"arn:aws:iam::000000000000:root"}, text);
  } catch (const AwsError&) {
  }
  return 0;
}
