// --fail-under: what it takes, and the sentences that say what is missing.
#include "ipo/cover/fail_under.h"

#include <gmock/gmock.h>

namespace lambent::ipo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Two of three edges, one of one function, no routes.
Coverage some() {
  Coverage out;
  auto& app = out.apps.emplace_back();
  app.functions.add("email", true);
  auto& machine = app.machines.emplace_back();
  machine.name = "reminders";
  machine.edges.hit = {"A -> B", "B -> C"};
  machine.edges.missed = {"B -> default (D)"};
  return out;
}

std::vector<Floor> read(const std::vector<std::string>& texts) {
  Diagnostics mistakes;
  auto out = read_floors(texts, mistakes);
  EXPECT_FALSE(mistakes.has_errors()) << mistakes.text();
  return out;
}
std::string mistake(const std::string& text) {
  Diagnostics mistakes;
  read_floors({text}, mistakes);
  return mistakes.text();
}

TEST(FailUnder, SaysWhatIsMissing) {
  EXPECT_THAT(below(read({"edges=100"}), some()), ElementsAre("edges: 2 of 3 are 66.6 %, below 100 %; never taken: reminders: B -> default (D)"));
  EXPECT_THAT(below(read({"edges=66.6,functions=100"}), some()), IsEmpty());
  EXPECT_THAT(below(read({"edges=70", "functions=100"}), some()).size(), 1u);
}

TEST(FailUnder, SaysThatOnlyAPartRan) {
  Coverage part = some();
  part.part = "-k email";
  EXPECT_THAT(below(read({"edges=100"}), part)[0], HasSubstr("(coverage is of a part of the cases: -k email)"));
}

TEST(FailUnder, OfAllApplicationsTogether) {
  Coverage two = some();
  two.apps.push_back(some().apps[0]);
  two.apps[1].machines[0].edges.missed.clear();
  EXPECT_THAT(below(read({"edges=80"}), two), IsEmpty());  // 4 of 5
  EXPECT_THAT(below(read({"edges=81"}), two)[0], HasSubstr("4 of 5 are 80 %, below 81 %"));
}

TEST(FailUnder, LongListsAreCut) {
  Coverage many = some();
  many.apps[0].machines[0].edges.missed = {"a", "b", "c", "d", "e", "f", "g"};
  EXPECT_THAT(below(read({"edges=100"}), many)[0], HasSubstr("reminders: e and 2 more"));
}

TEST(FailUnder, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(mistake("edgse=100"), HasSubstr("does not know 'edgse' (did you mean edges?)"));
  EXPECT_THAT(mistake("lines=100"), HasSubstr("there are functions, states, edges, statements, routes"));
  for (const char* text : {"edges", "edges=", "edges=x", "edges=101", "edges=-1", "edges=50%", "edges=nan", "edges=100,"})
    EXPECT_THAT(mistake(text), HasSubstr("wants KEY=PERCENT")) << text;
}

TEST(FailUnder, AFloorUnderNothingIsAMistake) {
  Diagnostics mistakes;
  check_floors(read({"routes=100", "edges=1"}), some(), mistakes);
  EXPECT_THAT(mistakes.text(), HasSubstr("--fail-under routes: the templates of these cases have none"));
  EXPECT_EQ(mistakes.all().size(), 1u);
}

}  // namespace
}  // namespace lambent::ipo
