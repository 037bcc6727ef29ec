// What a report is written on: how wide it is, how much of it is wanted, and its inks.
//
//   page.ink(Ink::bad, "FAIL")   // with escape sequences only on a page that has colours
//
// Only text that is safe to show may be inked; widths are counted before.
#pragma once
#include <string>
#include <string_view>

#include "ipo/report/report.h"

namespace lambent::ipo {

enum class Ink { good, bad, place, mark, faint, strong, skipped };

struct Page {
  enum class Inks { none, colours };
  Inks inks = Inks::none;
  size_t columns = 0;  // 0: no terminal, lines may be long
  Verbosity verbosity = Verbosity::normal;

  static Page of(const ReportOptions& options);
  std::string ink(Ink ink, std::string_view safe_text) const;
  // Columns left beside so many; never less than a few words, and where there is no terminal a line that can be read.
  size_t room(size_t taken) const;
};

}  // namespace lambent::ipo
