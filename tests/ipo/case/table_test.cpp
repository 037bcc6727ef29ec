// Tables in files, and what is selected.
#include "ipo/case/selection.h"
#include "reading.h"

namespace lambent::ipo {
namespace {

const char* const kTable = R"(cases:
  - name: "row ${row.why}"
    tags: [t]
    table: {file: rows.csv}
    when: {invoke: f}
    then: {response: "${row.want}"}
)";

std::vector<std::string> names(const CaseFile& file) {
  std::vector<std::string> out;
  for (const auto& one : file.cases) out.push_back(one.name);
  return out;
}

TEST(Csv, CellsAreTypedAsPlainYaml) {
  Reading r(kTable, {{"rows.csv", "\xef\xbb\xbfwhy,want\r\nnumber,12\r\n\r\nquoted,\"12\"\nphone,+15556667788\naccount,000000000000\nempty,\ntext,\"a, \"\"b\"\"\r\nc\"\ntruth, true \n"}});
  ASSERT_THAT(r.said(), testing::IsEmpty());
  std::vector<std::string> want;
  Diagnostics none;
  for (const auto& one : r.file.cases) want.push_back(Interpolator().fill(one.then, none).response->json.dump());
  EXPECT_THAT(want, testing::ElementsAre("12", "\"12\"", "\"+15556667788\"", "\"000000000000\"", "null", "\"a, \\\"b\\\"\\r\\nc\"", "true"));
  EXPECT_EQ(r.at(1).row->place.line, 4);
  EXPECT_EQ(r.at(1).again(), r.path + ":2");
}

TEST(Csv, MistakesHaveTheirPlaceInTheFile) {
  auto said = [](const std::string& csv) { return Reading(kTable, {{"rows.csv", csv}}).said(); };
  EXPECT_THAT(said("why,want\na\nb,1,2\n"), testing::ElementsAre("4:12: a table without rows", "rows.csv:2:1: this row has 1 cells, the header 2",
                                                              "rows.csv:3:1: this row has 3 cells, the header 2"));
  EXPECT_THAT(said("why,want\nx,\"a\n"), testing::Contains("rows.csv:3:1: this is not CSV: a quote that does not end"));
  EXPECT_THAT(said("why,want\nx,a\"b\n"), testing::Contains("rows.csv:2:4: this is not CSV: a quote inside a cell that does not begin with one"));
  EXPECT_THAT(said("why,want\nx,\"a\"b\n"), testing::Contains("rows.csv:2:6: this is not CSV: something stands after a quoted cell"));
  EXPECT_THAT(said("why,why\nx,1\n"), testing::Contains("rows.csv:1:5: 'why' stands here twice"));
  EXPECT_THAT(said(""), testing::Contains("rows.csv:1:1: the table is empty (its first line holds the names)"));
  EXPECT_THAT(said("why,wnat\na,1\n"), testing::ElementsAre(testing::MatchesRegex("6:22: row 0 .*rows.csv:2:1. has no ..row.want. .did you mean wnat.*")));
}

const char* const kTwo = R"(suite: Orders
cases:
  - name: "first ${row.x}"
    tags: [smoke, slow]
    table:
      - {x: 1}
      - {x: 2, skip: not yet}
      - x: 3
        only: true
    when: {invoke: f}
    then: {}
  - name: second
    tags: [fast]
    skip: true
    when: {invoke: f}
    then: {}
)";

std::vector<std::string> selected(const std::string& suffix, const Selection& selection = {}) {
  Reading r(kTwo);
  EXPECT_THAT(r.said(), testing::IsEmpty());
  select(r.file, targets_of({r.path + suffix}), selection, r.diagnostics);
  EXPECT_EQ(r.diagnostics.text(), "");
  return names(r.file);
}

TEST(Selection, ByLineTextAndTag) {
  EXPECT_THAT(selected(""), testing::ElementsAre("first 1", "first 2", "first 3", "second"));
  EXPECT_THAT(selected(":3"), testing::ElementsAre("first 1", "first 2", "first 3"));
  EXPECT_THAT(selected(":7"), testing::ElementsAre("first 2"));
  EXPECT_THAT(selected(":9"), testing::ElementsAre("first 3"));
  EXPECT_THAT(selected(":10:5"), testing::ElementsAre("first 1", "first 2", "first 3"));
  EXPECT_THAT(selected(":99"), testing::ElementsAre("second"));
  EXPECT_THAT(selected("", {.text = "orders SEC"}), testing::ElementsAre("second"));
  EXPECT_THAT(selected("", {.tags = {"fast", "smoke"}}), testing::SizeIs(4));
  EXPECT_THAT(selected("", {.tags = {"slow"}}), testing::SizeIs(3));
  Reading r(kTwo);
  select(r.file, targets_of({r.path + ":1"}), {}, r.diagnostics);
  EXPECT_THAT(r.said(), testing::ElementsAre("1: no case stands here (the first begins at line 3)"));
}

TEST(Selection, OnlyAndSkip) {
  Reading r(kTwo);
  EXPECT_EQ(r.at(1).skip, "not yet");
  EXPECT_EQ(r.at(3).skip, "");
  EXPECT_FALSE(r.at(0).skip);
  std::vector<CaseFile> files{r.file};
  keep_only(files);
  EXPECT_THAT(names(files[0]), testing::ElementsAre("first 3"));
}

TEST(Selection, FilesAreFoundInOrder) {
  TempDir folder;
  for (const char* name : {"b.ipo.yaml", "a/z.ipo.json", "a/y.ipo.yml", "a/x.yaml", ".git/n.ipo.yaml", "node_modules/n.ipo.yaml", "a/.hidden.ipo.yaml"})
    write_file(folder.path() / name, "x");
  std::string root = folder.path().string();
  Diagnostics diagnostics;
  EXPECT_THAT(find_case_files(targets_of({root, root + "/b.ipo.yaml:3", root + "/a"}), diagnostics),
              testing::ElementsAre(root + "/a/y.ipo.yml", root + "/a/z.ipo.json", root + "/b.ipo.yaml"));
  EXPECT_EQ(diagnostics.text(), "");
  find_case_files(targets_of({root + "/none", root + "/a/x.yaml", root + ":4"}), diagnostics);
  EXPECT_EQ(replace_all(diagnostics.text(), root, "R"),
            "error: there is no 'R/none'\n"
            "error: 'R/a/x.yaml' is no case file (their names end in .ipo.yaml, .ipo.yml or .ipo.json)\n"
            "error: 'R' is a folder and has no line 4\n");
  EXPECT_EQ(targets_of({})[0].path, "tests");
}

}  // namespace
}  // namespace lambent::ipo
