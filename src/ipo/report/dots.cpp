#include <ostream>

#include "ipo/report/case_text.h"
#include "ipo/report/reporters.h"

namespace lambent::ipo {
namespace {

class Dots : public Reporter {
 public:
  explicit Dots(const ReportOptions& options) : out_(options.out), page_(Page::of(options)), width_(options.columns ? options.columns : 80) {}

  void began(const RunSummary&) override {}
  void ended(const CaseOutcome& outcome) override {
    closing_.saw(outcome);
    if (shown_ > 0 && shown_ % width_ == 0) out_ << '\n';
    ++shown_;
    out_ << dot(outcome.verdict) << std::flush;
    if (is_failure(outcome.verdict)) failures_ += case_text(outcome, page_);
  }
  void finished(const RunSummary& summary) override {
    if (shown_ > 0) out_ << "\n\n";
    out_ << failures_ << closing_.text(summary, page_) << std::flush;
  }

 private:
  std::string dot(Verdict verdict) const {
    switch (verdict) {
      case Verdict::passed: return page_.ink(Ink::good, ".");
      case Verdict::failed: return page_.ink(Ink::bad, "F");
      case Verdict::skipped: return page_.ink(Ink::skipped, "s");
      case Verdict::error: return page_.ink(Ink::bad, "E");
      case Verdict::timeout: return page_.ink(Ink::bad, "T");
    }
    return "";
  }

  std::ostream& out_;
  const Page page_;
  const size_t width_;
  size_t shown_ = 0;
  std::string failures_;
  Closing closing_;
};

}  // namespace

std::unique_ptr<Reporter> make_dots(const ReportOptions& options) { return std::make_unique<Dots>(options); }

}  // namespace lambent::ipo
