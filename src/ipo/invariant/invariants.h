// What must hold in every run of a case, whatever arrives and whatever breaks.
//
//   if (auto finding = check_invariant("no-crash", evidence, nullptr)) …as_problem(*finding, place)…
//
// By name, as cases spell them (ipo.schema.json):
//   no-effect-twice            nothing that the plain run does happens more often than there
//   error-surfaced             where something is missing of what the plain run does, a step, an execution or an async
//                              event has failed: nobody is told "done" of what is not
//   settles                    at some time nothing is under way any more
//   no-crash                   no function's process ended by itself; an error that a handler throws is no crash
//   no-timeout                 no function ran out of time
//   no-denied                  IAM refuses no call; what a sweep refuses is not counted
//   at-most-once-per-recipient no two equal mails or SMS to one recipient
//   no-secret-in-logs          no log line has what looks like a key, a token, a password
//   idempotent                 the same event once more does nothing more: property cases run it twice (property/)
#pragma once
#include "ipo/invariant/evidence.h"

namespace lambent::ipo {

struct Finding {
  std::string invariant;
  std::string what;                // "an effect of the plain run happened more often"
  std::vector<std::string> lines;
  std::map<std::uint64_t, std::string> marks;
  std::optional<Moment> seen;
};

// `plain`: of the run that nothing was broken in; null for the invariants that need none. `name` is none of the above:
// std::logic_error, as the reader has refused it.
std::optional<Finding> check_invariant(const std::string& name, const Evidence& run, const Evidence* plain);

// The effects of `run` that happen more often than in `once`, at most `times` as often there; for idempotent.
std::optional<Finding> too_often(const Evidence& run, const Evidence& once, const std::string& compared_with);

Problem as_problem(const Finding& finding, const Place& place);

}  // namespace lambent::ipo
