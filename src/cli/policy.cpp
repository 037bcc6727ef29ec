// lambent policy: the least that roles must be allowed for what was seen to happen.
#include <algorithm>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/private_run.h"
#include "cli/remote.h"
#include "ipo/cover/least_policy.h"
#include "ipo/cover/measure.h"
#include "ipo/record/journal_read.h"

namespace lambent::cli {
namespace {

struct PolicyArguments {
  EmulatorArguments emulator;
  std::string function, endpoint, journal;
  std::vector<std::string> events;
  bool json = false;
};

struct RolePolicy {
  Json document;
  std::vector<std::string> missing;  // "sns:Publish on *": needed, and refused today
  std::vector<std::string> unused;   // statements and AWS policies that nothing needed
};
using RolePolicies = std::map<std::string, RolePolicy>;

void add_refused(const Journal& journal, ipo::Seen& seen, RolePolicies& out) {
  for (const auto& entry : journal.entries()) {
    const auto* call = std::get_if<CallEntry>(&entry.data);
    if (!call || !call->denial || call->denial->attach_kind != "role") continue;
    const Denial& denial = *call->denial;
    seen.needs[denial.attach_to].insert({denial.action, denial.resource});
    auto& missing = out[denial.attach_to].missing;
    std::string text = denial.action + " on " + denial.resource;
    if (std::find(missing.begin(), missing.end(), text) == missing.end()) missing.push_back(std::move(text));
  }
}

RolePolicies policies_of(const Journal& journal, ipo::Seen seen) {
  RolePolicies out;
  add_refused(journal, seen, out);
  for (const auto& [role, needs] : seen.needs) out[role].document = ipo::least_policy(needs);
  return out;
}

RolePolicies run_here(const PolicyArguments& arguments) {
  EmulatorArguments emulator = arguments.emulator;
  emulator.given.try_emplace("iam", "audit");  // what is refused today is needed all the same
  PrivateRun run(emulator);
  for (const auto& file : arguments.events) run.feed(arguments.function, read_event(file));
  ipo::Seen seen = ipo::seen_in(run.emulator().journal());
  ipo::see_role_needs(run.emulator(), seen);
  const ipo::AppCoverage coverage = ipo::measure(emulator.template_file, run.model(), seen);
  RolePolicies out = policies_of(run.emulator().journal(), std::move(seen));
  for (const auto& role : coverage.roles) out[role.name].unused = role.statements.missed;
  return out;
}

std::vector<Json> entries_of(const std::string& file) {
  Json read;
  try {
    read = parse_json(read_text(file));
  } catch (const JsonError& e) {
    throw Stop(kMistake, file + ":" + std::to_string(e.line()) + ":" + std::to_string(e.column()) + ": the journal is not JSON: " + printable(e.what()));
  }
  const Json* list = read.is_array() ? &read : find(read, "entries");
  if (!list || !list->is_array()) throw Stop(kMistake, file + ": a journal is a list of entries, as /_lambent/api/v1/journal gives it");
  return {list->begin(), list->end()};
}

RolePolicies of_entries(const std::vector<Json>& entries, const std::string& from) {
  try {
    ipo::ReadJournal read(entries);
    return policies_of(read.journal(), ipo::seen_in(read.journal()));
  } catch (const std::invalid_argument& e) {
    throw Stop(kMistake, from + ": " + e.what());
  }
}

RolePolicies gather(const PolicyArguments& arguments) {
  if (arguments.function.empty() != arguments.events.empty()) throw Stop(kMistake, "a FUNCTION and its events (-e) go together");
  if (!arguments.function.empty()) {
    if (!arguments.journal.empty() || !arguments.endpoint.empty()) throw Stop(kMistake, "give events to run here, or --journal, or --endpoint");
    if (arguments.emulator.template_file.empty()) throw Stop(kMistake, "give the template of " + printable(arguments.function) + " with -t");
    return run_here(arguments);
  }
  if (!arguments.journal.empty()) return of_entries(entries_of(arguments.journal), arguments.journal);
  if (!arguments.endpoint.empty()) return of_entries(look_at(arguments.endpoint).entries, arguments.endpoint);
  throw Stop(kMistake, "give a FUNCTION with events (-t, -e) to run here, a --journal, or a running emulator with --endpoint");
}

Json to_json(const RolePolicies& roles) {
  Json out = Json::object();
  for (const auto& [name, role] : roles)
    set(out, name, object({{"policy", role.document}, {"missing", text_array(role.missing)}, {"unused", text_array(role.unused)}}));
  return object({{"roles", std::move(out)}});
}

std::string text_of(const RolePolicies& roles) {
  std::string out;
  for (const auto& [name, role] : roles) {
    out += (out.empty() ? "" : "\n") + printable(name) + "\n";
    out += role.document.is_null() ? "  needed nothing\n" : dump_pretty(role.document) + "\n";
    for (const auto& one : role.missing) out += "  missing today   " + printable(one) + "\n";
    for (const auto& one : role.unused) out += "  never used      " + printable(one) + "\n";
  }
  return out;
}

int run_policy(const PolicyArguments& arguments) {
  RolePolicies roles = gather(arguments);
  if (arguments.json) {
    std::cout << dump_pretty(to_json(roles)) << "\n";
    return kDone;
  }
  if (roles.empty()) {
    std::cerr << "no role made a call\n";
    return kDone;
  }
  std::cout << text_of(roles);
  return kDone;
}

}  // namespace

void add_policy(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("policy", "Print the smallest policy per role that what happened needs");
  auto arguments = std::make_shared<PolicyArguments>();
  arguments->emulator.declare(*command, {"account", "region", "clock", "log-level"});
  command->add_option("function", arguments->function, "feed events to this function of the template, in an emulator of its own")->type_name("FUNCTION");
  command->add_option("-e,--event", arguments->events, "an event's file, - for standard input; may be repeated")->type_name("FILE")->allow_extra_args(false);
  command->add_option("--journal", arguments->journal, "a file of what GET /_lambent/api/v1/journal gave")->type_name("FILE");
  command->add_option("--endpoint", arguments->endpoint, "a running emulator: all its journal still has")->type_name("URL");
  command->add_flag("--json", arguments->json, "as JSON: {roles: {NAME: {policy, missing, unused}}}");
  command->footer("Events run with --iam audit, so that what is refused today is in the policy too; it is listed as missing.\n"
                  "Ids that differ in each run become *. Statements never used are told where the template is known.");
  command->callback([arguments, &code] { code = run_policy(*arguments); });
}

}  // namespace lambent::cli
