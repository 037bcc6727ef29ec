// Finds a machine's executions by the order of their start, all of them or those of one status, without going through
// the others; and the children of a map run. In memory; made anew when the data file is loaded.
//
//   index.put(key, row);                        // started, or in another status
//   index.newest(machine_key, "FAILED", before, [&](const ExecutionRow& row) { … return more; });
//   for (const auto& [place, row] : index.children(map_run_arn)) …
//
// The rows are the table's: they stay where they are until they are erased, which the index is told before.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace lambent::states {

struct ExecutionRow;

class ExecutionIndex {
 public:
  void put(const std::string& key, const ExecutionRow& row);
  void erase(const std::string& key, const ExecutionRow& row);  // before the row is
  void put_child(const ExecutionRow& row);
  void erase_child(const ExecutionRow& row);  // before the row is
  void clear() {
    shelves_.clear();
    children_.clear();
  }

  // Newest first, those with a number below `before`, until `visit` returns false. Empty status: all.
  void newest(const std::string& machine_key, const std::string& status, std::int64_t before,
              const std::function<bool(const ExecutionRow&)>& visit) const;
  // Of a map run, by their place among its children.
  using Children = std::map<std::int64_t, const ExecutionRow*>;
  const Children& children(const std::string& map_run_arn) const;

 private:
  using Rows = std::map<std::int64_t, const ExecutionRow*, std::greater<>>;  // by number
  struct Shelf {
    Rows all;
    std::map<std::string, Rows> by_status;
  };
  std::map<std::string, Shelf> shelves_;      // by the machine's key
  std::map<std::string, Children> children_;  // by the map run's ARN
};

}  // namespace lambent::states
