// Functions with a bug that only shows when a call breaks, and one without.
#include "tests/ipo/plugins/running.h"

namespace lambent::ipo {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const char* kSend = R"(  - name: one
    when:
      - {invoke: clerk, event: {phone: "+447700900123", message: hello}}
    then:
      response: {statusCode: 200, body: sent}
      effects:
        - sms: {to: "+447700900123", text: hello, parts: 1}
)";

TEST(Sweep, AFunctionThatTellsItsErrorsPassesHoweverItsCallBreaks) {
  Running running(Running::clerk("good", kSend));
  running.sweep("");
  running.run();
  EXPECT_THAT(running.verdicts(), ElementsAre("passed one", "passed one [sns:Publish #1 throttled]", "passed one [sns:Publish #1 timed out]",
                                              "passed one [sns:Publish #1 failed]", "passed one [sns:Publish #1 denied]"))
      << running.told();
  EXPECT_EQ(running.summary.swept, 1u);
  EXPECT_EQ(running.summary.variants, 4u);
  EXPECT_THAT(running.told(), HasSubstr("4 variants of 1 case\n"));
}

TEST(Sweep, AnErrorThatIsSwallowedIsFound) {
  Running running(Running::clerk("swallows", kSend));
  running.sweep("");
  running.run();
  // What was sent although the answer was lost is not missing: that the function says so is no lie.
  EXPECT_THAT(running.verdicts(), ElementsAre("passed one", "failed one [sns:Publish #1 throttled]", "passed one [sns:Publish #1 timed out]",
                                              "failed one [sns:Publish #1 failed]", "failed one [sns:Publish #1 denied]"))
      << running.told();
  EXPECT_THAT(running.told(), AllOf(HasSubstr("t.ipo.yaml:8  error-surfaced: something is missing, and nobody is told\n"
                                              "    - sms to \"+447700900123\", text \"hello\", not at all instead of once\n"
                                              "    answered  invoke clerk -> done\n"
                                              "    because   sns:Publish #1 by clerk was throttled\n"),
                                    HasSubstr("sns:Publish \"+447700900123\", by clerk -> 400 Throttling (stub: throttle)  <- broken by the sweep"),
                                    HasSubstr("403 AuthorizationError"),
                                    HasSubstr("again  lambent test t.ipo.yaml:8 --sweep=throttle@sns:Publish#1\n")));
}

TEST(Sweep, WhatIsSentAgainAfterALostAnswerIsFound) {
  Running running(Running::clerk("tries again", kSend));
  running.sweep("");
  running.run();
  EXPECT_THAT(running.verdicts(), ElementsAre("passed one", "passed one [sns:Publish #1 throttled]", "failed one [sns:Publish #1 timed out]",
                                              "passed one [sns:Publish #1 failed]", "passed one [sns:Publish #1 denied]"))
      << running.told();
  EXPECT_THAT(running.told(), AllOf(HasSubstr("no-effect-twice: an effect happened more often than in the plain run\n"
                                              "    + sms to \"+447700900123\", text \"hello\", 2 times instead of once\n"),
                                    HasSubstr("because   sns:Publish #1 by clerk reached the service, which did it, and the answer was lost\n"),
                                    HasSubstr("<- more often than in the plain run"),
                                    HasSubstr("--sweep=timeout@sns:Publish#1\n")));
}

TEST(Sweep, OneVariantIsRunAgainFromItsLine) {
  Running running(Running::clerk("tries again", kSend));
  running.sweep("timeout@sns:Publish#1");
  running.run();
  EXPECT_THAT(running.verdicts(), ElementsAre("passed one", "failed one [sns:Publish #1 timed out]"));
  Running none(Running::clerk("tries again", kSend));
  none.sweep("timeout@sns:Publish#2");
  none.run();
  EXPECT_THAT(none.verdicts(), ElementsAre("passed one"));
  EXPECT_EQ(none.summary.variants, 0u);
}

TEST(Sweep, ACaseChoosesItsFaultsInvariantsAndExceptions) {
  Running faults(Running::clerk("falls", std::string(kSend) + "    sweep: {faults: [error, denied], invariants: [no-crash]}\n"));
  faults.run();  // without being asked: the case says so
  EXPECT_THAT(faults.verdicts(), ElementsAre("passed one", "failed one [sns:Publish #1 failed]", "failed one [sns:Publish #1 denied]"));
  EXPECT_THAT(faults.told(), AllOf(HasSubstr("t.ipo.yaml:15  no-crash: a function's process ended"), HasSubstr("function clerk: Runtime.ExitError")));

  Running excepted(Running::clerk("falls", std::string(kSend) + "    sweep: {except: [\"sns:Publish\"]}\n"));
  excepted.run();
  EXPECT_THAT(excepted.verdicts(), ElementsAre("passed one"));

  Running honest(Running::clerk("swallows", std::string(kSend) + "    sweep: {invariants: [no-effect-twice]}\n"));
  honest.run();
  EXPECT_TRUE(honest.summary.good()) << honest.told();
}

TEST(Sweep, AFailingCaseIsNotSwept) {
  Running running(Running::clerk("sends twice", kSend));
  running.sweep("");
  running.run();
  EXPECT_THAT(running.verdicts(), ElementsAre("failed one"));
  EXPECT_THAT(running.told(), Not(HasSubstr("sweep")));
}

TEST(Sweep, EachOfSeveralCallsIsBrokenInItsTurn) {
  Running running(Running::clerk("good", R"(  - name: two
    when:
      - {invoke: clerk, event: {phone: "+447700900123", message: hello}}
      - {invoke: clerk, event: {phone: "+447700900124", message: hello}}
    then:
      steps: {}
      effects:
        - sms: {to: "+447700900123", $rest: any}
        - sms: {to: "+447700900124", $rest: any}
)"));
  running.sweep("throttle");
  running.run();
  EXPECT_THAT(running.verdicts(), ElementsAre("passed two", "passed two [sns:Publish #1 throttled]", "passed two [sns:Publish #2 throttled]")) << running.told();
}

TEST(Sweep, MistakesOfTheCommandAreNamed) {
  auto said = [](const std::string& text) {
    Diagnostics mistakes;
    read_sweep_options(text, mistakes);
    return mistakes.text();
  };
  EXPECT_THAT(said("throtle"), AllOf(HasSubstr("there is no fault 'throtle'"), HasSubstr("did you mean throttle?")));
  EXPECT_THAT(said("timeout@sns:Publsh"), AllOf(HasSubstr("Publsh"), HasSubstr("Publish")));
  EXPECT_THAT(said("timeout@sns:Publish#0"), HasSubstr("has no number from 1 after '#'"));
  EXPECT_THAT(said("timeout@sns:Publish#x"), HasSubstr("has no number from 1 after '#'"));
  EXPECT_EQ(said("timeout@sns:Publish#2,denied"), "");
}

}  // namespace
}  // namespace lambent::ipo
