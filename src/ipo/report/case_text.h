// A whole case for people: its headline, its problems, what happened, how to run it again.
#pragma once
#include <set>
#include <string>

#include "ipo/report/page.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

// FAIL  cases/email.ipo.yaml:7  an email reminder goes out after seven days   412ms (7d virtual)
std::string headline(const CaseOutcome& outcome, const Page& page);

// With all below the headline, for a case that did not pass; lines end with a line feed.
std::string case_text(const CaseOutcome& outcome, const Page& page);

// The lines that end a run. The cases seen give it its name: their file, or the folder they share.
class Closing {
 public:
  void saw(const CaseOutcome& outcome) { files_.insert(outcome.place.file); }
  std::string text(const RunSummary& summary, const Page& page) const;

 private:
  std::string name() const;

  std::set<std::string> files_;
};

bool is_failure(Verdict verdict);

}  // namespace lambent::ipo
