#include "plugin_host/loaded_plugin.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace lambent::plugin {

namespace {

std::string version(unsigned major, unsigned minor) { return std::to_string(major) + "." + std::to_string(minor); }

// What the dynamic linker would refuse in fewer words, or crash on; a missing file is left to it, for its words.
std::optional<std::string> crash_fault(const std::string& path) {
  char head[4096];
  struct stat about;
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  const ssize_t n = fstat(file, &about) == 0 ? read(file, head, sizeof head) : -1;
  close(file);
  if (n < 0) return std::nullopt;
  return elf_fault({head, static_cast<size_t>(n)}, static_cast<std::uint64_t>(about.st_size));
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

LoadedPlugin::LoadedPlugin(std::string path) : path_(std::move(path)) {
  // Without a slash dlopen would search the system's libraries instead.
  if (path_.find('/') == std::string::npos) path_ = "./" + path_;
  if (const auto fault = crash_fault(path_))
    throw LoadError("Runtime.ImportModuleError", "Unable to load plugin '" + std::string(file_name(path_)) + "': " + *fault + ": " + path_);
  void* handle = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char* why = dlerror();
    throw LoadError("Runtime.ImportModuleError", "Unable to load plugin '" + std::string(file_name(path_)) + "': " + (why ? why : "unknown reason"));
  }
  void* entry = dlsym(handle, "lambent_plugin");
  if (!entry)
    throw LoadError("Runtime.HandlerNotFound", "'" + std::string(file_name(path_)) +
                                                   "' is no lambent plugin: it has no function lambent_plugin (is LAMBENT_HANDLER missing?)");
  table_ = reinterpret_cast<decltype(&lambent_plugin)>(entry)();
  const std::string name(file_name(path_));
  if (!table_) throw LoadError("Runtime.HandlerNotFound", "plugin '" + name + "' gave no function table");
  if (table_->major != LAMBENT_ABI_MAJOR)
    throw LoadError("Runtime.PluginVersionMismatch",
                    "plugin '" + name + "' is built for plugin interface " + version(table_->major, table_->minor) + ", this host offers " +
                        version(LAMBENT_ABI_MAJOR, LAMBENT_ABI_MINOR) + ": rebuild it with this lambent's headers");
  constexpr size_t least = offsetof(lambent_plugin_table, invoke) + sizeof(table_->invoke);
  if (table_->size < least || !table_->invoke)
    throw LoadError("Runtime.HandlerNotFound", "plugin '" + name + "' has no invoke function in its table");
  Dl_info where;
  if (dladdr(entry, &where)) base_ = static_cast<const char*>(where.dli_fbase);
}

void LoadedPlugin::init(const lambent_host& host, lambent_call* call) const {
  if (table_->init) table_->init(&host, call);
}

void LoadedPlugin::read_symbols() {
  if (!file_.empty()) return;
  std::FILE* f = std::fopen(path_.c_str(), "rb");
  if (!f) return;
  char buffer[64 * 1024];
  while (const size_t n = std::fread(buffer, 1, sizeof buffer, f)) file_.append(buffer, n);
  std::fclose(f);
  symbols_ = functions(file_);
}

std::string LoadedPlugin::describe(const void* return_address) {
  Dl_info where;
  // A return address points behind its call, which may be the last instruction of a function.
  const char* address = static_cast<const char*>(return_address) - 1;
  if (!base_ || !dladdr(address, &where) || where.dli_fbase != base_) return "";
  read_symbols();
  const auto offset = static_cast<std::uint64_t>(address - base_);
  auto after = std::upper_bound(symbols_.begin(), symbols_.end(), offset, [](std::uint64_t o, const ElfFunction& f) { return o < f.start; });
  char place[64];
  const std::string file = " [" + std::string(file_name(path_)) + "]";
  if (after != symbols_.begin() && offset - (after - 1)->start < (after - 1)->size) {
    const auto& function = *(after - 1);
    std::string name(function.name);
    int status = 0;
    if (char* plain = abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status)) {
      name = plain;
      std::free(plain);
    }
    std::snprintf(place, sizeof place, " +0x%llx", static_cast<unsigned long long>(offset + 1 - function.start));
    return name + place + file;
  }
  std::snprintf(place, sizeof place, "0x%llx", static_cast<unsigned long long>(offset + 1));
  return place + file;
}

}  // namespace lambent::plugin
