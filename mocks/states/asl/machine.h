// A state machine as values: what the engine walks. Made from a definition's text by asl/parse.h; constant after.
//
// Everything here has passed validation, so paths parse, targets exist and numbers are in range. Templates stay Json.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mocks/states/asl/choice.h"
#include "mocks/states/asl/retry.h"

namespace lambent::states::asl {

enum class Type { task, parallel, map, pass, wait, choice, succeed, fail };
const char* name_of(Type type);  // "Task", as in history events

// InputPath, OutputPath, ResultPath: a path, or null, which drops the value.
struct Selector {
  bool drops = false;
  std::string path = "$";
  bool whole() const { return !drops && path == "$"; }
};

enum class Integration { lambda_function, lambda_invoke };

struct State;

struct Scope {
  std::string start_at;
  std::map<std::string, State, std::less<>> states;
};

struct State {
  std::string name;
  Type type = Type::pass;
  std::string next;  // empty: the state ends its scope
  Selector input, output, result_path;
  std::optional<Json> parameters, result_selector, assign;
  std::vector<Retrier> retry;
  std::vector<Catcher> caught;

  std::optional<Json> result;  // Pass

  Integration integration = Integration::lambda_function;  // Task
  std::string resource;
  std::optional<std::int64_t> timeout;
  std::optional<std::string> timeout_path;

  std::vector<Rule> choices;  // Choice
  std::string fallback;       // Default; empty if there is none

  std::optional<std::int64_t> seconds;  // Wait
  std::optional<std::string> timestamp, seconds_path, timestamp_path;

  std::optional<std::string> error, cause, error_path, cause_path;  // Fail

  std::vector<Scope> scopes;  // Parallel: the branches; Map: one processor
  std::string items_path = "$";
  std::int64_t max_concurrency = 0;
  std::optional<std::string> max_concurrency_path;
};

struct Machine {
  Scope top;
  std::optional<std::int64_t> timeout;
};

}  // namespace lambent::states::asl
