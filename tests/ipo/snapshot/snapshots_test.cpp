// Stored records, and what a run makes of them.
#include "ipo/snapshot/snapshots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"

namespace lambent::ipo {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Mode = Snapshots::Mode;

struct Folder {
  TempDir folder;
  std::string file = (folder.path() / "a.ipo.yaml").string();

  bool there(const std::string& path) const { return std::filesystem::exists(path); }
  Json stored() const { return parse_json(read_file(snapshot_path(file)))["records"]; }
  Json pending() const { return parse_json(read_file(pending_path(file)))["records"]; }

  Case a_case(const std::string& name, int line, const std::string& snapshot = "") const {
    Case out;
    out.name = name;
    out.place = {file, line, 3};
    out.then.snapshot = snapshot;
    out.then.snapshot_place = {file, line + 1, 5};
    return out;
  }

  // Runs cases that come to these records.
  struct Ran {
    std::vector<CaseOutcome> outcomes;
    std::vector<std::string> said;
  };
  Ran run(Mode mode, const std::vector<std::pair<Case, Json>>& cases, Verdict verdict = Verdict::passed, bool whole = true) const {
    Snapshots snapshots(mode);
    CaseFile all{file, "a", {}};
    for (const auto& [one, record] : cases)
      if (std::none_of(all.cases.begin(), all.cases.end(), [&](const Case& other) { return other.name == one.name; })) all.cases.push_back(one);
    Diagnostics diagnostics;
    snapshots.expect(all, diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    Ran out;
    for (const auto& [one, record] : cases) {
      CaseOutcome outcome;
      outcome.verdict = verdict;
      outcome.snapshot = record;
      snapshots.judge(file, one, outcome);
      out.outcomes.push_back(std::move(outcome));
    }
    out.said = snapshots.finish(whole ? std::set<std::string>{file} : std::set<std::string>{});
    return out;
  }
};

Json record(const std::string& text) { return parse_json(R"({"steps": {"when[0]": ")" + text + R"("}, "effects": [{"sms": {"to": "+1"}}], "denied": []})"); }

TEST(Snapshots, ANewRecordIsStoredAndSaid) {
  Folder f;
  auto ran = f.run(Mode::compare, {{f.a_case("one", 3), record("hi")}});
  EXPECT_EQ(ran.outcomes[0].verdict, Verdict::passed);
  ASSERT_THAT(ran.said, SizeIs(1));
  EXPECT_THAT(ran.said[0], HasSubstr("new"));
  EXPECT_THAT(ran.said[0], HasSubstr("one: 1 effect"));
  EXPECT_EQ(f.stored(), object({{"one", record("hi")}}));
  EXPECT_THAT(f.run(Mode::compare, {{f.a_case("one", 3), record("hi")}}).said, IsEmpty());
}

TEST(Snapshots, ARecordThatDiffersFailsAndWaits) {
  Folder f;
  f.run(Mode::compare, {{f.a_case("one", 3), record("hello")}});
  auto ran = f.run(Mode::compare, {{f.a_case("one", 3), record("helo")}});
  ASSERT_EQ(ran.outcomes[0].verdict, Verdict::failed);
  const Problem& problem = ran.outcomes[0].problems.at(0);
  EXPECT_EQ(problem.kind, Problem::Kind::snapshot);
  EXPECT_EQ(problem.place.line, 4);
  EXPECT_EQ(problem.fields.at(0).expected, "\"hello\"");
  EXPECT_EQ(problem.fields.at(0).actual, "\"helo\"");
  EXPECT_EQ(problem.add, "lambent test review " + f.file);
  EXPECT_EQ(f.stored(), object({{"one", record("hello")}}));
  EXPECT_EQ(f.pending(), object({{"one", record("helo")}}));
  // Once it is as stored again, nothing waits.
  f.run(Mode::compare, {{f.a_case("one", 3), record("hello")}});
  EXPECT_FALSE(f.there(pending_path(f.file)));
}

TEST(Snapshots, ATextThatLooksLikeAMatcherIsText) {
  Folder f;
  f.run(Mode::compare, {{f.a_case("one", 3), record("$any")}});
  EXPECT_EQ(f.run(Mode::compare, {{f.a_case("one", 3), record("other")}}).outcomes[0].verdict, Verdict::failed);
}

TEST(Snapshots, UpdateStoresWhatDiffersAndRemovesWhatNoCaseHas) {
  Folder f;
  f.run(Mode::compare, {{f.a_case("one", 3), record("a")}, {f.a_case("two", 7), record("b")}});
  f.run(Mode::compare, {{f.a_case("one", 3), record("x")}, {f.a_case("two", 7), record("b")}});
  ASSERT_TRUE(f.there(pending_path(f.file)));
  auto ran = f.run(Mode::update, {{f.a_case("one", 3), record("c")}});
  EXPECT_EQ(ran.outcomes[0].verdict, Verdict::passed);
  EXPECT_THAT(ran.said, testing::ElementsAre(HasSubstr("updated"), HasSubstr("removed")));
  EXPECT_EQ(f.stored(), object({{"one", record("c")}}));
  EXPECT_FALSE(f.there(pending_path(f.file)));
}

TEST(Snapshots, WhatNoCaseHasIsSaidAndStays) {
  Folder f;
  f.run(Mode::compare, {{f.a_case("one", 3), record("a")}, {f.a_case("two", 7), record("b")}});
  EXPECT_THAT(f.run(Mode::compare, {{f.a_case("one", 3), record("a")}}).said, testing::ElementsAre(HasSubstr("unused")));
  EXPECT_THAT(f.stored(), SizeIs(2));
  // A run of some of the cases says nothing of the others.
  EXPECT_THAT(f.run(Mode::update, {{f.a_case("one", 3), record("a")}}, Verdict::passed, false).said, IsEmpty());
  EXPECT_THAT(f.stored(), SizeIs(2));
}

TEST(Snapshots, WhereCiIsSetNothingIsWritten) {
  Folder f;
  auto missing = f.run(Mode::read_only, {{f.a_case("one", 3), record("a")}});
  EXPECT_EQ(missing.outcomes[0].verdict, Verdict::failed);
  EXPECT_THAT(missing.outcomes[0].problems.at(0).what, HasSubstr("is not stored"));
  EXPECT_FALSE(f.there(snapshot_path(f.file)));
  f.run(Mode::compare, {{f.a_case("one", 3), record("a")}});
  auto other = f.run(Mode::read_only, {{f.a_case("one", 3), record("b")}});
  EXPECT_EQ(other.outcomes[0].verdict, Verdict::failed);
  EXPECT_THAT(other.outcomes[0].problems.at(0).fields, SizeIs(1));
  EXPECT_FALSE(f.there(pending_path(f.file)));
  EXPECT_EQ(f.run(Mode::read_only, {{f.a_case("one", 3), record("a")}}).outcomes[0].verdict, Verdict::passed);
}

TEST(Snapshots, ACaseThatFailsOtherwiseStoresNothing) {
  Folder f;
  f.run(Mode::compare, {{f.a_case("one", 3), record("a")}}, Verdict::failed);
  EXPECT_FALSE(f.there(snapshot_path(f.file)));
  f.run(Mode::compare, {{f.a_case("one", 3), record("a")}});
  auto ran = f.run(Mode::compare, {{f.a_case("one", 3), record("b")}}, Verdict::failed);
  EXPECT_THAT(ran.outcomes[0].problems, SizeIs(1));
  EXPECT_FALSE(f.there(pending_path(f.file)));
  f.run(Mode::update, {{f.a_case("one", 3), record("b")}}, Verdict::failed);
  EXPECT_EQ(f.stored(), object({{"one", record("a")}}));
}

TEST(Snapshots, ACaseRunOftenMustBeTheSameEachTime) {
  Folder f;
  Case one = f.a_case("one", 3);
  auto ran = f.run(Mode::update, {{one, record("a")}, {one, record("a")}, {one, record("b")}});
  EXPECT_EQ(ran.outcomes[1].verdict, Verdict::passed);
  EXPECT_EQ(ran.outcomes[2].verdict, Verdict::failed);
  EXPECT_THAT(ran.outcomes[2].problems.at(0).what, HasSubstr("an earlier run"));
  auto again = f.run(Mode::compare, {{one, record("b")}, {one, record("b")}});
  EXPECT_EQ(again.outcomes[0].verdict, Verdict::failed);
  EXPECT_EQ(again.outcomes[1].verdict, Verdict::failed);
}

TEST(Snapshots, RowsHaveRecordsOfTheirOwnAndCasesMayNotShareOne) {
  Folder f;
  auto row = [&](size_t index) {
    Case out = f.a_case("row " + std::to_string(index), 3, "rows");
    out.row = Row{index, Json::object(), {f.file, 4, 9}, 4};
    return out;
  };
  f.run(Mode::compare, {{row(0), record("a")}, {row(1), record("b")}});
  EXPECT_EQ(f.stored(), object({{"rows", record("a")}, {"rows [1]", record("b")}}));

  Snapshots snapshots(Mode::compare);
  Diagnostics diagnostics;
  snapshots.expect({f.file, "a", {f.a_case("one", 3, "same"), f.a_case("two", 9, "same")}}, diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("a.ipo.yaml:10:5: error: the case of line 3 has the snapshot 'same' too"));
}

TEST(SnapshotFile, WhatIsNoneIsSaidWithItsPlace) {
  for (auto [text, say] : {std::pair{"{\"lambent\": \"snapshots\",\n oops}", ":2:"}, {"[]", "no file of snapshots"}, {"{\"lambent\": \"snapshots\", \"version\": 2}", "version 2"},
                           {"{\"lambent\": \"snapshots\", \"version\": 1}", "no object 'records'"}}) {
    Folder f;
    write_file(snapshot_path(f.file), text);
    Diagnostics diagnostics;
    SnapshotFile::read(snapshot_path(f.file), diagnostics);
    EXPECT_THAT(diagnostics.text(), HasSubstr(say));
    EXPECT_TRUE(diagnostics.has_errors());
  }
}

TEST(SnapshotFile, IsTheSameBytesForTheSameRecords) {
  Folder f, g;
  f.run(Mode::compare, {{f.a_case("b", 3), record("1")}, {f.a_case("a", 7), record("2")}});
  g.run(Mode::compare, {{g.a_case("a", 7), record("2")}, {g.a_case("b", 3), record("1")}});
  EXPECT_EQ(read_file(snapshot_path(f.file)), read_file(snapshot_path(g.file)));
  EXPECT_TRUE(read_file(snapshot_path(f.file)).ends_with("}\n"));
}

}  // namespace
}  // namespace lambent::ipo
