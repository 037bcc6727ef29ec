// A handler plugin in this process: opened, its interface version checked (include/lambent/plugin.h).
//
// Loading runs the constructors of the plugin's globals. It is never unloaded: threads and exit handlers of a plugin
// may outlive every point at which we could do it.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "lambent/plugin.h"
#include "plugin_host/elf_file.h"

namespace lambent::plugin {

// Why a plugin cannot be run, in the terms of Lambda's init errors: Runtime.ImportModuleError (unreadable, not ELF,
// missing libraries), Runtime.HandlerNotFound (no entry function), Runtime.PluginVersionMismatch.
class LoadError : public std::runtime_error {
 public:
  LoadError(std::string type, const std::string& message) : std::runtime_error(message), type(std::move(type)) {}
  std::string type;
};

class LoadedPlugin {
 public:
  explicit LoadedPlugin(std::string path);  // throws LoadError
  LoadedPlugin(const LoadedPlugin&) = delete;

  const std::string& path() const { return path_; }
  void init(const lambent_host& host, lambent_call* call) const;  // nothing if the plugin has none
  void invoke(const lambent_host& host, lambent_call* call) const { table_->invoke(&host, call); }

  // "function(arguments) +0x1f [handler.so]" for a return address in the plugin; "" for one elsewhere.
  std::string describe(const void* return_address);

 private:
  void read_symbols();

  std::string path_;
  const lambent_plugin_table* table_ = nullptr;
  const char* base_ = nullptr;  // where the plugin lies in memory
  std::string file_;            // its bytes, once a stack was asked for
  std::vector<ElfFunction> symbols_;
};

}  // namespace lambent::plugin
