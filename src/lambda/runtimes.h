// How a function's code is started: command line and environment per runtime.
//
//   provided.*, Handler "email.so", no file `bootstrap`   <self> plugin-host <folder>/email.so
//   provided.*                                            <folder>/bootstrap, which must be executable
//   python3.x                                             the bundled bootstrap on the python3.x (else python3) of PATH
//   nodejs*                                               the bundled bootstrap on the node of PATH
//
// The bundled bootstraps are written into the work folder once. Interpreters are looked up once, blocking (Workers).
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lambda/function.h"

namespace lambent::lambda {

struct Interpreter {
  std::string program;                    // the real one, not a shim
  std::vector<std::string> module_path;   // python: where its packages are
};

struct Launch {
  std::vector<std::string> argv;
  std::string fault;  // not empty: there is nothing to run
};

// What `runtime` needs besides the function's own code: "python3.12", "node" or empty.
std::string interpreter_for(const std::string& runtime);
// Blocking. Nothing if there is none.
std::optional<Interpreter> find_interpreter(const std::string& wanted);
std::vector<std::string> python_command(const Interpreter& interpreter, const std::filesystem::path& script);
void write_bootstraps(const std::filesystem::path& folder);

class Nursery;

// What several emulators of one process share: made once, constant from then on.
struct Toolbox {
  std::filesystem::path bootstraps;                                // with the files of write_bootstraps
  std::map<std::string, std::optional<Interpreter>> interpreters;  // by what interpreter_for says
  std::map<std::string, std::shared_ptr<Nursery>> nurseries;       // likewise; of those that have one (nursery.h)
  std::shared_ptr<Nursery> nursery_of(const std::string& interpreter) const;
};

Launch plan_launch(const Function& function, const std::string& self_exe, const std::filesystem::path& bootstraps,
                   const Interpreter* interpreter);
bool known_runtime(const std::string& runtime);

// The environment AWS documents, without address and credentials.
std::vector<std::string> plan_environment(const Function& function, const std::string& log_stream, const std::string& endpoint);
bool reserved_variable(const std::string& name);

}  // namespace lambent::lambda
