// What one run of a case left, as plain values: what invariants are judged by after the world is gone.
//
//   setting.at_end = [&](const CaseEnd& end) { plain = evidence_of(end); };
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ipo/run/case_end.h"
#include "ipo/run/observe.h"

namespace lambent::ipo {

// A call that a function or a state machine made.
struct AppCall {
  std::string service, operation;  // service: the model's name
  std::string name;                // sns:Publish
  std::string by;                  // the function or machine
  std::string title;               // sns:Publish to "+1555…"
  std::size_t n = 0;               // which of its name, from 1; calls of one instant by the name of who made them
  std::size_t n_by = 0;            // which of its name by the same function or machine, from 1
  int status = 0;                  // 0: no answer yet
  std::string stub;                // CallEntry::stub
  std::string principal, target;  // ARN of the caller; what it asked for, empty if the call needs no permission
  Json input;
  std::uint64_t seq = 0;
  Moment when;
};

// `error_type` of InvocationEntry: the process ended by itself, or never came up. An error that a handler throws is none.
bool fell_over(const std::string& error_type);

struct RanInvocation {
  std::string function;
  std::string error;       // the error's type; empty on success
  std::string error_type;  // Runtime.ExitError, Sandbox.Timedout, …: what Lambda says of it
  bool awaited = true;     // false: an async event, which nobody gets an answer of
  std::uint64_t seq = 0;
  Moment when;
};

struct SeenEffectOnce {
  Happened what;
  std::string same_as;  // equal for two effects that do the same: ids and times are left out, and what came of an execution
};

struct Evidence {
  std::vector<SeenEffectOnce> effects;
  std::vector<AppCall> calls;  // in their order
  std::vector<RanInvocation> invocations;
  std::vector<SeenDenial> denied;
  std::vector<SeenLog> logs;
  std::vector<std::string> errors;          // steps that failed, executions that did, async events that did: one line each
  std::vector<std::string> still_running;   // empty if it settled
  bool settled = true;
  bool refused = false;                     // the last step that answers was answered 4xx
  std::string answered;                     // what it answered: "POST /reminders -> 400"
  Duration until{};                         // virtual time since the case began that was looked at
};

Evidence evidence_of(const CaseEnd& end);

// After the clock has gone on to `until` since the case began, as long as anybody waits: what is tried again a minute
// later shall have come.
Evidence later_evidence(const CaseEnd& end, Duration until);

// Whether an entry was caused by a function or a state machine, with nothing in between.
bool by_the_app(const Journal& journal, const JournalEntry& entry);

}  // namespace lambent::ipo
