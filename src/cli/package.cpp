// lambent package: a deployable zip of a plugin.
#include "plugin_host/package.h"

#include <iostream>

#include "cli/command.h"

namespace lambent::cli {
namespace {

int run_package(const std::string& plugin, const std::string& out) {
  Diagnostics diagnostics;
  std::string zip = plugin::package_plugin(plugin, diagnostics);
  std::cerr << diagnostics.text();
  if (diagnostics.has_errors()) throw Stop(kMistake, plugin + " cannot be packaged");
  try {
    write_file(out, zip);
  } catch (const FileError& e) {
    throw Stop(kCannotRun, e.what());
  }
  std::string handler = std::filesystem::path(plugin).filename().string();
  std::cout << out << ": " << zip.size() << " bytes. Create the function with runtime provided.al2023 and handler " << handler << ".\n";
  return kDone;
}

}  // namespace

void add_package(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("package", "Make a deployable zip (provided.al2023) of a handler plugin");
  auto plugin = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>("function.zip");
  command->add_option("plugin", *plugin, "the handler's .so")->required()->type_name("FILE");
  command->add_option("-o,--output", *out, "the zip to write")->capture_default_str()->type_name("FILE");
  command->callback([plugin, out, &code] { code = run_package(*plugin, *out); });
}

}  // namespace lambent::cli
