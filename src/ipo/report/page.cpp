#include "ipo/report/page.h"

#include <algorithm>

namespace lambent::ipo {
namespace {

constexpr size_t kLeastRoom = 24;
constexpr size_t kLongLine = 400;

const char* code(Ink ink) {
  switch (ink) {
    case Ink::good: return "32";
    case Ink::bad: return "31";
    case Ink::place: return "36";
    case Ink::mark: return "1;33";
    case Ink::faint: return "2";
    case Ink::strong: return "1";
    case Ink::skipped: return "33";
  }
  return "0";
}

}  // namespace

Page Page::of(const ReportOptions& options) {
  const bool colours = options.colour == Colour::always || (options.colour == Colour::automatic && options.columns > 0);
  return {colours ? Inks::colours : Inks::none, options.columns, options.verbosity};
}

std::string Page::ink(Ink ink, std::string_view safe_text) const {
  if (inks == Inks::none || safe_text.empty()) return std::string(safe_text);
  return "\x1b[" + std::string(code(ink)) + "m" + std::string(safe_text) + "\x1b[0m";
}

size_t Page::room(size_t taken) const {
  if (columns == 0) return kLongLine;
  return std::max(kLeastRoom, columns > taken ? columns - taken : 0);
}

}  // namespace lambent::ipo
