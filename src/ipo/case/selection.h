// Which case files there are, and which of their cases are meant.
//
//   std::vector<Target> targets = targets_of({"tests", "a.ipo.yaml:12"});
//   std::vector<std::string> files = find_case_files(targets, diagnostics);
//   …read them…
//   select(file, targets, {.text = "sms", .tags = {"smoke"}});      // on each file; then
//   keep_only(files);                                               // `only` counts across all that is left
//
// Order: files by name, byte by byte; cases as in their file. Folders are searched to the bottom; those that begin
// with '.' and node_modules are passed over.
#pragma once
#include <string>
#include <vector>

#include "ipo/case/case.h"

namespace lambent::ipo {

struct Target {
  std::string path;  // file or folder
  int line = 0;      // 0: all of it
};

struct Selection {
  std::string text;               // -k: part of "suite name", any case
  std::vector<std::string> tags;  // --tag: at least one of them; empty: all
};

// No arguments: tests/. `a.ipo.yaml:12` is a line of a file unless a file of that whole name exists.
std::vector<Target> targets_of(const std::vector<std::string>& arguments);

// Each file once. A path that does not exist, a file with another ending and a line of a folder are diagnostics.
std::vector<std::string> find_case_files(const std::vector<Target>& targets, Diagnostics& diagnostics);

// Drops the cases that are not meant. A line that no case of the file stands at is a diagnostic with the nearest case.
void select(CaseFile& file, const std::vector<Target>& targets, const Selection& selection, Diagnostics& diagnostics);
void keep_only(std::vector<CaseFile>& files);

bool is_case_file(const std::string& path);  // .ipo.yaml, .ipo.yml, .ipo.json

}  // namespace lambent::ipo
