// The fault sweep: a case that passes, run again once for each of its outbound calls and each way that call can break.
//
//   setting.at_end = [&](const CaseEnd& end) { plain = plain_evidence(end); };   // of the run that passed
//   for (const Variant& variant : variants_of(one, plain, options))
//     CaseOutcome outcome = run_variant(one, suite, apps, setting, plain, variant);
//
// Outbound calls are those that functions and state machines make; not those of the case's steps, and not what services
// do for each other (API Gateway to Lambda, SNS to SQS). A call that failed in the plain run, because a stub says so or
// by itself, is not broken: the case tests it already.
//
// The world of a variant is fresh. What the case's `then` and `check` steps say is not judged, its invariants are. The
// clients in the functions would repeat a throttled call in real time, several times, before they gave up: they are
// given AWS_MAX_ATTEMPTS, unless the function has it already: one more than calls failed in a row in the plain run,
// so that a broken call is one that stays broken however often it is tried, and one more still where the answer is lost,
// so that what the client repeats by itself is seen.
#pragma once
#include "ipo/invariant/invariants.h"
#include "ipo/run/case_run.h"
#include "ipo/sweep/choice.h"

namespace lambent::ipo {

struct Variant {
  AppCall call;  // of the plain run
  SweepFault fault{};

  std::string title() const;  // sns:Publish #1 throttled
  std::string again() const;  // --sweep=throttle@sns:Publish#1
};

// Both the plain run and the broken ones go on for an hour after the last step, as long as anybody waits: retries come.
Evidence plain_evidence(const CaseEnd& end);

// In the order of the calls. Of a case without `sweep` the defaults count.
std::vector<Variant> variants_of(const Case& one, const Evidence& plain, const SweepOptions& options);

CaseOutcome run_variant(const Case& one, const std::string& suite, const Apps& apps, const RunSetting& setting, const Evidence& plain, const Variant& variant);

// Breaks the call in a world that has been deployed (Variation::deployed). What comes back, if anything, outlives the world.
std::unique_ptr<Service> break_call(World& world, const Variant& variant);
std::map<std::string, std::string> client_environment(const Evidence& plain, const Variant& variant);

// The invariants on what a broken run left, with the reason put under each.
std::vector<Finding> judge_variant(const std::vector<std::string>& invariants, const Evidence& run, const Evidence& plain, const std::vector<Variant>& broken);

}  // namespace lambent::ipo
