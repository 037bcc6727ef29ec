// What the worlds of a run share to start functions: bootstraps written once, interpreters looked up once, and for Python a
// process to fork runtimes from (lambda/nursery.h).
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lambda/runtimes.h"

namespace lambent::ipo {

// `interpreters` as Apps::interpreters() says. The folder must outlive the run. Blocking. Throws FileError.
std::shared_ptr<const lambda::Toolbox> shared_tools(const std::filesystem::path& folder, const std::vector<std::string>& interpreters);

}  // namespace lambent::ipo
