// The shortest way from one sequence to another (Myers' O(ND) algorithm), for texts and lines alike: sequences of
// numbers that stand for characters or lines.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace lambent::ipo {

// a[a_from, a_to) became b[b_from, b_to); one of the two may be empty. What lies between edits is equal.
struct Edit {
  size_t a_from, a_to, b_from, b_to;
};

// In order, never touching each other. If more than `most` single insertions and deletions were needed, everything
// between the common beginning and the common end is one edit; time and space stay below most².
std::vector<Edit> edit_script(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, size_t most);

}  // namespace lambent::ipo
