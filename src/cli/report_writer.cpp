#include "cli/report_writer.h"

#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace lambent::cli {
namespace {

constexpr size_t kWidth = 100;     // payloads are folded here
constexpr size_t kPayload = 2000;  // and cropped here

std::vector<std::string> folded(const std::string& text) {
  std::vector<std::string> out;
  for (std::string one : split(text, '\n')) {
    // Between words, so that names and sentences can still be found and copied; a long word stays whole.
    while (one.size() > kWidth) {
      size_t cut = one.rfind(' ', kWidth);
      if (cut == std::string::npos || cut < kWidth / 2) cut = one.find(' ', kWidth);
      if (cut == std::string::npos) break;
      out.push_back(one.substr(0, cut));
      one.erase(0, cut + 1);
    }
    out.push_back(one);
  }
  return out;
}

std::string two(long long large, const char* unit, long long small, const char* part) {
  return std::to_string(large) + " " + unit + " " + std::to_string(small) + " " + part;
}

}  // namespace

void Writer::labelled(int depth, const std::string& label, const std::string& text, size_t column) {
  std::string pad(2 + static_cast<size_t>(depth) * 2, ' ');
  std::string first = label + std::string(label.size() < column ? column - label.size() : 1, ' ');
  bool started = false;
  for (const auto& piece : folded(text)) {
    out_ += pad + (started ? std::string(first.size(), ' ') : first) + piece + "\n";
    started = true;
  }
}

std::string payload(const std::string& text) {
  std::string shown = text.size() > kPayload ? text.substr(0, kPayload) + "… (" + std::to_string(text.size()) + " bytes)" : text;
  return printable(shown);
}

std::string millis(double ms) {
  const long long seconds = std::llround(ms / 1000);
  if (seconds >= 2 * 86'400) return two(seconds / 86'400, "d", seconds % 86'400 / 3600, "h");
  if (seconds >= 2 * 3600) return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
  if (seconds >= 120) return two(seconds / 60, "min", seconds % 60, "s");
  char buffer[32];
  if (ms < 10)
    std::snprintf(buffer, sizeof buffer, "%.2f ms", ms);
  else if (ms < 10'000)
    std::snprintf(buffer, sizeof buffer, "%.0f ms", ms);
  else
    std::snprintf(buffer, sizeof buffer, "%.1f s", ms / 1000);
  return buffer;
}

std::string last_part(const std::string& arn) { return arn.substr(arn.rfind(':') + 1); }

}  // namespace lambent::cli
