#include "cli/command.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace lambent::cli {

void EmulatorArguments::declare(CLI::App& command, const std::vector<std::string>& names) {
  command.add_option("-t,--template", template_file, "SAM or CloudFormation template to deploy")->type_name("FILE");
  command.add_option("--parameter", parameters, "a template parameter; may be repeated")->type_name("NAME=VALUE")->allow_extra_args(false);
  declare_settings(command, names);
}

void EmulatorArguments::declare_settings(CLI::App& command, const std::vector<std::string>& names) {
  for (const auto& setting : config::settings_table()) {
    if (std::find(names.begin(), names.end(), setting.name) == names.end()) continue;
    std::string name = setting.name;
    auto take = [this, name](const std::string& value) { given[name] = value; };
    std::string help = std::string(setting.help) + " [" + (std::string(setting.fallback).empty() ? "none" : setting.fallback) + "; " + setting.variable + "]";
    command.add_option_function<std::string>(setting.flag, take, help)->type_name("VALUE");
  }
}

config::Settings EmulatorArguments::settings() const {
  auto environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (!value) return std::nullopt;
    return std::string(value);
  };
  Diagnostics diagnostics;
  config::Settings out = config::read_settings(given, environment, diagnostics);
  if (diagnostics.has_errors()) {
    std::cerr << diagnostics.text();
    throw Stop(kMistake, "wrong settings");
  }
  return out;
}

config::AppModel EmulatorArguments::model(const config::Settings& settings) const {
  if (template_file.empty()) return {};
  config::TemplateOptions options;
  options.account = settings.account;
  options.region = settings.region;
  for (const auto& one : parameters) {
    auto eq = one.find('=');
    if (eq == std::string::npos || eq == 0) throw Stop(kMistake, "--parameter wants NAME=VALUE, not '" + one + "'");
    options.parameters[one.substr(0, eq)] = one.substr(eq + 1);
  }
  Diagnostics diagnostics;
  config::AppModel out = config::read_template(template_file, options, diagnostics);
  std::cerr << diagnostics.text();
  if (diagnostics.has_errors()) throw Stop(kMistake, template_file + " cannot be deployed");
  return out;
}

EmulatorOptions emulator_options(const config::Settings& s) {
  EmulatorOptions out;
  out.host = s.host;
  out.port = s.port;
  out.account = s.account;
  out.region = s.region;
  out.data = s.data;
  out.clock = s.clock;
  constexpr access::AuthLevel kLevels[] = {access::AuthLevel::open, access::AuthLevel::strict, access::AuthLevel::off};
  out.auth = kLevels[static_cast<size_t>(s.auth)];
  constexpr Enforcement kEnforcements[] = {Enforcement::enforce, Enforcement::audit, Enforcement::off};
  out.iam = kEnforcements[static_cast<size_t>(s.iam)];
  out.jwks = s.jwks;
  out.allowed_hosts = s.allowed_hosts;
  out.allowed_origins = s.allowed_origins;
  out.self_exe = self_path();
  return out;
}

std::string self_path() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

Colour colour_for(int descriptor) {
  const char* no = std::getenv("NO_COLOR");
  return ::isatty(descriptor) && !(no && *no) ? Colour::yes : Colour::no;
}

std::string read_text(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  try {
    return read_file(file);
  } catch (const FileError& e) {
    throw Stop(kMistake, e.what());
  }
}

}  // namespace lambent::cli
