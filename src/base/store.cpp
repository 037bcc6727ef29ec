#include "base/store.h"

#include <sqlite3.h>

#include <map>

#include "base/log.h"

namespace lambent {

struct Store::Database {
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

Store::Store(net::io_context& io, Workers& workers) : io_(io), workers_(workers), writer_(io) {}

Store::~Store() {
  try {
    flush();
  } catch (const StoreError& e) {
    log_error(e.what());
  }
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
  if (writer_.running() == 0) writer_.spawn("store", write_batches());
  co_await reply->take();
}

// Those who come while a batch is on its way are served by the next round.
Task<void> Store::write_batches() {
  while (!waiting_.empty()) {
    auto batch = std::make_shared<std::vector<Change>>(std::move(pending_));
    auto waiters = std::move(waiting_);
    pending_.clear();
    waiting_.clear();
    auto job = [db = db_, batch] {
      db->write(*batch);
      return true;
    };
    std::exception_ptr error;
    try {
      co_await workers_.run<bool>(job);
    } catch (const StoreError&) {
      error = std::current_exception();
    } catch (const std::exception& e) {
      error = std::make_exception_ptr(StoreError(std::string("the data file cannot be written: ") + e.what()));
    }
    if (error) note_again(std::move(*batch));
    for (auto& waiter : waiters) error ? waiter->fail(error) : waiter->set(true);
  }
}

// One change a row, the last: a disk that stays broken must not make the list grow with each call.
void Store::note_again(std::vector<Change> failed) {
  std::map<std::pair<std::string, std::string>, std::optional<std::string>> last;
  for (auto* list : {&failed, &pending_})
    for (auto& change : *list) last.insert_or_assign({std::move(change.table), std::move(change.key)}, std::move(change.value));
  pending_.clear();
  for (auto& [row, value] : last) pending_.push_back({row.first, row.second, std::move(value)});
}

void Store::flush() {
  writer_.drain();
  if (!db_ || pending_.empty()) return;
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
