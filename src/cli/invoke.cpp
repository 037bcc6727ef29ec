// lambent invoke: one event into one function, and everything it causes, as Input, Process, Output.
#include <unistd.h>

#include <iostream>

#include "cli/command.h"
#include "cli/private_run.h"
#include "cli/remote.h"

namespace lambent::cli {
namespace {

struct InvokeArguments {
  EmulatorArguments emulator;
  std::string function, event_file, endpoint;
  bool json = false;
};

Json run_here(const InvokeArguments& arguments, const std::string& event) {
  if (arguments.emulator.template_file.empty()) throw Stop(kMistake, "give a template with -t, or a running emulator with --endpoint");
  PrivateRun run(arguments.emulator);
  std::uint64_t root = run.feed(arguments.function, event);
  std::vector<Json> entries;
  for (const auto& entry : run.emulator().journal().entries())
    if (entry.seq >= root) entries.push_back(to_json(entry));
  return make_report(entries, root, arguments.function, event);
}

int run_invoke(const InvokeArguments& arguments) {
  std::string event = read_event(arguments.event_file);
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
  arguments->emulator.declare(*command, {"account", "region", "data", "clock", "auth", "iam", "jwks", "sfn-mock-config", "log-level"});
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
