// Outcomes of cases that failed in eight ways, as a runner would hand them over.
#pragma once
#include <vector>

#include "ipo/run/outcome.h"

namespace lambent::ipo {

CaseOutcome letter_lost();          // and an SMS nobody asked for, and a refusal that the function swallowed
CaseOutcome wrong_path();           // of an execution
CaseOutcome effect_missing();
CaseOutcome unexpected_error();
CaseOutcome wrong_counter();
CaseOutcome stub_unused();          // with a near miss
CaseOutcome never_settles();        // Verdict::timeout
CaseOutcome long_text_differs();

CaseOutcome passing();
CaseOutcome skipped();
CaseOutcome broken_world();         // Verdict::error

std::vector<CaseOutcome> all_outcomes();
RunSummary summary_of(const std::vector<CaseOutcome>& outcomes);

}  // namespace lambent::ipo
