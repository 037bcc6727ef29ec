#include "ipo/match/duration.h"

#include <array>
#include <limits>

namespace lambent::ipo {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t milliseconds;
};
constexpr std::array<Unit, 5> kUnits{{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

bool digit(char c) { return c >= '0' && c <= '9'; }

// One number with its unit, and what of the text is left.
struct Piece {
  std::uint64_t milliseconds = 0;
  size_t unit = 0;
  bool fraction = false;
};

std::optional<Piece> take_piece(std::string_view& text) {
  __extension__ typedef unsigned __int128 Wide;
  Wide number = 0, scale = 1;
  size_t at = 0, digits = 0;
  Piece piece;
  for (; at < text.size() && digit(text[at]); ++at, ++digits) {
    if (digits == 18) return std::nullopt;
    number = number * 10 + static_cast<unsigned>(text[at] - '0');
  }
  if (digits == 0) return std::nullopt;
  if (at < text.size() && text[at] == '.') {
    size_t from = ++at;
    for (; at < text.size() && digit(text[at]); ++at) {
      if (at - from == 12) return std::nullopt;
      number = number * 10 + static_cast<unsigned>(text[at] - '0');
      scale *= 10;
    }
    if (at == from) return std::nullopt;
    piece.fraction = true;
  }
  size_t end = at;
  while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
  std::string_view name = text.substr(at, end - at);
  while (piece.unit < kUnits.size() && kUnits[piece.unit].name != name) ++piece.unit;
  if (piece.unit == kUnits.size()) return std::nullopt;
  Wide total = number * kUnits[piece.unit].milliseconds;
  if (total % scale != 0 || total / scale > static_cast<Wide>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  piece.milliseconds = static_cast<std::uint64_t>(total / scale);
  text.remove_prefix(end);
  return piece;
}

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::uint64_t total = 0;
  size_t next_unit = 0;
  while (!text.empty()) {
    auto piece = take_piece(text);
    if (!piece || piece->unit < next_unit || (piece->fraction && !text.empty())) return std::nullopt;
    next_unit = piece->unit + 1;
    total += piece->milliseconds;  // two numbers below 2^63 fit, and the sum is checked at once
    if (total > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  }
  auto value = static_cast<std::int64_t>(total);
  return negative ? -value : value;
}

std::string format_duration(std::int64_t milliseconds) {
  if (milliseconds == 0) return "0s";
  std::string out = milliseconds < 0 ? "-" : "";
  auto left = milliseconds < 0 ? 0 - static_cast<std::uint64_t>(milliseconds) : static_cast<std::uint64_t>(milliseconds);
  for (const Unit& unit : kUnits) {
    if (left < unit.milliseconds) continue;
    out += std::to_string(left / unit.milliseconds) += unit.name;
    left %= unit.milliseconds;
  }
  return out;
}

}  // namespace lambent::ipo
