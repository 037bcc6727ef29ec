// ValidateStateMachineDefinition: what is wrong with a definition, and with severity WARNING what is odd in it.
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

constexpr size_t kMostDiagnostics = 100;

Json diagnostic(const asl::Finding& finding, const char* severity) {
  Json out = object({{"severity", severity}, {"code", finding.code}, {"message", finding.message}});
  if (!finding.location.empty()) set_text(out, "location", finding.location);
  return out;
}

}  // namespace

asl::MachineType machine_type(const std::string& type) { return type == "EXPRESS" ? asl::MachineType::express : asl::MachineType::standard; }

Json States::validate_definition(const Call& call) {
  auto parsed = asl::parse_definition(text_at(call.input, "definition"), machine_type(text_at(call.input, "type", "STANDARD")));
  if (parsed.findings.empty() && !parsed.unsupported.empty()) throw not_emulated("stepfunctions", parsed.unsupported.front());
  auto most = static_cast<size_t>(int_at(call.input, "maxResults"));
  if (most == 0) most = kMostDiagnostics;
  Json all = array();
  for (const auto& finding : parsed.findings) all.push_back(diagnostic(finding, "ERROR"));
  if (text_at(call.input, "severity", "ERROR") == "WARNING")
    for (const auto& finding : parsed.warnings) all.push_back(diagnostic(finding, "WARNING"));
  bool truncated = all.size() > most;
  if (truncated) all.erase(all.begin() + static_cast<std::ptrdiff_t>(most), all.end());
  return object({{"result", parsed.findings.empty() ? "OK" : "FAIL"}, {"diagnostics", std::move(all)}, {"truncated", truncated}});
}

}  // namespace lambent::states
