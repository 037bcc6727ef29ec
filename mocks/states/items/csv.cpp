#include "mocks/states/items/csv.h"

#include "mocks/states/items/source.h"

namespace lambent::states::items {

std::string CsvReader::plain() {
  size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != delimiter_ && !line_end(at_)) ++at_;
  return std::string(text_.substr(begin, at_ - begin));
}

std::string CsvReader::quoted() {
  size_t first_line = line_;
  std::string out;
  for (++at_;; ++at_) {
    if (at_ >= text_.size()) throw ReadFault("(startline " + std::to_string(first_line) + ") EOF reached before encapsulated token finished");
    if (text_[at_] != '"') {
      if (text_[at_] == '\n') ++line_;
      out += text_[at_];
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      out += '"';
      ++at_;
    } else {
      break;
    }
  }
  ++at_;
  while (at_ < text_.size() && text_[at_] != delimiter_ && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  if (at_ < text_.size() && text_[at_] != delimiter_ && !line_end(at_))
    throw ReadFault("(line " + std::to_string(line_) + ") invalid char between encapsulated token and delimiter");
  return out;
}

void CsvReader::pass_line_end() {
  at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
  ++line_;
}

bool CsvReader::next(std::vector<std::string>& row) {
  row.clear();
  if (at_ >= text_.size()) return false;
  for (;;) {
    bool quote = at_ < text_.size() && text_[at_] == '"';
    row.push_back(quote ? quoted() : plain());
    if (at_ >= text_.size()) return true;
    if (text_[at_] != delimiter_) {
      pass_line_end();
      return true;
    }
    ++at_;
  }
}

}  // namespace lambent::states::items
