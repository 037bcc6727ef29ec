#include "ipo/match/edit_script.h"

#include <algorithm>

namespace lambent::ipo {
namespace {

using Sequence = std::span<const std::uint32_t>;

// Single steps from the end to the beginning, as marks on both sequences: what is not marked is common.
bool mark_differences(Sequence a, Sequence b, size_t most, std::vector<bool>& in_a, std::vector<bool>& in_b) {
  using Row = std::vector<std::ptrdiff_t>;  // farthest x on each diagonal, from -d to d
  const auto n = static_cast<std::ptrdiff_t>(a.size()), m = static_cast<std::ptrdiff_t>(b.size());
  std::vector<Row> rows;
  auto at = [](const Row& row, std::ptrdiff_t diagonal) { return row[static_cast<size_t>(diagonal + static_cast<std::ptrdiff_t>(row.size() / 2))]; };
  auto down = [&](const Row& row, std::ptrdiff_t k, std::ptrdiff_t d) { return k == -d || (k != d && at(row, k - 1) < at(row, k + 1)); };
  std::ptrdiff_t d = 0;
  for (;; ++d) {
    if (d > static_cast<std::ptrdiff_t>(most)) return false;
    Row row(static_cast<size_t>(2 * d + 3), -1);
    const Row before = rows.empty() ? Row(3, 0) : rows.back();
    bool done = false;
    for (std::ptrdiff_t k = -d; k <= d; k += 2) {
      std::ptrdiff_t x = d == 0 ? 0 : down(before, k, d) ? at(before, k + 1) : at(before, k - 1) + 1;
      std::ptrdiff_t y = x - k;
      while (x < n && y < m && y >= 0 && a[static_cast<size_t>(x)] == b[static_cast<size_t>(y)]) ++x, ++y;
      row[static_cast<size_t>(k + d + 1)] = x;
      if (x >= n && y >= m) done = true;
    }
    rows.push_back(std::move(row));
    if (done) break;
  }
  std::ptrdiff_t x = n, y = m;
  for (; d > 0; --d) {
    const Row& before = rows[static_cast<size_t>(d - 1)];
    const std::ptrdiff_t k = x - y;
    const bool insertion = down(before, k, d);
    const std::ptrdiff_t from = insertion ? at(before, k + 1) : at(before, k - 1);
    const std::ptrdiff_t from_y = from - (insertion ? k + 1 : k - 1);
    if (insertion)
      in_b[static_cast<size_t>(from_y)] = true;
    else
      in_a[static_cast<size_t>(from)] = true;
    x = from;
    y = from_y;
  }
  return true;
}

}  // namespace

std::vector<Edit> edit_script(Sequence a, Sequence b, size_t most) {
  size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (tail + head < a.size() && tail + head < b.size() && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  Sequence middle_a = a.subspan(head, a.size() - head - tail), middle_b = b.subspan(head, b.size() - head - tail);
  if (middle_a.empty() && middle_b.empty()) return {};
  std::vector<bool> in_a(middle_a.size(), false), in_b(middle_b.size(), false);
  if (middle_a.empty() || middle_b.empty() || !mark_differences(middle_a, middle_b, most, in_a, in_b))
    return {Edit{head, a.size() - tail, head, b.size() - tail}};
  std::vector<Edit> out;
  for (size_t i = 0, j = 0; i < middle_a.size() || j < middle_b.size();) {
    const size_t a_from = i, b_from = j;
    while (i < middle_a.size() && in_a[i]) ++i;
    while (j < middle_b.size() && in_b[j]) ++j;
    if (i > a_from || j > b_from) out.push_back({head + a_from, head + i, head + b_from, head + j});
    while (i < middle_a.size() && j < middle_b.size() && !in_a[i] && !in_b[j]) ++i, ++j;
  }
  return out;
}

}  // namespace lambent::ipo
