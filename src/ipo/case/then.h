// What must have happened. Values are matchers (exact unless opened); judging them is ipo/match.
//
// In the Then of a Case strings may still hold `${…}` of steps and saved names: Interpolator::fill() gives the Then to
// judge by. There a string that begins with `$` is a matcher word, one that begins with `$$` is the text without the
// first `$`, and all others are text; the same holds for keys and for the arguments of operators ({$contains: "$$5"}).
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ipo/case/api_name.h"
#include "ipo/case/value.h"

namespace lambent::ipo {

// One expected effect. `kind` is email, sms, push, execution, message, object, invoke or call (effect_kinds.h).
struct Effect {
  std::string kind;
  Value fields;  // object of the kind's fields, `$rest` if open; or another matcher of the whole ("$any", {$all: …})
  Place place;   // of the list's element, what a report names
};

struct Effects {
  enum class Order { any, kept };
  bool open = false;          // `effects: $any`: whatever happens is right
  Order order = Order::any;   // kept: `effects: {ordered: […]}`
  std::vector<Effect> list;   // empty and not open: nothing may happen
  Place place;                // of the key `effects`, or of `then` if it is absent
};

// One refused call. Members not given are free; so is the number of times, but at least once.
struct Denied {
  Value fields;                // object of action, resource, principal, by
  std::optional<Value> count;  // matcher of a number
  Place place;
};

// Counters of one operation: total, failed (answered with an error), denied, stubbed. Those not given are free.
// `sns:Publish: 2` is short for {total: 2}.
struct CallCount {
  ApiName on;
  Value counters;
};

// Lines of the functions' logs. Without `count` at least one line must fit.
struct LogLine {
  std::string function, level;      // empty: any
  std::optional<Value> has;         // plain text: the line contains it; a matcher: of the whole line
  std::optional<Value> json;        // the line is JSON that this matches
  std::optional<Value> count;       // matcher of the number of lines
  Place place;
};

// What is left at the end, per service: the form of StateSeed, with matchers; what is not named is free.
//   sqs {queue: {depth: 0, messages: […]}}   s3 {bucket: {key: "content"}}
struct StateLeft {
  std::string service;
  Value value;
};

struct Took {
  std::optional<Value> virtual_time, real, billed;  // durations: "412ms", 7d
  std::optional<Value> memory;                      // MB
  std::optional<Value> cold;                        // number of cold starts
};

struct Then {
  // The last step that answers (http, invoke, aws): its payload, or {status, json or body, headers} of http.
  std::optional<Value> response;
  std::optional<Value> error;  // {type, message, …} of a function error or an AWS error; none: there must be none
  std::vector<std::pair<std::string, Value>> steps;  // by step id: as response, of that step
  Effects effects;             // absent: nothing may happen
  bool effects_given = false;  // the key stands there, be it empty
  std::vector<Denied> denied;  // absent: no call may be refused
  bool denied_given = false;   // the key stands there, be it empty
  Place denied_place;          // of the key `denied`, or of `then`
  std::vector<CallCount> calls;
  enum class Reads { free, closed } reads = Reads::free;  // closed: calls that only read are effects too
  std::vector<LogLine> logs;
  std::vector<StateLeft> state;
  Took took;
  // Name of the stored record; "" for the case's own. Effects, refused calls and errors that the case does not list are
  // then judged by the record instead of being none.
  std::optional<std::string> snapshot;
  Place snapshot_place;        // of the key `snapshot`
  Place place;
};

}  // namespace lambent::ipo
