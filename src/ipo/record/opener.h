// A value that was seen as one that a case can expect of another run:
//
//   ids            $uuid or $any; one that comes up several times {$bind: request-id-1}; one within a text {$glob: "arn:…:*"}
//   instants       {$time: {of: now-7d, within: 5s}}
//   texts of JSON  {$json: {…}}
//   secrets        $any, with a comment
//
// Ids and instants that the case itself gives (`known`) stay as they are.
#pragma once
#include <map>
#include <string>

#include "base/json.h"
#include "ipo/record/trace.h"
#include "ipo/snapshot/placeholders.h"
#include "ipo/snapshot/relative_time.h"

namespace lambent::ipo {

using Comments = std::map<std::string, std::string>;  // by JSON Pointer

class Opener {
 public:
  // `known`: the text of what arrived.
  Opener(const Trace& trace, std::string known);

  // First on everything that will be expected, so that what comes up several times is known.
  void count(const Json& seen);
  // As written in a case. `pointer`: where it will stand.
  Json opened(const Json& seen, const std::string& pointer, Comments& comments);

 private:
  struct Looks {
    std::string replaced;  // with names for ids and instants
    bool whole_id = false;
  };
  Looks looks_of(const std::string& text);
  Json opened_text(const std::string& text, const std::string& pointer, Comments& comments);
  Json opened_time(const Json& instant) const;

  const Trace& trace_;
  const std::string known_;
  const RelativeTime time_;
  Placeholders ids_;
  std::map<std::string, int> times_seen_;  // by the id's name
};

}  // namespace lambent::ipo
