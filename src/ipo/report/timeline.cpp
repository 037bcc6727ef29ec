#include "ipo/report/timeline.h"

#include <algorithm>
#include <numeric>

#include "ipo/match/display.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

using namespace std::chrono_literals;

constexpr Duration kIdle = 1min;
constexpr size_t kMomentColumns = 16;
constexpr size_t kMarkColumn = 80;  // longer lines have their mark behind them

bool idle_before(const std::vector<Happening>& all, size_t i) { return i > 0 && all[i].when.at - all[i - 1].when.at >= kIdle; }

// Lines that the chosen ones take, with the folds between them.
size_t lines_of(const std::vector<Happening>& all, const std::vector<size_t>& chosen) {
  size_t lines = 0, next = 0;
  for (size_t i : chosen) {
    lines += 1 + (i > next || idle_before(all, i));
    next = i + 1;
  }
  return lines + (next < all.size());
}

// Which lines stay, in order: those nearest to the beginning, the end and the surprises.
std::vector<size_t> choose(const std::vector<Happening>& all, Extent extent) {
  std::vector<size_t> every(all.size());
  std::iota(every.begin(), every.end(), 0);
  if (extent == Extent::whole || lines_of(all, every) <= kTimelineLines) return every;
  std::vector<size_t> distance(all.size(), all.size());
  auto anchor = [&](size_t i) { return i == 0 || i + 1 == all.size() || !all[i].surprise.empty(); };
  size_t since = all.size();
  for (size_t i = 0; i < all.size(); ++i) distance[i] = since = anchor(i) ? 0 : since + 1;
  since = all.size();
  for (size_t i = all.size(); i-- > 0;) distance[i] = std::min(distance[i], since = anchor(i) ? 0 : since + 1);
  std::stable_sort(every.begin(), every.end(), [&](size_t a, size_t b) { return distance[a] < distance[b]; });
  std::vector<size_t> chosen;
  for (size_t i : every) {
    auto at = chosen.insert(std::lower_bound(chosen.begin(), chosen.end(), i), i);
    if (lines_of(all, chosen) <= kTimelineLines) continue;
    chosen.erase(at);
    if (chosen.size() >= kTimelineLines - 2) break;
  }
  return chosen;
}

std::string left_out(const std::vector<Happening>& all, size_t from, size_t to) {
  auto surprises = std::count_if(all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to),
                                 [](const Happening& one) { return !one.surprise.empty(); });
  std::string out = "... " + counted(to - from, "more line", "more lines");
  if (surprises) out += ", " + std::to_string(surprises) + " of them marked";
  return out + " ...";
}

std::string text_of(const Happening& one) {
  std::string out = one_line(one.text);
  if (const auto ms = std::chrono::floor<std::chrono::milliseconds>(one.took).count(); ms > 0) out += " (" + spaced(real_text(one.took)) + ")";
  return out;
}

}  // namespace

std::vector<std::string> timeline(const std::vector<Happening>& happened, Extent extent, const Page& page, size_t indent) {
  const auto chosen = choose(happened, extent);
  size_t moments = kMomentColumns;
  for (size_t i : chosen) moments = std::max(moments, moment_text(happened[i].when).size() + 2);
  const std::string blanks(moments, ' ');
  const size_t room = page.room(indent + moments);

  size_t marks = 0;  // the column where surprises are marked
  for (size_t i : chosen)
    if (const std::string mark = one_line(happened[i].surprise, 100); !mark.empty())
      marks = std::max(marks, std::min({columns(text_of(happened[i])), room - std::min(room - 12, columns(mark) + 5), kMarkColumn}) + 2);

  std::vector<std::string> out;
  size_t next = 0;
  for (size_t i : chosen) {
    const Happening& one = happened[i];
    if (i > next)
      out.push_back(blanks + page.ink(Ink::faint, left_out(happened, next, i)));
    else if (idle_before(happened, i))
      out.push_back(blanks + page.ink(Ink::faint, "... " + spaced(virtual_text(one.when.at - happened[i - 1].when.at)) + " pass, nothing runs ..."));
    const std::string moment = moment_text(one.when);
    std::string line = page.ink(Ink::faint, moment) + std::string(moments - moment.size(), ' ');
    const std::string mark = one_line(one.surprise, 100);
    std::string text = fitted(text_of(one), mark.empty() ? room : std::max(marks - 2, room - std::min(room - 12, columns(mark) + 5)));
    line += text;
    if (!mark.empty()) line += std::string(std::max(marks, columns(text) + 2) - columns(text), ' ') + page.ink(Ink::mark, "<- " + mark);
    out.push_back(line);
    next = i + 1;
  }
  if (next < happened.size()) out.push_back(blanks + page.ink(Ink::faint, left_out(happened, next, happened.size())));
  return out;
}

}  // namespace lambent::ipo
