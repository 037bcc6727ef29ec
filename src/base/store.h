// Where rows live beyond the process: nowhere (memory mode, the default) or in SQLite (--data DIR, WAL mode).
//
// put() and erase() only note a change; commit() waits until every change noted so far is on disk. Changes of
// many calls that arrive together share one transaction (group commit), written on a worker. The door awaits
// commit() before any answer leaves, so an acknowledged change survives kill -9. In memory mode commit() is free.
//
// Loop thread only. Errors of the disk are thrown from commit() as StoreError: the call answers 500.
#pragma once
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/workers.h"

namespace lambent {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Store {
 public:
  Store(net::io_context& io, Workers& workers);  // memory mode
  ~Store();
  void open(const std::string& file);            // blocking; before anything is loaded. Throws StoreError

  bool durable() const { return db_ != nullptr; }
  void put(std::string_view table, std::string_view key, std::string value);
  void erase(std::string_view table, std::string_view key);
  bool clean() const { return pending_.empty() && !writing_; }
  Task<void> commit();
  void flush();  // blocking commit, for shutdown

  // Calls back for each stored row of a table in key order; blocking, at start-up.
  void for_each(std::string_view table, const std::function<void(const std::string& key, const std::string& value)>& row);

 private:
  struct Change {
    std::string table, key;
    std::optional<std::string> value;
  };
  struct Database;
  Task<void> write_batches();

  net::io_context& io_;
  Workers& workers_;
  std::shared_ptr<Database> db_;
  std::vector<Change> pending_;
  std::vector<std::shared_ptr<Reply<bool>>> waiting_;
  bool writing_ = false;
};

}  // namespace lambent
