// The report for programs: one JSON document, a line a case. Members are only ever added; `report` counts other changes.
//
//   {"report": 1,
//    "cases": [{
//      "verdict": "passed" | "failed" | "skipped" | "error" | "timeout",
//      "suite", "name", "tags": [text], "at": PLACE, "again": "cases/a.ipo.yaml:7", "repeat": 0, "seed": "81723",
//      "skip": why it was skipped, if it was,
//      "began": ISO instant of the virtual clock, "virtualMs", "realMs", "cold", "invocations",
//      "problems": [{
//        "kind": "effect_differs" …, "at": PLACE, "check"?: "when[1].check", "where": "effects[1]", "what",
//        "fields": [FIELD], "expected"?, "actual"?,          as in the case
//        "seen"?: MOMENT, "by"?, "add"?: line of YAML, "under"?: where it goes,
//        "refusal"?: {"action", "resource", "principal", "role", "reason", "why", "statement", "swallowed", "count"},
//        "near"?: [{"when": MOMENT, "by", "call", "fields": [FIELD]}], "running"?: [text]}],
//      "happened": [{"when": MOMENT, "text", "tookMs", "surprise"?, "seq"}],
//      "record": what was judged, in the form of `then`}],
//    "coverage"?: {"part"?: why not all cases ran,
//      "apps": [{"app": template, "functions": COVERED, "machines": [{"name", "states": COVERED, "edges": COVERED}],
//                "roles": [{"name", "statements": COVERED}], "routes": COVERED, "operations": {"ses": {"SendEmail": 3}}}]},
//    "summary": {"passed", "failed", "skipped", "errors", "timeouts", "files", "realMs", "virtualMs", "seed", "jobs",
//                "stopped": bool, "leftOut", "interrupted"?: true}}
//
//   COVERED {"hit": [name], "missed": [name]}
//   PLACE   {"file", "line", "column"}
//   MOMENT  {"virtualMs": since the case began, "realMs": since the clock came there}
//   FIELD   {"kind": "missing" | "extra" | "changed", "path", "expected", "actual", "note"?, "texts"?: [expected, actual],
//            "at": PLACE}
//
// A member with '?' is left out where there is nothing to say. Times are milliseconds, with a fraction if real. Seeds are
// text, since they need all of their 64 bits. Characters that would drive a terminal are written \u001b.
#pragma once
#include "base/json.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

Json json_of(const CaseOutcome& outcome);
Json json_of(const RunSummary& summary);

}  // namespace lambent::ipo
