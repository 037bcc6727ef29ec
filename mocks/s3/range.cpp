#include "mocks/s3/range.h"

#include <charconv>

#include "mocks/s3/faults.h"

namespace lambent::s3 {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace

std::string Slice::content_range(std::uint64_t whole) const {
  if (size == 0) return "";
  return "bytes " + std::to_string(from) + "-" + std::to_string(from + size - 1) + "/" + std::to_string(whole);
}

std::optional<Slice> read_range(std::string_view range, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!range.starts_with(kUnit)) return std::nullopt;
  std::string_view text = range.substr(kUnit.size());
  auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  std::string_view first = text.substr(0, dash), last = text.substr(dash + 1);
  auto from = number(first), to = number(last);
  if ((!first.empty() && !from) || (!last.empty() && !to) || (first.empty() && last.empty())) return std::nullopt;
  if (from && to && *to < *from) return std::nullopt;
  AwsError beyond("InvalidRange", 416, "The requested range is not satisfiable",
                  object({{"RangeRequested", std::string(range)}, {"ActualObjectSize", std::to_string(size)}}));
  if (!from) {
    if (*to == 0 || size == 0) throw beyond;
    std::uint64_t length = std::min(*to, size);
    return Slice{size - length, length};
  }
  if (*from >= size) throw beyond;
  std::uint64_t end = to ? std::min(*to, size - 1) : size - 1;
  return Slice{*from, end - *from + 1};
}

Slice slice_of_part(const ObjectRow& row, std::int64_t number) {
  if (row.parts.empty() && number == 1) return {0, row.size};
  Slice out;
  for (const auto& [one, part] : row.parts) {
    out.size = part.size;
    if (one == number) return out;
    out.from += part.size;
  }
  throw AwsError("InvalidPartNumber", 416, "The requested partnumber is not satisfiable",
                 object({{"PartNumberRequested", std::to_string(number)}, {"ActualPartCount", std::to_string(std::max<size_t>(1, row.parts.size()))}}));
}

}  // namespace lambent::s3
