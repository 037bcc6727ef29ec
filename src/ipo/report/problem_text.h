// What is wrong with a case, problem by problem, as people read it:
//
//   cases/email.ipo.yaml:38  effects[1] email to "ada@example.com", subject "A reminder from your reminder servce!"
//     subject     expected  "A reminder from your reminder service!"
//                 actual    "A reminder from your reminder servce!"
//                                                              ^  "i" is missing
//
// Equal problems of one place are told together: two effects that nobody asked for have one title.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "ipo/report/page.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

// Problems that share a title, in their order.
std::vector<std::span<const Problem>> by_title(const std::vector<Problem>& problems);

// effects: 1 that the case does not expect
std::string title_of(std::span<const Problem> group);

// Without the title; not indented.
std::vector<std::string> details_of(std::span<const Problem> group, const Page& page);

// Title with its file:line, then the details, indented as in a report.
std::vector<std::string> problem_lines(const CaseOutcome& outcome, const Page& page);

}  // namespace lambent::ipo
