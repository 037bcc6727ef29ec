// The rounds of lambent test --watch: what each of them reads, which cases it runs, which of them failed.
//
//   TestRounds rounds(targets, [&](TestRounds& round) { …read, then round.choose(files, apps), run, round.saw(outcome)… });
//   return watch(rounds, interrupts);
#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "cli/watch.h"
#include "ipo/case/case.h"
#include "ipo/case/selection.h"
#include "ipo/run/apps.h"
#include "ipo/run/outcome.h"

namespace lambent::cli {

class TestRounds final : public Rounds {
 public:
  // `test` is one run; a Stop it throws is shown and waited on. `with_update` is called before a round that is to write
  // snapshots; empty: there is no such key.
  TestRounds(std::vector<ipo::Target> targets, std::function<void(TestRounds&)> test, std::function<void()> with_update = nullptr);

  Came run(const Wanted& wanted, const std::function<bool(const std::set<std::string>&)>& watch) override;
  bool concerns(const std::string& path) const override;
  bool can_update() const override { return static_cast<bool>(with_update_); }

  // What a run tells. A file as soon as it has been read, with the schemas its matchers name:
  void read(const ipo::CaseFile& file, const std::set<std::string>& schemas);
  // All of them, with their templates: what an application is made of.
  void made_of(const std::vector<ipo::CaseFile>& files, const ipo::Apps& apps);
  // Leaves the cases that are wanted. Throws if the files may have changed while they were read: they are read again.
  void choose(std::vector<ipo::CaseFile>& files, const ipo::Apps& apps);
  void saw(const ipo::CaseOutcome& outcome);
  // Why only a part of the cases is run: "changed files"; empty: all.
  std::string part() const;

 private:
  const std::vector<ipo::Target> targets_;
  const std::function<void(TestRounds&)> test_;
  const std::function<void()> with_update_;
  Wanted wanted_;
  std::function<bool(const std::set<std::string>&)> watch_;
  std::set<std::string> sources_;                           // of all cases
  std::map<std::string, std::set<std::string>> schemas_;    // by case file
  std::set<std::string> failed_;                            // keys of cases
};

}  // namespace lambent::cli
