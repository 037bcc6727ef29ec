// Makes a case of what an emulator elsewhere did, and proves it: run three times in fresh worlds with other ids, it must
// pass; values that differ are opened, each with a comment.
//
//   Recording out = record(entries, "8f1c…", {.file = "tests/a.ipo.yaml", .template_file = "/app/template.yaml", …}, problems);
//   out.text      the file as it must become: a new one, or `existing` with the case after its last
//   out.outcome   of the run that failed, if it did; then there is no text
//
// Blocks: runs cases on this thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "ipo/run/apps.h"
#include "ipo/run/world.h"

namespace lambent::ipo {

struct RecordOptions {
  std::string file;                     // where the case will be: paths in it are relative to its folder
  std::optional<std::string> existing;  // what the file holds already
  std::string template_file;            // absolute
  std::string account, region;
  std::map<std::string, std::string> parameters;
  RunSetting setting;
};

struct Recording {
  std::string text;      // empty: not proved
  std::string name;      // of the case
  std::optional<CaseOutcome> failed;
};

// `id`: the request id of an invocation, the ARN of an execution, "last". Nothing, with the reason in `diagnostics`, for
// what cannot be a case.
std::optional<Recording> record(const std::vector<Json>& entries, const std::string& id, const RecordOptions& options, Diagnostics& diagnostics);

}  // namespace lambent::ipo
