// Workflow commands of GitHub Actions and the summary of a step:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
#include <fcntl.h>
#include <unistd.h>

#include <ostream>

#include "base/files.h"
#include "base/text.h"
#include "ipo/report/case_text.h"
#include "ipo/report/problem_text.h"
#include "ipo/report/reporters.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMostAnnotations = 10;  // more of a step are not shown
constexpr size_t kMostMessageLines = 60;
constexpr size_t kMostRows = 200;        // a summary may have a megabyte

std::string data(std::string text) { return replace_all(replace_all(replace_all(std::move(text), "%", "%25"), "\r", "%0D"), "\n", "%0A"); }
std::string property(std::string_view text) { return replace_all(replace_all(data(one_line(text)), ":", "%3A"), ",", "%2C"); }

// A cell of a table: neither markdown nor HTML.
std::string cell(std::string_view text) {
  std::string out;
  for (char c : one_line(text, 300)) {
    if (std::string_view("&<>|`*_[]\\!~@#").find(c) != std::string_view::npos)
      out += "&#" + std::to_string(static_cast<int>(c)) + ";";
    else
      out += c;
  }
  return out;
}

void append(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const bool done = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const std::string why = done ? "" : std::string(std::strerror(errno));
  if (file >= 0) ::close(file);
  if (!done) throw FileError(path + ": cannot append: " + why);
}

class GitHub : public Reporter {
 public:
  explicit GitHub(const ReportOptions& options) : out_(options.out), step_summary_(options.step_summary) {}

  void began(const RunSummary&) override {}
  void ended(const CaseOutcome& outcome) override {
    if (!is_failure(outcome.verdict)) return;
    auto groups = by_title(outcome.problems);
    for (auto group : groups) annotate(outcome, group.front().place, title_of(group), details_of(group, {}));
    if (groups.empty()) annotate(outcome, outcome.place, name_of(outcome.verdict), {});
    add_row(outcome, groups.empty() ? "" : title_of(groups.front()) + (groups.size() > 1 ? " (and " + std::to_string(groups.size() - 1) + " more)" : ""));
  }
  void finished(const RunSummary& summary) override {
    if (found_ > kMostAnnotations) out_ << found_ - kMostAnnotations << " more without annotation: GitHub shows " << kMostAnnotations << " of a step\n";
    out_ << std::flush;
    if (step_summary_.empty()) return;
    std::string text = "### lambent test: " + counts_text(summary) + "\n\n" + counted(summary.ran() + summary.skipped, "case", "cases") + " in " +
                       spaced(real_text(summary.real_took)) + ", " + spaced(virtual_text(summary.virtual_took)) + " of virtual time, `--seed " +
                       std::to_string(summary.seed) + "`\n\n";
    if (!rows_.empty()) text += "| | case | what | took |\n|---|---|---|---|\n" + rows_ + "\n";
    if (failures_ > kMostRows) text += std::to_string(failures_ - kMostRows) + " more did not pass.\n\n";
    append(step_summary_, text);
  }

 private:
  void annotate(const CaseOutcome& outcome, const Place& place, const std::string& title, const std::vector<std::string>& details) {
    if (++found_ > kMostAnnotations) return;
    const Place& at = place.file.empty() ? outcome.place : place;
    std::string message = title;
    for (size_t i = 0; i < details.size(); ++i) {
      message += "\n" + (i < kMostMessageLines ? details[i] : "... " + counted(details.size() - i, "more line", "more lines") + " ...");
      if (i == kMostMessageLines) break;
    }
    out_ << "::error file=" << property(at.file);
    if (at.line > 0) out_ << ",line=" << at.line;
    if (at.line > 0 && at.column > 0) out_ << ",col=" << at.column;
    out_ << ",title=" << property(name_text(outcome)) << "::" << data(std::move(message)) << std::endl;
  }
  void add_row(const CaseOutcome& outcome, const std::string& what) {
    if (++failures_ > kMostRows) return;
    rows_ += std::string("| ") + name_of(outcome.verdict) + " | " + cell(place_text(outcome.place)) + "<br>" + cell(name_text(outcome)) + " | " + cell(what) +
             " | " + took_text(outcome) + " |\n";
  }

  std::ostream& out_;
  const std::string step_summary_;
  size_t found_ = 0, failures_ = 0;
  std::string rows_;
};

}  // namespace

std::unique_ptr<Reporter> make_github(const ReportOptions& options) { return std::make_unique<GitHub>(options); }

}  // namespace lambent::ipo
