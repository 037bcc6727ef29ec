#include "base/grouped_table.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/loop.h"
#include "base/sequence_table.h"
#include "base/table.h"
#include "note.h"

namespace lambent {
namespace {

// A data file opened by one process after the other.
struct World {
  explicit World(const std::string& file) {
    store.open(file);
    notes.load();
    lists.load();
    plain.load();
  }
  std::string all(const std::string& owner) const {
    std::string out;
    for (const auto& [key, note] : notes.rows(owner)) out += key + "=" + note.text + " ";
    return out;
  }

  Loop loop{ClockMode::frozen};
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  GroupedTable<Note> notes{store, "notes"};
  SequenceTable<Note> lists{store, "lists"};
  UnorderedTable<Note> plain{store, "plain"};
};

TEST(GroupedTable, AnOwnersRowsAreInOrderAndItsOwn) {
  TempDir dir;
  World w((dir.path() / "data.sqlite").string());
  w.notes.put("us-east-1/a", "2", Note{"second"});
  w.notes.put("us-east-1/a", "1", Note{"first"});
  w.notes.put("us-east-1/a0", "1", Note{"another's"});
  EXPECT_EQ(w.all("us-east-1/a"), "1=first 2=second ");
  EXPECT_EQ(w.all("us-east-1"), "");
  EXPECT_EQ(w.notes.find("us-east-1/a", "3"), nullptr);
  EXPECT_EQ(w.notes.find("nobody", "1"), nullptr);
  EXPECT_EQ(w.notes.find("us-east-1/a0", "1")->text, "another's");
}

TEST(GroupedTable, EveryChangeIsThereAfterARestart) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  {
    World w(file);
    for (const char* key : {"0", "0.1", "0.1.2", "0.10"}) w.notes.put("run/1", key, Note{key});
    w.notes.put("run/2", "0", Note{"other"});
    w.notes.put("run/3", "0", Note{"gone"});
    w.notes.update("run/1", [](const std::string& key, Note& note) {
      if (key == "0.1") note.text = "changed";
    });
    w.notes.update("nobody", [](const std::string&, Note&) { ADD_FAILURE() << "nobody has no rows"; });
    w.notes.erase("run/1", "0.1.");
    w.notes.erase("run/3");
    w.notes.erase("nobody");
    EXPECT_EQ(w.all("run/1"), "0=0 0.1=changed 0.10=0.10 ");
    w.store.flush();
  }
  World w(file);
  EXPECT_EQ(w.all("run/1"), "0=0 0.1=changed 0.10=0.10 ");
  EXPECT_EQ(w.all("run/2"), "0=other ");
  EXPECT_EQ(w.all("run/3"), "");
  w.notes.clear();
  w.store.flush();
  EXPECT_EQ(w.all("run/1"), "");
  World again(file);
  EXPECT_EQ(again.all("run/2"), "");
}

TEST(SequenceTable, ListsAreInTheirOrderAfterARestart) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  {
    World w(file);
    for (int i = 1; i <= 12; ++i) w.lists.append("run/1", Note{std::to_string(i)});
    w.lists.append("run/10", Note{"other"});
    EXPECT_TRUE(w.lists.rows("run").empty());
    w.store.flush();
  }
  {
    World w(file);
    ASSERT_EQ(w.lists.rows("run/1").size(), 12u);
    for (int i = 1; i <= 12; ++i) EXPECT_EQ(w.lists.rows("run/1")[static_cast<size_t>(i) - 1].text, std::to_string(i));
    w.lists.append("run/1", Note{"13"});
    w.store.flush();
  }
  World w(file);
  EXPECT_EQ(w.lists.rows("run/1").back().text, "13");
  EXPECT_EQ(w.lists.rows("run/10").size(), 1u);
  w.lists.clear();
  w.store.flush();
  EXPECT_TRUE(World(file).lists.rows("run/1").empty());
}

TEST(UnorderedTable, InsertKeepsWhatIsThere) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  {
    World w(file);
    Note first{"first"}, second{"second"};
    EXPECT_TRUE(w.plain.insert("a", std::move(first)).second);
    auto [kept, added] = w.plain.insert("a", std::move(second));
    EXPECT_FALSE(added);
    EXPECT_EQ(kept->text, "first");
    EXPECT_EQ(second.text, "second") << "it was not stored: its owner still has it";
    for (int i = 0; i < 1000; ++i) w.plain.put("n" + std::to_string(i), Note{std::to_string(i)});
    EXPECT_EQ(kept, w.plain.find(std::string_view("a"))) << "rows stay where they are";
    w.plain.erase("n0");
    w.store.flush();
  }
  World w(file);
  EXPECT_EQ(w.plain.size(), 1000u);
  EXPECT_EQ(w.plain.find("a")->text, "first");
  EXPECT_EQ(w.plain.find("n999")->text, "999");
  EXPECT_FALSE(w.plain.contains("n0"));
}

}  // namespace
}  // namespace lambent
