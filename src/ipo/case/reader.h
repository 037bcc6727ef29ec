// Reads case files (*.ipo.yaml, *.ipo.yml, *.ipo.json) into CaseFile (case.h).
//
// YAML with the scalars of JSON (+15556667788 and 000000000000 are text); anchors, aliases, merge keys and tags are
// refused. Every mistake is a diagnostic at its line and column, all of a file in one pass: unknown and repeated keys
// with the nearest name, wrong kinds, words that are not among the choices, durations, instants, API names, stubs
// against the API model, names in `${…}` nobody gives. What a name means:
//
//   ${row.x} ${row.index}       the row of the case's table
//   ${env.X}                    the environment variable X of this program
//   ${steps.id.path} ${name}    what an earlier step answered, what it saved: filled when it runs (interpolator.h)
//   {$repeat: [x, 161]}         x 161 times: text, or a list's elements
//   $$                          one dollar
//
// Paths in a case file are relative to it. Blocks: reads files.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "ipo/case/case.h"

namespace lambent::ipo {

struct ReadOptions {
  std::function<std::optional<std::string>(const std::string&)> environment;  // none: getenv
  std::vector<std::string> examples;  // names of the built-in sample events; empty: any is taken
};

// Never throws for a mistake of the user. The cases mean something only if nothing was found.
CaseFile read_case_file(const std::string& file, const ReadOptions& options, Diagnostics& diagnostics);
// The same of text in hand (editor, recorder); `file` gives ending, folder and the name in places.
CaseFile read_case_text(const std::string& text, const std::string& file, const ReadOptions& options, Diagnostics& diagnostics);

// The JSON Schema (2020-12) of case files, for editors and `lambent schema ipo`.
std::string_view case_schema();

}  // namespace lambent::ipo
