// lambent test: cases as data, each in a world of its own; given this, when that arrives, then exactly this happens.
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <iostream>

#include "base/ids.h"
#include "base/interrupts.h"
#include "base/log.h"
#include "base/parallel.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/coverage.h"
#include "cli/test_rounds.h"
#include "events/events.h"
#include "ipo/case/reader.h"
#include "ipo/case/selection.h"
#include "ipo/match/duration.h"
#include "ipo/report/report.h"
#include "ipo/run/expectation.h"
#include "ipo/run/shared_tools.h"
#include "ipo/run/suite_run.h"
#include "ipo/snapshot/snapshots.h"

namespace lambent::cli {
namespace {

struct TestArguments {
  std::vector<std::string> paths, tags, parameters;
  std::string text, shard, seed, timeout, sweep;
  int jobs = 0, repeat = 1;
  std::vector<std::string> reporters;
  std::string colour = "auto";
  CoverageArguments coverage;
  RecordArguments record;
  bool fail_fast = false, list = false, verbose = false, json = false, watch = false, update = false;
  TestRounds* round = nullptr;  // of --watch
};

constexpr char kEverything[] = "all";

template <class Number>
Number number(const std::string& option, const std::string& text) {
  Number out{};
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || ec != std::errc() || end != text.data() + text.size()) throw Stop(kMistake, option + " wants a number, not '" + text + "'");
  return out;
}

std::map<std::string, std::string> parameters_of(const TestArguments& arguments) {
  std::map<std::string, std::string> out;
  for (const auto& one : arguments.parameters) {
    auto eq = one.find('=');
    if (eq == std::string::npos || eq == 0) throw Stop(kMistake, "--parameter wants NAME=VALUE, not '" + one + "'");
    out[one.substr(0, eq)] = one.substr(eq + 1);
  }
  return out;
}

void stop_for(const Diagnostics& diagnostics, const char* words = "there are mistakes in your files") {
  std::cerr << diagnostics.text();
  if (diagnostics.has_errors()) throw Stop(kMistake, words);
}

struct Cases {
  std::vector<ipo::CaseFile> files;     // what is to be run
  std::map<std::string, size_t> whole;  // how many cases a file has
};

Cases read_cases(const TestArguments& arguments, ipo::Snapshots& snapshots) {
  Diagnostics diagnostics;
  auto targets = ipo::targets_of(arguments.paths);
  ipo::ReadOptions reading_options;
  for (const auto& source : events::event_sources()) reading_options.examples.push_back(source.name);
  Cases out;
  ipo::Selection selection;
  selection.text = arguments.text;
  selection.tags = arguments.tags;
  for (const auto& file : ipo::find_case_files(targets, diagnostics)) {
    Diagnostics reading;
    ipo::CaseFile cases = ipo::read_case_file(file, reading_options, reading);
    std::set<std::string> schemas;
    if (!reading.has_errors()) {
      snapshots.expect(cases, reading);
      out.whole[file] = cases.cases.size();
      ipo::select(cases, targets, selection, diagnostics);
      for (const auto& one : cases.cases) ipo::check_matchers(one, reading, &schemas);
    }
    if (arguments.round) arguments.round->read(cases, schemas);
    for (const auto& d : reading.all()) d.severity == Severity::error ? diagnostics.error(d.place, d.message, d.hint) : diagnostics.warning(d.place, d.message, d.hint);
    out.files.push_back(std::move(cases));
  }
  stop_for(diagnostics);
  ipo::keep_only(out.files);
  std::erase_if(out.files, [](const auto& file) { return file.cases.empty(); });
  return out;
}

// Files of which no case was left out.
std::set<std::string> whole_files(const Cases& cases, const ipo::RunOptions& options, const ipo::RunSummary& summary) {
  std::set<std::string> out;
  if (options.shards > 1 || summary.left_out > 0) return out;
  for (const auto& file : cases.files)
    if (file.cases.size() == cases.whole.at(file.file)) out.insert(file.file);
  return out;
}

ipo::RunOptions run_options(const TestArguments& arguments) {
  ipo::RunOptions out;
  out.jobs = arguments.jobs > 0 ? arguments.jobs : processors();
  out.repeat = arguments.repeat;
  out.at_failure = arguments.fail_fast ? ipo::RunOptions::AtFailure::stop : ipo::RunOptions::AtFailure::go_on;
  out.seed = arguments.seed.empty() ? Ids().number() % 100'000 : number<std::uint64_t>("--seed", arguments.seed);
  out.setting.self_exe = self_path();
  if (!arguments.sweep.empty()) {
    Diagnostics mistakes;
    out.sweep = ipo::read_sweep_options(arguments.sweep == kEverything ? "" : arguments.sweep, mistakes);
    stop_for(mistakes, "wrong arguments");
  }
  if (!arguments.timeout.empty()) {
    auto ms = ipo::parse_duration(arguments.timeout);
    if (!ms || *ms <= 0) throw Stop(kMistake, "--timeout wants a time like 30s, not '" + arguments.timeout + "'");
    out.setting.timeout = std::chrono::milliseconds(*ms);
  }
  if (!arguments.shard.empty()) {
    auto parts = split(arguments.shard, '/');
    if (parts.size() != 2) throw Stop(kMistake, "--shard wants I/N, not '" + arguments.shard + "'");
    out.shard = number<std::size_t>("--shard", parts[0]);
    out.shards = number<std::size_t>("--shard", parts[1]);
    if (out.shard < 1 || out.shard > out.shards) throw Stop(kMistake, "--shard wants I/N with I from 1 to N, not '" + arguments.shard + "'");
  }
  return out;
}

void list(const std::vector<ipo::CaseFile>& files) {
  for (const auto& file : files)
    for (const auto& one : file.cases) std::cout << one.again() << "  " << file.suite << "  " << printable(one.name) << "\n";
}

ipo::ReportOptions report_options(const TestArguments& arguments) {
  ipo::ReportOptions out{.out = std::cout};
  out.colour = arguments.colour == "always" ? ipo::Colour::always : arguments.colour == "never" || colour_for(STDOUT_FILENO) == Colour::no ? ipo::Colour::never : ipo::Colour::always;
  winsize size{};
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) out.columns = size.ws_col;
  out.verbosity = arguments.verbose ? ipo::Verbosity::verbose : ipo::Verbosity::normal;
  if (const char* file = std::getenv("GITHUB_STEP_SUMMARY")) out.step_summary = file;
  return out;
}

// As asked; else for people, and beside that annotations where GitHub Actions run us.
std::vector<std::string> reporters_of(const TestArguments& arguments) {
  if (arguments.json) return {"json"};
  if (!arguments.reporters.empty()) return arguments.reporters;
  if (std::getenv("GITHUB_ACTIONS")) return {"pretty", "github"};
  return {"pretty"};
}

// Why not all cases of the files ran; empty if they did.
std::string part_of(const TestArguments& arguments, const std::vector<ipo::CaseFile>& files, const ipo::RunSummary& summary) {
  std::vector<std::string> why;
  for (const auto& target : ipo::targets_of(arguments.paths))
    if (target.line) why.push_back(target.path + ":" + std::to_string(target.line));
  if (!arguments.text.empty()) why.push_back("-k " + arguments.text);
  for (const auto& tag : arguments.tags) why.push_back("--tag " + tag);
  if (!arguments.shard.empty()) why.push_back("--shard " + arguments.shard);
  bool only = false;
  for (const auto& file : files)
    for (const auto& one : file.cases) only |= one.only;
  if (only) why.push_back("only");
  if (arguments.round && !arguments.round->part().empty()) why.push_back(arguments.round->part());
  if (summary.left_out > 0) why.push_back(std::to_string(summary.left_out) + " left out");
  return join(why, " ");
}

int run_test(const TestArguments& arguments, const Interrupts& interrupts) {
  ipo::RunOptions options = run_options(arguments);
  Diagnostics naming;
  auto reporter = ipo::make_reporters(reporters_of(arguments), report_options(arguments), naming);
  auto floors = arguments.coverage.floors(naming);
  stop_for(naming, "wrong arguments");
  using Mode = ipo::Snapshots::Mode;
  if (arguments.update && ci()) throw Stop(kMistake, "--update writes snapshots, and where CI is set nothing is written");
  ipo::Snapshots snapshots(ci() ? Mode::read_only : arguments.update ? Mode::update : Mode::compare);
  options.compare = [&snapshots](const ipo::CaseFile& file, const ipo::Case& one, ipo::CaseOutcome& outcome) { snapshots.judge(file.file, one, outcome); };
  Cases cases = read_cases(arguments, snapshots);
  auto& files = cases.files;
  if (files.empty()) throw Stop(kNothingMatched, "no case matches");
  if (arguments.list) {
    list(files);
    return kDone;
  }
  ipo::Apps apps("000000000000", "us-east-1", parameters_of(arguments));
  Diagnostics diagnostics;
  for (const auto& file : files)
    for (const auto& one : file.cases) apps.read(one, diagnostics);
  if (arguments.round) arguments.round->made_of(files, apps);
  ipo::Properties properties;
  for (const auto& file : files) properties.read(file, diagnostics);
  options.properties = &properties;
  if (!std::getenv("CI")) options.seeds = ipo::RunOptions::Seeds::stored;
  stop_for(diagnostics);
  if (arguments.round) arguments.round->choose(files, apps);
  if (files.empty()) throw Stop(kNothingMatched, "no case to run");
  ipo::Collector collector(files, apps);
  const bool in_part = arguments.round && !arguments.round->part().empty();  // says nothing of the whole
  if (!in_part) ipo::check_floors(floors, collector.coverage(), diagnostics);
  stop_for(diagnostics, "wrong arguments");
  options.setting.interrupt = interrupts.descriptor();
  options.setting.at_end = [&collector](const ipo::CaseEnd& end) { collector.add(end); };

  TempDir bootstraps("lambent-test");
  options.setting.tools = ipo::shared_tools(bootstraps.path(), apps.interpreters());

  ipo::RunSummary plan;
  plan.files = files.size();
  plan.seed = options.seed;
  plan.jobs = options.jobs;
  reporter->began(plan);
  auto summary = ipo::run_cases(files, apps, options, [&](const ipo::CaseOutcome& one) {
    reporter->ended(one);
    if (arguments.round) arguments.round->saw(one);
  });
  summary.coverage = collector.coverage();
  summary.coverage.part = part_of(arguments, files, summary);
  try {
    reporter->finished(summary);
    if (!in_part) arguments.coverage.write_policies(collector, summary.coverage.part);
    for (const auto& line : snapshots.finish(whole_files(cases, options, summary))) std::cerr << line << "\n";
  } catch (const FileError& e) {
    throw Stop(kCannotRun, e.what());
  }
  if (interrupts.came()) return 128 + interrupts.signal();
  if (!summary.not_stored.empty()) std::cerr << "warning: the events that failed could not be stored: " << printable(summary.not_stored) << "\n";
  if (summary.errors > 0) return kCannotRun;
  if (options.sweep.names_calls() && summary.variants == 0 && summary.good()) throw Stop(kNothingMatched, "no call of the cases matches --sweep=" + arguments.sweep);
  bool enough = in_part || tell_below(floors, summary.coverage);
  return summary.good() && enough ? kDone : kFailed;
}

int run_watched(TestArguments arguments, Interrupts& interrupts) {
  // Wrong arguments are no matter of waiting.
  run_options(arguments);
  Diagnostics naming;
  ipo::make_reporters(reporters_of(arguments), report_options(arguments), naming);
  arguments.coverage.floors(naming);
  stop_for(naming, "wrong arguments");
  const bool always = arguments.update;
  auto run = [&](TestRounds& round) {
    arguments.round = &round;
    try {
      run_test(arguments, interrupts);
    } catch (...) {
      arguments.update = always;
      throw;
    }
    arguments.update = always;
  };
  auto with_update = [&] { arguments.update = true; };
  TestRounds rounds(ipo::targets_of(arguments.paths), run, ci() ? nullptr : std::function<void()>(with_update));
  return watch(rounds, interrupts);
}

int run_test(const TestArguments& arguments) {
  set_log_level(LogLevel::error);
  Interrupts interrupts;
  return arguments.watch ? run_watched(arguments, interrupts) : run_test(arguments, interrupts);
}

}  // namespace

void add_test(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("test", "Run Input-Process-Output cases (*.ipo.yaml, *.ipo.json)");
  auto arguments = std::make_shared<TestArguments>();
  command->add_option("paths", arguments->paths, "files, folders, or FILE:LINE of a case [tests]")->type_name("PATH[:LINE]");
  command->add_option("-k", arguments->text, "only cases with this in \"suite name\"")->type_name("TEXT");
  command->add_option("--tag", arguments->tags, "only cases with this tag; may be repeated")->type_name("TAG")->allow_extra_args(false);
  command->add_option("-j,--jobs", arguments->jobs, "cases at the same time [number of processors]")->type_name("N")->check(CLI::Range(1, 256));
  command->add_option("--shard", arguments->shard, "the I-th of N parts of the cases")->type_name("I/N");
  command->add_option("--repeat", arguments->repeat, "run each case N times")->type_name("N")->check(CLI::Range(1, 100'000));
  command->add_option("--seed", arguments->seed, "of the order [by chance]")->type_name("N");
  command->add_option("--timeout", arguments->timeout, "real time a case may take [30s]")->type_name("TIME");
  command->add_flag(std::string("--sweep{") + kEverything + "}", arguments->sweep, "run each case again with each of its outbound calls broken: all, or throttle, timeout, error, denied, each with @CALL or @CALL#N, by commas");
  command->add_option("--parameter", arguments->parameters, "a template parameter; may be repeated")->type_name("NAME=VALUE")->allow_extra_args(false);
  command->add_option("--reporter", arguments->reporters, "pretty, dots, tap, json, github, junit=FILE; may be repeated, each may be NAME=FILE")->type_name("NAME[=FILE]")->allow_extra_args(false);
  command->add_flag("--json", arguments->json, "the same as --reporter json");
  command->add_option("--color", arguments->colour, "auto, always or never")->capture_default_str()->check(CLI::IsMember({"auto", "always", "never"}))->type_name("WHEN");
  arguments->coverage.declare(*command);
  command->add_flag("--fail-fast", arguments->fail_fast, "stop at the first case that fails");
  command->add_flag("--update", arguments->update, "store the snapshots of this run; remove those that no case has");
  auto* list = command->add_flag("--list", arguments->list, "list the cases and run none");
  command->add_flag("--watch", arguments->watch, "run again what a change of files touches, until q or Ctrl-C")->excludes(list);
  command->add_flag("-v,--verbose", arguments->verbose, "cases that pass too, and all that happened");
  command->footer("Exit codes: 0 all passed, 1 a case failed or --fail-under, 2 wrong arguments or mistakes in your files,\n3 a world could not be built, 4 no case matched, 130 interrupted.");
  auto* record = command->add_option("--record", arguments->record.id, "make a case of this invocation (request id), execution (ARN) or `last` of a running emulator")->type_name("ID");
  command->add_option("-o,--output", arguments->record.output, "file the recorded case is put into [standard output]")->type_name("FILE")->needs(record);
  command->add_option("--endpoint", arguments->record.endpoint, "the emulator to record from [AWS_ENDPOINT_URL, else http://localhost:4566]")->type_name("URL")->needs(record);
  add_test_review(*command, code);
  command->callback([arguments, command, &code] {
    if (!command->get_subcommands().empty()) return;
    arguments->record.parameters = parameters_of(*arguments);
    code = arguments->record.id.empty() ? run_test(*arguments) : record_case(arguments->record);
  });
}

}  // namespace lambent::cli
