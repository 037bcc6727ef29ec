// Compares what happened with what a case says must have happened.
//
//   Judge judge(world, answers, problems);
//   judge.all(then);         // at the end: what is not written must not have happened
//   judge.written(check);    // `check`: only what is written
//
// Effects and refused calls are paired by least difference, so that one wrong field is one wrong field. `$bind` names hold
// over one judgement: response, error and steps first, then effects, refused calls, the rest.
#pragma once
#include <map>
#include <memory>

#include "ipo/case/case.h"
#include "ipo/match/matcher.h"
#include "ipo/run/answer.h"
#include "ipo/run/observe.h"

namespace lambent::ipo {

class World;

class Judge {
 public:
  Judge(const World& world, const std::vector<std::shared_ptr<Answer>>& answers, IamMode mode, std::vector<Problem>& problems);

  // Judges by this instead of what the world's journal has: for tests of what a case lets pass.
  void instead(Observed seen) { instead_ = std::move(seen); }

  void all(const Then& then);
  void written(const CheckNow& check);

  // Entries of the journal that no expectation fits, and why: for the marks in what happened.
  const std::map<std::uint64_t, std::string>& surprises() const { return surprises_; }

 private:
  void begin(const Then& then);
  // judge_answers.cpp
  void answers(const Then& then);
  void answer(const Answer& answer, const Value& expected, const std::string& where);
  void unexpected_errors(const Then& then);
  const Answer* find(const std::string& id) const;
  const Answer* last() const;
  // judge_effects.cpp
  void effects(const Effects& expected);
  void unexpected(const Happened& one, const Place& place);
  void missing(const Effect& one, size_t index);
  // judge_denied.cpp
  void denied(const Then& then);
  void refused(const SeenDenial& one, const Place& place);
  // judge_rest.cpp
  void calls(const Then& then);
  void logs(const Then& then);
  void log(const LogLine& line, size_t index);
  void state(const Then& then);
  void took(const Took& took);

  void add(std::optional<Problem> problem) {
    if (problem) problems_.push_back(std::move(*problem));
  }

  const World& world_;
  const std::vector<std::shared_ptr<Answer>>& answers_;
  const IamMode mode_;
  std::vector<Problem>& problems_;
  Observed seen_;
  std::optional<Observed> instead_;
  Context context_;
  std::map<std::uint64_t, std::string> surprises_;
};

// What is there at the end of a service, as `state` of a case names it; nothing for a service that shows none.
std::optional<Json> state_of(const World& world, const std::string& service);
std::vector<std::string> services_with_state();

}  // namespace lambent::ipo
