#include "ipo/snapshot/record.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "ipo/match/duration.h"
#include "ipo/run/observe.h"
#include "ipo/run/world.h"
#include "ipo/snapshot/normaliser.h"

namespace lambent::ipo {
namespace {

std::string duration_text(Duration d) { return format_duration(std::chrono::floor<std::chrono::milliseconds>(d).count()); }

// Things by when they happened and what they are; what is alike stays in the order it came.
class Sorter {
 public:
  Sorter(const Normaliser& normaliser) : normaliser_(normaliser) {}
  void add(Duration at, Json thing) {
    std::string shape = normaliser_.shape(thing);
    things_.push_back({at, std::move(shape), std::move(thing)});
  }
  Json sorted() {
    std::stable_sort(things_.begin(), things_.end(), [](const Thing& a, const Thing& b) { return std::tie(a.at, a.shape) < std::tie(b.at, b.shape); });
    Json out = array();
    for (auto& one : things_) out.push_back(std::move(one.thing));
    return out;
  }

 private:
  struct Thing {
    Duration at;
    std::string shape;
    Json thing;
  };
  const Normaliser& normaliser_;
  std::vector<Thing> things_;
};

Json answer_of(const Answer& answer) {
  if (!answer.arrived) return "(has not answered: it waits for the clock)";
  if (answer.error) return object({{"error", *answer.error}});
  Json out = answer.value;
  if (!answer.http) return out;
  if (out.contains("json")) out.erase("body");
  if (out.contains("headers")) out["headers"].erase("content-length");  // changes with the length of ids and times
  return out;
}

Json logs_of(const World& world, const Observed& seen, const Normaliser& normaliser) {
  struct Invocation {
    Duration at;
    Json lines = array();
  };
  std::map<std::pair<std::uint64_t, std::string>, Invocation> by_invocation;
  for (const auto& log : seen.logs) {
    const JournalEntry* line = world.journal().find(log.seq);
    const JournalEntry* invocation = line && line->parent ? world.journal().find(line->parent) : line;
    auto [it, fresh] = by_invocation.try_emplace({invocation ? invocation->seq : 0, log.function});
    if (fresh && invocation) it->second.at = world.moment(*invocation).at;
    it->second.lines.push_back(log.text);
  }
  Sorter sorter(normaliser);
  for (auto& [key, one] : by_invocation) {
    std::string at = one.at == Duration{} ? "T+0" : "T+" + duration_text(one.at);
    sorter.add(one.at, object({{"at", at}, {"function", key.second}, {"lines", std::move(one.lines)}}));
  }
  return sorter.sorted();
}

}  // namespace

Json snapshot_record(const World& world, const Case& one, const std::vector<std::shared_ptr<Answer>>& answers) {
  std::vector<TimePoint> stood{world.now()};
  for (const auto& entry : world.journal().entries())
    if (stood.back() != entry.at) stood.push_back(entry.at);
  Normaliser normaliser(RelativeTime(world.began(), std::move(stood)), std::filesystem::path(one.place.file).parent_path());
  Observed seen = observe(world, one.then.reads);
  Json steps = Json::object();
  for (const auto& answer : answers) set(steps, answer->id.empty() ? answer->where : answer->id, answer_of(*answer));
  Sorter effects(normaliser), denied(normaliser);
  for (auto& effect : seen.effects) effects.add(effect.when.at, object({{"by", effect.by}, {effect.kind, std::move(effect.all)}}));
  for (auto& refused : seen.denied) {
    set(refused.fields, "count", refused.refusal.count);
    denied.add(refused.when.at, std::move(refused.fields));
  }
  // Ids are numbered in this order.
  Json out = Json::object();
  set(out, "steps", normaliser.normalised(steps));
  set(out, "effects", normaliser.normalised(effects.sorted()));
  set(out, "denied", normaliser.normalised(denied.sorted()));
  set(out, "logs", normaliser.normalised(logs_of(world, seen, normaliser)));
  set(out, "took", object({{"virtual", duration_text(world.now() - world.began())}}));
  return out;
}

}  // namespace lambent::ipo
