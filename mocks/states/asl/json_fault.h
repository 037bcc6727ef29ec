// What is wrong with a text that should be JSON, in the words of the parser AWS uses (Jackson).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lambent::states::asl {

struct JsonFault {
  std::string message;  // "Unrecognized token 'not': was expecting (…)"
  int line = 1, column = 1;
};

// Nothing if the text is one JSON value.
std::optional<JsonFault> find_json_fault(std::string_view text);

}  // namespace lambent::states::asl
