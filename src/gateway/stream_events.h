// What a journal entry is in the stream of events. Pure functions.
#pragma once
#include <string>
#include <vector>

#include "aws/journal.h"

namespace lambent {

enum class Moment { began, ended, all };  // all: of an entry that was there at once, or is told of afterwards

struct StreamEvent {
  std::string type;
  Json data;
};

std::vector<StreamEvent> events_of(const JournalEntry& entry, Moment moment);

}  // namespace lambent
