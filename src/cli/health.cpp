// lambent health: whether an emulator answers; for container health checks and scripts.
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "http/client.h"

namespace lambent::cli {
namespace {

Task<void> ask(Loop& loop, std::string url, std::string& answer, std::string& fault) {
  try {
    HttpRequest request;
    request.method = "GET";
    HttpResponse response = co_await http_request(loop, url + "/_lambent/health", std::move(request));
    answer = response.body;
    if (response.status != 200) fault = url + " answers " + std::to_string(response.status);
  } catch (const HttpClientError& e) {
    fault = e.what();
  }
}

int run_health(const std::string& endpoint) {
  Loop loop(ClockMode::real);
  std::string answer, fault;
  loop.tasks().spawn("health", ask(loop, endpoint, answer, fault));
  loop.run_until([&loop] { return loop.tasks().running() == 0; });
  if (!fault.empty()) throw Stop(kCannotRun, printable(fault));
  std::cout << printable(answer) << (answer.ends_with('\n') ? "" : "\n");
  return kDone;
}

}  // namespace

void add_health(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("health", "Ask a running emulator whether it is well");
  auto endpoint = std::make_shared<std::string>("http://127.0.0.1:4566");
  command->add_option("--endpoint", *endpoint, "where it listens")->capture_default_str()->type_name("URL");
  command->callback([endpoint, &code] { code = run_health(*endpoint); });
}

}  // namespace lambent::cli
