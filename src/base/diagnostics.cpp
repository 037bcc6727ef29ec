#include "base/diagnostics.h"

#include <algorithm>

namespace lambent {

void Diagnostics::error(Place place, std::string message, std::string hint) {
  all_.push_back({Severity::error, std::move(place), std::move(message), std::move(hint)});
}
void Diagnostics::warning(Place place, std::string message, std::string hint) {
  all_.push_back({Severity::warning, std::move(place), std::move(message), std::move(hint)});
}
bool Diagnostics::has_errors() const {
  return std::any_of(all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::string text(const Place& place) {
  std::string out = place.file;
  if (place.line) out += (out.empty() ? "line " : ":") + std::to_string(place.line);
  if (place.line && place.column) out += ":" + std::to_string(place.column);
  return out;
}

std::string Diagnostics::text() const {
  std::string out;
  for (const auto& d : all_) {
    std::string where = lambent::text(d.place);
    if (!where.empty()) out += where + ": ";
    out += d.severity == Severity::error ? "error: " : "warning: ";
    out += d.message;
    if (!d.hint.empty()) out += " (" + d.hint + ")";
    out += '\n';
  }
  return out;
}

}  // namespace lambent
