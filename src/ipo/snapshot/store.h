// A file of stored records, `<case file>.snap.json`, and its like `.new` of those that wait for `lambent test review`.
//
//   {"lambent": "snapshots", "version": 1, "records": {"an email is sent": {…}, …}}      names sorted, two blanks
//
// Blocks: reads and writes files. Main thread only.
#pragma once
#include <map>
#include <string>

#include "base/diagnostics.h"
#include "base/json.h"

namespace lambent::ipo {

class SnapshotFile {
 public:
  // What is there; nothing, and the reason with its place in `diagnostics`, if it is no file of records. An absent file
  // is an empty one.
  static SnapshotFile read(const std::string& path, Diagnostics& diagnostics);

  const std::string& path() const { return path_; }
  bool empty() const { return records_.empty(); }
  const std::map<std::string, Json>& records() const { return records_; }
  const Json* find(const std::string& name) const;
  void put(const std::string& name, Json record);
  bool drop(const std::string& name);  // false if it was not there

  // Replaces the file as a whole if anything has changed; removes it if nothing is left. Throws FileError.
  void save();

 private:
  explicit SnapshotFile(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::map<std::string, Json> records_;
  bool changed_ = false;
};

std::string snapshot_path(const std::string& case_file);  // tests/a.ipo.yaml.snap.json
std::string pending_path(const std::string& case_file);   // tests/a.ipo.yaml.snap.json.new

}  // namespace lambent::ipo
