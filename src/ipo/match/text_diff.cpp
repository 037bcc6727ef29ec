#include "ipo/match/text_diff.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/edit_script.h"

namespace lambent::ipo {
namespace {

constexpr size_t kCaretCharacters = 400;
constexpr size_t kCaretEdits = 200;
constexpr size_t kLineEdits = 1500;
constexpr size_t kContextLines = 3;

// Numbers for pieces of both texts: equal pieces, equal numbers.
class Numbers {
 public:
  std::vector<std::uint32_t> of(const std::vector<std::string_view>& pieces) {
    std::vector<std::uint32_t> out;
    out.reserve(pieces.size());
    for (std::string_view piece : pieces) out.push_back(known_.emplace(piece, static_cast<std::uint32_t>(known_.size())).first->second);
    return out;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> known_;
};

// Edits with at most two equal characters between them read better as one: "abc" instead of "xby".
std::vector<Edit> merge_near(const std::vector<Edit>& edits) {
  std::vector<Edit> out;
  for (const Edit& edit : edits) {
    const bool replaces = edit.a_to > edit.a_from && edit.b_to > edit.b_from;
    if (!out.empty() && edit.a_from - out.back().a_to <= (replaces ? 2u : 1u)) {
      out.back().a_to = edit.a_to;
      out.back().b_to = edit.b_to;
    } else {
      out.push_back(edit);
    }
  }
  return out;
}

std::string piece(const std::vector<std::string_view>& text, size_t from, size_t to) {
  std::string raw;
  for (size_t i = from; i < to; ++i) raw += text[i];
  return in_quotes(raw, 60);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    auto end = text.find('\n');
    size_t n = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, n));
    text.remove_prefix(n);
  }
  return out;
}

// A line of a diff; a carriage return at its end is a difference worth seeing, so it is written out.
void put_line(std::vector<std::string>& out, char sign, std::string_view line) {
  const bool ended = line.ends_with('\n');
  if (ended) line.remove_suffix(1);
  out.push_back(sign + printable(line));
  if (!ended) out.push_back("\\ no line feed at the end");
}

}  // namespace

std::optional<Caret> caret(std::string_view expected, std::string_view actual) {
  if (expected == actual || expected.size() > kCaretCharacters * 4 || actual.size() > kCaretCharacters * 4) return std::nullopt;
  auto a = characters(expected), b = characters(actual);
  if (a.size() > kCaretCharacters || b.size() > kCaretCharacters) return std::nullopt;
  Numbers numbers;
  auto a_numbers = numbers.of(a), b_numbers = numbers.of(b);
  auto edits = edit_script(a_numbers, b_numbers, kCaretEdits);
  size_t common = a.size();
  for (const Edit& edit : edits) common -= edit.a_to - edit.a_from;
  if (common * 2 * 10 < (a.size() + b.size()) * 6) return std::nullopt;
  edits = merge_near(edits);

  std::vector<size_t> column{1};  // where each character of the actual text stands; the quote is column 0
  for (std::string_view character : b) column.push_back(column.back() + columns(quoted_character(character)));
  Caret out;
  std::vector<std::string> words;
  for (const Edit& edit : edits) {
    const size_t from = column[edit.b_from];
    const size_t to = std::max(column[edit.b_to], from + 1);
    if (out.marks.size() < to) out.marks.resize(to, ' ');
    std::fill(out.marks.begin() + static_cast<std::ptrdiff_t>(from), out.marks.begin() + static_cast<std::ptrdiff_t>(to), '^');
    auto was = piece(a, edit.a_from, edit.a_to), is = piece(b, edit.b_from, edit.b_to);
    if (edit.b_from == edit.b_to)
      words.push_back(was + " is missing");
    else if (edit.a_from == edit.a_to)
      words.push_back(is + " is too much");
    else
      words.push_back(is + " instead of " + was);
  }
  const size_t all = words.size();
  if (all > 3) words.resize(3);
  out.words = join(words, ", ");
  if (all > 3) out.words += ", and " + std::to_string(all - 3) + " more";
  return out;
}

bool wants_unified_diff(std::string_view expected, std::string_view actual) {
  auto several = [](std::string_view text) { return std::count(text.begin(), text.end(), '\n') >= 2; };
  return several(expected) && several(actual);
}

std::string unified_diff(std::string_view expected, std::string_view actual, size_t most_lines) {
  auto a = lines_of(expected), b = lines_of(actual);
  Numbers numbers;
  auto a_numbers = numbers.of(a), b_numbers = numbers.of(b);
  auto edits = edit_script(a_numbers, b_numbers, kLineEdits);
  std::vector<std::string> out;
  for (size_t first = 0; first < edits.size();) {
    size_t last = first;  // edits whose contexts meet share a hunk
    while (last + 1 < edits.size() && edits[last + 1].a_from - edits[last].a_to <= 2 * kContextLines) ++last;
    const size_t before = std::min(kContextLines, edits[first].a_from);
    const size_t after = std::min(kContextLines, a.size() - edits[last].a_to);
    const size_t a_from = edits[first].a_from - before, a_to = edits[last].a_to + after;
    const size_t b_from = edits[first].b_from - before, b_to = edits[last].b_to + after;
    auto range = [](size_t from, size_t to) {  // an empty range names the line before it
      return std::to_string(from == to ? from : from + 1) + (to - from == 1 ? "" : "," + std::to_string(to - from));
    };
    out.push_back("@@ -" + range(a_from, a_to) + " +" + range(b_from, b_to) + " @@");
    size_t at = a_from;
    for (size_t i = first; i <= last; ++i) {
      for (; at < edits[i].a_from; ++at) put_line(out, ' ', a[at]);
      for (; at < edits[i].a_to; ++at) put_line(out, '-', a[at]);
      for (size_t j = edits[i].b_from; j < edits[i].b_to; ++j) put_line(out, '+', b[j]);
    }
    for (; at < a_to; ++at) put_line(out, ' ', a[at]);
    first = last + 1;
  }
  if (out.size() > most_lines && most_lines > 0) {
    const size_t left = out.size() - (most_lines - 1);
    out.resize(most_lines - 1);
    out.push_back("... " + std::to_string(left) + " more lines");
  }
  std::string text;
  for (const auto& line : out) text += line + '\n';
  return text;
}

double rough_similarity(std::string_view a, std::string_view b) {
  const size_t most = std::max(a.size(), b.size());
  if (most == 0) return 1;
  size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (head + tail < a.size() && head + tail < b.size() && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  return static_cast<double>(head + tail) / static_cast<double>(most);
}

}  // namespace lambent::ipo
