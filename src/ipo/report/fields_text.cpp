#include "ipo/report/fields_text.h"

#include <algorithm>

#include "ipo/match/display.h"
#include "ipo/report/comparison.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

constexpr size_t kNameColumns = 12;      // what short names are filled up to
constexpr size_t kMostNameColumns = 34;  // a longer name has a line of its own
constexpr size_t kLabelColumns = 10;     // "expected  "
constexpr size_t kMostFields = 30;

std::string name_of_field(const FieldDifference& field) { return field.path.empty() ? "value" : one_line(field.path, 300); }

void put_diff(std::vector<std::string>& out, const std::string& name, const Comparison& it, const Page& page) {
  out.push_back(name + "  " + page.ink(Ink::good, "- expected") + "  " + page.ink(Ink::bad, "+ actual"));
  for (const auto& line : it.diff) {
    // The bar keeps text of a function from standing first in a line, where a CI system may take it for a command.
    const char sign = line.empty() ? ' ' : line[0];
    out.push_back(line == " " ? "  |" : "  | " + (sign == '-' ? page.ink(Ink::good, line) : sign == '+' ? page.ink(Ink::bad, line) : line));
  }
}

}  // namespace

std::vector<std::string> field_lines(const std::vector<FieldDifference>& fields, const Page& page, size_t indent) {
  size_t width = kNameColumns;
  for (const auto& field : fields)
    if (const size_t needs = columns(name_of_field(field)) + 2; needs <= kMostNameColumns) width = std::max(width, needs);
  const std::string blanks(width, ' ');

  std::vector<std::string> out;
  for (const auto& field : fields) {
    if (&field - fields.data() == kMostFields) {
      out.push_back("... " + counted(fields.size() - kMostFields, "more field differs", "more fields differ") + " ...");
      break;
    }
    const std::string name = name_of_field(field);
    const Comparison it = compare(field, page.room(indent + width + kLabelColumns));
    if (!it.diff.empty()) {
      put_diff(out, name, it, page);
    } else {
      std::string first = name;
      if (columns(name) + 2 <= width) {
        first.append(width - columns(name), ' ');
      } else {
        out.push_back(name);
        first = blanks;
      }
      out.push_back(first + "expected  " + page.ink(Ink::good, it.expected));
      out.push_back(blanks + "actual    " + page.ink(Ink::bad, it.actual));
      if (!it.marks.empty()) out.push_back(blanks + std::string(kLabelColumns, ' ') + page.ink(Ink::mark, it.marks) + "  " + it.words);
    }
    if (!it.note.empty()) out.push_back((it.diff.empty() ? blanks : "  ") + page.ink(Ink::faint, "(" + it.note + ")"));
  }
  return out;
}

}  // namespace lambent::ipo
