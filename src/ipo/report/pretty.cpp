#include <ostream>

#include "ipo/report/case_text.h"
#include "ipo/report/reporters.h"

namespace lambent::ipo {
namespace {

class Pretty : public Reporter {
 public:
  explicit Pretty(const ReportOptions& options) : out_(options.out), page_(Page::of(options)) {}

  void began(const RunSummary&) override {}
  void ended(const CaseOutcome& outcome) override {
    closing_.saw(outcome);
    if (outcome.verdict == Verdict::passed && page_.verbosity == Verbosity::normal) return;
    out_ << case_text(outcome, page_) << std::flush;
  }
  void finished(const RunSummary& summary) override { out_ << closing_.text(summary, page_) << std::flush; }

 private:
  std::ostream& out_;
  const Page page_;
  Closing closing_;
};

}  // namespace

std::unique_ptr<Reporter> make_pretty(const ReportOptions& options) { return std::make_unique<Pretty>(options); }

}  // namespace lambent::ipo
