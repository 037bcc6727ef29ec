// What --policy-out writes for a role.
#include "ipo/cover/least_policy.h"

#include <gtest/gtest.h>

#include "told.h"

namespace lambent::ipo {
namespace {

TEST(LeastPolicy, ActionsWithTheSameResourcesShareAStatement) {
  std::set<SeenNeed> needs = {{"ses:SendEmail", "arn:aws:ses:us-east-1:000000000000:identity/a@example.com"},
                              {"s3:PutObject", "arn:aws:s3:::b/x"},
                              {"s3:GetObject", "arn:aws:s3:::b/x"},
                              {"s3:GetObject", "arn:aws:s3:::b/y"},
                              {"s3:ListBucket", "arn:aws:s3:::b/x"}};
  EXPECT_EQ(dump(least_policy(needs)),
            R"({"Version":"2012-10-17","Statement":[)"
            R"({"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/x","arn:aws:s3:::b/y"]},)"
            R"({"Effect":"Allow","Action":["s3:ListBucket","s3:PutObject"],"Resource":["arn:aws:s3:::b/x"]},)"
            R"({"Effect":"Allow","Action":["ses:SendEmail"],"Resource":["arn:aws:ses:us-east-1:000000000000:identity/a@example.com"]}]})");
}

TEST(LeastPolicy, WhatEachRunNamesAnewBecomesAWildcard) {
  EXPECT_EQ(without_ids("arn:aws:states:us-east-1:000000000000:execution:reminders:6f1c2e1a-0b1d-4c55-9a57-0d5f0e6a7b8c"), "arn:aws:states:us-east-1:000000000000:execution:reminders:*");
  EXPECT_EQ(without_ids("arn:aws:s3:::b/in/0123456789abcdef0123456789abcdef.json"), "arn:aws:s3:::b/in/*.json");
  EXPECT_EQ(without_ids("arn:aws:iam::000000000000:role/facade"), "arn:aws:iam::000000000000:role/facade");
  std::set<SeenNeed> needs = {{"states:StopExecution", "arn:aws:states:us-east-1:000000000000:execution:m:6f1c2e1a-0b1d-4c55-9a57-0d5f0e6a7b8c"},
                              {"states:StopExecution", "arn:aws:states:us-east-1:000000000000:execution:m:7f1c2e1a-0b1d-4c55-9a57-0d5f0e6a7b8c"}};
  EXPECT_EQ(least_policy(needs)["Statement"][0]["Resource"].size(), 1u);
}

TEST(LeastPolicy, AllResourcesMakeTheOthersIdle) {
  std::set<SeenNeed> needs = {{"sns:Publish", "*"}, {"sns:Publish", "arn:aws:sns:us-east-1:000000000000:news"}};
  EXPECT_EQ(dump(least_policy(needs)["Statement"][0]["Resource"]), R"(["*"])");
}

TEST(LeastPolicy, IsMadeOfWhatPoliciesHadToAllow) {
  SmallApp app;
  ToldJournal told;
  told.call("mailer", "ses", "SendEmail", {{"ses:SendEmail", "identity", {statement("inline policy Send", app.send, 0)}, false}});
  told.call("mailer", "lambda", "Invoke", {{"lambda:InvokeFunction", "by the function's own policy", {}, false}});
  told.call("mailer", "sqs", "SendMessage", {{"sqs:SendMessage", "audited", {}, true}});
  Seen seen = told.seen();
  ASSERT_EQ(seen.needs.size(), 1u);
  EXPECT_EQ(seen.needs.at("mailer"), (std::set<SeenNeed>{{"ses:SendEmail", "identity"}, {"sqs:SendMessage", "audited"}}));
}

}  // namespace
}  // namespace lambent::ipo
