// What a step of a case answered.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

struct Answer {
  std::string where;            // "when[0]"
  std::string id;               // of the step; may be empty
  std::string title;            // "POST /reminders", "email", "states:StartExecution"
  Place place;
  Moment when;
  std::uint64_t seq = 0;        // of the first journal entry of the step
  bool arrived = false;         // it may come later, when the clock has moved

  Json value;                   // what `response` is compared with
  std::vector<std::string> free;  // members of it that are compared only where a case names them
  std::optional<Json> error;    // type, message, and what is compared only where a case names it
  std::vector<std::string> free_of_error;
  bool http = false;            // {status, headers, json or body}
  bool step_refused = false;    // the step could not be done at all

  Json shown() const { return value.is_null() && error ? *error : value; }  // for ${steps.id…} and save
};

}  // namespace lambent::ipo
