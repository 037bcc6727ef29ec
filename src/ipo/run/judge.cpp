#include "ipo/run/judge.h"

#include "ipo/run/world.h"

namespace lambent::ipo {

Judge::Judge(const World& world, const std::vector<std::shared_ptr<Answer>>& answers, IamMode mode, std::vector<Problem>& problems)
    : world_(world), answers_(answers), mode_(mode), problems_(problems) {}

void Judge::begin(const Then& then) {
  seen_ = instead_ ? *instead_ : observe(world_, then.reads);
  context_ = Context{.now = world_.now()};
}

void Judge::all(const Then& then) {
  begin(then);
  answers(then);
  // What a snapshot holds as a whole need not be listed too.
  if (!then.snapshot) unexpected_errors(then);
  if (then.effects_given || !then.snapshot) effects(then.effects);
  // In audit a refused call goes through: it is judged where the case asks for it.
  if (then.denied_given || (mode_ != IamMode::audit && !then.snapshot)) denied(then);
  calls(then);
  logs(then);
  state(then);
  took(then.took);
}

void Judge::written(const CheckNow& check) {
  begin(check.then);
  answers(check.then);
  if (check.effects_given) effects(check.then.effects);
  if (check.then.denied_given) denied(check.then);
  calls(check.then);
  logs(check.then);
  state(check.then);
  took(check.then.took);
}

}  // namespace lambent::ipo
