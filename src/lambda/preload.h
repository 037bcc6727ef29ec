// Libraries of ours that are loaded into the processes of functions before all others (LD_PRELOAD).
//
//   PreloadedLibrary library("lambent-clock.so", embedded_clock_shift_library());   // written to a folder of its own
//   if (!out_of_reach(program)) library.add_to(environment);
//
// Blocking, but short.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

namespace lambent::lambda {

class PreloadedLibrary {
 public:
  // Throws FileError.
  PreloadedLibrary(const std::string& name, std::string_view bytes);

  // Adds to NAME=value entries what the process needs. The library stands before what is preloaded already, by the
  // function itself too. If we are built with AddressSanitizer, so are the programs built with us: they are told that
  // their sanitizer need not come first (ASAN_OPTIONS).
  void add_to(std::vector<std::string>& environment) const;

  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  const TempDir folder_;
  const std::string path_;
};

// Why no library can be loaded before this program ("is linked statically"); nothing if one can. A script is taken for
// reachable: the programs that read scripts are.
std::optional<std::string> out_of_reach(const std::string& program);

}  // namespace lambent::lambda
