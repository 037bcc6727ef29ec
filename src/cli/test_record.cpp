// lambent test --record: a case made of what a running emulator did, written only if it passes.
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "base/log.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "ipo/record/recorder.h"
#include "ipo/report/report.h"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

void show_failure(const ipo::CaseOutcome& outcome) {
  Diagnostics ignored;
  ipo::ReportOptions options{.out = std::cerr};
  options.colour = colour_for(STDERR_FILENO) == Colour::no ? ipo::Colour::never : ipo::Colour::always;
  auto report = ipo::make_reporter("pretty", options, ignored);
  report->began({});
  report->ended(outcome);
}

std::string again(const ipo::RecordOptions& options) {
  std::string out = "lambent test " + options.file;
  for (const auto& [name, value] : options.parameters) out += " --parameter " + name + "=" + value;
  return out;
}

}  // namespace

int record_case(const RecordArguments& arguments) {
  set_log_level(LogLevel::error);
  const std::string endpoint = arguments.endpoint.empty() ? usual_endpoint() : arguments.endpoint;
  Elsewhere seen = look_at(endpoint);
  const Json* app = find(seen.info, "app");
  if (!app) throw Stop(kMistake, "the emulator at " + printable(endpoint) + " was started without a template, so a case has no application to run");
  ipo::RecordOptions options;
  options.file = arguments.output.empty() ? "recorded.ipo.yaml" : arguments.output;
  options.template_file = text_at(*app, "template");
  options.account = text_at(seen.info, "account");
  options.region = text_at(seen.info, "region");
  if (const Json* parameters = find(*app, "parameters"))
    for (const auto& [name, value] : parameters->items()) options.parameters[name] = value.is_string() ? value.get<std::string>() : dump(value);
  for (const auto& [name, value] : arguments.parameters) options.parameters[name] = value;
  options.setting.self_exe = self_path();
  if (!arguments.output.empty() && fs::exists(arguments.output)) options.existing = read_text(arguments.output);

  Diagnostics diagnostics;
  auto recording = ipo::record(seen.entries, arguments.id, options, diagnostics);
  std::cerr << diagnostics.text();
  if (!recording) throw Stop(kMistake, "nothing was recorded");
  if (recording->text.empty()) {
    if (recording->failed) show_failure(*recording->failed);
    throw Stop(kFailed, "nothing was written: a run of the case in a fresh world does not come to the same");
  }
  if (arguments.output.empty()) {
    std::cout << recording->text;
    return kDone;
  }
  try {
    write_file(arguments.output, recording->text);
  } catch (const FileError& e) {
    throw Stop(kCannotRun, e.what());
  }
  std::cerr << (options.existing ? "added  " : "made   ") << printable(arguments.output) << "  " << printable(recording->name) << "; it passed three times in fresh worlds\n"
            << "next   " << printable(again(options)) << "\n";
  return kDone;
}

}  // namespace lambent::cli
