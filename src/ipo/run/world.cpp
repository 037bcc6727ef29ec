#include "ipo/run/world.h"

#include <unistd.h>

#include "access/authorizer.h"
#include "aws/arn.h"
#include "base/text.h"
#include "ipo/match/duration.h"
#include "ipo/run/apps.h"
#include "ipo/run/seeds.h"
#include "ipo/run/stubbing.h"

namespace lambent::ipo {
namespace {

EmulatorOptions emulator_options(const Case& one, const RunSetting& setting, const Scope& scope) {
  EmulatorOptions out;
  out.port = 0;
  out.account = scope.account;
  out.region = scope.region;
  out.clock = ClockMode::frozen;
  out.fence_network = true;  // what a case's world does not hold is not there
  out.shift_clock = true;  // what a handler computes from the time of day belongs to the same day
  out.clock_start = one.clock.value_or(std::chrono::floor<std::chrono::seconds>(Clock::wall()));
  out.ids_seed = seed_of(one);
  out.iam = one.given.iam == IamMode::enforce ? Enforcement::enforce : one.given.iam == IamMode::audit ? Enforcement::audit : Enforcement::off;
  out.self_exe = setting.self_exe;
  out.tools = setting.tools;
  return out;
}

}  // namespace

std::uint64_t seed_of(const Case& one) {
  if (one.given.seed) return *one.given.seed;
  std::uint64_t hash = 14695981039346656037ull;  // FNV-1a: the same on every machine
  for (unsigned char c : one.name) hash = (hash ^ c) * 1099511628211ull;
  return hash;
}

World::World(const Case& one, const RunSetting& setting, const Scope& scope)
    : limit_(one.timeout.value_or(setting.timeout)), emulator_(std::make_unique<Emulator>(emulator_options(one, setting, scope))) {
  emulator_->start();
  began_ = now();
  if (setting.interrupt >= 0) watch_for_interrupt(setting.interrupt);
}

// Each world has a descriptor of its own on the event: all of them see it, also those made after it.
void World::watch_for_interrupt(int descriptor) {
  interrupt_.emplace(loop().executor(), ::dup(descriptor));
  interrupt_->async_wait(Descriptor::wait_read, [this](boost::system::error_code cancelled) {
    if (!cancelled) interrupted_ = true;
  });
}

bool World::furnish(const config::AppModel& model, const Case& one, std::vector<Problem>& problems, const std::function<void(World&)>& deployed) {
  Diagnostics refused;
  if (!emulator_->deploy(model, refused))
    for (const auto& d : refused.all()) problems.push_back(world_problem(d.place, d.message + (d.hint.empty() ? "" : " (" + d.hint + ")")));
  plant(aws(), scope(), one.given, problems);
  if (deployed) deployed(*this);
  add_stubs(*this, one.given, problems);
  if (!problems.empty()) return false;
  if (!settle()) return true;  // the first step says so
  emulator_->journal().clear();
  return true;
}

void World::begin_again() {
  watch_ = Stopwatch();
  emulator_->journal().clear();
  began_ = now();
}

bool World::settle() {
  // A delayed call keeps its caller busy in real time although it waits for emulated time: nobody else advances it then.
  auto stuck = [this] {
    int delayed = aws().stubs().delayed();
    if (interrupted_) {
      loop().stop();
      return true;
    }
    auto due = clock().next_due();
    if (delayed == 0 || clock().holds() > delayed || !due) return false;
    jump(*due);
    return true;
  };
  Duration left = limit_ - watch_.elapsed();
  return left > Duration{} && loop().run_until_quiet(left, stuck) && !interrupted_;
}

World::Passed World::advance_to(TimePoint target) {
  for (;;) {
    auto due = clock().next_due();
    bool last = !due || *due > target;
    if (last && now() >= target) return Passed::yes;
    jump(last ? target : std::max(*due, now()));
    if (!settle()) return Passed::time_is_up;
  }
}

World::Next World::advance_to_next() {
  auto due = clock().next_due(Sleep::foreground);
  if (!due) return Next::nobody_waits;
  return advance_to(*due) == Passed::yes ? Next::reached : Next::time_is_up;
}

World::Passed World::run_on_to(TimePoint target) {
  for (;;) {
    auto due = clock().next_due(Sleep::foreground);
    if (!due || *due > target) return Passed::yes;
    if (advance_to(*due) == Passed::time_is_up) return Passed::time_is_up;
  }
}

std::vector<std::string> World::still_running() const {
  std::vector<std::string> out;
  for (const auto& entry : journal().entries()) {
    if (!entry.open) continue;
    std::string since = ", since T+" + format_duration(std::chrono::floor<std::chrono::milliseconds>(entry.at - began_).count());
    if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) out.push_back("function " + invocation->function_name + since);
    if (auto* call = std::get_if<CallEntry>(&entry.data)) out.push_back("call " + call->service + ":" + call->operation + since);
  }
  if (!out.empty()) return out;
  for (const auto& name : emulator_->loop().tasks().names()) out.push_back("task " + name);
  return out;
}

Moment World::moment(TimePoint at, Duration real) const {
  Moment out;
  out.at = at - began_;
  // The clock came to this instant when the first thing happened at it.
  for (const auto& entry : journal().entries()) {
    if (entry.at < at) continue;
    if (entry.at == at) out.real = std::max(real - entry.since, Duration{});
    break;
  }
  return out;
}

namespace {

struct Asked {
  Json answer;
  std::optional<AwsError> failed;
  bool done = false;
};

Task<void> ask_for(Aws& aws, Call call, std::shared_ptr<Asked> asked) {
  try {
    asked->answer = co_await aws.call(std::move(call));
  } catch (const AwsError& e) {
    asked->failed = e;
  }
  asked->done = true;
}

}  // namespace

Json World::ask(const char* service, const char* operation, Json input) const {
  auto asked = std::make_shared<Asked>();
  Call call(service, operation, std::move(input), Principal::root(scope().account), scope());
  emulator_->loop().tasks().spawn("question of the case", ask_for(aws(), std::move(call), asked));
  emulator_->loop().run_until([&asked] { return asked->done; });
  if (asked->failed) throw *asked->failed;
  return asked->answer;
}

Principal World::session_of(const std::string& role) const {
  std::string arn = role.starts_with("arn:") ? role : make_arn("iam", "", scope().account, "role/" + role);
  auto entity = emulator_->directory().find(arn);
  if (!entity) throw AwsError("NoSuchEntity", 404, "there is no role " + printable(role));
  return access::role_session(*entity, arn, "case", now());
}

}  // namespace lambent::ipo
