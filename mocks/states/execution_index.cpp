#include "mocks/states/execution_index.h"

#include "mocks/states/rows.h"

namespace lambent::states {

void ExecutionIndex::put(const std::string& key, const ExecutionRow& row) {
  Shelf& shelf = shelves_[key.substr(0, key.rfind(':'))];
  shelf.all[row.number] = &row;
  for (auto& [status, rows] : shelf.by_status) rows.erase(row.number);
  shelf.by_status[row.status][row.number] = &row;
}

void ExecutionIndex::erase(const std::string& key, const ExecutionRow& row) {
  auto shelf = shelves_.find(key.substr(0, key.rfind(':')));
  if (shelf == shelves_.end()) return;
  shelf->second.all.erase(row.number);
  for (auto& [status, rows] : shelf->second.by_status) rows.erase(row.number);
}

void ExecutionIndex::put_child(const ExecutionRow& row) { children_[row.map_run][row.index] = &row; }

void ExecutionIndex::erase_child(const ExecutionRow& row) {
  auto run = children_.find(row.map_run);
  if (run == children_.end()) return;
  run->second.erase(row.index);
  if (run->second.empty()) children_.erase(run);
}

const ExecutionIndex::Children& ExecutionIndex::children(const std::string& map_run_arn) const {
  static const Children none;
  auto run = children_.find(map_run_arn);
  return run == children_.end() ? none : run->second;
}

void ExecutionIndex::newest(const std::string& machine_key, const std::string& status, std::int64_t before,
                            const std::function<bool(const ExecutionRow&)>& visit) const {
  auto shelf = shelves_.find(machine_key);
  if (shelf == shelves_.end()) return;
  const Rows* rows = &shelf->second.all;
  if (!status.empty()) {
    auto found = shelf->second.by_status.find(status);
    if (found == shelf->second.by_status.end()) return;
    rows = &found->second;
  }
  for (auto it = rows->upper_bound(before); it != rows->end(); ++it)
    if (!visit(*it->second)) return;
}

}  // namespace lambent::states
