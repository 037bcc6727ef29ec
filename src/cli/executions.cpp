// lambent executions: what state machines did in an emulator that runs, Express ones too.
#include <iostream>
#include <set>

#include "aws/arn.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/report_writer.h"
#include "cli/seen.h"

namespace lambent::cli {
namespace {

const std::string kExecutions = "/_lambent/api/v1/executions";
constexpr size_t kMostStates = 200;  // printed

struct ExecutionsArguments {
  SeenArguments seen;  // endpoint, count, json
  std::string machine, status;
  std::string id = "latest";
};

const Json& data(const Json& entry) { return *find(entry, "data"); }

std::string machine_of(const Json& step) { return last_part(text_at(step, "machine")); }

// Behind the machine's name in the ARN: an Express execution's has its id, too.
std::string name_of(const Json& step) {
  auto parts = split(text_at(step, "execution"), ':');
  return parts.size() < 8 ? "" : join({parts.begin() + 7, parts.end()}, ":");
}

// Of a journal entry or of a step made from one.
std::string took(const Json& thing, double ms) {
  if (bool_at(thing, "open")) return "under way";
  const double emulated = number_at(thing, "virtualMs");
  return millis(ms) + (emulated > ms + 1 ? " (" + millis(emulated) + " emulated)" : "");
}

std::string line_of(const Json& entry) {
  const Json& d = data(entry);
  std::string error = text_at(d, "error");
  return clock_of(text_at(entry, "at")) + "  " + column(text_at(d, "status"), 9) + "  " + column(machine_of(d), 20) + "  " + one_line(name_of(d)) + "  " +
         took(entry, number_at(entry, "durUs") / 1000.0) + (error.empty() ? "" : "  " + one_line(error));
}

std::string filters_of(const ExecutionsArguments& arguments) {
  std::string out;
  if (!arguments.machine.empty()) out += "&machine=" + percent_encode(arguments.machine);
  if (!arguments.status.empty()) out += "&status=" + percent_encode(arguments.status);
  return out;
}

int run_list(const ExecutionsArguments& arguments) {
  const Json page = ask_json(arguments.seen.where(), kExecutions + "?limit=" + std::to_string(arguments.seen.count) + filters_of(arguments));
  for (const Json& entry : page.at("items")) std::cout << (arguments.seen.json ? printable(dump(entry)) : line_of(entry)) << "\n";
  if (page.at("items").empty()) std::cerr << "no execution was started\n";
  return kDone;
}

// The newest one that is meant.
Json find_execution(const std::string& endpoint, const std::string& id) {
  std::string before;
  for (;;) {
    const Json page = ask_json(endpoint, kExecutions + "?limit=1000" + before);
    const Json& items = page.at("items");
    for (auto it = items.rbegin(); it != items.rend(); ++it)
      if (id == "latest" || text_at(data(*it), "execution") == id || name_of(data(*it)) == id) return *it;
    const Json* next = find(page, "next");
    if (!next || next->is_null()) break;
    before = "&before=" + dump(*next);
  }
  throw Stop(kMistake, id == "latest" ? "no execution was started" : "there is no execution '" + printable(id) + "'; `lambent executions` lists them");
}

// All that came of the same event, from the execution on.
std::vector<Json> entries_from(const std::string& endpoint, const Json& execution) {
  std::vector<Json> out;
  std::int64_t after = int_at(execution, "seq") - 1;
  for (;;) {
    const Json page = ask_json(endpoint, "/_lambent/api/v1/journal?limit=1000&trace=" + percent_encode(text_at(execution, "trace")) + "&after=" + std::to_string(after));
    for (const Json& entry : page.at("items")) out.push_back(entry);
    const Json* next = find(page, "next");
    if (!next || next->is_null()) return out;
    after = next->get<std::int64_t>();
  }
}

// "07:16:42.404", on another day than `start` "12-07 07:16:42.404".
std::string time_of(const std::string& at, const std::string& start) {
  if (at.size() < 23 || start.size() < 10) return at;
  std::string day = at.substr(0, 10) == start.substr(0, 10) ? "" : at.substr(5, 5) + " ";
  return day + at.substr(11, 12);
}

void write_state(Writer& w, const Json& s, const std::string& start) {
  const std::string via = text_at(s, "via");
  std::string facts = text_at(s, "stateType") + (via.empty() || via == "start" || via == "next" ? "" : ", by " + via) + ", " + took(s, number_at(s, "ms"));
  auto error = find_text(s, "error");
  w.line(0, w.dim(one_line(time_of(text_at(s, "at"), start))) + "  " + w.strong(one_line(text_at(s, "state"))) + "  " + w.dim(one_line(facts)) +
                (error ? "  " + w.bad(one_line(*error)) : ""));
  w.labelled(7, "in", payload(text_at(s, "input")), 7);
  write_steps(w, s.at("steps"), 7);
  if (auto output = find_text(s, "output")) w.labelled(7, "out", payload(*output), 7);
  if (error) w.labelled(7, w.bad("cause"), payload(text_at(s, "cause")), 7);
}

int run_show(const ExecutionsArguments& arguments) {
  const std::string endpoint = arguments.seen.where();
  const Json found = find_execution(endpoint, arguments.id);
  const std::vector<Json> entries = entries_from(endpoint, found);
  if (entries.empty() || int_at(entries.front(), "seq") != int_at(found, "seq")) throw Stop(kCannotRun, "the journal has forgotten this execution meanwhile");
  const Json execution = execution_report(entries, static_cast<std::uint64_t>(int_at(found, "seq")));
  std::cout << (arguments.seen.json ? safe_json(execution) + "\n" : execution_text(execution, colour_for(1)));
  return kDone;
}

}  // namespace

std::string execution_text(const Json& execution, Colour colour) {
  Writer w(colour);
  w.line(-1, w.strong(one_line(machine_of(execution))) + "  " + w.status(one_line(text_at(execution, "status"))) + "  " + w.dim(took(execution, number_at(execution, "ms"))));
  w.labelled(0, "arn", one_line(text_at(execution, "execution")));
  w.labelled(0, "started", one_line(text_at(execution, "at")));
  w.labelled(0, "input", payload(text_at(execution, "input")));
  size_t states = 0;
  for (const Json& step : execution.at("steps")) {
    const bool state = text_at(step, "kind") == "state";
    if (state && ++states > kMostStates) continue;
    if (state)
      write_state(w, step, text_at(execution, "at"));
    else
      write_steps(w, Json::array({step}), 7);
  }
  if (states > kMostStates) w.line(0, "… " + std::to_string(states - kMostStates) + " more states; --json has them all");
  if (auto output = find_text(execution, "output")) w.labelled(0, "output", payload(*output));
  if (auto error = find_text(execution, "error")) w.labelled(0, w.bad("error"), payload(*error + ": " + text_at(execution, "cause")));
  std::set<std::string> told;  // a retried call is refused again
  for (const Json& refused : execution.at("refused"))
    if (const Json* fixes = find(refused.at("denial"), "fixes"); !fixes || told.insert(dump(*fixes)).second) write_refused(w, refused);
  return w.take();
}

void add_executions(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("executions", "Show what state machines did in a running emulator");
  auto arguments = std::make_shared<ExecutionsArguments>();
  auto list = [arguments, &code] { code = run_list(*arguments); };
  auto declare = [arguments](CLI::App& one) {
    declare_endpoint(one, arguments->seen);
    one.add_option("--machine", arguments->machine, "only those of this state machine")->type_name("NAME");
    one.add_option("--status", arguments->status, "only those with this status")
        ->transform(CLI::IsMember({"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"}, CLI::ignore_case))->type_name("STATUS");
    one.add_option("-n,--count", arguments->seen.count, "how many at most")->capture_default_str()->check(CLI::Range(1, 1000))->type_name("N");
    one.add_flag("--json", arguments->seen.json, "one JSON text a line");
  };
  declare(*command);
  list_by_default(*command, list);
  auto* listing = command->add_subcommand("list", "List executions, oldest first; also what `lambent executions` does");
  declare(*listing);
  listing->callback(list);

  auto* show = command->add_subcommand("show", "Print an execution: each state with what went in and came out, and what it caused");
  declare_endpoint(*show, arguments->seen);
  show->add_option("id", arguments->id, "its name or ARN, or latest")->capture_default_str()->type_name("ID");
  show->add_flag("--json", arguments->seen.json, "all that is known of it, as JSON");
  show->callback([arguments, &code] { code = run_show(*arguments); });
}

}  // namespace lambent::cli
