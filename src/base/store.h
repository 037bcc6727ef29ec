// Where rows live beyond the process: nowhere (memory mode, the default) or in SQLite (--data DIR, WAL mode).
//
// put() and erase() only note a change; commit() waits until every change noted so far is on disk. Changes of
// many calls that arrive together share one transaction (group commit), written on a worker. The door awaits
// commit() before any answer leaves, so an acknowledged change survives kill -9. In memory mode commit() is free.
// The writing belongs to the Store: a waiter that is cancelled takes nothing from the others, nor from the disk.
//
// Loop thread only. Errors of the disk are thrown from commit() as StoreError: the call answers 500. What could not be
// written stays noted and is tried again with the next commit(), so that disk and memory agree once the disk is well.
#pragma once
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/tasks.h"
#include "base/workers.h"

namespace lambent {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Store {
 public:
  Store(net::io_context& io, Workers& workers);  // memory mode
  ~Store();  // ends the batch that is being written, then writes the rest
  void open(const std::string& file);            // blocking; before anything is loaded. Throws StoreError

  bool durable() const { return db_ != nullptr; }
  void put(std::string_view table, std::string_view key, std::string value);
  void erase(std::string_view table, std::string_view key);
  bool clean() const { return pending_.empty() && writer_.running() == 0; }
  Task<void> commit();
  void flush();  // blocking commit, for shutdown; runs the loop until a batch that is being written has ended

  // Calls back for each stored row of a table in key order; blocking, at start-up.
  void for_each(std::string_view table, const std::function<void(const std::string& key, const std::string& value)>& row);

 private:
  struct Change {
    std::string table, key;
    std::optional<std::string> value;
  };
  struct Database;
  Task<void> write_batches();
  void note_again(std::vector<Change> failed);

  net::io_context& io_;
  Workers& workers_;
  std::shared_ptr<Database> db_;
  std::vector<Change> pending_;
  std::vector<std::shared_ptr<Reply<bool>>> waiting_;
  Tasks writer_;  // at most one task
};

}  // namespace lambent
