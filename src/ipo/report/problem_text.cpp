#include "ipo/report/problem_text.h"

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/report/fields_text.h"
#include "ipo/report/json_line.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

using Kind = Problem::Kind;
using Lines = std::vector<std::string>;

// To be copied into a case or a policy: never broken, and left out rather than cut.
constexpr size_t kCopyBytes = 8000;
std::string to_copy(const std::string& text) {
  return text.size() <= kCopyBytes ? one_line(text, kCopyBytes) : "(too long to show: " + std::to_string(text.size()) + " bytes; the json report has it)";
}

bool grouped(Kind kind) { return kind == Kind::effect_unexpected || kind == Kind::denied_unexpected; }

// What a title adds to the place in the case; the subject itself, where it is not part of the title, is the first detail.
struct Wording {
  const char* says = "";
  enum { in_title, below } subject = in_title;
  const char* sign = "";
};
Wording wording(const Problem& first, size_t n) {
  switch (first.kind) {
    case Kind::effect_missing: return {first.fields.empty() ? " never happened" : " happened, but not in this order", Wording::below, "- "};
    case Kind::effect_unexpected: return {"", Wording::below, "+ "};
    case Kind::denied_missing: return {" was not refused", Wording::below, "- "};
    case Kind::denied_unexpected: return {n == 1 ? ": a call was refused and the case does not expect it" : "", Wording::below};
    case Kind::stub_unused: return {" was never used", Wording::below, "- "};
    case Kind::never_settled: return {" never settled", Wording::below};
    case Kind::never_happened: return {" never came about, and nothing is due any more", Wording::below};
    case Kind::invariant: return {":", Wording::in_title};
    case Kind::step_refused: return {" could not be done", Wording::below};
    case Kind::world: return {": the world could not be built", Wording::below};
    default: return {};
  }
}

void put_refusal(Lines& out, const Refusal& refusal, const Page& page) {
  out.push_back("  as   " + one_line(refusal.principal));
  std::string why = "  why  " + one_line(refusal.why.empty() ? refusal.reason : refusal.why);
  if (!refusal.swallowed.empty()) why += "; the function caught the error and returned " + one_line(refusal.swallowed, 300);
  out.push_back(why);
  if (refusal.statement.is_null()) {
    out.push_back("  fix  nothing to add: it is denied, not merely not allowed");
    return;
  }
  const std::string to = refusal.role.empty() ? "the policy of " + one_line(refusal.resource) : one_line(refusal.role);
  out.push_back("  fix  add to " + to + ":");
  out.push_back("       " + page.ink(Ink::good, to_copy(json_line(refusal.statement))));
}

void put_near(Lines& out, const NearMiss& miss, const Page& page) {
  out.push_back("nearly  " + one_line(miss.call) + ", " + moment_text(miss.when) + (miss.by.empty() ? "" : ", by " + one_line(miss.by)));
  for (auto& line : field_lines(miss.fields, page, 6)) out.push_back("  " + line);
}

// The whole values, where no field tells them apart.
void put_values(Lines& out, const Problem& problem, const Page& page) {
  if (!problem.fields.empty() || !(problem.kind == Kind::error_missing || problem.kind == Kind::response_differs || problem.kind == Kind::snapshot)) return;
  const size_t room = page.room(14);
  if (!problem.expected.is_null()) out.push_back("expected  " + page.ink(Ink::good, fitted(one_line(json_line(problem.expected)), room)));
  if (!problem.actual.is_null()) out.push_back("actual    " + page.ink(Ink::bad, fitted(one_line(json_line(problem.actual)), room)));
}

void put_details(Lines& out, const Problem& problem, const Page& page) {
  const Wording says = wording(problem, 1);
  std::string subject = problem.what;
  if (subject.empty() && !problem.expected.is_null()) subject = json_line(problem.expected);
  if (subject.empty() && problem.refusal) subject = problem.refusal->action + " on " + problem.refusal->resource;
  if (says.subject == Wording::below && !subject.empty()) {
    std::string line = says.sign + one_line(subject);
    if (problem.refusal && problem.refusal->count > 1) line += ", " + std::to_string(problem.refusal->count) + " times";
    out.push_back(*says.sign ? page.ink(*says.sign == '+' ? Ink::bad : Ink::good, line) : line);
  }
  for (auto& line : field_lines(problem.fields, page, 4)) out.push_back(std::move(line));
  put_values(out, problem, page);
  if (problem.kind == Kind::effect_unexpected && problem.seen)
    out.push_back("  at " + moment_text(*problem.seen) + (problem.by.empty() ? "" : ", by " + one_line(problem.by)));
  if (problem.refusal) put_refusal(out, *problem.refusal, page);
  for (const auto& line : problem.lines) out.push_back(one_line(line));
  for (const auto& line : problem.running) out.push_back("still runs  " + page.ink(Ink::bad, one_line(line)));
  for (const auto& miss : problem.near) put_near(out, miss, page);
  const char* advice = says.subject == Wording::below ? "  if it is right, add   " : "if it is right, add   ";
  if (problem.kind == Kind::snapshot) advice = "if it is right   ";
  if (!problem.add.empty()) out.push_back(advice + page.ink(Ink::good, to_copy(problem.add)));
}

}  // namespace

std::vector<std::span<const Problem>> by_title(const std::vector<Problem>& problems) {
  std::vector<std::span<const Problem>> out;
  for (size_t from = 0; from < problems.size();) {
    const Problem& first = problems[from];
    size_t to = from + 1;
    while (to < problems.size() && grouped(first.kind) && problems[to].kind == first.kind && problems[to].where == first.where &&
           problems[to].check == first.check && text(problems[to].place) == text(first.place))
      ++to;
    out.emplace_back(&first, to - from);
    from = to;
  }
  return out;
}

std::string title_of(std::span<const Problem> group) {
  const Problem& first = group.front();
  const size_t n = group.size();
  const Wording says = wording(first, n);
  std::string out = one_line(first.where) + says.says;
  if (!first.check.empty()) out = one_line(first.check) + " " + out;
  if (first.kind == Kind::effect_unexpected) out += ": " + std::to_string(n) + " that the case does not expect";
  if (first.kind == Kind::denied_unexpected && n > 1) out += ": " + std::to_string(n) + " calls were refused and the case does not expect them";
  if (says.subject == Wording::in_title && !first.what.empty() && first.what != first.where) out += " " + one_line(first.what);
  return out;
}

std::vector<std::string> details_of(std::span<const Problem> group, const Page& page) {
  Lines out;
  for (const Problem& problem : group) put_details(out, problem, page);
  return out;
}

std::vector<std::string> problem_lines(const CaseOutcome& outcome, const Page& page) {
  Lines out;
  for (auto group : by_title(outcome.problems)) {
    std::string place = place_text(group.front().place);
    if (!place.empty()) place = page.ink(Ink::place, place) + "  ";
    out.push_back("  " + place + page.ink(Ink::strong, title_of(group)));
    for (auto& line : details_of(group, page)) out.push_back("    " + line);
  }
  return out;
}

}  // namespace lambent::ipo
