// The snapshots of a run: what cases with `then: {snapshot: …}` came to, compared with what is stored.
//
//   Snapshots snapshots(Snapshots::Mode::compare);
//   for (file) snapshots.expect(file, diagnostics);             // the whole file, before cases are selected
//   …run; for each case, before it is told: snapshots.judge(file.file, one, outcome);
//   for (auto& line : snapshots.finish(whole_files)) …say it…
//
// A record that differs makes a passing case fail with a problem of the kind snapshot and waits in `.snap.json.new` for
// `lambent test review`. A record that is not stored yet is written and said. A case that fails otherwise too leaves
// nothing behind, so that no wrong record is accepted with it. Files are written once, at the end. Main thread only.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ipo/case/case.h"
#include "ipo/run/outcome.h"
#include "ipo/snapshot/store.h"

namespace lambent::ipo {

class Snapshots {
 public:
  enum class Mode {
    compare,
    update,     // --update: what differs is stored, what no case has is removed
    read_only,  // CI: nothing is written, a record that is not stored is a failure
  };
  explicit Snapshots(Mode mode) : mode_(mode) {}

  // Reads the stored records. Two cases with a snapshot of one name are an error; the rows of a case have one each.
  void expect(const CaseFile& whole, Diagnostics& diagnostics);

  void judge(const std::string& file, const Case& one, CaseOutcome& outcome);

  // Writes. `whole`: files all of whose cases ran; of these stored records that no case has are told, and removed with
  // --update. Returns lines to show. Throws FileError.
  std::vector<std::string> finish(const std::set<std::string>& whole);

 private:
  struct Of {  // a case file
    SnapshotFile stored, pending;
    std::map<std::string, std::string> names;  // of the snapshot, by case
    std::map<std::string, std::string> fresh, changed;  // stored by this run: what they hold, by name
  };

  void differs(const Json& stored, const Case& one, const std::string& name, const std::string& advice, CaseOutcome& outcome) const;
  void fail(const Case& one, std::string what, CaseOutcome& outcome) const;
  std::vector<std::string> unused(const Of& of) const;

  const Mode mode_;
  std::map<std::string, Of> files_;
};

}  // namespace lambent::ipo
