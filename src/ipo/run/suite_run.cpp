#include "ipo/run/suite_run.h"

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
  auto job = [&](size_t i) {
    CaseOutcome one = run_case(*jobs[i].what, jobs[i].file->suite, apps, options.setting);
    one.repeat = jobs[i].repeat;
    return one;
  };
  auto done = [&](size_t i, CaseOutcome one) {
    if (options.compare) options.compare(*jobs[i].file, *jobs[i].what, one);
    one.snapshot = Json();
    count(summary, one);
    ++ran;
    bool good = one.verdict == Verdict::passed || one.verdict == Verdict::skipped;
    outcomes[jobs[i].place] = std::move(one);
    tell(false);
    summary.stopped |= !good && options.at_failure == RunOptions::AtFailure::stop;
    return !summary.stopped;
  };
  in_order<CaseOutcome>(jobs.size(), options.jobs, job, done);
  tell(true);
  summary.left_out = jobs.size() - ran;
  summary.real_took = watch.elapsed();
  return summary;
}

}  // namespace lambent::ipo
