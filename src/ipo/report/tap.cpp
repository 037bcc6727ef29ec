// TAP 14 (https://testanything.org/tap-version-14-specification.html).
#include <ostream>

#include "base/text.h"
#include "ipo/report/case_text.h"
#include "ipo/report/json_line.h"
#include "ipo/report/problem_text.h"
#include "ipo/report/reporters.h"
#include "ipo/report/timeline.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

// A '#' would begin a directive.
std::string description(std::string_view text) { return replace_all(replace_all(std::string(text), "\\", "\\\\"), "#", "\\#"); }

class Tap : public Reporter {
 public:
  explicit Tap(const ReportOptions& options) : out_(options.out) {}

  void began(const RunSummary&) override { out_ << "TAP version 14\n" << std::flush; }

  void ended(const CaseOutcome& outcome) override {
    std::string name = place_text(outcome.place);
    if (!name.empty()) name += ' ';
    std::string line = description(name + name_text(outcome));
    if (outcome.verdict == Verdict::skipped) line += " # SKIP " + description(one_line(outcome.skip));
    out_ << (is_failure(outcome.verdict) ? "not ok " : "ok ") << ++number_ << " - " << no_commands(line) << '\n';
    if (is_failure(outcome.verdict)) diagnose(outcome);
    out_ << std::flush;
  }

  void finished(const RunSummary& summary) override {
    out_ << "1.." << number_ << (number_ == 0 ? " # SKIP no case" : "") << '\n';
    out_ << "# " << counts_text(summary) << "\n# --seed " << summary.seed << '\n' << std::flush;
  }

 private:
  // A YAML block; strings of JSON are strings of YAML.
  void diagnose(const CaseOutcome& outcome) {
    auto groups = by_title(outcome.problems);
    const Place& place = outcome.problems.empty() ? outcome.place : outcome.problems.front().place;
    out_ << "  ---\n  verdict: " << name_of(outcome.verdict) << '\n';
    if (!groups.empty()) out_ << "  message: " << json_line(no_commands(title_of(groups.front()))) << '\n';
    out_ << "  at: {\"file\": " << json_line(no_commands(one_line(place.file))) << ", \"line\": " << place.line << "}\n"
         << "  duration_ms: " << std::chrono::floor<std::chrono::milliseconds>(outcome.real_took).count() << '\n'
         << "  virtual: " << virtual_text(outcome.virtual_took) << '\n';
    block("report", problem_lines(outcome, {}));
    block("happened", timeline(outcome.happened, Extent::folded, {}, 0));
    out_ << "  ...\n";
  }
  void block(const char* key, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    out_ << "  " << key << ": |2-\n";
    for (const auto& line : lines) out_ << "    " << no_commands(line) << '\n';
  }

  std::ostream& out_;
  size_t number_ = 0;
};

}  // namespace

std::unique_ptr<Reporter> make_tap(const ReportOptions& options) { return std::make_unique<Tap>(options); }

}  // namespace lambent::ipo
