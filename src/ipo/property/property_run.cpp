#include "ipo/property/property_run.h"

#include <algorithm>

#include "ipo/match/display.h"
#include "ipo/property/shrink.h"
#include "ipo/report/wording.h"
#include "ipo/sweep/sweep.h"

namespace lambent::ipo {
namespace {

constexpr int kMostShrinks = 300;
constexpr Duration kMostShrinkTime = std::chrono::seconds(60);

struct Event {
  Json value;
  Fit fit = Fit::valid;
  std::string broken;              // how it does not fit
  std::optional<Json> choices;     // none: an example
  std::string from;                // "run 17 of 200"
};

// What tells one way to fail from another.
std::string failure_of(const CaseOutcome& outcome) {
  if (outcome.verdict == Verdict::passed) return "";
  if (outcome.problems.empty()) return name_of(outcome.verdict);
  return std::string(name_of(outcome.problems.front().kind)) + " " + outcome.problems.front().where;
}

Finding not_refused(const Evidence& run, bool was_refused) {
  Finding out;
  out.invariant = "invalid";
  out.what = was_refused ? "an event that breaks the schema was refused, and yet it had effects" : "an event that breaks the schema was not refused with 4xx";
  out.lines.push_back("answered  " + run.answered);
  for (const auto& effect : run.effects) {
    out.lines.push_back("+ " + effect_title(effect.what.kind, effect.what.fields));
    out.marks[effect.what.seq] = "not expected";
  }
  return out;
}

class PropertyRun {
 public:
  PropertyRun(const Case& one, const std::string& suite, const PreparedProperty& prepared, const Apps& apps, const RunSetting& setting, const PropertyOptions& options)
      : case_(one), property_(*one.property), suite_(suite), prepared_(prepared), apps_(apps), setting_(setting), options_(options) {}

  PropertyResult run() {
    const Stopwatch watch;
    result_.outcome = in_short();
    for (size_t i = 0; i < examples() && good(); ++i)
      take({property_.examples->json[i], Fit::valid, "", std::nullopt, "examples[" + std::to_string(i) + "]"});
    for (size_t i = 0; i < prepared_.seeds.size() && good(); ++i) take_stored(prepared_.seeds[i]);
    for (std::int64_t i = 0; i < property_.runs && good(); ++i) take_random(i);
    CaseOutcome& out = result_.outcome;
    out.real_took = watch.elapsed();
    out.virtual_took = virtual_took_;
    out.invocations = invocations_;
    out.cold = cold_;
    return std::move(result_);
  }

 private:
  CaseOutcome in_short() const {
    CaseOutcome out;
    out.suite = suite_;
    out.name = case_.name;
    out.tags = case_.tags;
    out.place = case_.row && case_.row->last_line > 0 ? case_.row->place : case_.place;
    out.again = case_.again();
    out.seed = seed_of(case_);
    return out;
  }

  size_t examples() const { return property_.examples ? property_.examples->json.size() : 0; }
  bool good() const { return result_.outcome.verdict == Verdict::passed; }
  bool asks(const char* invariant) const { return std::find(property_.always.begin(), property_.always.end(), invariant) != property_.always.end(); }

  void take_stored(const StoredSeed& seed) {
    auto made = prepared_.generator->replay(seed.choices, seed.broken ? Fit::broken : Fit::valid);
    bool meant = made && (!seed.broken || property_.invalid);
    if (meant) take({made->value, seed.broken ? Fit::broken : Fit::valid, made->broken, made->choices, "the stored seeds"});
    const bool stays = !good() && !result_.found.empty() && result_.found.back().choices == seed.choices;
    if (!stays) result_.passed.push_back(seed);  // of another schema, mended, or there is a smaller one now
  }

  void take_random(std::int64_t i) {
    const Fit fit = property_.invalid && i % 2 == 1 ? Fit::broken : Fit::valid;
    auto made = prepared_.generator->by_chance(options_.seed ^ (seed_of(case_) + static_cast<std::uint64_t>(i) * 0xD1B54A32D192ED03ull), fit);
    if (made) take({made->value, fit, made->broken, made->choices, "run " + std::to_string(i + 1) + " of " + std::to_string(property_.runs)});
  }

  void take(const Event& event) {
    CaseOutcome outcome = attempt(event, warm_);
    if (outcome.verdict == Verdict::passed) return;
    if (outcome.verdict == Verdict::timeout) kept_.reset();
    std::vector<std::string> lines;
    Event told = event;
    if (warm_) {
      CaseOutcome fresh = attempt(event, false);
      if (failure_of(fresh) == failure_of(outcome))
        outcome = std::move(fresh);
      else
        lines.push_back("only with what earlier runs left in its world (reuse: warm)");
    }
    std::string found = event.from;
    if (event.choices && lines.empty()) found += make_small(told, outcome);
    lines.insert(lines.begin(), "event     " + dump(told.value));
    if (!told.broken.empty()) lines.insert(lines.begin() + 1, "broken    " + told.broken);
    lines.push_back("found in  " + found);
    if (told.choices) {
      result_.found.push_back({case_.name, told.fit == Fit::broken, *told.choices, failure_of(outcome) + ": " + dump(told.value)});
      if (options_.stores_seeds) lines.push_back("stored    " + seeds_file_of(case_.place.file) + "; it comes first the next time");
    }
    if (outcome.problems.empty()) outcome.problems.push_back(world_problem(property_.place, "the run failed"));
    auto& to = outcome.problems.front().lines;
    to.insert(to.end(), lines.begin(), lines.end());
    outcome.name = case_.name;
    outcome.again = case_.again() + " --seed " + std::to_string(options_.seed);
    result_.outcome = std::move(outcome);
  }

  // Leaves the smallest that was found; says how far it went.
  std::string make_small(Event& event, CaseOutcome& outcome) {
    const Stopwatch watch;
    const std::string failure = failure_of(outcome);
    const Event first = event;
    const CaseOutcome of_first = outcome;
    auto still_fails = [&](const Json& tree) -> std::optional<Json> {
      if (watch.elapsed() > kMostShrinkTime) return std::nullopt;
      auto made = prepared_.generator->replay(tree, event.fit);
      if (!made || size_of_choices(made->choices) >= size_of_choices(*event.choices)) return std::nullopt;
      Event smaller{made->value, event.fit, made->broken, made->choices, event.from};
      CaseOutcome again = attempt(smaller, warm_);
      if (failure_of(again) != failure) return std::nullopt;
      event = std::move(smaller);
      outcome = std::move(again);
      return made->choices;
    };
    const Shrunk small = shrink(Json(*event.choices), still_fails, kMostShrinks);
    if (warm_ && small.smaller > 0) {
      CaseOutcome fresh = attempt(event, false);
      const bool same = failure_of(fresh) == failure;
      outcome = same ? std::move(fresh) : of_first;
      if (!same) event = first;
      if (!same) return "";
    }
    return small.smaller == 0 ? "" : ", made smaller in " + counted(static_cast<size_t>(small.smaller), "step", "steps");
  }

  // All that is asked of one event.
  CaseOutcome attempt(const Event& event, bool warm) {
    Evidence once;
    CaseOutcome out = judged(prepared_.placing.with(case_, event.value), event, warm, once);
    if (out.verdict != Verdict::passed || event.fit == Fit::broken) return out;
    if (asks("idempotent")) {
      CaseOutcome twice = delivered_twice(event, warm, once);
      if (twice.verdict != Verdict::passed) return twice;
    }
    if (property_.faults == Property::Faults::none) return out;
    CaseOutcome broken = swept(event, once);
    return broken.verdict == Verdict::passed ? out : broken;
  }

  CaseOutcome judged(const Case& one, const Event& event, bool warm, Evidence& once) {
    Variation variation;
    variation.then_too = event.fit == Fit::valid;
    if (warm) variation.kept = &kept_;
    variation.judge = [&](const CaseEnd& end, std::vector<Problem>& problems) {
      once = property_.faults == Property::Faults::none ? evidence_of(end) : plain_evidence(end);
      Marks marks;
      auto put = [&](const Finding& finding) {
        marks.insert(finding.marks.begin(), finding.marks.end());
        problems.push_back(as_problem(finding, property_.place));
      };
      for (const auto& name : property_.always)
        if (name != "idempotent")
          if (auto finding = check_invariant(name, once, nullptr)) put(*finding);
      if (event.fit == Fit::broken && (!once.refused || !once.effects.empty())) put(not_refused(once, once.refused));
      return marks;
    };
    return counted_run(one, variation);
  }

  CaseOutcome delivered_twice(const Event& event, bool warm, const Evidence& once) {
    Variation variation;
    if (warm) variation.kept = &kept_;
    variation.judge = [&](const CaseEnd& end, std::vector<Problem>& problems) {
      auto finding = too_often(evidence_of(end), once, "when the event comes once");
      if (!finding) return Marks();
      finding->invariant = "idempotent";
      problems.push_back(as_problem(*finding, property_.place));
      return finding->marks;
    };
    return counted_run(prepared_.placing.twice(case_, event.value), variation);
  }

  CaseOutcome swept(const Event& event, const Evidence& plain) {
    const Case one = prepared_.placing.with(case_, event.value);
    const std::vector<Variant> variants = variants_of(one, plain, {});
    CaseOutcome out = in_short();
    for (size_t i = 0; i < variants.size() && out.verdict == Verdict::passed; ++i) out = broken_run(one, plain, {variants[i]});
    if (property_.faults != Property::Faults::each_pair) return out;
    for (size_t i = 0; i < variants.size(); ++i)
      for (size_t j = i + 1; j < variants.size() && out.verdict == Verdict::passed; ++j)
        if (variants[i].call.seq != variants[j].call.seq) out = broken_run(one, plain, {variants[i], variants[j]});
    return out;
  }

  CaseOutcome broken_run(const Case& one, const Evidence& plain, const std::vector<Variant>& broken) {
    std::vector<std::string> invariants = default_sweep(property_.place).invariants;
    std::copy_if(property_.always.begin(), property_.always.end(), std::back_inserter(invariants), [](const std::string& name) { return name != "idempotent"; });
    Variation variation;
    for (const auto& variant : broken)
      for (const auto& [name, value] : client_environment(plain, variant)) {
        auto [at, fresh] = variation.environment.emplace(name, value);
        if (!fresh && at->second.size() <= value.size()) at->second = std::max(at->second, value);
      }
    std::vector<std::unique_ptr<Service>> instead;  // outlive the world
    variation.deployed = [&](World& world) {
      for (const auto& variant : broken) instead.push_back(break_call(world, variant));
    };
    variation.judge = [&](const CaseEnd& end, std::vector<Problem>& problems) {
      Marks marks;
      const Evidence run = later_evidence(end, plain.until);
      for (const auto& finding : judge_variant(invariants, run, plain, broken)) {
        marks.insert(finding.marks.begin(), finding.marks.end());
        problems.push_back(as_problem(finding, property_.place));
      }
      return marks;
    };
    return counted_run(one, variation);
  }

  CaseOutcome counted_run(const Case& one, const Variation& variation) {
    CaseOutcome out = run_case(one, suite_, apps_, setting_, variation);
    virtual_took_ += out.virtual_took;
    invocations_ += out.invocations;
    cold_ += out.cold;
    return out;
  }

  const Case& case_;
  const Property& property_;
  const std::string& suite_;
  const PreparedProperty& prepared_;
  const Apps& apps_;
  const RunSetting& setting_;
  const PropertyOptions& options_;
  const bool warm_ = case_.reuse == Case::Reuse::warm && case_.given.stubs.empty();  // stubs count the calls of one run
  std::unique_ptr<World> kept_;  // of warm runs
  PropertyResult result_;
  Duration virtual_took_{};
  std::int64_t invocations_ = 0, cold_ = 0;
};

}  // namespace

PropertyResult run_property(const Case& one, const std::string& suite, const PreparedProperty& prepared, const Apps& apps, const RunSetting& setting,
                            const PropertyOptions& options) {
  return PropertyRun(one, suite, prepared, apps, setting, options).run();
}

}  // namespace lambent::ipo
