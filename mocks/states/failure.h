// How a state ends when it does not succeed: an error name, perhaps a cause, and what may handle it.
//
// Thrown while a state computes (a path that finds nothing, an intrinsic function that cannot work), returned by
// work that was waited for. States.Runtime is never caught or retried (spec/states.md section 7).
#pragma once
#include <exception>
#include <optional>
#include <string>

namespace lambent::states {

struct Failure {
  std::optional<std::string> error, cause;

  std::string name() const { return error.value_or(""); }
};

class StateFailure : public std::exception {
 public:
  StateFailure(std::string error, std::string cause) : failure_{std::move(error), std::move(cause)} {}
  explicit StateFailure(Failure failure) : failure_(std::move(failure)) {}
  const Failure& failure() const { return failure_; }
  const char* what() const noexcept override { return failure_.cause ? failure_.cause->c_str() : "state failed"; }

 private:
  Failure failure_;
};

// The cause of a States.Runtime failure without the prefix that names the state; the engine adds it.
class RuntimeFailure : public StateFailure {
 public:
  explicit RuntimeFailure(std::string cause) : StateFailure("States.Runtime", std::move(cause)) {}
};

// A JSONata expression that cannot be worked out: States.QueryEvaluationError, which Retry and Catch may handle. `location`
// is the field it stands in ("Arguments/FunctionName"; empty: none), shown by the EvaluationFailed event. The cause is without prefix.
class QueryFailure : public StateFailure {
 public:
  QueryFailure(std::string cause, std::string location)
      : StateFailure("States.QueryEvaluationError", std::move(cause)), location_(std::move(location)) {}
  const std::string& location() const { return location_; }

 private:
  std::string location_;
};

}  // namespace lambent::states
