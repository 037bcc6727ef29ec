// A state machine as values: what the engine walks. Made from a definition's text by asl/parse.h; constant after.
//
// Everything here has passed validation, so paths parse, targets exist and numbers are in range. What is worked out
// when a state runs is a Form (form.h); which members of a State are set depends on its type and its query language.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mocks/states/asl/choice.h"
#include "mocks/states/asl/form.h"
#include "mocks/states/asl/resource.h"
#include "mocks/states/asl/retry.h"

namespace lambent::states::asl {

enum class Type { task, parallel, map, pass, wait, choice, succeed, fail };
const char* name_of(Type type);  // "Task", as in history events

// InputPath, OutputPath, ResultPath, ItemsPath: a path, or null, which drops the value.
struct Selector {
  bool drops = false;
  std::string text = "$";
  std::optional<path::JsonPath> path;  // none: the whole
  bool whole() const { return !drops && !path; }
  static Selector of(const std::string& text);  // the text must be a path
};

struct State;

struct Scope {
  std::string start_at;
  std::map<std::string, State, std::less<>> states;
};

struct Distributed;  // distributed.h

struct State {
  std::string name;
  Type type = Type::pass;
  Language language = Language::jsonpath;
  std::string next;  // empty: the state ends its scope

  Selector input, output, result_path;               // JSONPath
  std::optional<Form> parameters, result_selector;   // JSONPath; parameters: of a Map its ItemSelector
  std::optional<Form> arguments, output_form;        // JSONata
  std::optional<Form> assign;
  std::vector<Retrier> retry;
  std::vector<Catcher> caught;

  std::optional<Json> result;  // Pass

  Resource resource;  // Task
  Amount timeout, heartbeat;
  std::optional<Form> role;  // Credentials.RoleArn

  std::vector<Rule> choices;             // Choice
  std::string fallback;                  // Default; empty if there is none

  Amount seconds;                        // Wait: one of these
  std::optional<TimePoint> timestamp;
  std::optional<path::JsonPath> timestamp_path;
  std::string timestamp_text;            // of the path, for failures
  std::optional<Form> timestamp_form;    // JSONata

  std::optional<Form> error, cause;      // Fail: a text, a path or call, or an expression

  std::vector<Scope> scopes;             // Parallel: the branches; Map: one processor
  Selector items_path;                   // Map
  std::optional<Form> items;             // JSONata
  std::optional<Form> item_selector;
  Amount max_concurrency;
  Amount tolerated_count, tolerated_percentage;
  std::shared_ptr<const Distributed> distributed;  // null: inline
  bool misplaced = false;  // inline, with fields that only a distributed one takes: fails when it runs
};

struct Machine {
  Scope top;
  std::optional<std::int64_t> timeout;
  Language language = Language::jsonpath;
};

// The variables each state names, by the state's name: DescribeStateMachine's variableReferences. Nested states too.
std::map<std::string, std::set<std::string>> variable_references(const Machine& machine);
std::set<std::string> variables_of(const State& state);  // not of the states inside it

}  // namespace lambent::states::asl
