#include "ipo/report/case_text.h"

#include <algorithm>

#include "ipo/match/display.h"
#include "ipo/report/coverage_text.h"
#include "ipo/report/problem_text.h"
#include "ipo/report/timeline.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

std::string label(Verdict verdict, const Page& page) {
  switch (verdict) {
    case Verdict::passed: return page.ink(Ink::good, "ok") + "  ";
    case Verdict::failed: return page.ink(Ink::bad, "FAIL");
    case Verdict::skipped: return page.ink(Ink::skipped, "SKIP");
    case Verdict::error: return page.ink(Ink::bad, "ERROR");
    case Verdict::timeout: return page.ink(Ink::bad, "TIMEOUT");
  }
  return "";
}

std::string in_lines(const std::vector<std::string>& lines, std::string_view indent) {
  std::string out;
  for (const auto& line : lines) (out += indent) += line + '\n';
  return out;
}

}  // namespace

bool is_failure(Verdict verdict) { return verdict != Verdict::passed && verdict != Verdict::skipped; }

std::string headline(const CaseOutcome& outcome, const Page& page) {
  std::string out = label(outcome.verdict, page) + "  ";
  if (std::string place = place_text(outcome.place); !place.empty()) out += page.ink(Ink::place, place) + "  ";
  out += page.ink(Ink::strong, name_text(outcome)) + "   ";
  if (outcome.verdict == Verdict::skipped) return out + (outcome.skip.empty() ? "skipped" : one_line(outcome.skip));
  return out + page.ink(Ink::faint, took_text(outcome));
}

std::string case_text(const CaseOutcome& outcome, const Page& page) {
  std::string out = headline(outcome, page) + '\n';
  if (!is_failure(outcome.verdict)) return no_commands(out);
  if (!outcome.problems.empty()) out += '\n' + in_lines(problem_lines(outcome, page), "");
  if (!outcome.happened.empty()) {
    const Extent extent = page.verbosity == Verbosity::verbose ? Extent::whole : Extent::folded;
    out += "\n  what happened\n" + in_lines(timeline(outcome.happened, extent, page, 4), "    ");
  }
  const std::string again = outcome.again.empty() ? place_text(outcome.place) : one_line(outcome.again);
  if (!again.empty()) out += "\n  again  " + page.ink(Ink::strong, "lambent test " + again) + '\n';
  return no_commands(out + '\n');
}

std::string Closing::name() const {
  if (files_.empty()) return "cases";
  if (files_.size() == 1) return *files_.begin();
  const std::string &first = *files_.begin(), &last = *files_.rbegin();  // in order: what these two share, all share
  const auto differ = std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first;
  const auto slash = first.rfind('/', static_cast<size_t>(differ - first.begin()));
  return slash == std::string::npos || slash == 0 ? "cases" : first.substr(0, slash);
}

std::string Closing::text(const RunSummary& summary, const Page& page) const {
  const std::string title = one_line(name(), 200);
  const auto reached = coverage_rows(summary.coverage, page);
  const size_t least = !reached.empty() ? 8 : summary.stopped || summary.interrupted ? 7 : summary.swept > 0 ? 5 : 4;
  const size_t width = std::max(columns(title), least) + 2;
  auto row = [&](const std::string& head) { return head + std::string(width - columns(head), ' '); };
  std::string out = row(title) + page.ink(summary.good() ? Ink::good : Ink::bad, counts_text(summary)) + "   " +
                    counted(summary.ran() + summary.skipped, "case", "cases") + " in " + spaced(real_text(summary.real_took));
  if (summary.virtual_took >= std::chrono::milliseconds(1)) out += " (" + spaced(virtual_text(summary.virtual_took)) + " of virtual time)";
  out += '\n';
  if (summary.swept > 0) out += row("sweep") + counted(summary.variants, "variant", "variants") + " of " + counted(summary.swept, "case", "cases") + '\n';
  if (summary.interrupted) out += row("stopped") + counted(summary.left_out, "case was", "cases were") + " left out: the run was interrupted\n";
  else if (summary.stopped) out += row("stopped") + counted(summary.left_out, "case was", "cases were") + " left out after the first failure\n";
  for (const auto& one : reached) out += row(one.head) + one.text + '\n';
  return no_commands(out + row("seed") + "--seed " + std::to_string(summary.seed) + '\n');
}

}  // namespace lambent::ipo
