// The condition keys that policies ask for.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::iam {

// Of conditions and of ${variables}, as the statement writes them, each once without regard to case.
void add_context_keys(const Json& statement, std::vector<std::string>& out);

// The statements of a document: an array, or one alone.
std::vector<const Json*> statements_of(const Json& document);

}  // namespace lambent::iam
