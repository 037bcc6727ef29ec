#include "ipo/run/suite_run.h"

#include <poll.h>

#include <algorithm>

#include "base/ids.h"
#include "base/parallel.h"
#include "ipo/property/property_run.h"
#include "ipo/sweep/sweep.h"

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

// The outcomes of jobs that end in any order, told in theirs.
class Teller {
 public:
  Teller(size_t jobs, const std::function<void(const CaseOutcome&)>& show) : outcomes_(jobs), show_(show) {}

  void put(size_t place, CaseOutcome one) {
    outcomes_[place] = std::move(one);
    tell(false);
  }
  void tell_the_rest() { tell(true); }

 private:
  void tell(bool over_gaps) {
    for (; told_ < outcomes_.size() && (outcomes_[told_] || over_gaps); ++told_) {
      if (!outcomes_[told_]) continue;
      show_(*outcomes_[told_]);
      outcomes_[told_]->record = Json();  // told: it may be large
    }
  }

  std::vector<std::optional<CaseOutcome>> outcomes_;
  const std::function<void(const CaseOutcome&)>& show_;
  size_t told_ = 0;
};

bool good(const CaseOutcome& one) { return one.verdict == Verdict::passed || one.verdict == Verdict::skipped; }

// A run of cases, and the sweep after it.
class Run {
 public:
  Run(const std::vector<CaseFile>& files, const Apps& apps, const RunOptions& options, const std::function<void(const CaseOutcome&)>& show)
      : apps_(apps), options_(options), show_(show), jobs_(jobs_of(files, options)), plain_(jobs_.size()), seeds_(jobs_.size()) {
    summary_.files = files.size();
    summary_.seed = options.seed;
    summary_.jobs = options.jobs;
    shuffle(jobs_, options.seed);
  }

  RunSummary run() {
    const Stopwatch watch;
    run_all(jobs_.size(), [this](size_t i) { return run_job(i); }, [this](size_t i) { return jobs_[i].place; },
            [this](size_t i, CaseOutcome& one) { compare(jobs_[i], one); });
    if (options_.seeds == RunOptions::Seeds::stored) store_seeds();
    if (!summary_.stopped && !summary_.interrupted) sweep();
    summary_.real_took = watch.elapsed();
    return summary_;
  }

 private:
  using Start = std::function<CaseOutcome(size_t)>;

  // Nothing if the run was interrupted before or while it ran.
  std::optional<CaseOutcome> started(const Start& start, size_t i) const {
    if (interrupted(options_.setting)) return std::nullopt;
    CaseOutcome one = start(i);
    if (one.verdict == Verdict::timeout && interrupted(options_.setting)) return std::nullopt;  // broken off
    return one;
  }

  void run_all(size_t n, const Start& start, const std::function<size_t(size_t)>& place_of, const std::function<void(size_t, CaseOutcome&)>& look) {
    Teller teller(n, show_);
    size_t ran = 0;
    auto done = [&](size_t i, std::optional<CaseOutcome> one) {
      if (!one) {
        summary_.interrupted = true;
        return true;  // others may have come to an end
      }
      look(i, *one);
      count(summary_, *one);
      ++ran;
      summary_.stopped |= !good(*one) && options_.at_failure == RunOptions::AtFailure::stop;
      teller.put(place_of(i), std::move(*one));
      return !summary_.stopped;
    };
    in_order<std::optional<CaseOutcome>>(n, options_.jobs, [&](size_t i) { return started(start, i); }, done);
    teller.tell_the_rest();
    summary_.left_out += n - ran;
  }

  void compare(const Job& job, CaseOutcome& one) const {
    if (options_.compare) options_.compare(*job.file, *job.what, one);
    one.snapshot = Json();
  }

  // On a thread of its own; writes only what belongs to job `i`.
  CaseOutcome run_job(size_t i) {
    const Job& job = jobs_[i];
    if (job.what->property && !job.what->skip) return run_property_job(job);
    RunSetting setting = options_.setting;
    Evidence plain;
    if (is_swept(job))
      setting.at_end = [&](const CaseEnd& end) {
        if (options_.setting.at_end) options_.setting.at_end(end);
        plain = plain_evidence(end);
      };
    CaseOutcome out = run_case(*job.what, job.file->suite, apps_, setting);
    out.repeat = job.repeat;
    if (is_swept(job) && out.verdict == Verdict::passed) plain_[job.place] = std::move(plain);
    return out;
  }

  CaseOutcome run_property_job(const Job& job) {
    const PreparedProperty* prepared = options_.properties ? options_.properties->find(*job.what) : nullptr;
    if (!prepared) throw std::logic_error("the property of " + job.what->name + " was not read");
    // Repeated, it is to see other events.
    PropertyOptions options{options_.seed + static_cast<std::uint64_t>(job.repeat), options_.seeds == RunOptions::Seeds::stored};
    PropertyResult result = run_property(*job.what, job.file->suite, *prepared, apps_, options_.setting, options);
    result.outcome.repeat = job.repeat;
    seeds_[job.place] = {job.file->file, std::move(result.found), std::move(result.passed)};
    return std::move(result.outcome);
  }

  void store_seeds() {
    try {
      for (const auto& one : seeds_) write_seeds(one.file, one.found, one.passed);
    } catch (const std::exception& e) {
      summary_.not_stored = e.what();
    }
  }

  bool is_swept(const Job& job) const { return job.repeat == 0 && !job.what->property && (options_.sweep.every_case || job.what->sweep); }

  void sweep() {
    struct One {
      const Job* job;
      const Evidence* plain;
      Variant variant;
    };
    std::vector<One> all;
    std::vector<const Job*> in_place(jobs_.size());
    for (const auto& job : jobs_) in_place[job.place] = &job;
    for (const Job* job : in_place) {
      const auto& plain = plain_[job->place];
      if (!plain) continue;
      auto variants = variants_of(*job->what, *plain, options_.sweep);
      summary_.swept += !variants.empty();
      for (auto& variant : variants) all.push_back({job, &*plain, std::move(variant)});
    }
    summary_.variants = all.size();
    auto start = [&](size_t i) {
      const One& one = all[i];
      return run_variant(*one.job->what, one.job->file->suite, apps_, options_.setting, *one.plain, one.variant);
    };
    run_all(all.size(), start, [](size_t i) { return i; }, [](size_t, CaseOutcome&) {});
  }

  const Apps& apps_;
  const RunOptions& options_;
  const std::function<void(const CaseOutcome&)>& show_;
  std::vector<Job> jobs_;
  std::vector<std::optional<Evidence>> plain_;  // by place: of the cases that are swept and passed
  struct Seeds {
    std::string file;
    std::vector<StoredSeed> found, passed;
  };
  std::vector<Seeds> seeds_;                    // by place: of property cases
  RunSummary summary_;
};

}  // namespace

RunSummary run_cases(const std::vector<CaseFile>& files, const Apps& apps, const RunOptions& options,
                     const std::function<void(const CaseOutcome&)>& show) {
  return Run(files, apps, options, show).run();
}

}  // namespace lambent::ipo
