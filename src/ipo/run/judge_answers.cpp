// Responses and errors of steps.
#include "ipo/match/display.h"
#include "ipo/run/expectation.h"
#include "ipo/run/judge.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

bool names(const Value& expected, const char* member) { return expected.json.is_object() && expected.json.contains(member); }

// An HTTP answer has its body as JSON if it is some, as text where the case asks for `body`.
Json shown_to(const Answer& answer, const Value& expected) {
  Json out = answer.value;
  if (!answer.http) return out;
  out.erase(names(expected, "body") ? "json" : out.contains("json") ? "body" : "");
  return out;
}

// With an error status, or none at all that a caller could go on with.
bool failed(const Answer& answer) { return answer.error || (answer.http && int_at(answer.value, "status") >= 400); }

Problem never_answered(const Answer& answer, const std::string& where, const Place& place) {
  Problem out;
  out.kind = Problem::Kind::response_differs;
  out.place = place;
  out.where = where;
  out.what = answer.title + " has not answered: it waits for the clock";
  return out;
}

}  // namespace

const Answer* Judge::find(const std::string& id) const {
  for (const auto& one : answers_)
    if (one->id == id) return one.get();
  return nullptr;
}

const Answer* Judge::last() const { return answers_.empty() ? nullptr : answers_.back().get(); }

void Judge::answer(const Answer& one, const Value& expected, const std::string& where) {
  if (one.step_refused) return;
  if (!one.arrived) {
    problems_.push_back(never_answered(one, where, expected.place));
    return;
  }
  Json actual = shown_to(one, expected);
  auto free = one.free;
  if (one.http && actual.contains("json")) std::erase(free, "json");
  add(compare(Problem::Kind::response_differs, where, with_free(expected, free), &actual, context_, problems_));
}

void Judge::answers(const Then& then) {
  if (then.response && last()) answer(*last(), *then.response, "response");
  for (const auto& [id, expected] : then.steps)
    if (const Answer* one = find(id)) answer(*one, expected, "steps." + id);
  if (!then.error || !last() || last()->step_refused) return;
  const Answer& one = *last();
  if (!one.error) {
    Problem out;
    out.kind = Problem::Kind::error_missing;
    out.place = then.error->place;
    out.where = "error";
    out.what = one.title + (one.arrived ? " answered without an error" : " has not answered: it waits for the clock");
    out.expected = then.error->json;
    out.actual = one.value;
    problems_.push_back(std::move(out));
    return;
  }
  add(compare(Problem::Kind::error_differs, "error", with_free(*then.error, one.free_of_error), &*one.error, context_, problems_));
}

void Judge::unexpected_errors(const Then& then) {
  for (const auto& one : answers_) {
    bool is_last = one.get() == last();
    bool looked_at = is_last && (then.error || then.response);
    for (const auto& [id, expected] : then.steps) looked_at |= id == one->id;
    if (looked_at || one->step_refused || !failed(*one)) continue;
    Problem out;
    out.kind = Problem::Kind::error_unexpected;
    out.place = one->place;
    out.where = one->id.empty() ? one->where : "steps." + one->id;
    out.what = one->title + " failed: ";
    if (one->error)
      out.what += text_at(*one->error, "type") + ": " + in_quotes(text_at(*one->error, "message"));
    else
      out.what += "status " + std::to_string(int_at(one->value, "status")) + ", " + ipo::shown(one->value, 300);
    out.actual = one->shown();
    out.seen = one->when;
    out.add = "error: " + dump(one->error ? object({{"type", text_at(*one->error, "type")}, {"message", literal(text_at(*one->error, "message"))}}) : Json());
    if (!one->error || !is_last) out.add = one->http ? "response: {\"status\": " + std::to_string(int_at(one->value, "status")) + ", \"$rest\": \"any\"}" : "";
    out.under = "then";
    surprises_[one->seq] = "not expected";
    problems_.push_back(std::move(out));
  }
}

}  // namespace lambent::ipo
