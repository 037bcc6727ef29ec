// A case made of a trace, not proved yet: what arrived becomes `when`, what came of it `then`.
//
//   Draft draft = draft_of(journal, *trace, observed, {.app = "../template.yaml", .name = "…"});
//   draft.text(2)                         // YAML
//   open_differences(draft, outcome)      // what a run of it had otherwise; false if that cannot be opened
#pragma once
#include <string>

#include "ipo/case/value.h"
#include "ipo/record/opener.h"
#include "ipo/run/observe.h"

namespace lambent::ipo {

struct Draft {
  Json one = Json::object();  // the case: name, clock, given, when, then
  Comments comments;

  std::string text(size_t indent) const;
};

struct DraftOptions {
  std::string name;     // empty: made of what arrived
  std::string app;      // as written in the case; empty: the file has it
  std::string account, region;  // empty: the runner's own
};

// Throws std::invalid_argument, with the reason, for what no step of a case can be.
Draft draft_of(const Journal& journal, const Trace& trace, const Observed& seen, const DraftOptions& options);

// A value that differs becomes `$any`, a member too many or too few opens its object, each with a comment. False if
// something differs that is no value of `then`: an effect that is not there, a step that was refused.
bool open_differences(Draft& draft, const CaseOutcome& outcome);

}  // namespace lambent::ipo
