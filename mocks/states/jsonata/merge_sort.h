// A stable merge sort whose order may be anything a user writes: a contradictory one gives some order, never harm.
#pragma once
#include <algorithm>
#include <iterator>
#include <vector>

namespace lambent::states::jsonata {

// `after(a, b)` says that b, which stands after a, belongs before it.
template <class T, class After>
void merge_sort(std::vector<T>& items, const After& after) {
  if (items.size() <= 1) return;
  const auto middle = items.begin() + static_cast<std::ptrdiff_t>(items.size() / 2);
  std::vector<T> left(items.begin(), middle), right(middle, items.end());
  merge_sort(left, after);
  merge_sort(right, after);
  size_t l = 0, r = 0, at = 0;
  while (l < left.size() && r < right.size()) {
    if (after(left[l], right[r])) items[at++] = std::move(right[r++]);
    else items[at++] = std::move(left[l++]);
  }
  while (l < left.size()) items[at++] = std::move(left[l++]);
  while (r < right.size()) items[at++] = std::move(right[r++]);
}

}  // namespace lambent::states::jsonata
