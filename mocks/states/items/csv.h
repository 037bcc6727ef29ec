// Rows of a text delimited file, as RFC 4180 has them: quoted fields may hold delimiters, line ends and doubled quotes.
//
//   CsvReader reader(text, ';');
//   for (std::vector<std::string> row; reader.next(row);) …      // throws ReadFault
//
// An empty line is a row of one empty field; a line end behind the last row begins no other one.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lambent::states::items {

class CsvReader {
 public:
  CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}  // the text is borrowed
  bool next(std::vector<std::string>& row);

 private:
  bool line_end(size_t at) const { return at < text_.size() && (text_[at] == '\n' || text_[at] == '\r'); }
  std::string plain();
  std::string quoted();
  void pass_line_end();

  std::string_view text_;
  char delimiter_;
  size_t at_ = 0;
  size_t line_ = 1;
};

// The order in which AWS writes the members of a row: that of a Java HashMap with these keys.
std::vector<size_t> member_order(const std::vector<std::string>& names);

}  // namespace lambent::states::items
