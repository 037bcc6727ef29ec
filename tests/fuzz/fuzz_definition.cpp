// State machine definitions: any text is a machine or a list of what is wrong with it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mocks/states/asl/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  (void)lambent::states::asl::parse_definition({reinterpret_cast<const char*>(data), size});
  return 0;
}
