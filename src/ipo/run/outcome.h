// What came of a case, as plain values: the runner makes it, reports (text, JUnit, TAP, GitHub, JSON) show it.
//
//   void show(const CaseOutcome& outcome);            // called on the main thread, in the stable order of the files
//   for (const Problem& problem : outcome.problems) …problem.place, problem.where, problem.what, problem.fields…
//
// A failing case explains itself: every Problem has the place of the expectation it breaks, what was expected and what
// happened instead, when, by whom, and what to write if it was right after all.
//
// Texts that came from functions are raw in `texts`, `record` and `Step::text`; all other texts of a Problem are one line
// that is safe to show (control characters escaped), except where a member says otherwise.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/diagnostics.h"
#include "base/json.h"
#include "ipo/cover/coverage.h"

namespace lambent::ipo {

enum class Verdict {
  passed,
  failed,   // something did not happen as the case says
  skipped,
  error,    // the world could not be built, or a step could not be done: template, function, seed, matcher
  timeout,  // it did not settle in time; what still runs is in the NeverSettled problem
};
const char* name_of(Verdict verdict);  // "passed"

// When something happened. The clock stands still between its jumps, so the virtual time alone does not tell the order.
struct Moment {
  Duration at{};    // virtual time since the case began: T+7d
  Duration real{};  // real time since the clock came to that instant: +0.031s
};

// One place of a value that is not as expected; the parts are those of match/difference.h.
struct FieldDifference {
  enum class Kind { missing, extra, changed };
  Kind kind = Kind::changed;
  std::string path;      // in what happened: subject, path[2], json.Status, headers["a b"]; empty is the value itself
  std::string expected;  // "(not expected)" if extra
  std::string actual;    // "(absent)" if missing
  std::string note;      // why, if the two do not say it; may be empty
  // Both texts, raw, where a literal text met another: for a caret under them or a unified diff.
  std::optional<std::pair<std::string, std::string>> texts;
  Place place;           // of this part of the expectation
};

// A call that IAM refused.
struct Refusal {
  std::string action, resource, principal;
  std::string role;       // the missing statement belongs to this role or user; empty: to a resource's policy
  std::string reason;     // implicit, explicit, boundary, session, resource, trust: what `by` of a case matches
  std::string why;        // a sentence: "no statement of email-reminder-role allows it (implicit)"
  Json statement;         // the smallest that would allow it; null if it was denied explicitly
  // What the function returned although the call was refused: it caught the error. Empty if it failed too.
  std::string swallowed;
  std::int64_t count = 1; // equal refusals are one Problem
};

// A call that nearly was one that a stub waits for.
struct NearMiss {
  Moment when;
  std::string by;         // function or role
  std::string call;       // "sns:Publish to "+15556667788""
  std::vector<FieldDifference> fields;
};

struct Problem {
  enum class Kind {
    effect_differs,      // where "effects[1]", fields; what names the actual effect
    effect_missing,      // where "effects[1]", expected; fields if it is there in the wrong order
    effect_unexpected,   // where "effects", actual, seen, add
    denied_differs,      // where "denied[0]", fields
    denied_missing,      // where "denied[0]", expected
    denied_unexpected,   // where "denied", refusal, seen, add (the statement is in refusal)
    response_differs,    // where "response" or "steps.create", fields
    error_differs,       // where "error", fields
    error_missing,       // where "error", expected: the step answered without one
    error_unexpected,    // where "when[0]" or the step's id: what has type and message of the error
    call_counter,        // where "calls sns:Publish", fields
    log_line,            // where "logs[0]", fields: of the count, or of the nearest line
    state_differs,       // where "state.sqs", fields
    took,                // where "took.real", fields
    snapshot,            // where "snapshot", what names it, fields; add: the command that takes what happened
    stub_unused,         // where "given.stubs[0]", near
    never_settled,       // where "when[1]", running
    never_happened,      // where "when[1]": `advance: {until: …}` and nothing is due any more
    invariant,           // where "no-effect-twice": what must hold in every run does not; lines
    step_refused,        // where "when[1]": the step could not be done at all (no such API, function, role)
    world,               // where "given": the world could not be built; what tells why
  };
  Kind kind{};
  Place place;             // of the expectation: file, line, column
  std::string where;       // path of the expectation in the case
  std::string what;        // one line: `email to "ada@example.com", subject "Hi"`, `sqs:SendMessage on arn:…`
  std::vector<FieldDifference> fields;
  Json expected;           // the whole expectation, as in the case; null if there is none
  Json actual;             // the whole of what happened, in the case's form: {"sms": {"to": …}}
  std::optional<Moment> seen;
  std::string by;          // the function or role that did it; "the case" for its own steps; empty if nobody
  std::string add;         // one line of YAML that expects what happened: `- sms: {"to": "+1…", …}`
  std::string under;       // where `add` goes: "effects", "denied"
  std::optional<Refusal> refusal;
  std::vector<NearMiss> near;
  std::vector<std::string> running;  // what still runs, one line each
  std::vector<std::string> lines;    // of an invariant: what broke it, and why; one line each
  std::string check;       // not empty: of the check step at this place: "when[1].check"
};
const char* name_of(Problem::Kind kind);  // "effect_differs"

// A line of "what happened".
struct Happening {
  Moment when;
  std::string text;        // "POST /reminders -> api_handler -> 200"; one line, as it came: make it safe to show
  Duration took{};         // real time; 0 if it takes none
  std::string surprise;    // why it is marked: "not expected", "not as expected"; empty: it is not
  std::uint64_t seq = 0;   // in the journal
};

struct CaseOutcome {
  Verdict verdict = Verdict::passed;
  // Which case.
  std::string suite, name;
  std::vector<std::string> tags;
  Place place;             // of the case or its row
  std::string again;       // argument that runs it again: file:line
  int repeat = 0;          // from 0, with --repeat
  std::uint64_t seed = 0;  // of its ids
  // What came of it.
  std::string skip;        // why it was skipped; may be empty
  std::vector<Problem> problems;  // in the order of the case file: steps, then the parts of `then`
  std::vector<Happening> happened;
  TimePoint began{};       // the clock at the start
  Duration virtual_took{}, real_took{};
  std::int64_t cold = 0, invocations = 0;
  // Everything judged, in the form of the case's `then`: {"steps", "effects", "denied", "logs", "calls", "took"}.
  // For `--json` and tests of the judge.
  Json record;
  // The same as a snapshot has it (snapshot/record.h), of cases that ask for one and came to their end; else null.
  Json snapshot;
};

struct RunSummary {
  std::size_t passed = 0, failed = 0, skipped = 0, errors = 0, timeouts = 0;
  std::size_t files = 0;
  Duration real_took{}, virtual_took{};  // of the run; the sum of the cases
  std::uint64_t seed = 0;                // of the order: --seed
  int jobs = 1;
  bool stopped = false;                  // --fail-fast: cases were left out
  bool interrupted = false;              // Ctrl-C: cases were left out
  Coverage coverage;                     // of the applications; empty if nobody measured
  std::size_t swept = 0, variants = 0;   // cases whose calls were broken, and how many runs that took; counted above too
  std::size_t left_out = 0;
  std::string not_stored;                // why events that broke a property could not be written

  std::size_t ran() const { return passed + failed + errors + timeouts; }
  bool good() const { return failed + errors + timeouts == 0; }
};

}  // namespace lambent::ipo
