// A deployable package of a plugin: a zip with `bootstrap` (lambent-plugin-host) and the .so, for provided.al2023.
// Create the function with Handler = the .so's file name.
#pragma once
#include <filesystem>
#include <string>

#include "base/diagnostics.h"

namespace lambent::plugin {

// The zip's bytes; "" if `diagnostics` got an error (not a plugin for this machine, unreadable). Warns when the .so or
// the bootstrap needs a newer glibc than Amazon Linux 2023 has, or is built with a sanitizer. Blocks: reads the file.
std::string package_plugin(const std::filesystem::path& plugin, Diagnostics& diagnostics);

}  // namespace lambent::plugin
