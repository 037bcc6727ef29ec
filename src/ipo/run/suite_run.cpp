#include "ipo/run/suite_run.h"

#include <poll.h>

#include <algorithm>

#include "base/ids.h"
#include "base/parallel.h"

namespace lambent::ipo {
namespace {

struct Job {
  const CaseFile* file;
  const Case* what;
  int repeat;
  size_t place;  // in the order in which outcomes are told
};

std::vector<Job> jobs_of(const std::vector<CaseFile>& files, const RunOptions& options) {
  std::vector<Job> out;
  size_t index = 0;
  for (const auto& file : files)
    for (const auto& one : file.cases) {
      if (index++ % options.shards != options.shard - 1) continue;
      for (int i = 0; i < options.repeat; ++i) out.push_back({&file, &one, i, out.size()});
    }
  return out;
}

void shuffle(std::vector<Job>& jobs, std::uint64_t seed) {
  Ids chance(seed);
  for (size_t i = jobs.size(); i > 1; --i) std::swap(jobs[i - 1], jobs[chance.number() % i]);
}

bool interrupted(const RunSetting& setting) {
  pollfd event{setting.interrupt, POLLIN, 0};
  return setting.interrupt >= 0 && ::poll(&event, 1, 0) == 1;
}

void count(RunSummary& summary, const CaseOutcome& one) {
  switch (one.verdict) {
    case Verdict::passed: ++summary.passed; break;
    case Verdict::failed: ++summary.failed; break;
    case Verdict::skipped: ++summary.skipped; break;
    case Verdict::error: ++summary.errors; break;
    case Verdict::timeout: ++summary.timeouts; break;
  }
  summary.virtual_took += one.virtual_took;
}

}  // namespace

RunSummary run_cases(const std::vector<CaseFile>& files, const Apps& apps, const RunOptions& options,
                     const std::function<void(const CaseOutcome&)>& show) {
  const Stopwatch watch;
  RunSummary summary;
  summary.files = files.size();
  summary.seed = options.seed;
  summary.jobs = options.jobs;
  std::vector<Job> jobs = jobs_of(files, options);
  shuffle(jobs, options.seed);

  std::vector<std::optional<CaseOutcome>> outcomes(jobs.size());
  size_t told = 0, ran = 0;
  auto tell = [&](bool gaps) {
    for (; told < outcomes.size() && (outcomes[told] || gaps); ++told) {
      if (!outcomes[told]) continue;
      show(*outcomes[told]);
      outcomes[told]->record = Json();  // told: it may be large
    }
  };
  auto job = [&](size_t i) -> std::optional<CaseOutcome> {
    if (interrupted(options.setting)) return std::nullopt;
    CaseOutcome one = run_case(*jobs[i].what, jobs[i].file->suite, apps, options.setting);
    if (one.verdict == Verdict::timeout && interrupted(options.setting)) return std::nullopt;  // broken off
    one.repeat = jobs[i].repeat;
    return one;
  };
  auto done = [&](size_t i, std::optional<CaseOutcome> one) {
    if (!one) {
      summary.interrupted = true;
      return true;  // others may have come to an end
    }
    count(summary, *one);
    ++ran;
    bool good = one->verdict == Verdict::passed || one->verdict == Verdict::skipped;
    outcomes[jobs[i].place] = std::move(one);
    tell(false);
    summary.stopped |= !good && options.at_failure == RunOptions::AtFailure::stop;
    return !summary.stopped;
  };
  in_order<std::optional<CaseOutcome>>(jobs.size(), options.jobs, job, done);
  tell(true);
  summary.left_out = jobs.size() - ran;
  summary.real_took = watch.elapsed();
  return summary;
}

}  // namespace lambent::ipo
