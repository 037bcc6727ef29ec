// What an event caused, told as Input, Process, Output, from the journal.
//
//   Json report = make_report(entries, root, event);   // `--json` prints this
//   std::string text = report_text(report, Colour::no);
//
// `entries` are journal entries as JSON (aws/journal.h to_json, also what /_lambent/api/v1/journal gives), `root` the
// seq of the call that fed the event. Text of functions is made safe for a terminal here.
//
// Report: {"input": {"function", "event"},
//          "process": [step…], each {"kind": "invocation"|"call"|"execution"|"state"|"log"|"message", …, "steps": [step…]},
//          "output": {"response", "functionError"?, "sms": […], "emails": […], "pushes"?: […], "executions": […], "refused": […]}}
#pragma once
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::cli {

enum class Colour { no, yes };

Json make_report(const std::vector<Json>& entries, std::uint64_t root, const std::string& function, const std::string& event);
std::string report_text(const Json& report, Colour colour);

// One execution with all it caused, as a step of such a report; its states have "input" and "output" too, and
// "refused" is as in a report. `root` is its seq.
Json execution_report(const std::vector<Json>& entries, std::uint64_t root);
std::string execution_text(const Json& execution, Colour colour);

// Whether anything went wrong inside: 0 all well, 1 a function failed, a call was refused or an execution did not succeed.
int report_verdict(const Json& report);

}  // namespace lambent::cli
