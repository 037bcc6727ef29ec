// Effects: paired by least difference with what happened; nothing else may have happened.
#include "ipo/match/pair_matchers.h"
#include "ipo/run/expectation.h"
#include "ipo/run/judge.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

std::string where_of(size_t index) { return "effects[" + std::to_string(index) + "]"; }

// The members that are compared only where a case names them, of all that happened of a kind.
std::vector<std::string> free_of(const std::vector<Happened>& all, const std::string& kind) {
  std::vector<std::string> out;
  for (const auto& one : all) {
    if (one.kind != kind) continue;
    for (const auto& [name, value] : one.all.items())
      if (!one.fields.contains(name) && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out;
}

Json in_case_form(const std::string& kind, const Json& fields) { return object({{kind, fields}}); }

}  // namespace

void Judge::missing(const Effect& one, size_t index) {
  Problem out;
  out.kind = Problem::Kind::effect_missing;
  out.place = one.place;
  out.where = where_of(index);
  out.what = effect_title(one.kind, one.fields.json);
  out.expected = in_case_form(one.kind, one.fields.json);
  problems_.push_back(std::move(out));
}

void Judge::unexpected(const Happened& one, const Place& place) {
  Problem out;
  out.kind = Problem::Kind::effect_unexpected;
  out.place = place;
  out.where = "effects";
  out.what = effect_title(one.kind, one.fields);
  out.actual = in_case_form(one.kind, one.fields);
  out.seen = one.when;
  out.by = one.by;
  out.add = "- " + one.kind + ": " + dump(literal(one.fields));
  out.under = "effects";
  surprises_[one.seq] = "not expected";
  problems_.push_back(std::move(out));
}

void Judge::effects(const Effects& expected) {
  std::vector<Value> values;
  std::vector<Matcher> matchers;
  std::vector<size_t> index;  // of the matcher in the case
  for (size_t i = 0; i < expected.list.size(); ++i) {
    const Effect& one = expected.list[i];
    Value value = with_free(one.fields, free_of(seen_.effects, one.kind));
    auto matcher = compile(value, problems_, where_of(i));
    if (!matcher) continue;
    values.push_back(std::move(value));
    matchers.push_back(std::move(*matcher));
    index.push_back(i);
  }
  std::vector<const Matcher*> wanted;
  for (const auto& one : matchers) wanted.push_back(&one);
  std::vector<const Json*> actual;
  for (const auto& one : seen_.effects) actual.push_back(&one.all);
  auto same_kind = [&](size_t e, size_t a) { return expected.list[index[e]].kind == seen_.effects[a].kind; };
  Order order = expected.order == Effects::Order::kept ? Order::given : Order::free;
  Pairing pairing = pair_matchers(wanted, actual, context_, order, same_kind);

  std::map<size_t, std::optional<Problem>> of_expected;  // in the order of the case
  for (auto [e, a] : pairing.pairs) {
    const Happened& one = seen_.effects[a];
    auto differences = matchers[e].differences(one.all, context_);
    if (differences.empty()) continue;
    Problem out;
    out.kind = Problem::Kind::effect_differs;
    const Effect& effect = expected.list[index[e]];
    out.place = effect.place;
    out.where = where_of(index[e]);
    out.what = effect_title(one.kind, one.fields);
    out.expected = in_case_form(effect.kind, effect.fields.json);
    out.actual = in_case_form(one.kind, one.fields);
    out.seen = one.when;
    out.by = one.by;
    for (auto& d : differences) out.fields.push_back(field_of(std::move(d), values[e]));
    surprises_[one.seq] = "not as expected";
    of_expected[index[e]] = std::move(out);
  }
  for (size_t e : pairing.missing) of_expected[index[e]] = std::nullopt;
  for (auto& [i, problem] : of_expected) {
    if (problem)
      problems_.push_back(std::move(*problem));
    else
      missing(expected.list[i], i);
  }
  if (expected.open) return;
  for (size_t a : pairing.extra) unexpected(seen_.effects[a], expected.place);
}

}  // namespace lambent::ipo
