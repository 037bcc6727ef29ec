#include "lambda/runtimes.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "base/embedded.h"
#include "base/files.h"
#include "base/text.h"

namespace lambent {
LAMBENT_EMBEDDED(bootstrap_python)
LAMBENT_EMBEDDED(bootstrap_python_nursery)
LAMBENT_EMBEDDED(bootstrap_node)
}  // namespace lambent

namespace lambent::lambda {
namespace {

namespace fs = std::filesystem;

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "re");
  if (!pipe) return out;
  std::array<char, 4096> buffer;
  for (size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) out.append(buffer.data(), n);
  if (pclose(pipe) != 0) out.clear();
  return out;
}

std::string path_variable() {
  const char* path = std::getenv("PATH");
  return path && *path ? path : "/usr/local/bin:/usr/bin:/bin";
}

std::string in_folder(const std::string& folder, const std::string& name) { return (fs::path(folder) / name).string(); }

bool executable_file(const std::string& path) {
  std::error_code ec;
  return fs::is_regular_file(path, ec) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

bool known_runtime(const std::string& runtime) {
  return runtime.starts_with("python3.") || runtime.starts_with("nodejs") || runtime.starts_with("provided.");
}

std::string interpreter_for(const std::string& runtime) {
  if (runtime.starts_with("python3.")) return runtime;
  return runtime.starts_with("nodejs") ? "node" : "";
}

std::optional<Interpreter> find_interpreter(const std::string& wanted) {
  Interpreter found;
  if (wanted == "node") {
    found.program = std::string(trim(output_of("node -p process.execPath 2>/dev/null")));
    if (found.program.empty()) return std::nullopt;
    return found;
  }
  const std::string ask = " -c 'import sys; print(sys.executable); print(\"\\n\".join(p for p in sys.path if p))' 2>/dev/null";
  std::string answer = output_of(wanted + ask);
  if (answer.empty()) answer = output_of("python3" + ask);
  auto lines = split(trim(answer), '\n');
  if (answer.empty() || lines[0].empty()) return std::nullopt;
  found.program = lines[0];
  found.module_path.assign(lines.begin() + 1, lines.end());
  return found;
}

void write_bootstraps(const fs::path& folder) {
  write_file(folder / "python.py", embedded_bootstrap_python(), Keep::scratch);
  write_file(folder / "python_nursery.py", embedded_bootstrap_python_nursery(), Keep::scratch);
  write_file(folder / "node.cjs", embedded_bootstrap_node(), Keep::scratch);
}

std::vector<std::string> python_command(const Interpreter& interpreter, const fs::path& script) {
  return {interpreter.program, "-S", "-u", script.string(), join(interpreter.module_path, ":")};
}

Launch plan_launch(const Function& f, const std::string& self_exe, const fs::path& bootstraps, const Interpreter* interpreter) {
  Launch out;
  if (f.runtime.starts_with("provided.")) {
    const std::string bootstrap = in_folder(f.code_folder, "bootstrap");
    std::error_code ec;
    if (!fs::exists(bootstrap, ec) && f.handler.ends_with(".so")) {
      out.argv = {self_exe, "plugin-host", in_folder(f.code_folder, f.handler)};
    } else if (executable_file(bootstrap)) {
      out.argv = {bootstrap};
    } else {
      out.fault = "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]";
    }
    return out;
  }
  if (!interpreter) {
    out.fault = "lambent found no interpreter for " + f.runtime + " in PATH";
    return out;
  }
  if (f.runtime.starts_with("python3."))
    out.argv = python_command(*interpreter, bootstraps / "python.py");
  else
    out.argv = {interpreter->program, (bootstraps / "node.cjs").string()};
  return out;
}

std::shared_ptr<Nursery> Toolbox::nursery_of(const std::string& interpreter) const {
  auto found = nurseries.find(interpreter);
  return found == nurseries.end() ? nullptr : found->second;
}

bool reserved_variable(const std::string& name) {
  static constexpr std::string_view kReserved[] = {
      "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"};
  for (std::string_view reserved : kReserved)
    if (name == reserved) return true;
  return false;
}

std::vector<std::string> plan_environment(const Function& f, const std::string& log_stream, const std::string& endpoint) {
  // Later wins: what the platform sets stands above the customer's, but for the few names that may be overridden.
  std::map<std::string, std::string> env = {{"AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"}, {"LANG", "C.UTF-8"}, {"TZ", ":UTC"},
                                            {"PATH", path_variable()},
                                            {"AWS_ENDPOINT_URL", endpoint}, {"AWS_DISABLE_HOST_PREFIX_INJECTION", "true"}};
  if (const char* libraries = std::getenv("LD_LIBRARY_PATH")) env["LD_LIBRARY_PATH"] = libraries;
  if (f.environment.is_object())
    for (const auto& [name, value] : f.environment.items())
      if (value.is_string()) env[name] = value.get_ref<const std::string&>();
  env["_HANDLER"] = f.handler;
  env["LAMBDA_TASK_ROOT"] = f.code_folder;
  env["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
  env["PWD"] = f.code_folder;
  env["AWS_LAMBDA_FUNCTION_NAME"] = f.name;
  env["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
  env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = std::to_string(f.memory);
  env["AWS_LAMBDA_LOG_GROUP_NAME"] = log_group(f);
  env["AWS_LAMBDA_LOG_STREAM_NAME"] = log_stream;
  env["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
  env["AWS_REGION"] = f.scope.region;
  env["AWS_DEFAULT_REGION"] = f.scope.region;
  if (!f.runtime.starts_with("provided.")) env["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + f.runtime;
  if (f.runtime.starts_with("nodejs")) {
    const char* modules = std::getenv("NODE_PATH");
    env.try_emplace("NODE_PATH", f.code_folder + "/node_modules" + (modules ? std::string(":") + modules : ""));
  }
  std::vector<std::string> out;
  for (const auto& [name, value] : env) out.push_back(name + "=" + value);
  return out;
}

}  // namespace lambent::lambda
