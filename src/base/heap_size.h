// What values take on the heap, with what the allocator adds (glibc): for budgets of what is kept in memory. Pure.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent {

std::size_t heap_size(std::size_t bytes);               // of one block of so many bytes; 0: none
std::size_t heap_size(const std::string& text);         // beside the string object itself
std::size_t heap_size(const Json& value);               // beside the Json itself
std::size_t heap_size(const std::vector<std::string>& texts);

}  // namespace lambent
