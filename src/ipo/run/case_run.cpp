#include "ipo/run/case_run.h"

#include "ipo/case/interpolator.h"
#include "ipo/match/duration.h"
#include "ipo/match/json_path.h"
#include "ipo/run/judge.h"
#include "ipo/run/steps.h"
#include "ipo/run/stubbing.h"
#include "ipo/run/timeline.h"
#include "ipo/snapshot/record.h"

namespace lambent::ipo {
namespace {

std::string where_of(size_t step) { return "when[" + std::to_string(step) + "]"; }

Problem refused(Place place, std::string where, std::string what) {
  Problem out;
  out.kind = Problem::Kind::step_refused;
  out.place = std::move(place);
  out.where = std::move(where);
  out.what = std::move(what);
  return out;
}

void take(const Diagnostics& mistakes, const std::string& where, std::vector<Problem>& problems) {
  for (const auto& d : mistakes.all())
    if (d.severity == Severity::error) problems.push_back(refused(d.place, where, d.message + (d.hint.empty() ? "" : " (" + d.hint + ")")));
}

Json record_of(const World& world, const std::vector<std::shared_ptr<Answer>>& answers) {
  Observed seen = observe(world, Then::Reads::closed);
  Json steps = Json::object(), effects = array(), denied = array(), logs = array(), calls = Json::object();
  for (const auto& one : answers) {
    Json step = one->value;
    if (one->error) step = object({{"error", *one->error}});
    set(steps, one->id.empty() ? one->where : one->id, std::move(step));
  }
  for (const auto& one : seen.effects) effects.push_back(object({{one.kind, one.all}}));
  for (const auto& one : seen.denied) {
    Json refusal = one.fields;
    set(refusal, "count", one.refusal.count);
    denied.push_back(std::move(refusal));
  }
  for (const auto& one : seen.logs) logs.push_back(object({{"function", one.function}, {"level", one.level}, {"text", one.text}}));
  auto ms = [](Duration d) { return format_duration(std::chrono::floor<std::chrono::milliseconds>(d).count()); };
  Json took = object({{"virtual", ms(world.now() - world.began())}, {"real", ms(world.watch().elapsed())}, {"billed", ms(std::chrono::milliseconds(seen.billed_ms))},
                      {"cold", seen.cold}, {"invocations", seen.invocations}, {"memory", seen.memory_mb}});
  return object({{"steps", std::move(steps)}, {"effects", std::move(effects)}, {"denied", std::move(denied)}, {"logs", std::move(logs)}, {"took", std::move(took)}});
}

class CaseRun {
 public:
  CaseRun(const Case& one, World& world, CaseOutcome& outcome, const Variation& variation)
      : case_(one), world_(world), out_(outcome), variation_(variation), steps_(world, outcome.problems) {}

  void run(const std::function<void(const CaseEnd&)>& at_end) {
    bool judged = do_steps();
    if (judges_then() && judged) judge();
    if (judges_then() && then_ && then_->snapshot) out_.snapshot = snapshot_record(world_, case_, steps_.answers());
    if (variation_.judge) judge_otherwise();
    out_.happened = timeline(world_, steps_.done(), surprises_);
    out_.record = record_of(world_, steps_.answers());
    out_.cold = int_at(out_.record["took"], "cold");
    out_.invocations = int_at(out_.record["took"], "invocations");
    out_.virtual_took = world_.now() - world_.began();
    if (at_end) at_end({case_, world_, steps_.answers(), then_ ? &*then_ : nullptr, out_.problems});
  }

 private:
  // False if there is nothing to judge.
  bool do_steps() {
    for (size_t i = 0; i < case_.when.size(); ++i) {
      Diagnostics mistakes;
      Step step = names_.fill(case_.when[i], mistakes);
      if (mistakes.has_errors()) {
        take(mistakes, where_of(i), out_.problems);
        return false;
      }
      size_t answered = steps_.answers().size();
      Steps::Went went = steps_.run(step, where_of(i));
      if (went == Steps::Went::time_is_up) {
        never_settled(step, where_of(i));
        return false;
      }
      if (went == Steps::Went::not_at_all) return out_.problems.back().kind != Problem::Kind::step_refused;
      if (auto* check = std::get_if<CheckNow>(&step.what); check && judges_then()) judge_now(*check, where_of(i));
      if (steps_.answers().size() > answered && !keep(step, *steps_.answers().back(), where_of(i))) return false;
    }
    return true;
  }

  // What later steps may name.
  bool keep(const Step& step, const Answer& answer, const std::string& where) {
    if (answer.arrived) names_.answered(step.id, answer.shown());
    for (const auto& save : step.save) {
      std::string why;
      auto path = JsonPath::parse(save.path, why);
      Json shown = answer.shown();
      auto found = path ? path->select(shown) : std::vector<const Json*>{};
      if (found.empty()) {
        if (path) why = answer.arrived ? "the answer has nothing at " + save.path : "the step has not answered: it waits for the clock";
        out_.problems.push_back(refused(save.place, where + ".save." + save.name, why));
        return false;
      }
      names_.saved(save.name, *found.front());
    }
    return true;
  }

  void never_settled(const Step& step, const std::string& where) {
    Problem out;
    out.kind = Problem::Kind::never_settled;
    out.place = step.place;
    out.where = where;
    out.what = "not settled after " + format_duration(std::chrono::floor<std::chrono::milliseconds>(world_.limit()).count());
    out.running = world_.still_running();
    out_.problems.push_back(std::move(out));
  }

  void judge_now(const CheckNow& check, const std::string& where) {
    Diagnostics mistakes;
    CheckNow filled = check;
    filled.then = names_.fill(check.then, mistakes);
    take(mistakes, where, out_.problems);
    size_t before = out_.problems.size();
    Judge judge(world_, steps_.answers(), case_.given.iam, out_.problems);
    judge.written(filled);
    surprises_.insert(judge.surprises().begin(), judge.surprises().end());
    for (size_t i = before; i < out_.problems.size(); ++i) out_.problems[i].check = where + ".check";
  }

  void judge() {
    Diagnostics mistakes;
    Then then = names_.fill(case_.then, mistakes);
    take(mistakes, "then", out_.problems);
    if (mistakes.has_errors()) return;
    then_ = std::move(then);
    Judge judge(world_, steps_.answers(), case_.given.iam, out_.problems);
    judge.all(*then_);
    surprises_.insert(judge.surprises().begin(), judge.surprises().end());
    report_unused(world_, case_.given, out_.problems);
  }

  void judge_otherwise() {
    std::vector<Problem> so_far = out_.problems;
    if (!judges_then()) out_.problems.clear();
    Marks marks = variation_.judge({case_, world_, steps_.answers(), nullptr, so_far}, out_.problems);
    surprises_.merge(marks);
  }

  bool judges_then() const { return !variation_.judge || variation_.then_too; }

  const Case& case_;
  World& world_;
  CaseOutcome& out_;
  const Variation& variation_;
  Steps steps_;
  Interpolator names_;
  std::optional<Then> then_;  // with all names filled in
  Marks surprises_;
};

Verdict verdict_of(const std::vector<Problem>& problems) {
  Verdict out = Verdict::passed;
  for (const auto& problem : problems) {
    if (problem.kind == Problem::Kind::never_settled) return Verdict::timeout;
    bool not_run = problem.kind == Problem::Kind::world || problem.kind == Problem::Kind::step_refused;
    if (not_run || out == Verdict::error)
      out = Verdict::error;
    else
      out = Verdict::failed;
  }
  return out;
}

void run_in_world(const Case& one, const Apps& apps, const RunSetting& setting, const Variation& variation, CaseOutcome& out) {
  config::AppModel model = apps.model(one, out.problems);
  for (auto& f : model.functions) f.environment.insert(variation.environment.begin(), variation.environment.end());
  if (!out.problems.empty()) return;
  try {
    std::unique_ptr<World> own;
    std::unique_ptr<World>& place = variation.kept ? *variation.kept : own;
    if (place) {
      place->begin_again();
    } else {
      place = std::make_unique<World>(one, setting, apps.scope_of(one));
      if (!place->furnish(model, one, out.problems, variation.deployed)) return place.reset();
    }
    World& world = *place;
    out.began = world.began();
    CaseRun run(one, world, out, variation);
    run.run(setting.at_end);
  } catch (const std::exception& e) {
    out.problems.push_back(world_problem(one.place, e.what()));
  }
}

}  // namespace

CaseOutcome run_case(const Case& one, const std::string& suite, const Apps& apps, const RunSetting& setting, const Variation& variation) {
  CaseOutcome out;
  out.suite = suite;
  out.name = one.name;
  out.tags = one.tags;
  out.place = one.row && one.row->last_line > 0 ? one.row->place : one.place;
  out.again = one.again();
  out.seed = seed_of(one);
  if (one.skip) {
    out.verdict = Verdict::skipped;
    out.skip = *one.skip;
    return out;
  }
  const Stopwatch watch;
  run_in_world(one, apps, setting, variation, out);
  out.real_took = watch.elapsed();
  out.verdict = verdict_of(out.problems);
  return out;
}

}  // namespace lambent::ipo
