// lambent event: a sample event of a source, as a function would be given it.
#include "events/events.h"

#include <iostream>

#include "base/text.h"
#include "cli/command.h"

namespace lambent::cli {
namespace {

struct EventArguments {
  EmulatorArguments settings;  // for account and region
  std::string source, time;
  std::vector<std::string> overrides;
  std::optional<std::uint64_t> seed;
  bool add = false, list = false, compact = false;
};

void print_sources(std::ostream& out) {
  size_t width = 0;
  for (const auto& source : events::event_sources()) width = std::max(width, std::string_view(source.name).size());
  for (const auto& source : events::event_sources())
    out << source.name << std::string(width + 2 - std::string_view(source.name).size(), ' ') << source.help << "\n";
}

TimePoint time_of(const std::string& text) {
  if (text.empty()) return Clock::wall();
  const auto parsed = parse_iso(text);
  if (!parsed) throw Stop(kMistake, "--time wants an instant as 2026-11-23T09:00:00Z, not '" + printable(text) + "'");
  return *parsed;
}

[[noreturn]] void refuse_source(const std::string& source) {
  std::vector<std::string> names;
  for (const auto& one : events::event_sources()) names.push_back(one.name);
  const std::string near = nearest(source, names);
  throw Stop(kMistake, "there is no event source '" + printable(source) + "'" + (near.empty() ? "; there are " + join(names, ", ") : "; did you mean '" + near + "'?"));
}

int run_event(const EventArguments& arguments) {
  if (arguments.list) {
    print_sources(std::cout);
    return kDone;
  }
  if (arguments.source.empty()) {
    print_sources(std::cerr);
    throw Stop(kMistake, "name one of these sources");
  }
  const config::Settings settings = arguments.settings.settings();
  Ids ids = arguments.seed ? Ids(*arguments.seed) : Ids();
  events::EventRequest request{.source = arguments.source, .with = {}, .time = time_of(arguments.time), .ids = ids, .account = settings.account, .region = settings.region};
  request.members = arguments.add ? events::Members::any : events::Members::known;
  std::optional<Json> event;
  try {
    for (const auto& one : arguments.overrides) request.with.push_back(events::override_of(one));
    event = events::make_event(request);
  } catch (const events::OverrideError& e) {
    throw Stop(kMistake, "--set: " + printable(e.what()) + (e.addable() ? " (--add sets it all the same)" : ""));
  }
  if (!event) refuse_source(arguments.source);
  std::cout << (arguments.compact ? dump(*event) : dump_pretty(*event)) << "\n";
  return kDone;
}

}  // namespace

void add_event(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("event", "Print a sample event, as a function would be given it");
  auto arguments = std::make_shared<EventArguments>();
  command->add_option("source", arguments->source, "what sends it; see --list")->type_name("SOURCE");
  command->add_option("--set", arguments->overrides, "a member to set: body={\"id\":7}, Records[0].body=hello; may be repeated")->type_name("PATH=VALUE")->allow_extra_args(false);
  command->add_flag("--add", arguments->add, "let --set make members the event does not have");
  command->add_option("--time", arguments->time, "when it happened [now]")->type_name("TIME");
  command->add_option("--seed", arguments->seed, "makes the ids the same each time")->type_name("NUMBER");
  arguments->settings.declare_settings(*command, {"account", "region"});
  command->add_flag("--compact", arguments->compact, "on one line");
  command->add_flag("--list", arguments->list, "list the sources");
  command->footer(
      "A value is JSON if it parses as JSON, else text. Setting a document (body, Message) to an object makes it its JSON text.\n"
      "  lambent event sqs --set body='{\"id\":7}' | lambent invoke my-function -t template.yaml -e -\n"
      "Exit codes: 0 printed, 2 wrong arguments.");
  command->callback([arguments, &code] { code = run_event(*arguments); });
}

}  // namespace lambent::cli
