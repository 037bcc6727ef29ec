#include "base/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/files.h"
#include "base/loop.h"
#include "base/table.h"
#include "note.h"

namespace lambent {
namespace {

struct World {
  Loop loop{ClockMode::real};
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
};

Task<void> write_and_commit(Store& store, Table<Note>& notes, std::string key, int& done) {
  notes.put(key, Note{"n-" + key});
  co_await store.commit();
  ++done;
}

// Another process at the data file.
class Intruder {
 public:
  explicit Intruder(const std::string& file) { EXPECT_EQ(sqlite3_open(file.c_str(), &handle_), SQLITE_OK); }
  ~Intruder() { sqlite3_close(handle_); }
  Intruder(const Intruder&) = delete;
  void does(const char* sql) { EXPECT_EQ(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle_); }

 private:
  sqlite3* handle_ = nullptr;
};

Task<void> write_or_fail(Store& store, Table<Note>& notes, std::string key, std::vector<std::string>& ends) {
  notes.put(key, Note{"n-" + key});
  std::string end = key + " is on disk";
  try {
    co_await store.commit();
  } catch (const StoreError& e) {
    end = key + ": " + e.what();
  }
  ends.push_back(end);
}

std::vector<std::string> keys_in(const std::string& file) {
  World w;
  w.store.open(file);
  Table<Note> notes(w.store, "notes");
  notes.load();
  std::vector<std::string> out;
  for (const auto& [key, note] : notes) out.push_back(key);
  return out;
}

TEST(Store, AWaiterThatIsCancelledTakesNothingFromTheOthers) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  World w;
  w.store.open(file);
  Table<Note> notes(w.store, "notes");
  int done = 0;
  {
    Intruder other(file);
    other.does("BEGIN IMMEDIATE");  // the batch cannot end before this does
    std::uint64_t first = w.loop.tasks().spawn("write", write_and_commit(w.store, notes, "a", done));
    w.loop.run_until([&] { return notes.contains("a"); });
    for (auto key : {"b", "c"}) w.loop.tasks().spawn("write", write_and_commit(w.store, notes, key, done));
    w.loop.run_until([&] { return notes.contains("c"); });
    w.loop.tasks().cancel(first);
    w.loop.run_until([&] { return w.loop.tasks().running() == 2; });
    EXPECT_FALSE(w.store.clean());
    other.does("COMMIT");
  }
  w.loop.run_until_quiet();
  EXPECT_EQ(done, 2);
  EXPECT_TRUE(w.store.clean());
  EXPECT_EQ(keys_in(file), (std::vector<std::string>{"a", "b", "c"}));
  w.loop.tasks().spawn("write", write_and_commit(w.store, notes, "d", done));
  w.loop.run_until_quiet();
  EXPECT_EQ(done, 3);
}

TEST(Store, ABrokenDiskIsToldToAllAndWrittenOnceItIsWell) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  World w;
  w.store.open(file);
  Table<Note> notes(w.store, "notes");
  std::vector<std::string> ends;
  Intruder other(file);
  other.does("ALTER TABLE rows RENAME TO away");
  for (auto key : {"a", "b"}) w.loop.tasks().spawn("write", write_or_fail(w.store, notes, key, ends));
  w.loop.run_until([&] { return notes.contains("b"); });
  w.loop.tasks().spawn("write", write_or_fail(w.store, notes, "c", ends));  // comes while the first batch is under way
  w.loop.run_until_quiet();
  ASSERT_EQ(ends.size(), 3u);
  for (const auto& end : ends) EXPECT_NE(end.find(": the data file cannot be written"), std::string::npos) << end;

  other.does("ALTER TABLE away RENAME TO rows");
  notes.erase("b");
  EXPECT_FALSE(w.store.clean());
  w.loop.tasks().spawn("write", write_or_fail(w.store, notes, "d", ends));
  w.loop.run_until_quiet();
  EXPECT_EQ(ends.back(), "d is on disk");
  EXPECT_TRUE(w.store.clean());
  EXPECT_EQ(keys_in(file), (std::vector<std::string>{"a", "c", "d"}));
}

TEST(Store, TheEndWritesWhatIsUnderWayBeforeTheRest) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  {
    World w;
    w.store.open(file);
    Table<Note> notes(w.store, "notes");
    int done = 0;
    w.loop.tasks().spawn("write", write_and_commit(w.store, notes, "a", done));
    w.loop.run_until([&] { return notes.contains("a"); });
    w.loop.tasks().cancel();
    w.loop.tasks().drain();
    notes.put("a", Note{"newer"});
  }
  World w;
  w.store.open(file);
  Table<Note> notes(w.store, "notes");
  notes.load();
  ASSERT_TRUE(notes.find("a"));
  EXPECT_EQ(notes.find("a")->text, "newer");
}

TEST(Tasks, OneIsCancelledByItsNumberTheOthersGoOn) {
  Loop loop(ClockMode::frozen);
  Tasks tasks(loop.io());
  auto sleep = [](Clock& clock) -> Task<void> { co_await clock.sleep_until(clock.now() + std::chrono::hours(1)); };
  tasks.spawn("first", sleep(loop.clock()));
  std::uint64_t second = tasks.spawn("second", sleep(loop.clock()));
  tasks.spawn("third", sleep(loop.clock()));
  loop.run_until_quiet();
  tasks.cancel(second);
  tasks.cancel(99);
  loop.run_until_quiet();
  EXPECT_EQ(tasks.names(), (std::vector<std::string>{"first", "third"}));
  tasks.cancel(second);
  loop.run_until_quiet();
  EXPECT_EQ(tasks.running(), 2u);
}

TEST(Store, WhatWasCommittedIsThereAfterARestart) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string();
  {
    World w;
    w.store.open(file);
    Table<Note> notes(w.store, "notes");
    int done = 0;
    for (auto key : {"a", "b", "c"}) w.loop.tasks().spawn("write", write_and_commit(w.store, notes, key, done));
    w.loop.run_until_quiet();
    EXPECT_EQ(done, 3);
    notes.update("b", [](Note& n) { n.text = "changed"; });
    notes.erase("a");
    w.store.flush();
  }
  World w;
  w.store.open(file);
  Table<Note> notes(w.store, "notes");
  notes.load();
  EXPECT_EQ(notes.size(), 2u);
  ASSERT_TRUE(notes.find("b"));
  EXPECT_EQ(notes.find("b")->text, "changed");
  EXPECT_FALSE(notes.contains("a"));
}

Task<void> write_again_and_again(Store& store, Table<Note>& notes, std::string key, const int& done, int& rounds) {
  while (done == 0 && rounds < 1000) {
    notes.put(key, Note{std::to_string(++rounds)});
    co_await store.commit();
  }
}

TEST(Store, AWaiterIsAnsweredWhileOthersKeepComing) {
  TempDir dir;
  World w;
  w.store.open((dir.path() / "data.sqlite").string());
  Table<Note> notes(w.store, "notes");
  int done = 0, rounds = 0;
  w.loop.tasks().spawn("write", write_and_commit(w.store, notes, "first", done));
  for (auto key : {"a", "b", "c"}) w.loop.tasks().spawn("write", write_again_and_again(w.store, notes, key, done, rounds));
  w.loop.run_until_quiet();
  EXPECT_EQ(done, 1);
  EXPECT_LT(rounds, 10);
}

TEST(Store, AWaiterThatIsCancelledTakesNobodyAlong) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string();
  {
    World w;
    w.store.open(file);
    Table<Note> notes(w.store, "notes");
    int done = 0;
    for (int i = 0; i < 50; ++i) {
      auto first = w.loop.tasks().spawn("write", write_and_commit(w.store, notes, "cancelled" + std::to_string(i), done));
      w.loop.tasks().spawn("write", write_and_commit(w.store, notes, "kept" + std::to_string(i), done));
      w.loop.run_until([&] { return !w.store.clean(); });
      w.loop.tasks().cancel(first);
      w.loop.tasks().spawn("write", write_and_commit(w.store, notes, "later" + std::to_string(i), done));
      w.loop.run_until_quiet();
    }
    EXPECT_GE(done, 100);
  }
  World w;
  w.store.open(file);
  Table<Note> notes(w.store, "notes");
  notes.load();
  EXPECT_EQ(notes.size(), 150u);
}

TEST(Store, MemoryModeNeedsNoCommit) {
  World w;
  Table<Note> notes(w.store, "notes");
  int done = 0;
  w.loop.tasks().spawn("write", write_and_commit(w.store, notes, "a", done));
  w.loop.run_until_quiet();
  EXPECT_EQ(done, 1);
  EXPECT_TRUE(w.store.clean());
}

TEST(Store, ALockedFileIsRefusedWithItsName) {
  TempDir dir;
  World w;
  EXPECT_THROW(w.store.open((dir.path() / "no" / "such" / "folder.sqlite").string()), StoreError);
}

TEST(Table, ListsByPrefixInKeyOrder) {
  World w;
  Table<Note> notes(w.store, "notes");
  for (auto key : {"1/x/b", "1/x/a", "1/y/a", "2/x/a"}) notes.put(key, Note{key});
  std::vector<std::string> seen;
  notes.each("1/x/", [&](const std::string& key, const Note&) { seen.push_back(key); });
  EXPECT_EQ(seen, (std::vector<std::string>{"1/x/a", "1/x/b"}));
  EXPECT_FALSE(notes.update("nope", [](Note&) {}));
}

}  // namespace
}  // namespace lambent
