// The journal of an emulator elsewhere, from the entries that GET /_lambent/api/v1/journal gives: as if it had been
// written here, with the same times, so that whatever looks at journals can look at it.
//
//   ReadJournal read(entries);     // all of them, in order; throws std::invalid_argument for what is none
//   read.journal()
//
// Numbers begin at 1; an entry whose cause the other journal no longer has has none here.
#pragma once
#include <memory>
#include <vector>

#include "aws/journal.h"
#include "base/loop.h"

namespace lambent::ipo {

class ReadJournal {
 public:
  explicit ReadJournal(const std::vector<Json>& entries);
  const Journal& journal() const { return *journal_; }

 private:
  std::unique_ptr<Loop> loop_;  // its clock is the journal's
  std::unique_ptr<Journal> journal_;
};

}  // namespace lambent::ipo
