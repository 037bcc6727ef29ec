#include "ipo/report/comparison.h"

#include <algorithm>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/text_diff.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

enum class Form {
  text,   // raw, shown in quotes
  shown,  // safe already, shown as it is
};

constexpr size_t kExcerptColumns = 140;  // more is not read, however wide the page
constexpr size_t kNoLimit = static_cast<size_t>(-1);

size_t width(Form form, std::string_view character) { return columns(form == Form::text ? quoted_character(character) : std::string(character)); }
std::string written(Form form, std::string_view part) { return form == Form::text ? in_quotes(part, kNoLimit) : std::string(part); }

bool continues(std::string_view text, size_t at) { return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; }

// As many bytes of whole characters, from the front, as fit the columns; what they take is added to `used`.
size_t front(Form form, std::string_view text, size_t fit, size_t& used) {
  size_t bytes = 0;
  for (std::string_view character : characters(text.substr(0, fit * 4 + 4))) {
    const size_t takes = width(form, character);
    if (used + takes > fit) break;
    used += takes;
    bytes += character.size();
  }
  return bytes;
}

// The same from the back.
size_t back(Form form, std::string_view text, size_t fit, size_t& used) {
  size_t from = text.size() > fit * 4 ? text.size() - fit * 4 : 0;
  while (continues(text, from)) ++from;
  auto all = characters(text.substr(from));
  size_t bytes = 0;
  for (auto character = all.rbegin(); character != all.rend(); ++character) {
    const size_t takes = width(form, *character);
    if (used + takes > fit) break;
    used += takes;
    bytes += character->size();
  }
  return bytes;
}

// What two texts begin with and end with, in whole characters.
struct Shared {
  size_t head = 0, tail = 0;
};
Shared shared(std::string_view a, std::string_view b) {
  Shared out;
  const size_t most = std::min(a.size(), b.size());
  while (out.head < most && a[out.head] == b[out.head]) ++out.head;
  while (out.head > 0 && (continues(a, out.head) || continues(b, out.head))) --out.head;
  while (out.head + out.tail < most && a[a.size() - 1 - out.tail] == b[b.size() - 1 - out.tail]) ++out.tail;
  while (out.tail > 0 && continues(a, a.size() - out.tail)) --out.tail;
  return out;
}

bool fits(std::string_view text, size_t room) { return text.size() <= room * 4 && columns(in_quotes(text, kNoLimit)) <= room; }

// The same part of both texts, around where they begin to differ.
Comparison excerpt(Form form, std::string_view a, std::string_view b, size_t room) {
  room = std::min(room, kExcerptColumns);
  const Shared same = shared(a, b);
  const size_t fit = room > 8 ? room - 4 : 4;  // quotes and ellipses
  std::string_view a_middle = a.substr(same.head, a.size() - same.head - same.tail);
  std::string_view b_middle = b.substr(same.head, b.size() - same.head - same.tail);
  std::string_view tail = a.substr(a.size() - same.tail);

  size_t before = 0;
  const size_t head = back(form, a.substr(0, same.head), fit / 3, before);
  size_t a_used = before, b_used = before;
  const size_t a_fits = front(form, a_middle, fit, a_used), b_fits = front(form, b_middle, fit, b_used);
  const bool whole = a_fits == a_middle.size() && b_fits == b_middle.size();
  size_t used = std::max(a_used, b_used);
  const size_t after = whole ? front(form, tail, fit, used) : 0;

  auto part = [&](std::string_view text, size_t middle) { return text.substr(same.head - head, head + middle + after); };
  const std::string begin = head < same.head ? "…" : "";
  auto shown_part = [&](std::string_view text, size_t middle) {
    return begin + written(form, part(text, middle)) + (same.head + middle + after < text.size() ? "…" : "");
  };
  Comparison out{.expected = shown_part(a, a_fits), .actual = shown_part(b, b_fits)};
  if (form == Form::shown) return out;
  const size_t first = (begin.empty() ? 0 : 1);
  if (auto hint = whole ? caret(part(a, a_fits), part(b, b_fits)) : std::nullopt) {
    out.marks = std::string(first, ' ') + hint->marks;
    out.words = hint->words;
  } else {
    out.marks = std::string(first + 1 + before, ' ') + "^";
    out.words = "differs from here";
  }
  out.note = "an excerpt: " + std::to_string(a.size()) + " bytes expected, " + std::to_string(b.size()) + " actual";
  return out;
}

}  // namespace

Comparison compare(const FieldDifference& field, size_t room) {
  Comparison out;
  if (field.texts) {
    const auto& [a, b] = *field.texts;
    if (wants_unified_diff(a, b)) {
      out.diff = fitted_diff(a, b, room);
    } else if (!fits(a, room) || !fits(b, room)) {
      out = excerpt(Form::text, a, b, room);
    } else if (auto hint = caret(a, b)) {
      out.marks = hint->marks;
      out.words = hint->words;
    }
  }
  if (out.expected.empty() && out.diff.empty()) {
    out.expected = one_line(field.expected, kShownBytes * 2);
    out.actual = one_line(field.actual, kShownBytes * 2);
    if (std::max(columns(out.expected), columns(out.actual)) > room) {
      auto cut = excerpt(Form::shown, out.expected, out.actual, room);
      out.expected = std::move(cut.expected);
      out.actual = std::move(cut.actual);
    }
  }
  if (!field.note.empty()) out.note = one_line(field.note) + (out.note.empty() ? "" : "; " + out.note);
  return out;
}

std::vector<std::string> fitted_diff(std::string_view expected, std::string_view actual, size_t room) {
  auto lines = split(unified_diff(expected, actual), '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  std::vector<size_t> gone, came;  // of one change; the n-th line that went is held against the n-th that came
  auto fit_pairs = [&] {
    for (size_t i = 0; i < std::min(gone.size(), came.size()); ++i) {
      std::string &minus = lines[gone[i]], &plus = lines[came[i]];
      if (std::max(columns(minus), columns(plus)) <= room) continue;
      auto cut = excerpt(Form::shown, std::string_view(minus).substr(1), std::string_view(plus).substr(1), room - 1);
      minus = "-" + cut.expected;
      plus = "+" + cut.actual;
    }
    gone.clear();
    came.clear();
  };
  for (size_t i = 0; i < lines.size(); ++i) {
    const char sign = lines[i].empty() ? ' ' : lines[i][0];
    if (sign == '\\') continue;
    if (sign == '-' && came.empty()) {
      gone.push_back(i);
    } else if (sign == '+') {
      came.push_back(i);
    } else {
      fit_pairs();
      if (sign == '-') gone.push_back(i);
    }
  }
  fit_pairs();
  for (auto& line : lines) line = fitted(line, room);
  return lines;
}

}  // namespace lambent::ipo
