// What one entry from outside caused, cut out of a journal: a request through an API, an invocation, any other call.
//
//   auto trace = cut(journal, "8f1c…");   // request id of an invocation, ARN of an execution, or "last"
//   trace->entry      the call it began with
//   trace->entries    all that came of it, by number
//   trace->waits      how long nothing ran while something waited: what becomes `advance`
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aws/journal.h"

namespace lambent::ipo {

// Nothing ran from `from` on, for `whole` (to the second).
struct Wait {
  TimePoint from{};
  Duration whole{};
};

struct Trace {
  const JournalEntry* entry = nullptr;
  std::set<std::uint64_t> entries;
  std::vector<Wait> waits;

  TimePoint began() const { return entry->at; }
  Duration waited() const;
  // An instant of the trace as a distance from the end of a case whose clock stands still but for the waits.
  Duration before_the_end(TimePoint t) const;
};

// Nothing, and why, if there is no such thing or it is still under way.
std::optional<Trace> cut(const Journal& journal, const std::string& id, std::string& why);

}  // namespace lambent::ipo
