#include "ipo/sweep/choice.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace lambent::ipo {
namespace {

std::optional<SweepChoice> read_choice(const std::string& text, Diagnostics& mistakes) {
  auto at = text.find('@');
  const std::string fault = text.substr(0, at);
  const auto& names = sweep_fault_names();
  auto known = std::find(names.begin(), names.end(), fault);
  if (known == names.end()) {
    std::string near = nearest(fault, names);
    mistakes.error({}, "--sweep: there is no fault '" + printable(fault) + "'", near.empty() ? "there are " + join(names, ", ") : "did you mean " + near + "?");
    return std::nullopt;
  }
  SweepChoice out;
  out.fault = static_cast<SweepFault>(known - names.begin());
  if (at == std::string::npos) return out;
  std::string call = text.substr(at + 1);
  if (auto hash = call.find('#'); hash != std::string::npos) {
    const std::string number = call.substr(hash + 1);
    auto [end, ec] = std::from_chars(number.data(), number.data() + number.size(), out.n);
    if (ec != std::errc() || end != number.data() + number.size() || out.n == 0) {
      mistakes.error({}, "--sweep: '" + printable(text) + "' has no number from 1 after '#'");
      return std::nullopt;
    }
    call.resize(hash);
  }
  Diagnostics naming;
  out.on = read_api_name(call, {}, naming);
  for (const auto& d : naming.all()) mistakes.error({}, "--sweep: " + d.message, d.hint);
  if (naming.has_errors()) return std::nullopt;
  return out;
}

}  // namespace

bool SweepOptions::names_calls() const {
  return std::any_of(choices.begin(), choices.end(), [](const SweepChoice& one) { return one.on.has_value(); });
}

SweepOptions read_sweep_options(const std::string& text, Diagnostics& mistakes) {
  SweepOptions out;
  out.every_case = true;
  if (text.empty()) return out;
  for (const auto& part : split(text, ','))
    if (auto choice = read_choice(part, mistakes)) out.choices.push_back(std::move(*choice));
  return out;
}

}  // namespace lambent::ipo
