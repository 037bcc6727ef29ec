// Refused calls: each must be expected, also one that the function swallowed.
#include "ipo/match/pair_matchers.h"
#include "ipo/run/expectation.h"
#include "ipo/run/judge.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

std::string where_of(size_t index) { return "denied[" + std::to_string(index) + "]"; }
std::string title(const SeenDenial& one) { return one.refusal.action + " on " + one.refusal.resource; }

}  // namespace

void Judge::refused(const SeenDenial& one, const Place& place) {
  Problem out;
  out.kind = Problem::Kind::denied_unexpected;
  out.place = place;
  out.where = "denied";
  out.what = title(one);
  out.actual = one.fields;
  out.seen = one.when;
  out.by = one.by;
  out.add = "- " + dump(literal(one.fields));
  out.under = "denied";
  out.refusal = one.refusal;
  for (auto seq : one.seqs) surprises_[seq] = "not expected";
  problems_.push_back(std::move(out));
}

void Judge::denied(const Then& then) {
  std::vector<Value> values;
  std::vector<Matcher> matchers;
  std::vector<size_t> index;
  for (size_t i = 0; i < then.denied.size(); ++i) {
    Value value = with_free(then.denied[i].fields, {"action", "resource", "principal", "by"});
    auto matcher = compile(value, problems_, where_of(i));
    if (!matcher) continue;
    values.push_back(std::move(value));
    matchers.push_back(std::move(*matcher));
    index.push_back(i);
  }
  std::vector<const Matcher*> wanted;
  for (const auto& one : matchers) wanted.push_back(&one);
  std::vector<const Json*> actual;
  for (const auto& one : seen_.denied) actual.push_back(&one.fields);
  Pairing pairing = pair_matchers(wanted, actual, context_, Order::free);

  std::vector<std::int64_t> counts(matchers.size(), 0);
  for (auto [e, a] : pairing.pairs) {
    const SeenDenial& one = seen_.denied[a];
    counts[e] += one.refusal.count;
    auto differences = matchers[e].differences(one.fields, context_);
    if (differences.empty()) continue;
    Problem out;
    out.kind = Problem::Kind::denied_differs;
    out.place = then.denied[index[e]].place;
    out.where = where_of(index[e]);
    out.what = title(one);
    out.expected = then.denied[index[e]].fields.json;
    out.actual = one.fields;
    out.seen = one.when;
    out.by = one.by;
    out.refusal = one.refusal;
    for (auto& d : differences) out.fields.push_back(field_of(std::move(d), values[e]));
    for (auto seq : one.seqs) surprises_[seq] = "not as expected";
    problems_.push_back(std::move(out));
  }
  for (size_t e : pairing.missing) {
    Problem out;
    out.kind = Problem::Kind::denied_missing;
    out.place = then.denied[index[e]].place;
    out.where = where_of(index[e]);
    out.expected = then.denied[index[e]].fields.json;
    out.what = text_at(out.expected, "action");
    problems_.push_back(std::move(out));
  }
  // One expectation stands for any number of refusals that fit it: sessions of a machine have names of their own.
  for (size_t a : pairing.extra) {
    const SeenDenial& one = seen_.denied[a];
    size_t e = 0;
    while (e < matchers.size() && !matchers[e].matches(one.fields, context_)) ++e;
    if (e < matchers.size())
      counts[e] += one.refusal.count;
    else
      refused(one, then.denied_place);
  }
  for (size_t e = 0; e < matchers.size(); ++e) {
    const auto& count = then.denied[index[e]].count;
    Json actual_count = counts[e];
    if (count && counts[e] > 0) add(compare(Problem::Kind::denied_differs, where_of(index[e]) + ".count", *count, &actual_count, context_, problems_));
  }
}

}  // namespace lambent::ipo
