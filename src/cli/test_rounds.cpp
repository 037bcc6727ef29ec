#include "cli/test_rounds.h"

#include <iostream>

#include "base/file_watch.h"
#include "cli/command.h"
#include "ipo/watch/sources.h"

namespace lambent::cli {
namespace {

struct ReadAgain {};

}  // namespace

TestRounds::TestRounds(std::vector<ipo::Target> targets, std::function<void(TestRounds&)> test, std::function<void()> with_update)
    : targets_(std::move(targets)), test_(std::move(test)), with_update_(std::move(with_update)) {}

Rounds::Came TestRounds::run(const Wanted& wanted, const std::function<bool(const std::set<std::string>&)>& watch) {
  wanted_ = wanted;
  watch_ = watch;
  if (wanted.what == Wanted::What::update) with_update_();
  std::set<std::string> targets;
  for (const auto& target : targets_) targets.insert(absolute_path(target.path));
  watch(targets);
  const std::set<std::string> before = sources_;
  for (;;) {
    sources_.clear();
    schemas_.clear();
    try {
      test_(*this);
      return Came::ran;
    } catch (const ReadAgain&) {
      continue;
    } catch (const Stop& e) {
      watch(sources_);
      if (e.code() != kNothingMatched) sources_.insert(before.begin(), before.end());  // what could not be read has some too
      if (e.code() == kNothingMatched) return Came::nothing_to_run;
      std::cerr << "lambent: " << e.what() << std::endl;
      return Came::mistakes;
    }
  }
}

bool TestRounds::concerns(const std::string& path) const {
  if (ipo::touched(sources_, {path})) return true;
  if (!ipo::is_case_file(path)) return false;
  for (const auto& target : targets_)
    if (ipo::touched({absolute_path(target.path)}, {std::filesystem::path(path).parent_path().string()})) return true;
  return false;
}

void TestRounds::read(const ipo::CaseFile& file, const std::set<std::string>& schemas) {
  for (const auto& path : ipo::sources_of(file)) sources_.insert(path);
  for (const auto& path : schemas) schemas_[file.file].insert(absolute_path(path));
  sources_.insert(schemas_[file.file].begin(), schemas_[file.file].end());
}

void TestRounds::made_of(const std::vector<ipo::CaseFile>& files, const ipo::Apps& apps) {
  for (const auto& file : files)
    for (const auto& one : file.cases) sources_.merge(ipo::sources_of(file, one, apps));
}

void TestRounds::choose(std::vector<ipo::CaseFile>& files, const ipo::Apps& apps) {
  if (watch_(sources_)) throw ReadAgain();
  for (auto& file : files)
    std::erase_if(file.cases, [&](const ipo::Case& one) {
      if (wanted_.what == Wanted::What::failed) return failed_.count(ipo::key_of(file, one)) == 0;
      if (wanted_.what != Wanted::What::changed) return false;
      auto sources = ipo::sources_of(file, one, apps);
      sources.insert(schemas_[file.file].begin(), schemas_[file.file].end());
      return !ipo::touched(sources, wanted_.changed);
    });
  std::erase_if(files, [](const auto& file) { return file.cases.empty(); });
}

void TestRounds::saw(const ipo::CaseOutcome& outcome) {
  std::string key = absolute_path(outcome.place.file) + "\n" + outcome.name;
  bool good = outcome.verdict == ipo::Verdict::passed || outcome.verdict == ipo::Verdict::skipped;
  if (good)
    failed_.erase(key);
  else
    failed_.insert(key);
}

std::string TestRounds::part() const {
  if (wanted_.what == Wanted::What::changed) return "changed files";
  return wanted_.what == Wanted::What::failed ? "those that failed" : "";
}

}  // namespace lambent::cli
