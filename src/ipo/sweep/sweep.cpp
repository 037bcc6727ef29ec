#include "ipo/sweep/sweep.h"

#include <algorithm>

#include "aws/stubs.h"
#include "ipo/sweep/lossy_service.h"

namespace lambent::ipo {
namespace {

struct Words {
  const char* title;    // sns:Publish #1 throttled
  const char* because;  // sns:Publish #1 by sms was throttled
};
Words words(SweepFault fault) {
  switch (fault) {
    case SweepFault::throttle: return {"throttled", "was throttled"};
    case SweepFault::timeout: return {"timed out", "reached the service, which did it, and the answer was lost"};
    case SweepFault::error: return {"failed", "was answered 500"};
    case SweepFault::denied: return {"denied", "was denied, and so was each later one"};
  }
  return {};
}

bool excepted(const Sweep& sweep, const AppCall& call) {
  return std::any_of(sweep.except.begin(), sweep.except.end(), [&](const ApiName& name) { return name.covers(call.service, call.operation); });
}

bool chosen(const SweepOptions& options, const AppCall& call, SweepFault fault) {
  if (options.choices.empty()) return true;
  return std::any_of(options.choices.begin(), options.choices.end(), [&](const SweepChoice& choice) {
    return choice.fault == fault && (!choice.on || choice.on->covers(call.service, call.operation)) && (choice.n == 0 || choice.n == call.n);
  });
}

// What a case asks for, or the command in its place.
std::vector<SweepFault> faults_of(const Sweep& sweep, const SweepOptions& options) {
  if (options.choices.empty()) return sweep.faults;
  std::vector<SweepFault> out;
  for (const auto& choice : options.choices)
    if (std::find(out.begin(), out.end(), choice.fault) == out.end()) out.push_back(choice.fault);
  std::sort(out.begin(), out.end());
  return out;
}

std::string call_name(const AppCall& call) { return call.name + " #" + std::to_string(call.n); }

// The operation's own 500, if its model has one.
StubError own_failure(const AppCall& call) {
  const model::Service* api = model::find(call.service);
  const model::Operation* operation = api ? api->find(call.operation) : nullptr;
  if (operation)
    for (const model::Shape* error : operation->errors)
      if (error->http_status == 500) return {error->error_code, 500, "The service failed."};
  return {"InternalFailure", 500, "The request processing has failed because of an unknown error, exception or failure."};
}

// As the service words it that no policy allows the call.
StubError refusal(const Service& service, const AppCall& wanted) {
  Principal caller;
  caller.arn = wanted.principal;
  const Call call(wanted.service, wanted.operation, wanted.input, std::move(caller), {});
  Denial denial;
  denial.principal = wanted.principal;
  denial.action = wanted.name;
  denial.resource = wanted.target;
  const AwsError error = service.refused(call, denial);
  return {error.code(), error.status(), error.message()};
}

Finding never_came(const Variant& variant) {
  Finding out;
  out.invariant = "sweep";
  out.what = call_name(variant.call) + " by " + variant.call.by + " did not come this time, so it was not broken";
  out.lines = {"the plain run had it; a case that is swept must run the same way each time"};
  return out;
}

}  // namespace

std::string Variant::title() const { return call_name(call) + " " + words(fault).title; }

std::string Variant::again() const {
  return "--sweep=" + sweep_fault_names()[static_cast<size_t>(fault)] + "@" + call.name + "#" + std::to_string(call.n);
}

Evidence plain_evidence(const CaseEnd& end) {
  return later_evidence(end, end.world.now() - end.world.began() + std::chrono::hours(1));
}

std::vector<Variant> variants_of(const Case& one, const Evidence& plain, const SweepOptions& options) {
  const Sweep sweep = one.sweep.value_or(default_sweep(one.place));
  std::vector<Variant> out;
  for (const auto& call : plain.calls) {
    if (call.status != 200 || excepted(sweep, call)) continue;
    for (SweepFault fault : faults_of(sweep, options))
      if (chosen(options, call, fault) && (fault != SweepFault::denied || !call.target.empty())) out.push_back({call, fault});
  }
  return out;
}

std::unique_ptr<Service> break_call(World& world, const Variant& variant) {
  auto is_it = [&world, wanted = variant.call](const Call& call) {
    if (call.service != wanted.service || call.operation != wanted.operation) return false;
    const JournalEntry* entry = world.journal().find(call.span);
    return entry && by_the_app(world.journal(), *entry) && cause_of(world.journal(), *entry) == wanted.by;
  };
  Service* service = world.aws().find(variant.call.service);
  if (variant.fault == SweepFault::timeout) {
    auto lossy = std::make_unique<LossyService>(*service, world.aws().journal(), [is_it, left = variant.call.n_by](const Call& call) mutable { return is_it(call) && --left == 0; });
    world.aws().add(*lossy);
    return lossy;
  }
  lambent::Stub stub;
  stub.on = is_it;
  stub.first = static_cast<std::int64_t>(variant.call.n_by);
  if (variant.fault != SweepFault::denied) stub.last = stub.first;  // what IAM refuses it refuses the next time, too
  if (variant.fault == SweepFault::throttle) stub.outcome = ServiceThrottles{};
  if (variant.fault == SweepFault::error) stub.outcome = own_failure(variant.call);
  if (variant.fault == SweepFault::denied) stub.outcome = refusal(*service, variant.call);
  world.aws().stubs().add(std::move(stub));
  return nullptr;
}

std::map<std::string, std::string> client_environment(const Evidence& plain, const Variant& variant) {
  std::map<std::pair<std::string, std::string>, int> in_a_row;
  int most = 0;
  for (const auto& call : plain.calls) {
    int& failed = in_a_row[{call.name, call.by}];
    failed = call.status == 200 ? 0 : failed + 1;
    most = std::max(most, failed);
  }
  return {{"AWS_MAX_ATTEMPTS", std::to_string(1 + most + (variant.fault == SweepFault::timeout ? 1 : 0))}};
}

std::vector<Finding> judge_variant(const std::vector<std::string>& invariants, const Evidence& run, const Evidence& plain, const std::vector<Variant>& broken) {
  std::vector<Finding> out;
  for (const auto& name : invariants) {
    auto finding = check_invariant(name, run, &plain);
    if (!finding) continue;
    for (const auto& one : broken) finding->lines.push_back("because   " + call_name(one.call) + " by " + one.call.by + " " + words(one.fault).because);
    out.push_back(std::move(*finding));
  }
  return out;
}

CaseOutcome run_variant(const Case& one, const std::string& suite, const Apps& apps, const RunSetting& setting, const Evidence& plain, const Variant& variant) {
  const Sweep sweep = one.sweep.value_or(default_sweep(one.place));
  Variation variation;
  variation.environment = client_environment(plain, variant);
  std::unique_ptr<Service> instead;  // outlives the world
  variation.deployed = [&](World& world) { instead = break_call(world, variant); };
  variation.judge = [&](const CaseEnd& end, std::vector<Problem>& problems) {
    const Evidence run = later_evidence(end, plain.until);
    Marks marks;
    for (const auto& call : run.calls)
      if (call.name == variant.call.name && call.by == variant.call.by && call.n_by == variant.call.n_by) marks[call.seq] = "broken by the sweep";
    if (marks.empty()) problems.push_back(as_problem(never_came(variant), sweep.place));
    for (const auto& finding : judge_variant(sweep.invariants, run, plain, {variant})) {
      marks.insert(finding.marks.begin(), finding.marks.end());
      problems.push_back(as_problem(finding, sweep.place));
    }
    return marks;
  };
  CaseOutcome out = run_case(one, suite, apps, setting, variation);
  out.name += " [" + variant.title() + "]";
  out.again += " " + variant.again();
  return out;
}

}  // namespace lambent::ipo
