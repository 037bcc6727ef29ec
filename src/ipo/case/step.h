// What arrives, one thing after the other. After each step the world settles.
//
// Strings of a Case's steps may still hold `${…}` of earlier steps and saved names: give each step to
// Interpolator::fill() just before it runs and use what comes back. What is typed here (durations, instants, words) is
// final.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "ipo/case/then.h"

namespace lambent::ipo {

// A request through API Gateway or a function URL. Its answer is {status, headers, json or body}.
struct Http {
  std::string method;                // upper case; default GET, POST with a body
  std::string path;                  // begins with '/'; may have a query
  std::string api;                   // name or id of the API or the function whose URL it is; empty: the only one
  std::vector<std::pair<std::string, std::string>> headers;  // in order; a list of values is several
  std::vector<std::pair<std::string, std::string>> query;    // not encoded
  std::optional<Value> json;         // body as JSON, with its content type unless `headers` has one
  std::optional<std::string> body;   // body as it is; `{file: …}` has been read. Never both
};

// A built-in sample event: `{example: sqs, with: {body: …}}`.
struct Example {
  std::string source;
  std::optional<Value> with;  // object: path of the event ("body", "Records[0].body") → value
};

struct Invoke {
  enum class Mode { sync, async, dryrun };
  std::string function, qualifier;      // name, partial ARN or ARN
  std::variant<Value, Example> event;   // an absent event is {}; `{file: …}` has been read
  Mode mode = Mode::sync;
  std::string as;                       // name or ARN of the role that signs; empty: the account's root
};

struct AwsCall {
  ApiName on;
  Value params;    // object; checked against the operation's input only when it runs
  std::string as;  // as in Invoke
};

// Moves the clock through every due timer in order.
struct Advance {
  struct Until { Effect effect; };  // until this effect has happened; the case fails if nothing is due any more
  std::variant<Duration, TimePoint, Until> by;
};

// An intermediate judgement: looks and does not consume. Unlike at the end, only what is written is judged, but
// `effects` and `denied`, if written, are closed.
struct CheckNow {
  Then then;
  bool effects_given = false;
};

struct Reply { std::string from, to, text; };  // an inbound SMS; `to` empty: the number that last wrote to `from`
struct Restart { std::string function; };      // its next invocation is cold

// Keeps a part of the step's answer under a name: `save: {arn: $.executionArn}`.
struct Save {
  std::string name;
  std::string path;  // JSONPath
  Place place;
};

struct Step {
  std::variant<Http, Invoke, AwsCall, Advance, CheckNow, Reply, Restart> what;
  std::string id;           // empty: none
  std::vector<Save> save;   // only of steps that answer: http, invoke, aws
  Place place;

  // The keyword: "http", "invoke", "aws", "advance", "check", "reply", "restart".
  const char* word() const;
  bool answers() const;  // http, invoke, aws
};

}  // namespace lambent::ipo
