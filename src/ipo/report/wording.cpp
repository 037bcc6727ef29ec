#include "ipo/report/wording.h"

#include <cctype>

#include "base/text.h"
#include "base/time_text.h"
#include "ipo/match/display.h"
#include "ipo/match/duration.h"

namespace lambent::ipo {
namespace {

std::int64_t milliseconds(Duration time) { return std::chrono::floor<std::chrono::milliseconds>(time).count(); }

}  // namespace

std::string moment_text(const Moment& when) {
  const auto at = milliseconds(when.at), real = milliseconds(when.real);
  std::string out = "T+" + (at == 0 ? "0" : format_duration(at));
  return real > 0 ? out + " +" + seconds_text(when.real, 3) + "s" : out;
}

std::string virtual_text(Duration time) { return format_duration(milliseconds(time)); }

std::string real_text(Duration time) {
  const auto ms = milliseconds(time);
  if (ms < 1000) return std::to_string(ms) + "ms";
  if (ms >= 60'000) return format_duration(ms / 1000 * 1000);
  return std::to_string(ms / 1000) + "." + std::to_string(ms % 1000 / 100) + "s";
}

std::string spaced(std::string_view duration) {
  std::string out;
  for (char c : duration) {
    const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
    if (!out.empty() && out.back() != '-' && letter != (std::isalpha(static_cast<unsigned char>(out.back())) != 0)) out += ' ';
    out += c;
  }
  return out;
}

std::string took_text(const CaseOutcome& outcome) {
  std::string out = real_text(outcome.real_took);
  if (milliseconds(outcome.virtual_took) > 0) out += " (" + virtual_text(outcome.virtual_took) + " virtual)";
  return out;
}

std::string one_line(std::string_view text, size_t most) {
  std::string out;
  // Escaping never makes text shorter, so what lies beyond is cut anyway; the rest of a character stays whole.
  for (std::string_view character : characters(text.substr(0, most + 4))) {
    if (out.size() + character.size() > most) break;
    out += character == "\n" ? "\\n" : character == "\t" ? "\\t" : printable(character);
  }
  if (text.size() > most) out += "… (" + std::to_string(text.size()) + " bytes)";
  return out;
}

// GitHub looks for :: where a line begins, blanks aside, and for ##[ anywhere.
std::string no_commands(std::string_view lines) {
  std::string out;
  bool begins = true;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (begins && lines.substr(i).starts_with("::")) out += '\\';
    begins = lines[i] == '\n' || (begins && lines[i] == ' ');
    out += lines[i];
    if (out.ends_with("##") && i + 1 < lines.size() && lines[i + 1] == '[') out += '\\';
  }
  return out;
}

std::string fitted(std::string_view safe_text, size_t columns_there) {
  if (columns(safe_text) <= columns_there) return std::string(safe_text);
  std::string out;
  size_t used = 1;  // the ellipsis
  for (std::string_view character : characters(safe_text)) {
    used += columns(character);
    if (used > columns_there) break;
    out += character;
  }
  return out + "…";
}

std::string place_text(const Place& place) {
  if (place.file.empty()) return "";
  return one_line(place.file) + (place.line > 0 ? ":" + std::to_string(place.line) : "");
}

std::string name_text(const CaseOutcome& outcome) {
  std::string out = one_line(outcome.name);
  return outcome.repeat > 0 ? out + " [run " + std::to_string(outcome.repeat + 1) + "]" : out;
}

std::string counts_text(const RunSummary& summary) {
  std::string out = std::to_string(summary.passed) + " passed";
  if (summary.failed) out += ", " + std::to_string(summary.failed) + " failed";
  if (summary.errors) out += ", " + counted(summary.errors, "error", "errors");
  if (summary.timeouts) out += ", " + std::to_string(summary.timeouts) + " timed out";
  if (summary.skipped) out += ", " + std::to_string(summary.skipped) + " skipped";
  return out;
}

std::string counted(size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

}  // namespace lambent::ipo
