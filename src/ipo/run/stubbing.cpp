#include "ipo/run/stubbing.h"

#include "ipo/match/display.h"
#include "ipo/run/apps.h"
#include "ipo/run/expectation.h"
#include "ipo/run/observe.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMostNear = 3;

struct Outcome {
  lambent::Stub& out;
  void operator()(std::monostate) const {}
  void operator()(const Respond& respond) const { out.outcome = StubAnswer{respond.output.json}; }
  void operator()(const Fail& fail) const { out.outcome = StubError{fail.code, fail.status, fail.message}; }
  void operator()(Fault fault) const {
    switch (fault) {
      case Fault::timeout: out.outcome = WireFault::timeout; break;
      case Fault::reset: out.outcome = WireFault::reset; break;
      case Fault::truncate: out.outcome = WireFault::truncate; break;
      case Fault::garbage: out.outcome = WireFault::garbage; break;
      case Fault::throttle: out.outcome = ServiceThrottles{}; break;
      case Fault::unavailable: out.outcome = ServiceUnavailable{}; break;
    }
  }
};

std::string where_of(size_t index) { return "given.stubs[" + std::to_string(index) + "]"; }

// What keeps a call from being the one a stub waits for.
NearMiss near_miss(const World& world, const Stub& stub, const JournalEntry& entry, const CallEntry& call, TimePoint now) {
  NearMiss out;
  out.when = world.moment(entry);
  out.by = cause_of(world.journal(), entry);
  out.call = call_title(call);
  if (!stub.as.empty() && role_of(call.principal) != stub.as.substr(stub.as.rfind('/') + 1)) {
    FieldDifference role;
    role.path = "as";
    role.expected = in_quotes(stub.as);
    role.actual = in_quotes(call.principal);
    role.place = stub.place;
    out.fields.push_back(std::move(role));
  }
  if (stub.when) {
    std::vector<Problem> ignored;
    auto matcher = compile(*stub.when, ignored);
    Context context{.now = now};
    if (matcher)
      for (auto& one : matcher->differences(call.input, context)) out.fields.push_back(field_of(std::move(one), *stub.when));
  }
  return out;
}

}  // namespace

void add_stubs(World& world, const Given& given, std::vector<Problem>& problems) {
  for (size_t i = 0; i < given.stubs.size(); ++i) {
    const Stub& stub = given.stubs[i];
    lambent::Stub out;
    ApiName on = stub.on;
    out.on = [on](const Call& call) { return on.covers(call.service, call.operation); };
    out.as = stub.as;
    out.first = stub.first;
    out.last = stub.last;
    out.delay = stub.delay;
    std::visit(Outcome{out}, stub.outcome);
    if (stub.when) {
      auto matcher = compile(*stub.when, problems, where_of(i) + ".when");
      if (!matcher) continue;
      auto shared = std::make_shared<Matcher>(std::move(*matcher));
      out.when = [shared, &world](const Json& input) {
        Context context{.now = world.now()};
        return shared->matches(input, context);
      };
    }
    world.aws().stubs().add(std::move(out));
  }
}

void report_unused(World& world, const Given& given, std::vector<Problem>& problems) {
  const auto& counted = world.aws().stubs().all();
  for (size_t i = 0; i < given.stubs.size() && i < counted.size(); ++i) {
    const Stub& stub = given.stubs[i];
    if (stub.optional || counted[i].used > 0) continue;
    Problem out;
    out.kind = Problem::Kind::stub_unused;
    out.place = stub.place;
    out.where = where_of(i);
    out.what = stub.on.text + (counted[i].fitting > 0 ? ": it was called " + std::to_string(counted[i].fitting) + " times, never in this stub's turn"
                                                      : ": no call of it was answered by this stub");
    if (stub.when) out.expected = stub.when->json;
    for (const auto& entry : world.journal().entries()) {
      const auto* call = std::get_if<CallEntry>(&entry.data);
      if (call && stub.on.covers(call->service, call->operation)) out.near.push_back(near_miss(world, stub, entry, *call, world.now()));
    }
    std::stable_sort(out.near.begin(), out.near.end(), [](const NearMiss& a, const NearMiss& b) { return a.fields.size() < b.fields.size(); });
    if (out.near.size() > kMostNear) out.near.resize(kMostNear);
    problems.push_back(std::move(out));
  }
}

}  // namespace lambent::ipo
