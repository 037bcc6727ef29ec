#include "ipo/cover/fail_under.h"

#include <charconv>
#include <cstdio>

#include "base/text.h"

namespace lambent::ipo {
namespace {

constexpr size_t kNamed = 5;

// Rounded down to a tenth: 99.96 of 100 is not "100 %".
std::string percent(double value) {
  char text[32];
  double tenths = static_cast<double>(static_cast<long>(value * 10 + 1e-9)) / 10;
  std::snprintf(text, sizeof text, "%.1f", tenths);
  std::string out = text;
  return (out.ends_with(".0") ? out.substr(0, out.size() - 2) : out) + " %";
}

std::string missed_of(const Coverage& coverage, Measure measure) {
  std::vector<std::string> names;
  for (const auto& app : coverage.apps)
    for (const auto& part : parts_of(app, measure))
      for (const auto& name : part.covered->missed) names.push_back(part.owner.empty() ? name : part.owner + ": " + name);
  size_t more = names.size() > kNamed ? names.size() - kNamed : 0;
  names.resize(names.size() - more);
  return printable(join(names, ", ")) + (more ? " and " + std::to_string(more) + " more" : "");
}

std::string keys() {
  std::vector<std::string> out;
  for (Measure measure : kMeasures) out.push_back(name_of(measure));
  return join(out, ", ");
}

void read_floor(const std::string& text, std::vector<Floor>& out, Diagnostics& mistakes) {
  auto equals = text.find('=');
  std::string key(trim(text.substr(0, equals))), value(equals == std::string::npos ? "" : trim(std::string_view(text).substr(equals + 1)));
  double wanted = 0;
  auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), wanted);
  if (value.empty() || failed != std::errc() || end != value.data() + value.size() || !(wanted >= 0 && wanted <= 100)) {
    mistakes.error({}, "--fail-under wants KEY=PERCENT with a percentage from 0 to 100, not '" + printable(text) + "'");
    return;
  }
  for (Measure measure : kMeasures)
    if (key == name_of(measure)) {
      out.push_back({measure, wanted});
      return;
    }
  std::vector<std::string> known;
  for (Measure measure : kMeasures) known.push_back(name_of(measure));
  std::string near = nearest(key, known);
  mistakes.error({}, "--fail-under does not know '" + printable(key) + "'", near.empty() ? "there are " + keys() : "did you mean " + near + "?");
}

}  // namespace

std::vector<Floor> read_floors(const std::vector<std::string>& texts, Diagnostics& mistakes) {
  std::vector<Floor> out;
  for (const auto& text : texts)
    for (const auto& one : split(text, ',')) read_floor(one, out, mistakes);
  return out;
}

void check_floors(const std::vector<Floor>& floors, const Coverage& coverage, Diagnostics& mistakes) {
  for (const auto& floor : floors)
    if (count(coverage, floor.of).all == 0) mistakes.error({}, std::string("--fail-under ") + name_of(floor.of) + ": the templates of these cases have none");
}

std::vector<std::string> below(const std::vector<Floor>& floors, const Coverage& coverage) {
  std::vector<std::string> out;
  for (const auto& floor : floors) {
    Count have = count(coverage, floor.of);
    if (have.all == 0) continue;
    double reached = 100.0 * static_cast<double>(have.hit) / static_cast<double>(have.all);
    if (reached >= floor.percent) continue;
    std::string sentence = std::string(name_of(floor.of)) + ": " + std::to_string(have.hit) + " of " + std::to_string(have.all) + " are " + percent(reached) + ", below " +
                           percent(floor.percent) + "; " + never(floor.of) + ": " + missed_of(coverage, floor.of);
    if (!coverage.part.empty()) sentence += " (coverage is of a part of the cases: " + printable(coverage.part) + ")";
    out.push_back(std::move(sentence));
  }
  return out;
}

}  // namespace lambent::ipo
