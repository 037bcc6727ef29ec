// lambent serve: the emulator on its port until it is told to stop.
#include <boost/asio/signal_set.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "app/mail_door.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/command.h"
#include "config/mail_settings.h"
#include "config/upstream_settings.h"
#include "http/server.h"

namespace lambent::cli {
namespace {

void tell_what_runs(const Emulator& emulator, const config::AppModel& model) {
  std::cout << "lambent " << LAMBENT_VERSION << " on " << emulator.url() << ", account " << emulator.options().account << ", region "
            << emulator.options().region << "\n";
  if (!emulator.options().data.empty()) std::cout << "  data       " << printable(emulator.options().data) << "\n";
  for (const auto& f : model.functions) std::cout << "  function   " << printable(f.name) << "  (" << printable(f.runtime) << ", " << printable(f.handler) << ")\n";
  for (const auto& m : model.machines) std::cout << "  machine    " << printable(m.name) << "\n";
  for (const auto& api : model.apis)
    for (const auto& route : api.routes)
      std::cout << "  route      " << route.method << " " << emulator.url() << "/restapis/" << api.id << "/" << api.stage << "/_user_request_"
                << printable(route.path) << "\n";
  for (const auto& o : model.outputs) std::cout << "  output     " << printable(o.name) << " = " << printable(o.value) << "\n";
}

// Log lines of functions as they come. They may hold anything: printable() keeps them from driving the terminal.
void show_logs(Emulator& emulator) {
  emulator.journal().listen([](const JournalEntry& entry) {
    if (auto* log = std::get_if<LogEntry>(&entry.data)) std::cout << printable(log->function_name) << "  " << printable(log->line) << std::endl;
    auto* call = std::get_if<CallEntry>(&entry.data);
    if (call && !entry.open && call->denial)
      std::cout << "refused  " << call->denial->action << " on " << printable(call->denial->resource) << " for " << printable(call->denial->principal) << std::endl;
  });
}

// For those who look from outside: `lambent test --record` makes a case of the same application.
Json what_is_served(const EmulatorArguments& arguments) {
  if (arguments.template_file.empty()) return Json();
  Json parameters = Json::object();
  for (const auto& one : arguments.parameters) set_text(parameters, one.substr(0, one.find('=')), one.substr(one.find('=') + 1));
  std::error_code ignored;
  return object({{"template", std::filesystem::absolute(arguments.template_file, ignored).lexically_normal().string()}, {"parameters", std::move(parameters)}});
}

// Settings that only this command has. Throws Stop.
template <class Read>
auto own_settings(const EmulatorArguments& arguments, Read read) {
  auto environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (!value) return std::nullopt;
    return std::string(value);
  };
  Diagnostics diagnostics;
  auto out = read(arguments.given, environment, diagnostics);
  if (!diagnostics.has_errors()) return out;
  std::cerr << diagnostics.text();
  throw Stop(kMistake, "wrong settings");
}

MailDoorOptions mail_options(const std::string& host, const config::MailSettings& settings) {
  MailDoorOptions out;
  out.host = host;
  out.smtp_port = settings.smtp_port;
  if (!settings.relay_host.empty()) out.relay = smtp::RelayTarget{settings.relay_host, settings.relay_port};
  return out;
}

void tell_of_mail(const std::string& host, const config::MailSettings& settings) {
  if (settings.smtp_port) std::cout << "  smtp       " << host << ":" << settings.smtp_port << "\n";
  if (!settings.relay_host.empty()) std::cout << "  relay      " << printable(settings.relay_host) << ":" << settings.relay_port << "\n";
}

int run_serve(const EmulatorArguments& arguments, bool quiet) {
  config::Settings settings = arguments.settings();
  const config::MailSettings by_smtp = own_settings(arguments, config::read_mail_settings);
  const config::Upstreams upstreams = own_settings(arguments, config::read_upstreams);
  set_log_level(settings.log_level);
  config::AppModel model = arguments.model(settings);
  EmulatorOptions options = emulator_options(settings);
  options.app = what_is_served(arguments);
  Emulator emulator(std::move(options));
  for (const auto& [service, url] : upstreams) emulator.pass_on(service, url);
  MailDoor mail(emulator, mail_options(settings.host, by_smtp));
  net::signal_set signals(emulator.loop().io(), SIGINT, SIGTERM);
  try {
    emulator.start();
    mail.open();
  } catch (const std::runtime_error& e) {  // ListenError, StoreError, FileError: all say what and why
    throw Stop(kCannotRun, e.what());
  }
  Diagnostics diagnostics;
  if (!emulator.deploy(model, diagnostics)) {
    std::cerr << diagnostics.text();
    throw Stop(kMistake, arguments.template_file + " was refused");
  }
  if (!quiet) show_logs(emulator);
  signals.async_wait([&emulator](boost::system::error_code ec, int) {
    if (!ec) emulator.loop().stop();
  });
  tell_what_runs(emulator, emulator.deployed());
  tell_of_mail(settings.host, by_smtp);
  for (const auto& [service, url] : upstreams) std::cout << "  upstream   " << service << " at " << printable(url) << "\n";
  std::cout << "Ready." << std::endl;
  emulator.loop().run();
  return kDone;
}

}  // namespace

void add_serve(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("serve", "Start the emulator and keep it running");
  auto arguments = std::make_shared<EmulatorArguments>();
  auto quiet = std::make_shared<bool>(false);
  arguments->declare(*command, {"host", "port", "account", "region", "data", "clock", "auth", "iam", "jwks", "allowed-host", "allowed-origin", "upstream", "smtp-port", "smtp-relay", "sfn-mock-config", "log-level"});
  command->add_flag("-q,--quiet", *quiet, "do not print the log lines of functions");
  command->footer("Exit codes: 0 ended by a signal, 2 wrong arguments or mistakes in the template, 3 it could not start.");
  command->callback([arguments, quiet, &code] { code = run_serve(*arguments, *quiet); });
}

}  // namespace lambent::cli
