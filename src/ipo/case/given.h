// The world of a case before anything happens. All values are final: a case's own `given` lies over the file's, rows and
// environment are filled in, `{file: …}` is read, `$repeat` built, `$$` undone.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "ipo/case/api_name.h"
#include "ipo/case/value.h"

namespace lambent::ipo {

// A function without a template. What is empty has the emulator's default; without `role` the runner makes one named
// `<name>-role` that may write logs and no more (`iam: {roles: {<name>-role: {add: […]}}}` gives it more).
struct InlineFunction {
  std::string name, handler, runtime, role;
  std::string code;  // folder, .zip or source file; relative to the case file made absolute. Default: the file's folder
  std::map<std::string, std::string> environment;
  std::optional<std::int64_t> timeout, memory;  // seconds, MB
  Place place;
};

struct App {
  std::string file;                       // template or lambent.yaml, made a path from where we are; or
  std::vector<InlineFunction> functions;  // in the order of the file
  Place place;
};

// `env`: variables over those of the template, per function.
struct FunctionEnvironment {
  std::string function;
  std::map<std::string, std::string> variables;
  Place place;
};

// `state`: what a service holds at the start. The value is that service's own form:
//
//   s3       {bucket: {key: "content"}}          content of {file: …} is read; any bytes
//   sqs      {queue: [message, …]}               a message is text, or {body, attributes, …}
//   ses      {identities: […], suppressed: […], sandbox, autoVerify, quota, rate}
//   sns      {topics: […], subscriptions: […], optedOut: […], sandbox, verified: […]}
//   secrets  {name: text or object}
//   ssm      {name: text or {value, type}}
struct StateSeed {
  std::string service;
  Value value;
};

// An outbound call that is answered here instead of by the service.
struct Respond { Value output; };                                     // as the operation's output shape
struct Fail { std::string code, message; int status = 400; };         // an AWS error; the status is that of the model if not given
enum class Fault { timeout, reset, truncate, garbage, throttle, unavailable };
enum class Check { strict, present, off };                            // how far `when` and `respond` were compared with the model

struct Stub {
  ApiName on;
  std::optional<Value> when;  // matcher of the call's input; none: every call
  std::string as;             // name or ARN of the calling role; empty: anybody
  // Which of the calls that match are meant, counted from 1; `times: 2` is 1 to 2. No `last`: always.
  std::int64_t first = 1;
  std::optional<std::int64_t> last;
  // What becomes of the call; none of the three (monostate): it reaches the service, after `delay`.
  std::variant<std::monostate, Respond, Fail, Fault> outcome;
  Duration delay{};           // on the virtual clock, before the outcome
  Check check = Check::strict;
  bool optional = false;      // a stub that is never used fails the case unless this is set
  Place place;
};

enum class IamMode { enforce, audit, off };

// Statements in IAM's form: {"Effect": …, "Action": …, "Resource": …}.
struct RoleChange {
  std::string role;
  std::optional<Value> replace;  // list: instead of all the template gave; none: keep them
  std::optional<Value> add;      // list: beside them
  std::optional<Value> remove;   // list: equal statements are taken away
  Place place;
};

struct Given {
  std::optional<App> app;
  std::vector<FunctionEnvironment> environment;
  std::vector<StateSeed> state;
  std::vector<Stub> stubs;  // the case's own first, then the file's: the first that matches counts
  IamMode iam = IamMode::enforce;
  std::vector<RoleChange> roles;
  std::optional<std::uint64_t> seed;  // none: derived from the case's name
  Place place;
};

}  // namespace lambent::ipo
