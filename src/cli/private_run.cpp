#include "cli/private_run.h"

#include <iostream>

#include "base/log.h"
#include "base/text.h"

namespace lambent::cli {
namespace {

void check_function(const config::AppModel& model, const std::string& function) {
  std::vector<std::string> names;
  for (const auto& f : model.functions) names.push_back(f.name);
  if (std::find(names.begin(), names.end(), function) != names.end()) return;
  std::string near = nearest(function, names);
  std::string known = names.empty() ? "it has none" : "it has " + join(names, ", ");
  throw Stop(kMistake, "the template has no function '" + function + "'" + (near.empty() ? "; " + known : "; did you mean '" + near + "'?"));
}

Task<void> feed(Aws& aws, Scope scope, std::string function, std::string event) {
  Json input = object({{"FunctionName", function}, {"Payload", event}});
  Call call("lambda", "Invoke", std::move(input), Principal::root(scope.account), scope);
  try {
    co_await aws.call(std::move(call));
  } catch (const AwsError&) {
    // The journal has it, and so has the report.
  }
}

}  // namespace

PrivateRun::PrivateRun(const EmulatorArguments& arguments) {
  config::Settings settings = arguments.settings();
  set_log_level(settings.log_level);
  model_ = arguments.model(settings);
  EmulatorOptions options = emulator_options(settings);
  options.port = 0;
  if (!arguments.given.contains("clock")) options.clock = ClockMode::skipping;
  emulator_ = std::make_unique<Emulator>(std::move(options));
  try {
    emulator_->start();
  } catch (const std::runtime_error& e) {
    throw Stop(kCannotRun, e.what());
  }
  Diagnostics diagnostics;
  if (emulator_->deploy(model_, diagnostics)) return;
  std::cerr << diagnostics.text();
  throw Stop(kMistake, arguments.template_file + " was refused");
}

std::uint64_t PrivateRun::feed(const std::string& function, const std::string& event) {
  check_function(model_, function);
  std::uint64_t root = emulator_->journal().next();
  emulator_->loop().tasks().spawn("invoke", cli::feed(emulator_->aws(), emulator_->scope(), function, event));
  emulator_->loop().run_until_quiet();
  return root;
}

std::string read_event(const std::string& file) {
  std::string event = read_text(file);
  try {
    parse_json(event);
  } catch (const JsonError& e) {
    std::string where = file + ":" + std::to_string(e.line()) + ":" + std::to_string(e.column());
    throw Stop(kMistake, where + ": the event is not JSON: " + printable(e.what()));
  }
  return event;
}

}  // namespace lambent::cli
