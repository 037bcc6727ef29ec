// lambent invoke: one event into one function, and everything it causes, as Input, Process, Output.
#include <unistd.h>

#include <iostream>

#include "base/log.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote.h"

namespace lambent::cli {
namespace {

struct InvokeArguments {
  EmulatorArguments emulator;
  std::string function, event_file, endpoint;
  bool json = false;
};

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

Json run_here(const InvokeArguments& arguments, const std::string& event) {
  config::Settings settings = arguments.emulator.settings();
  set_log_level(settings.log_level);
  if (arguments.emulator.template_file.empty()) throw Stop(kMistake, "give a template with -t, or a running emulator with --endpoint");
  config::AppModel model = arguments.emulator.model(settings);
  check_function(model, arguments.function);
  EmulatorOptions options = emulator_options(settings);
  options.port = 0;
  if (!arguments.emulator.given.contains("clock")) options.clock = ClockMode::skipping;
  Emulator emulator(std::move(options));
  try {
    emulator.start();
  } catch (const std::runtime_error& e) {
    throw Stop(kCannotRun, e.what());
  }
  Diagnostics diagnostics;
  if (!emulator.deploy(model, diagnostics)) {
    std::cerr << diagnostics.text();
    throw Stop(kMistake, arguments.emulator.template_file + " was refused");
  }
  std::uint64_t root = emulator.journal().next();
  emulator.loop().tasks().spawn("invoke", feed(emulator.aws(), emulator.scope(), arguments.function, event));
  emulator.loop().run_until_quiet();
  std::vector<Json> entries;
  for (const auto& entry : emulator.journal().entries())
    if (entry.seq >= root) entries.push_back(to_json(entry));
  return make_report(entries, root, arguments.function, event);
}

int run_invoke(const InvokeArguments& arguments) {
  std::string event = read_text(arguments.event_file);
  try {
    parse_json(event);
  } catch (const JsonError& e) {
    std::string where = arguments.event_file + ":" + std::to_string(e.line()) + ":" + std::to_string(e.column());
    throw Stop(kMistake, where + ": the event is not JSON: " + printable(e.what()));
  }
  Json report = arguments.endpoint.empty() ? run_here(arguments, event) : invoke_remote(arguments.endpoint, arguments.function, event);
  if (arguments.json)
    std::cout << dump_pretty(report) << "\n";
  else
    std::cout << report_text(report, colour_for(STDOUT_FILENO));
  return report_verdict(report) == 0 ? kDone : kFailed;
}

}  // namespace

void add_invoke(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("invoke", "Feed one event to a function and show everything it causes");
  auto arguments = std::make_shared<InvokeArguments>();
  arguments->emulator.declare(*command, {"account", "region", "data", "clock", "auth", "jwks", "log-level"});
  command->add_option("function", arguments->function, "name of the function")->required()->type_name("FUNCTION");
  command->add_option("-e,--event", arguments->event_file, "the event's file, - for standard input")->required()->type_name("FILE");
  command->add_option("--endpoint", arguments->endpoint, "a running emulator to use instead of a private one")->type_name("URL");
  command->add_flag("--json", arguments->json, "print the report as JSON");
  command->footer(
      "Without --endpoint a private emulator runs with the skipping clock: waits take no time.\n"
      "Exit codes: 0 all went well, 1 a function failed, a call was refused or an execution did not succeed,\n"
      "2 wrong arguments or mistakes in your files, 3 it could not run.");
  command->callback([arguments, &code] { code = run_invoke(*arguments); });
}

}  // namespace lambent::cli
