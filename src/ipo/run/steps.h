// Runs the steps of a case in its world.
//
//   Steps steps(world, problems);
//   Steps::Went went = steps.run(step, "when[0]");   // starts it, and settles
//   …steps.answers(): what the steps answered, in their order; an answer may come later, when the clock has moved…
//
// What cannot be done at all (no such API, function, role, machine) is a problem of the kind step_refused; errors that AWS
// answers are answers.
#pragma once
#include <memory>
#include <vector>

#include "aws/call.h"
#include "http/message.h"
#include "ipo/case/step.h"
#include "ipo/run/answer.h"

namespace lambent::ipo {

class World;

class Steps {
 public:
  Steps(World& world, std::vector<Problem>& problems) : world_(world), problems_(problems) {}

  enum class Went { on, not_at_all, time_is_up };
  Went run(const Step& step, const std::string& where);

  const std::vector<std::shared_ptr<Answer>>& answers() const { return answers_; }
  // What the steps did, for what happened.
  const std::vector<Happening>& done() const { return done_; }

 private:
  Went operator()(const Http& http);
  Went operator()(const Invoke& invoke);
  Went operator()(const AwsCall& call);
  Went operator()(const Advance& advance);
  Went operator()(const CheckNow&) { return Went::on; }  // the case's business
  Went operator()(const Reply& reply);
  Went operator()(const Restart& restart);
  Went advance_until(const Effect& effect);

  std::shared_ptr<Answer> begin(std::string title);
  Went settle();
  Went refuse(const std::string& why);
  Principal caller(const std::string& role) const;

  World& world_;
  std::vector<Problem>& problems_;
  std::vector<std::shared_ptr<Answer>> answers_;
  std::vector<Happening> done_;
  const Step* step_ = nullptr;
  std::string where_;
};

// The request of an http step, to the only API or the named one. Throws AwsError if there is none.
HttpRequest request_of(const World& world, const Http& http);

}  // namespace lambent::ipo
