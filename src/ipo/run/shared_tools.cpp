#include "ipo/run/shared_tools.h"

#include <system_error>

#include "lambda/nursery.h"

namespace lambent::ipo {

std::shared_ptr<const lambda::Toolbox> shared_tools(const std::filesystem::path& folder, const std::vector<std::string>& interpreters) {
  auto out = std::make_shared<lambda::Toolbox>();
  out->bootstraps = folder;
  lambda::write_bootstraps(folder);
  for (const auto& wanted : interpreters) {
    auto found = lambda::find_interpreter(wanted);
    if (found && wanted.starts_with("python")) {
      try {
        out->nurseries[wanted] = std::make_shared<lambda::Nursery>(*found, folder);
      } catch (const std::system_error&) {
        // Runtimes are started plainly then.
      }
    }
    out->interpreters[wanted] = std::move(found);
  }
  return out;
}

}  // namespace lambent::ipo
