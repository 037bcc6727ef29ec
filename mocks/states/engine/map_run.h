// A map run while it runs, in memory only: rows.h has what a restart needs.
#pragma once
#include <deque>

#include "mocks/states/asl/distributed.h"
#include "mocks/states/engine/live.h"

namespace lambent::states {

inline constexpr std::int64_t kMostChildren = 10000;  // that run at the same time

struct MapRun {
  explicit MapRun(Executor executor) : news(executor) {}
  std::string key, arn, id;          // of its row; id: the UUID at the ARN's end
  std::string machine_name;          // of the children: "<machine>/<label>"
  std::shared_ptr<Live> owner;
  std::string place;                 // of the thread that is in the Map
  const asl::State* state = nullptr;
  Parking news;                      // a child has ended, or the run's limits have changed
  bool over = false;

  Json data;                         // JSONPath: what $ is for the ItemSelector
  items::SourcePtr source;
  std::optional<Json> held;          // an item that did not fit into the last batch
  std::int64_t next_item = 0, next_child = 0;
  bool exhausted = false;
  std::vector<std::string> children;  // their execution keys by index; empty: not begun yet
  std::deque<size_t> redrivable;      // children that a redrive is to begin once more, by index
  Counts executions, items;
};

// What one child gets.
struct Batch {
  Json input;
  std::int64_t items = 0;
};

// The results of children that have ended, in the order given; `how` is for those that succeeded, the others are always
// shown with all there is to know of them.
Json results_of(const std::vector<const ExecutionRow*>& children, asl::ResultWriter::Transformation how);
Json child_record(const ExecutionRow& child);
// The contents of a file of results.
std::string file_text(const Json& results, bool lines);

}  // namespace lambent::states
