// lambent test review: what cases with snapshots came to otherwise than stored, to be accepted or rejected one by one.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "base/files.h"
#include "base/text.h"
#include "cli/command.h"
#include "ipo/case/selection.h"
#include "ipo/match/display.h"
#include "ipo/report/fields_text.h"
#include "ipo/run/expectation.h"
#include "ipo/snapshot/store.h"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPending = ".snap.json.new";

struct ReviewArguments {
  std::vector<std::string> paths;
  bool accept_all = false, reject_all = false;
};

void find_under(const fs::path& folder, std::vector<std::string>& out) {
  for (auto it = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied); it != fs::recursive_directory_iterator(); ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && (name.starts_with('.') || name == "node_modules")) it.disable_recursion_pending();
    if (it->is_regular_file() && name.ends_with(kPending)) out.push_back(it->path().string());
  }
}

// Case files by whose records wait.
std::vector<std::string> waiting(const std::vector<std::string>& paths) {
  std::vector<std::string> found;
  for (const auto& path : paths.empty() ? std::vector<std::string>{"tests"} : paths) {
    std::error_code failed;
    if (fs::is_directory(path, failed))
      find_under(path, found);
    else if (ipo::is_case_file(path))
      found.push_back(ipo::pending_path(path));
    else if (path.ends_with(kPending))
      found.push_back(path);
    else
      throw Stop(kMistake, "'" + printable(path) + "' is no folder, no case file and no file of records that wait (*" + std::string(kPending) + ")");
  }
  std::erase_if(found, [](const auto& one) { return !fs::exists(one); });
  for (auto& one : found) one.resize(one.size() - kPending.size());
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

enum class Answer { accept, reject, skip, end };

Answer ask() {
  for (std::string line;;) {
    std::cout << "  accept (a), reject (r) or skip (s)? " << std::flush;
    if (!std::getline(std::cin, line)) {
      std::cout << "\n";
      return Answer::end;
    }
    const std::string word = lower(trim(line));
    if (word == "a" || word == "accept") return Answer::accept;
    if (word == "r" || word == "reject") return Answer::reject;
    if (word == "s" || word == "skip") return Answer::skip;
  }
}

void show(const std::string& file, const std::string& name, const Json* stored, const Json& record, const ipo::Page& page) {
  std::cout << page.ink(ipo::Ink::place, printable(file)) << "  " << page.ink(ipo::Ink::strong, printable(name)) << "\n";
  if (!stored) {
    std::cout << "    not stored yet\n";
    for (const auto& line : split(printable(dump_pretty(record)), '\n')) std::cout << "    " << line << "\n";
    return;
  }
  std::vector<ipo::Problem> mistakes;
  ipo::Context context;
  auto problem = ipo::compare(ipo::Problem::Kind::snapshot, "snapshot", {ipo::literal(*stored), {}, {}}, &record, context, mistakes);
  if (problem)
    for (const auto& line : ipo::field_lines(problem->fields, page, 4)) std::cout << "    " << line << "\n";
}

struct Count {
  size_t accepted = 0, rejected = 0, left = 0;
};

void review(const std::string& file, const ReviewArguments& arguments, const ipo::Page& page, bool& ended, Count& count) {
  Diagnostics diagnostics;
  auto stored = ipo::SnapshotFile::read(ipo::snapshot_path(file), diagnostics);
  auto pending = ipo::SnapshotFile::read(ipo::pending_path(file), diagnostics);
  if (diagnostics.has_errors()) {
    std::cerr << diagnostics.text();
    throw Stop(kMistake, "there are mistakes in files of snapshots");
  }
  const auto records = pending.records();
  for (const auto& [name, record] : records) {
    Answer answer = arguments.accept_all ? Answer::accept : arguments.reject_all ? Answer::reject : Answer::end;
    if (!ended) show(file, name, stored.find(name), record, page);
    if (!ended && !arguments.accept_all && !arguments.reject_all) answer = ask();
    ended |= answer == Answer::end;
    if (answer == Answer::skip || answer == Answer::end) {
      ++count.left;
      continue;
    }
    if (answer == Answer::accept) stored.put(name, record);
    pending.drop(name);
    ++(answer == Answer::accept ? count.accepted : count.rejected);
  }
  stored.save();
  pending.save();
}

int run_review(const ReviewArguments& arguments) {
  if (ci()) throw Stop(kMistake, "CI is set: snapshots are reviewed by people");
  ipo::ReportOptions options{.out = std::cout};
  options.colour = colour_for(STDOUT_FILENO) == Colour::no ? ipo::Colour::never : ipo::Colour::always;
  const ipo::Page page = ipo::Page::of(options);
  Count count;
  bool ended = false;
  for (const auto& file : waiting(arguments.paths)) review(file, arguments, page, ended, count);
  if (count.accepted + count.rejected + count.left == 0) {
    std::cout << "nothing to review\n";
    return kDone;
  }
  std::cout << count.accepted << " accepted, " << count.rejected << " rejected";
  if (count.left > 0) std::cout << ", " << count.left << " still to review";
  std::cout << "\n";
  return count.left > 0 ? kFailed : kDone;
}

}  // namespace

// CI systems set it to "true" or "1"; some tools for trying things out to "false".
bool ci() {
  const char* value = std::getenv("CI");
  return value && *value && !iequals(value, "false") && std::string_view(value) != "0";
}

void add_test_review(CLI::App& test, int& code) {
  auto* command = test.add_subcommand("review", "Look at what differs from stored snapshots; accept or reject it");
  auto arguments = std::make_shared<ReviewArguments>();
  command->add_option("paths", arguments->paths, "case files or folders [tests]")->type_name("PATH");
  auto* accept = command->add_flag("--accept-all", arguments->accept_all, "what happened is right, all of it");
  command->add_flag("--reject-all", arguments->reject_all, "what is stored is right, all of it")->excludes(accept);
  command->footer("Exit codes: 0 all decided, 1 some were skipped, 2 wrong arguments or files.");
  command->callback([arguments, &code] { code = run_review(*arguments); });
}

}  // namespace lambent::cli
