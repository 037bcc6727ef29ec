// Running a handler plugin against a Runtime API: `lambent plugin-host handler.so`, and the bootstrap of a package.
//
//   plugin-host [FILE.so]     without a file: $LAMBDA_TASK_ROOT/$_HANDLER (the function's Handler is "email.so")
//
// The address comes from AWS_LAMBDA_RUNTIME_API (host:port); any server of that API will do. The plugin's standard
// output and error are the function's log. Runs until it is ended by a signal or the server goes.
#pragma once

namespace lambent::plugin {

enum ExitCode : int {
  kInitFailed = 1,  // the plugin could not be loaded or initialised; the Runtime API has been told why
  kBadStart = 2,    // wrong arguments or no AWS_LAMBDA_RUNTIME_API
  kApiLost = 3,     // no Runtime API could be reached, or it refused to go on
};

int plugin_host_main(int argc, char** argv);  // argv[0] is not looked at; never returns 0

}  // namespace lambent::plugin
