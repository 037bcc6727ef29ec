#include "plugin_host/package.h"

#include "base/embedded.h"
#include "base/files.h"
#include "plugin_host/elf_file.h"

LAMBENT_EMBEDDED(plugin_host_program)

namespace lambent::plugin {

namespace {

constexpr GlibcVersion kAmazonLinux2023{2, 34};

void check_portable(const std::string& file, std::string_view bytes, Diagnostics& diagnostics) {
  const auto needed = needed_glibc(bytes);
  if (needed && kAmazonLinux2023 < *needed)
    diagnostics.warning({file}, "needs glibc " + needed->text() + "; provided.al2023 has " + kAmazonLinux2023.text(),
                        "build on Amazon Linux 2023 or an older system, or the function will not start on AWS");
  if (bytes.find("__asan_init") != std::string_view::npos)
    diagnostics.warning({file}, "is built with AddressSanitizer, whose library is not on AWS", "build with the release preset");
}

}  // namespace

std::string package_plugin(const std::filesystem::path& plugin, Diagnostics& diagnostics) {
  std::string bytes;
  try {
    bytes = read_file(plugin);
  } catch (const FileError& e) {
    diagnostics.error({plugin.string()}, e.what());
    return "";
  }
  if (const auto fault = elf_fault(bytes, bytes.size())) {
    diagnostics.error({plugin.string()}, "cannot be a plugin: " + *fault, "give the shared object that the compiler made");
    return "";
  }
  if (bytes.find(std::string_view("\0lambent_plugin\0", 16)) == std::string_view::npos) {
    diagnostics.error({plugin.string()}, "is no plugin: it exports no function lambent_plugin", "add LAMBENT_HANDLER(your_function)");
    return "";
  }
  check_portable(plugin.string(), bytes, diagnostics);
  check_portable("bootstrap", embedded_plugin_host_program(), diagnostics);
  ZipWriter zip;
  zip.add("bootstrap", embedded_plugin_host_program(), true);
  zip.add(plugin.filename().string(), bytes, true);
  return zip.finish();
}

}  // namespace lambent::plugin
