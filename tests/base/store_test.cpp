#include "base/store.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/loop.h"
#include "base/table.h"

namespace lambent {
namespace {

struct Note {
  std::string text;
  Json to_json() const { return object({{"text", text}}); }
  static Note from_json(const Json& j) { return {text_at(j, "text")}; }
};

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
