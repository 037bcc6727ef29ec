#include "base/store.h"

#include <sqlite3.h>

#include <future>

#include "base/log.h"
#include "base/tasks.h"

namespace lambent {

struct Store::Database {
  // The task that writes: of its own, so that no waiter's cancellation ends it, and none waits longer than its own batch.
  struct Writer {
    explicit Writer(net::io_context& io) : tasks(io) {}
    Tasks tasks;
    std::shared_future<void> job;  // on a worker; done when no batch is under way
  };
  std::unique_ptr<Writer> writer;
  sqlite3* handle = nullptr;
  sqlite3_stmt* put = nullptr;
  sqlite3_stmt* erase = nullptr;
  ~Database() {
    sqlite3_finalize(put);
    sqlite3_finalize(erase);
    sqlite3_close(handle);
  }
  [[noreturn]] void fail(const std::string& what) const { throw StoreError(what + ": " + sqlite3_errmsg(handle)); }
  void exec(const char* sql) const {
    if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail("the data file refused a command");
  }
  sqlite3_stmt* prepare(const char* sql) const {
    sqlite3_stmt* out = nullptr;
    if (sqlite3_prepare_v2(handle, sql, -1, &out, nullptr) != SQLITE_OK) fail("the data file refused a command");
    return out;
  }
  static void bind(sqlite3_stmt* s, int at, std::string_view text) {
    sqlite3_bind_text(s, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  void step(sqlite3_stmt* s) const {
    int rc = sqlite3_step(s);
    sqlite3_reset(s);
    if (rc != SQLITE_DONE) fail("the data file cannot be written");
  }
  // One transaction; on a worker thread.
  void write(const std::vector<Change>& batch) const {
    exec("BEGIN IMMEDIATE");
    try {
      for (const auto& change : batch) {
        sqlite3_stmt* s = change.value ? put : erase;
        bind(s, 1, change.table);
        bind(s, 2, change.key);
        if (change.value) bind(s, 3, *change.value);
        step(s);
      }
      exec("COMMIT");
    } catch (...) {
      sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
      throw;
    }
  }
};

Store::Store(net::io_context& io, Workers& workers) : io_(io), workers_(workers) {}

Store::~Store() {
  try {
    flush();
  } catch (const StoreError& e) {
    log_error(e.what());
  }
  if (db_) db_->writer.reset();  // on this thread: a job that still runs may hold the rest
}

void Store::open(const std::string& file) {
  auto db = std::make_shared<Database>();
  if (sqlite3_open_v2(file.c_str(), &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr) != SQLITE_OK)
    throw StoreError(file + ": cannot open: " + sqlite3_errmsg(db->handle));
  sqlite3_busy_timeout(db->handle, 2000);
  db->exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
           "CREATE TABLE IF NOT EXISTS rows(tbl TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY(tbl, key)) WITHOUT ROWID");
  db->put = db->prepare("INSERT INTO rows VALUES(?,?,?) ON CONFLICT(tbl,key) DO UPDATE SET value=excluded.value");
  db->erase = db->prepare("DELETE FROM rows WHERE tbl=? AND key=?");
  db->writer = std::make_unique<Database::Writer>(io_);
  db_ = std::move(db);
}

void Store::put(std::string_view table, std::string_view key, std::string value) {
  if (db_) pending_.push_back({std::string(table), std::string(key), std::move(value)});
}
void Store::erase(std::string_view table, std::string_view key) {
  if (db_) pending_.push_back({std::string(table), std::string(key), std::nullopt});
}

Task<void> Store::commit() {
  if (clean()) co_return;
  auto reply = std::make_shared<Reply<bool>>(io_.get_executor());
  waiting_.push_back(reply);
  if (!writing_) {
    writing_ = true;
    db_->writer->tasks.spawn("writing to disk", write_batches());
  }
  co_await reply->take();
}

// Those who come while a batch is on its way are served by the next round.
Task<void> Store::write_batches() {
  while (!waiting_.empty()) {
    auto batch = std::make_shared<std::vector<Change>>(std::move(pending_));
    auto waiters = std::move(waiting_);
    pending_.clear();
    waiting_.clear();
    auto written = std::make_shared<std::promise<void>>();
    db_->writer->job = written->get_future().share();
    auto job = [db = db_, batch, written] {
      struct Done {
        std::promise<void>& promise;
        ~Done() { promise.set_value(); }
      } done{*written};
      db->write(*batch);
      return true;
    };
    std::exception_ptr error;
    try {
      co_await workers_.run<bool>(job);
    } catch (...) {
      error = std::current_exception();
    }
    for (auto& waiter : waiters) error ? waiter->fail(error) : waiter->set(true);
  }
  writing_ = false;
}

void Store::flush() {
  if (!db_) return;
  if (db_->writer->job.valid()) db_->writer->job.wait();  // it has the connection in a transaction
  if (pending_.empty()) return;
  db_->write(pending_);
  pending_.clear();
}

void Store::for_each(std::string_view table, const std::function<void(const std::string&, const std::string&)>& row) {
  if (!db_) return;
  sqlite3_stmt* s = db_->prepare("SELECT key, value FROM rows WHERE tbl=? ORDER BY key");
  Database::bind(s, 1, table);
  auto column = [s](int i) {
    auto* bytes = static_cast<const char*>(sqlite3_column_blob(s, i));
    return std::string(bytes ? bytes : "", static_cast<size_t>(sqlite3_column_bytes(s, i)));
  };
  while (sqlite3_step(s) == SQLITE_ROW) row(column(0), column(1));
  sqlite3_finalize(s);
}

}  // namespace lambent
