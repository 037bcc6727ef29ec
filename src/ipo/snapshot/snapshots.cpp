#include "ipo/snapshot/snapshots.h"

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/values.h"
#include "ipo/run/expectation.h"

namespace lambent::ipo {
namespace {

Problem problem_of(const Case& one) {
  Problem out;
  out.kind = Problem::Kind::snapshot;
  out.place = one.then.snapshot_place;
  out.where = "snapshot";
  return out;
}

void add(Problem problem, CaseOutcome& outcome) {
  outcome.problems.push_back(std::move(problem));
  if (outcome.verdict == Verdict::passed) outcome.verdict = Verdict::failed;
}

// "2 effects, 1 refused call, 1 failed step": so that nobody stores a surprise without a word.
std::string contents(const Json& record) {
  auto size = [&](const char* key) {
    const Json* list = find(record, key);
    return list ? list->size() : 0;
  };
  auto words = [](size_t n, const char* word) { return std::to_string(n) + " " + word + (n == 1 ? "" : "s"); };
  size_t failed = 0;
  if (const Json* steps = find(record, "steps"))
    for (const auto& step : *steps) failed += has(step, "error") || int_at(step, "status") >= 400;
  std::string out = words(size("effects"), "effect");
  if (size_t denied = size("denied")) out += ", " + words(denied, "refused call");
  if (failed) out += ", " + words(failed, "failed step");
  return out;
}

}  // namespace

void Snapshots::expect(const CaseFile& whole, Diagnostics& diagnostics) {
  Of of{SnapshotFile::read(snapshot_path(whole.file), diagnostics), SnapshotFile::read(pending_path(whole.file), diagnostics), {}, {}, {}};
  std::map<std::string, const Case*> owners;
  for (const auto& one : whole.cases) {
    if (!one.then.snapshot) continue;
    const std::string& given = *one.then.snapshot;
    std::string name = given.empty() ? one.name : given;
    auto [it, fresh] = owners.emplace(name, &one);
    const bool same_case = one.row && it->second->place.line == one.place.line && it->second->place.column == one.place.column;
    if (!fresh && !same_case)
      diagnostics.error(one.then.snapshot_place, "the case of line " + std::to_string(it->second->place.line) + " has the snapshot '" + printable(name) + "' too", "give one of them another name");
    if (!fresh && same_case) name += " [" + std::to_string(one.row->index) + "]";
    of.names.emplace(one.name, std::move(name));
  }
  files_.emplace(whole.file, std::move(of));
}

void Snapshots::fail(const Case& one, std::string what, CaseOutcome& outcome) const {
  Problem out = problem_of(one);
  out.what = std::move(what);
  add(std::move(out), outcome);
}

void Snapshots::differs(const Json& stored, const Case& one, const std::string& name, const std::string& advice, CaseOutcome& outcome) const {
  Value expected{literal(stored), one.then.snapshot_place, {}};
  Context context{.now = outcome.began};
  auto problem = compare(Problem::Kind::snapshot, "snapshot", expected, &outcome.snapshot, context, outcome.problems);
  if (!problem) return;
  problem->what = in_quotes(name, 200);
  problem->expected = problem->actual = Json();
  problem->add = advice;
  add(std::move(*problem), outcome);
}

void Snapshots::judge(const std::string& file, const Case& one, CaseOutcome& outcome) {
  if (outcome.snapshot.is_null()) return;
  Of& of = files_.at(file);
  const std::string& name = of.names.at(one.name);
  const bool good = outcome.verdict == Verdict::passed;
  const Json* stored = of.stored.find(name);
  if (of.fresh.contains(name) || of.changed.contains(name)) {  // a run before this one, of the same case
    differs(*stored, one, name + ", as an earlier run of this case had it", "", outcome);
    return;
  }
  if (stored && equal_values(*stored, outcome.snapshot)) {
    if (mode_ != Mode::read_only) of.pending.drop(name);
    return;
  }
  if (mode_ == Mode::read_only) {
    if (stored)
      differs(*stored, one, name, "lambent test --update " + one.again(), outcome);
    else
      fail(one, in_quotes(name, 200) + " is not stored, and where CI is set nothing is written; run it elsewhere and commit " + snapshot_path(file), outcome);
  } else if (!stored || mode_ == Mode::update) {
    if (!good) return;
    of.stored.put(name, outcome.snapshot);
    of.pending.drop(name);
    (stored ? of.changed : of.fresh).emplace(name, contents(outcome.snapshot));
  } else {
    if (good) of.pending.put(name, outcome.snapshot);
    differs(*stored, one, name, good ? "lambent test review " + file : "", outcome);
  }
}

std::vector<std::string> Snapshots::unused(const Of& of) const {
  std::set<std::string> used;
  for (const auto& [one, name] : of.names) used.insert(name);
  std::vector<std::string> out;
  for (const auto& [name, record] : of.stored.records())
    if (!used.contains(name)) out.push_back(name);
  return out;
}

std::vector<std::string> Snapshots::finish(const std::set<std::string>& whole) {
  std::vector<std::string> out;
  for (auto& [file, of] : files_) {
    auto say = [&out, &of](const char* what, const std::string& name) { out.push_back(std::string("snapshot ") + what + "  " + of.stored.path() + "  " + printable(name)); };
    for (const auto& [name, holds] : of.fresh) say("new     ", name + ": " + holds);
    for (const auto& [name, holds] : of.changed) say("updated ", name + ": " + holds);
    if (whole.contains(file))
      for (const auto& name : unused(of)) {
        if (mode_ == Mode::update) of.stored.drop(name);
        if (mode_ != Mode::read_only) of.pending.drop(name);
        say(mode_ == Mode::update ? "removed " : "unused  ", mode_ == Mode::update ? name : name + " (no case has it; --update removes it)");
      }
    if (mode_ == Mode::read_only) continue;
    of.stored.save();
    of.pending.save();
  }
  return out;
}

}  // namespace lambent::ipo
