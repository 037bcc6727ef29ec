// The case files of `lambent test`, read and checked: given a world, when something arrives, then exactly this happens.
//
//   Diagnostics diagnostics;
//   CaseFile file = read_case_file("tests/email.ipo.yaml", options, diagnostics);   // reader.h
//   if (diagnostics.has_errors()) …exit code 2: every mistake at its line, all at once…
//   for (const Case& one : file.cases) {
//     Interpolator names;                                                            // interpolator.h
//     for (const Step& written : one.when) {
//       Step step = names.fill(written, diagnostics);
//       …run it; then: names.answered(step.id, answer);  names.saved("arn", value);
//     }
//     Then then = names.fill(one.then, diagnostics);
//     …judge…
//   }
//
// The parts: given.h (the world), step.h (what arrives), then.h (what must come of it), value.h (JSON with places).
// Everything is a plain value: copy it to the thread that runs the case. Every part has the Place it was written at; a
// row's case has those of the case it came from, and in `row` that of the row.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ipo/case/given.h"
#include "ipo/case/step.h"
#include "ipo/case/sweep.h"
#include "ipo/case/then.h"

namespace lambent::ipo {

// Cases with random events made from a schema instead of written ones.
struct Property {
  std::string schema;    // file
  std::string into;      // where the event goes: "when[0].http.json"; empty: into the first step
  std::int64_t runs = 100;
  bool invalid = false;  // also events that break the schema: 4xx and no effect
  enum class Faults { none, each_call, each_pair } faults = Faults::none;
  std::vector<std::string> always;  // invariants: no-crash, no-timeout, no-denied, idempotent, …
  std::optional<Value> examples;    // list: tried first
  Place place;
};

struct Row {
  std::size_t index = 0;  // from 0, as ${row.index}
  Json values;            // object, as written but for what the environment gives
  Place place;            // in the case file, or in the CSV file
  int last_line = 0;      // of the row in the case file; 0 if it is from a CSV file
};

struct Case {
  std::string name;                // rows filled in; unique in its file
  std::vector<std::string> tags;
  bool only = false;               // of the case or the row: if any selected case has it, the others do not run
  std::optional<std::string> skip; // why; "" if not said
  enum class Reuse { fresh, warm } reuse = Reuse::fresh;  // warm: one world for all events of a property
  std::optional<Duration> timeout; // real time; none: the command's
  // Where the clock stands at the start, frozen; none: now (`clock: now` too).
  std::optional<TimePoint> clock;
  std::string account, region;     // empty: the runner's choice
  Given given;
  std::vector<Step> when;
  Then then;
  std::optional<Property> property;
  std::optional<Sweep> sweep;      // with each outbound call broken, too

  std::optional<Row> row;          // the row of `table` this is
  Place place;                     // of the case
  int last_line = 0;               // of the case; Row::last_line of the row

  // What to pass to `lambent test` to run this again: file:line, of the row if it has a line of its own.
  std::string again() const;
};

struct CaseFile {
  std::string file;         // as named by the user
  std::string suite;        // default: the file's name without folder and ending
  std::vector<Case> cases;  // tables expanded, in the order of the file
  std::vector<std::string> includes;  // files it names (CSV, events, …), as paths from where we are, also unreadable ones
};

}  // namespace lambent::ipo
