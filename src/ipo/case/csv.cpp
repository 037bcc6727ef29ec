#include "ipo/case/csv.h"

#include <set>

#include "base/text.h"

namespace lambent::ipo {
namespace {

class Lines {
 public:
  Lines(const std::string& text, const std::string& file, Context& context) : text_(text), file_(file), context_(context) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = line_start_ = 3;
  }

  // The cells of the next line that has any; empty at the end or after a mistake.
  std::vector<Node> next() {
    while (!broken_ && at_ < text_.size()) {
      std::vector<Node> cells;
      bool more = true;
      while (more && !broken_) {
        cells.push_back(cell());
        more = at_ < text_.size() && text_[at_] == ',';
        if (more) at_++;
      }
      if (!broken_) end_line();
      if (broken_) break;
      bool blank = cells.size() == 1 && cells[0].is(Node::Kind::null);
      if (!blank) return cells;
    }
    return {};
  }
  bool broken() const { return broken_; }

 private:
  Place here() const { return {file_, line_, static_cast<int>(at_ - line_start_) + 1}; }
  void fail(const char* what) {
    context_.error(here(), std::string("this is not CSV: ") + what);
    broken_ = true;
  }

  Node cell() {
    Place place = here();
    if (at_ < text_.size() && text_[at_] == '"') return quoted(place);
    size_t end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
    std::string text = text_.substr(at_, end - at_);
    at_ = end;
    if (at_ < text_.size() && text_[at_] == '"') fail("a quote inside a cell that does not begin with one");
    std::string_view bare = trim(text);
    if (bare.empty() || bare == "null" || bare == "~") return null_node(place);
    Node out = config::text_node(std::string(bare), place);
    out.plain = true;
    return out;
  }

  Node quoted(const Place& place) {
    std::string text;
    for (at_++; at_ < text_.size(); at_++) {
      if (text_[at_] == '"') {
        if (text_.compare(at_ + 1, 1, "\"") != 0) break;
        at_++;
      }
      text += text_[at_];
      if (text_[at_] == '\n') {
        line_++;
        line_start_ = at_ + 1;
      }
    }
    if (at_ >= text_.size()) fail("a quote that does not end");
    at_++;
    return config::text_node(std::move(text), place);
  }

  void end_line() {
    if (at_ >= text_.size()) return;
    if (text_.compare(at_, 2, "\r\n") == 0)
      at_++;
    else if (text_[at_] != '\n')
      return fail("something stands after a quoted cell");
    at_++;
    line_++;
    line_start_ = at_;
  }

  const std::string& text_;
  const std::string& file_;
  Context& context_;
  size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
  bool broken_ = false;
};

}  // namespace

std::vector<Node> read_csv(const std::string& text, const std::string& file, Context& context) {
  std::vector<Node> out;
  if (!valid_utf8(text)) {
    context.error({file, 0, 0}, "the file is not UTF-8");
    return out;
  }
  Lines lines(text, file, context);
  std::vector<Node> names = lines.next();
  if (names.empty() && !lines.broken()) context.error({file, 1, 1}, "the table is empty", "its first line holds the names");
  std::set<std::string> seen;
  for (const auto& name : names) {
    if (!name.is(Node::Kind::text) || name.text.empty())
      context.error(name.place, "a column without a name");
    else if (!seen.insert(name.text).second)
      context.error(name.place, "'" + printable(name.text) + "' stands here twice");
  }
  if (seen.size() != names.size() || names.empty()) return out;
  for (auto cells = lines.next(); !cells.empty(); cells = lines.next()) {
    if (!context.room_for_values(cells.size(), cells[0].place)) break;
    if (cells.size() != names.size()) {
      context.error(cells[0].place, "this row has " + std::to_string(cells.size()) + " cells, the header " + std::to_string(names.size()));
      continue;
    }
    Node row;
    row.kind = Node::Kind::map;
    row.place = cells[0].place;
    for (size_t i = 0; i < cells.size(); i++) row.members.push_back({names[i].text, cells[i].place, std::move(cells[i])});
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace lambent::ipo
