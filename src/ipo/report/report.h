// Reports of `lambent test`: who is told what came of each case.
//
//   Diagnostics mistakes;
//   auto report = make_reporters({"pretty", "junit=out/tests.xml"}, {.out = std::cout, .columns = 120}, mistakes);
//   if (mistakes.has_errors()) …show them and exit 2…
//   report->began(plan);
//   for (…) report->ended(outcome);   // in the stable order of the files
//   report->finished(summary);        // also after an interruption: results so far are written
//
//   pretty   what a failing case expected, what happened, and the line to change; for people
//   dots     a character a case, then the failures as pretty shows them
//   tap      TAP 14
//   json     one document, described in json_report.h
//   github   annotations of a GitHub Actions step, and a table in its summary
//   junit    JUnit XML
//
// `NAME=FILE` writes a report to a file, replaced as a whole when the run has finished; junit always wants one.
//
// Secrets (values of keys such as password or authorization, access key ids, session tokens) are masked in all of them,
// and control characters of foreign text never reach a terminal. Main thread only.
#pragma once
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void began(const RunSummary& plan) = 0;    // seed and jobs; nothing is counted yet
  virtual void ended(const CaseOutcome& outcome) = 0;
  virtual void finished(const RunSummary& summary) = 0;  // throws FileError if a file cannot be written
};

enum class Colour { automatic, always, never };  // automatic: on a terminal
enum class Verbosity {
  normal,
  verbose,  // -v: passing cases too, and all that happened in a failing one
};

struct ReportOptions {
  std::ostream& out;          // outlives the reporter
  Colour colour = Colour::automatic;
  size_t columns = 0;         // of the terminal `out` leads to; 0: it leads elsewhere
  Verbosity verbosity = Verbosity::normal;
  std::string step_summary;   // file named by $GITHUB_STEP_SUMMARY; empty: none
};

// Null, with the reason in `mistakes`, for a name that is not known.
std::unique_ptr<Reporter> make_reporter(const std::string& spec, const ReportOptions& options, Diagnostics& mistakes);
// Several as one, told in their order.
std::unique_ptr<Reporter> make_reporters(const std::vector<std::string>& specs, const ReportOptions& options, Diagnostics& mistakes);

}  // namespace lambent::ipo
