// What an expression would read from the input document, which expressions of Step Functions do not have: bare names that
// begin a path, "$" for the document itself, "*" and "**". Once each, as they come. For saying what is wrong with an
// expression whose References tell that it reads the context; the text must be one that parses.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lambent::states::jsonata {

std::vector<std::string> document_names(std::string_view text);

}  // namespace lambent::states::jsonata
