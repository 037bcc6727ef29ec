// What the commands share: exit codes, arguments read into settings, templates and files with clear errors.
//
// A command is one file with one function `int run_<name>(…)` and one `add_<name>` that declares its arguments; main.cpp
// lists them.
#pragma once
#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

#include "app/emulator.h"
#include "base/diagnostics.h"
#include "cli/report.h"
#include "config/settings.h"
#include "config/template.h"

namespace lambent::cli {

enum Exit : int {
  kDone = 0,
  kFailed = 1,    // a function failed, a call was refused, an execution did not succeed
  kMistake = 2,   // wrong arguments, or mistakes in the user's files
  kCannotRun = 3,  // the port is in use, the data folder cannot be written, the other end is not there
  kNothingMatched = 4  // no case is meant
};

// A failure of the command that has been put in words: main prints "lambent: <words>" and exits.
class Stop : public std::runtime_error {
 public:
  Stop(Exit code, const std::string& words) : std::runtime_error(words), code_(code) {}
  Exit code() const { return code_; }

 private:
  Exit code_;
};

// The options that make an emulator, declared from the settings table.
struct EmulatorArguments {
  std::map<std::string, std::string> given;  // by setting name
  std::string template_file;
  std::vector<std::string> parameters;       // K=V

  void declare(CLI::App& command, const std::vector<std::string>& settings);           // and the template's options
  void declare_settings(CLI::App& command, const std::vector<std::string>& settings);  // these only
  config::Settings settings() const;         // throws Stop
  // The template, or an empty model without one. Prints all diagnostics; throws Stop if there are errors.
  config::AppModel model(const config::Settings& settings) const;
};

EmulatorOptions emulator_options(const config::Settings& settings);
std::string self_path();
Colour colour_for(int descriptor);  // a terminal, and no NO_COLOR
bool ci();  // the environment variable CI says that no person is there
std::string read_text(const std::string& file);  // "-" is standard input; throws Stop

// lambent test --record
struct RecordArguments {
  std::string id, output, endpoint;  // empty output: standard output; empty endpoint: AWS_ENDPOINT_URL, else port 4566
  std::map<std::string, std::string> parameters;  // over those of the server
};
int record_case(const RecordArguments& arguments);

void add_serve(CLI::App& app, int& code);
void add_invoke(CLI::App& app, int& code);
void add_event(CLI::App& app, int& code);
void add_test(CLI::App& app, int& code);
void add_test_review(CLI::App& test, int& code);
void add_package(CLI::App& app, int& code);
void add_health(CLI::App& app, int& code);
void add_init(CLI::App& app, int& code);
void add_policy(CLI::App& app, int& code);
void add_schema(CLI::App& app, int& code);
void add_mail(CLI::App& app, int& code);
void add_sms(CLI::App& app, int& code);
void add_executions(CLI::App& app, int& code);

}  // namespace lambent::cli
