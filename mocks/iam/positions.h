// Where the statements of a policy document stand in its text.
#pragma once
#include <string>
#include <vector>

namespace lambent::iam {

struct Position {
  size_t line = 1, column = 1;  // columns count bytes
};
struct Span {
  Position start, end;  // of the opening brace, and after the closing one
};

// One for each statement in their order. The text must be JSON.
std::vector<Span> statement_spans(const std::string& text);

}  // namespace lambent::iam
