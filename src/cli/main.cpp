// The command line: one file per command, one row here.
#include <cstring>
#include <iostream>

#include "cli/command.h"
#include "lambda/supervise.h"
#include "plugin_host/plugin_host.h"

namespace {

// Commands that run as children of the emulator and must start at once, before any parsing.
int run_child(int argc, char** argv, bool& child) {
  child = true;
  if (argc > 2 && std::strcmp(argv[1], "supervise") == 0) return lambent::lambda::supervise_main(argc - 2, argv + 2);
  if (argc > 1 && std::strcmp(argv[1], "plugin-host") == 0 && (argc < 3 || argv[2][0] != '-')) return lambent::plugin::plugin_host_main(argc - 1, argv + 1);
  child = false;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  bool child = false;
  int code = run_child(argc, argv, child);
  if (child) return code;

  using namespace lambent::cli;
  CLI::App app{"lambent: a local AWS Lambda emulator and event router", "lambent"};
  app.set_version_flag("--version", "lambent " LAMBENT_VERSION);
  app.require_subcommand(1);
  app.footer("Each command has its own --help. Settings may come from the environment too (LAMBENT_PORT=4567).");
  add_serve(app, code);
  add_invoke(app, code);
  add_event(app, code);
  add_test(app, code);
  add_package(app, code);
  add_health(app, code);
  add_init(app, code);
  add_policy(app, code);
  add_schema(app, code);
  add_mail(app, code);
  add_sms(app, code);
  add_executions(app, code);
  // Declared for --help; it has run above.
  auto* host = app.add_subcommand("plugin-host", "Run a handler plugin against the Runtime API in AWS_LAMBDA_RUNTIME_API");
  host->add_option("plugin", "the handler's .so; without it $LAMBDA_TASK_ROOT/$_HANDLER")->type_name("FILE");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    int parsed = app.exit(e, std::cout, std::cerr);
    return parsed == 0 ? kDone : kMistake;
  } catch (const Stop& e) {
    std::cerr << "lambent: " << e.what() << "\n";
    return e.code();
  } catch (const std::exception& e) {
    std::cerr << "lambent: " << e.what() << "\n";
    return kCannotRun;
  }
  return code;
}
