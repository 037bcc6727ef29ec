#include "ipo/invariant/invariants.h"

#include <algorithm>

#include "ipo/invariant/same.h"
#include "ipo/match/display.h"
#include "ipo/report/secrets.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

std::string title(const SeenEffectOnce& one) { return effect_title(one.what.kind, one.what.fields); }
std::string when_and_by(const Moment& when, const std::string& by) { return "  at " + moment_text(when) + (by.empty() ? "" : ", by " + by); }
std::string times(size_t n) { return n == 0 ? "not at all" : n == 1 ? "once" : std::to_string(n) + " times"; }

std::map<std::string, std::vector<const SeenEffectOnce*>> by_sameness(const Evidence& run) {
  std::map<std::string, std::vector<const SeenEffectOnce*>> out;
  for (const auto& one : run.effects) out[one.same_as].push_back(&one);
  return out;
}

std::optional<Finding> no_effect_twice(const Evidence& run, const Evidence* plain) {
  auto out = too_often(run, *plain, "in the plain run");
  if (out) out->invariant = "no-effect-twice";
  return out;
}

std::optional<Finding> error_surfaced(const Evidence& run, const Evidence* plain) {
  // An error that the plain run has too tells nothing.
  for (const auto& error : run.errors)
    if (std::count(run.errors.begin(), run.errors.end(), error) > std::count(plain->errors.begin(), plain->errors.end(), error)) return std::nullopt;
  auto there = by_sameness(run);
  Finding out;
  for (const auto& [same, all] : by_sameness(*plain)) {
    size_t now = there.contains(same) ? there[same].size() : 0;
    if (now < all.size()) out.lines.push_back("- " + title(*all.front()) + ", " + times(now) + " instead of " + times(all.size()));
  }
  if (out.lines.empty()) return std::nullopt;
  out.invariant = "error-surfaced";
  out.what = "something is missing, and nobody is told";
  if (!run.answered.empty()) out.lines.push_back("answered  " + run.answered);
  for (const auto& effect : run.effects)
    if (effect.what.kind == "execution")
      out.lines.push_back("ended     execution of " + text_at(effect.what.fields, "machine") + " " + text_at(effect.what.fields, "status"));
  return out;
}

std::optional<Finding> settles(const Evidence& run, const Evidence*) {
  if (run.settled) return std::nullopt;
  Finding out;
  out.invariant = "settles";
  out.what = "it never settled";
  for (const auto& line : run.still_running) out.lines.push_back("still runs  " + line);
  return out;
}

std::optional<Finding> no_such_end(const Evidence& run, const char* name, const char* what, bool (*is_it)(const std::string& error_type)) {
  Finding out;
  for (const auto& invocation : run.invocations) {
    if (!is_it(invocation.error_type)) continue;
    out.lines.push_back("function " + invocation.function + ": " + invocation.error_type);
    out.lines.push_back(when_and_by(invocation.when, ""));
    out.marks[invocation.seq] = name;
  }
  if (out.lines.empty()) return std::nullopt;
  out.invariant = name;
  out.what = what;
  return out;
}

bool is_timeout(const std::string& error_type) { return error_type == "Sandbox.Timedout"; }

std::optional<Finding> no_crash(const Evidence& run, const Evidence*) { return no_such_end(run, "no-crash", "a function's process ended", fell_over); }
std::optional<Finding> no_timeout(const Evidence& run, const Evidence*) { return no_such_end(run, "no-timeout", "a function ran out of time", is_timeout); }

std::optional<Finding> no_denied(const Evidence& run, const Evidence*) {
  Finding out;
  for (const auto& denial : run.denied) {
    out.lines.push_back(denial.refusal.action + " on " + denial.refusal.resource);
    out.lines.push_back("  as   " + denial.refusal.principal);
    out.lines.push_back("  why  " + denial.refusal.why);
    for (auto seq : denial.seqs) out.marks[seq] = "no-denied";
  }
  if (out.lines.empty()) return std::nullopt;
  out.invariant = "no-denied";
  out.what = "a call was refused";
  return out;
}

std::optional<Finding> at_most_once(const Evidence& run, const Evidence*) {
  std::map<std::string, std::vector<const SeenEffectOnce*>> letters;
  for (const auto& effect : run.effects) {
    if (effect.what.kind != "email" && effect.what.kind != "sms") continue;
    Json content = effect.what.fields;
    content.erase("to");
    for (const auto& to : texts_at(effect.what.fields, "to")) letters[effect.what.kind + " to " + in_quotes(to) + " " + dump(without_ids(content))].push_back(&effect);
  }
  Finding out;
  for (const auto& [letter, all] : letters) {
    if (all.size() < 2) continue;
    out.lines.push_back("+ " + title(*all.front()) + ", " + times(all.size()));
    for (const auto* effect : all) out.lines.push_back(when_and_by(effect->what.when, effect->what.by));
    for (size_t i = 1; i < all.size(); ++i) out.marks[all[i]->what.seq] = "once more";
    out.seen = all[1]->what.when;
  }
  if (out.lines.empty()) return std::nullopt;
  out.invariant = "at-most-once-per-recipient";
  out.what = "somebody got the same message more than once";
  return out;
}

std::optional<Finding> no_secret_in_logs(const Evidence& run, const Evidence*) {
  Finding out;
  for (const auto& line : run.logs) {
    std::string masked = masked_text(line.text);
    if (masked == line.text) continue;
    out.lines.push_back("function " + line.function + ": " + one_line(masked, 300));
    out.marks[line.seq] = "no-secret-in-logs";
  }
  if (out.lines.empty()) return std::nullopt;
  out.invariant = "no-secret-in-logs";
  out.what = "a log line has what looks like a secret";
  return out;
}

struct Known {
  const char* name;
  bool needs_plain;
  std::optional<Finding> (*check)(const Evidence& run, const Evidence* plain);
};
constexpr Known kKnown[] = {
    {"no-effect-twice", true, no_effect_twice}, {"error-surfaced", true, error_surfaced},
    {"settles", false, settles},                {"no-crash", false, no_crash},
    {"no-timeout", false, no_timeout},          {"no-denied", false, no_denied},
    {"at-most-once-per-recipient", false, at_most_once}, {"no-secret-in-logs", false, no_secret_in_logs},
};

}  // namespace

std::optional<Finding> too_often(const Evidence& run, const Evidence& once, const std::string& compared_with) {
  auto before = by_sameness(once);
  Finding out;
  for (const auto& [same, all] : by_sameness(run)) {
    auto known = before.find(same);
    if (known == before.end() || all.size() <= known->second.size()) continue;
    size_t allowed = known->second.size();
    out.lines.push_back("+ " + title(*all.front()) + ", " + times(all.size()) + " instead of " + times(allowed));
    for (const auto* effect : all) out.lines.push_back(when_and_by(effect->what.when, effect->what.by));
    for (size_t i = allowed; i < all.size(); ++i) out.marks[all[i]->what.seq] = "more often than " + compared_with;
    if (!out.seen) out.seen = all[allowed]->what.when;
  }
  if (out.lines.empty()) return std::nullopt;
  out.what = "an effect happened more often than " + compared_with;
  return out;
}

std::optional<Finding> check_invariant(const std::string& name, const Evidence& run, const Evidence* plain) {
  for (const auto& known : kKnown)
    if (name == known.name) return known.needs_plain && !plain ? std::nullopt : known.check(run, plain);
  throw std::logic_error("there is no invariant " + name);
}

Problem as_problem(const Finding& finding, const Place& place) {
  Problem out;
  out.kind = Problem::Kind::invariant;
  out.place = place;
  out.where = finding.invariant;
  out.what = finding.what;
  out.lines = finding.lines;
  out.seen = finding.seen;
  return out;
}

}  // namespace lambent::ipo
