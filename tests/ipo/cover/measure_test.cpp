// From journals to what was reached, over several cases.
#include <gmock/gmock.h>

#include "told.h"

namespace lambent::ipo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Coverage, OfNothingIsEverythingMissed) {
  SmallApp app;
  AppCoverage all = app.measured({});
  EXPECT_THAT(all.functions.missed, ElementsAre("email", "sms"));
  EXPECT_THAT(all.machines[0].states.missed, ElementsAre("C", "P", "F"));
  EXPECT_THAT(all.machines[0].edges.missed, ElementsAre("C -> choice 0 (P)", "C -> default (F)"));
  EXPECT_THAT(all.routes.missed, ElementsAre("POST /reminders", "ANY /{proxy+}"));
  EXPECT_THAT(all.roles[0].statements.missed,
              ElementsAre("ses:SendEmail", "s3:GetObject, s3:PutObject on arn:aws:s3:::pictures/* (Pictures)", "AmazonSNSFullAccess", "Deny all but a:A, b:B, c:C and 1 more"));
  EXPECT_EQ(count(all, Measure::edges).hit, 0u);
  EXPECT_EQ(count(all, Measure::edges).all, 2u);
}

TEST(Coverage, MergesCases) {
  SmallApp app;
  ToldJournal first, second;
  first.invocation("email");
  first.visit("C", "start");
  first.visit("P", "choice 0", "C");
  first.route("abcdefghij POST /reminders");
  second.invocation("email");
  second.visit("C", "start");
  second.visit("F", "default", "C");
  second.visit("P", "choice 0", "C", "another machine");
  Seen seen = first.seen();
  EXPECT_THAT(app.measured(seen).machines[0].edges.missed, ElementsAre("C -> default (F)"));
  seen.add(second.seen());
  AppCoverage all = app.measured(seen);
  EXPECT_THAT(all.functions.hit, ElementsAre("email"));
  EXPECT_THAT(all.functions.missed, ElementsAre("sms"));
  EXPECT_THAT(all.machines[0].states.missed, IsEmpty());
  EXPECT_THAT(all.machines[0].edges.missed, IsEmpty());
  EXPECT_THAT(all.routes.hit, ElementsAre("POST /reminders"));
  EXPECT_EQ(seen.functions.at("email"), 2u);
}

TEST(Coverage, AStateReachedOnAnotherWayLeavesItsEdgeOpen) {
  SmallApp app;
  ToldJournal told;
  told.visit("C", "start");
  told.visit("F", "next", "P");  // as a definition that was changed meanwhile would
  AppCoverage all = app.measured(told.seen());
  EXPECT_THAT(all.machines[0].states.hit, ElementsAre("C", "F"));
  EXPECT_THAT(all.machines[0].edges.hit, IsEmpty());
}

TEST(Coverage, StatementsByWhatTheySayNotByWhereTheyStand) {
  SmallApp app;
  ToldJournal told;
  // A case took the first statement out of the policy: the second is still the template's.
  Json changed = app.send;
  changed["Statement"].erase(0);
  told.call("mailer", "s3", "GetObject", {{"s3:GetObject", "arn:aws:s3:::pictures/a", {statement("inline policy Send", changed, 0)}, false}});
  told.call("mailer", "sns", "Publish", {{"sns:Publish", "*", {statement("arn:aws:iam::aws:policy/AmazonSNSFullAccess", app.send, 0)}, false}});
  told.call("other", "ses", "SendEmail", {{"ses:SendEmail", "*", {statement("inline policy Send", app.send, 0)}, false}});
  AppCoverage all = app.measured(told.seen());
  EXPECT_THAT(all.roles[0].statements.hit, ElementsAre("s3:GetObject, s3:PutObject on arn:aws:s3:::pictures/* (Pictures)", "AmazonSNSFullAccess"));
  EXPECT_THAT(all.roles[0].statements.missed, ElementsAre("ses:SendEmail", "Deny all but a:A, b:B, c:C and 1 more"));
}

TEST(Coverage, ADenyIsUsedOnceItRefused) {
  SmallApp app;
  ToldJournal told;
  CallEntry entry{"s3", "GetObject", "arn:aws:sts::000000000000:assumed-role/mailer/session"};
  Json document = quoted("{'Statement':[" + dump(app.own["Statement"]) + "]}");
  Denial denial;
  denial.statement = statement("arn:aws:iam::000000000000:policy/team/Own", document, 0);
  entry.denial = std::make_shared<const Denial>(std::move(denial));
  told.journal.add(1, "", entry);
  EXPECT_THAT(app.measured(told.seen()).roles[0].statements.hit, ElementsAre("Deny all but a:A, b:B, c:C and 1 more"));
}

TEST(Coverage, CallsOfTheCaseItselfAreNotTheApplications) {
  SmallApp app;
  ToldJournal told;
  told.call("mailer", "ses", "SendEmail", {}, 0);
  EXPECT_TRUE(app.measured(told.seen()).operations.empty());
  told.call("mailer", "ses", "SendEmail", {}, 7);
  told.call("mailer", "ses", "SendEmail", {}, 7);
  EXPECT_EQ(app.measured(told.seen()).operations.at("ses").at("SendEmail"), 2u);
}

TEST(Coverage, TheJournalShowsWhatAllowedACall) {
  SmallApp app;
  ToldJournal told;
  auto seq = told.call("mailer", "s3", "GetObject",
                       {{"s3:GetObject", "arn:aws:s3:::pictures/a", {statement("inline policy Send", app.send, 1)}, false}, {"kms:Decrypt", "*", {}, false}});
  Json shown = to_json(*told.journal.find(seq));
  EXPECT_EQ(dump(shown["data"]["allowed"]), R"([{"action":"s3:GetObject","resource":"arn:aws:s3:::pictures/a","by":[{"policy":"inline policy Send","sid":"Pictures"}]}])");
}

TEST(Coverage, RoutesOfSeveralApisAreToldApart) {
  SmallApp app;
  app.model.apis[0].name = "first";
  app.model.apis.push_back(app.model.apis[0]);
  app.model.apis[1].id = "0123456789";
  app.model.apis[1].name = "second";
  ToldJournal told;
  told.route("0123456789 POST /reminders");
  EXPECT_THAT(app.measured(told.seen()).routes.hit, ElementsAre("second: POST /reminders"));
}

}  // namespace
}  // namespace lambent::ipo
