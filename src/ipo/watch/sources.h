// Which cases have to run again when files have changed. Pure, but for the names of files.
//
//   std::set<std::string> sources = sources_of(file, one, apps);       // of one case
//   if (touched(sources, {"/home/ada/app/sms/app.py"})) …run it…
//
// A case depends on its case file and what that includes (CSV, events, schemas), on its template with the definitions of
// its state machines, and on the code of the functions in it: folders with all below them, .zip files. Paths are those of
// absolute_path() (base/file_watch.h).
#pragma once
#include <set>
#include <string>
#include <vector>

#include "ipo/case/case.h"
#include "ipo/run/apps.h"

namespace lambent::ipo {

// Of all cases of a file, be it read or not.
std::set<std::string> sources_of(const CaseFile& file);
// Of one case, those of its file included.
std::set<std::string> sources_of(const CaseFile& file, const Case& one, const Apps& apps);

// A change of something in a folder, or of a folder around it, touches a source. A case file touches only itself, also
// where it lies in a folder with code.
bool touched(const std::set<std::string>& sources, const std::set<std::string>& changed);

// What identifies a case over several readings of its file.
std::string key_of(const CaseFile& file, const Case& one);

}  // namespace lambent::ipo
