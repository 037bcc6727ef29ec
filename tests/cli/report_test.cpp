// What a person reads after `lambent invoke`: made from journal entries, safe for a terminal.
#include "cli/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/journal.h"
#include "base/loop.h"

namespace lambent::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Told {
  Told() : loop(ClockMode::frozen), journal(loop.clock()) {}
  // An Invoke of "work" that answered `response`; further entries hang below its invocation.
  std::uint64_t invocation(const std::string& response, const std::string& function_error = "") {
    CallEntry call{"lambda", "Invoke", "arn:aws:iam::000000000000:root", "arn:aws:lambda:us-east-1:000000000000:function:work"};
    call.status = 200;
    call.output = object({{"StatusCode", 200}, {"Payload", response}});
    if (!function_error.empty()) set_text(call.output, "FunctionError", function_error);
    root = journal.open(0, "", call);
    InvocationEntry run;
    run.function_name = "work";
    run.response = response;
    run.function_error = function_error;
    run.error_type = function_error.empty() ? "" : "Runtime.Unknown";
    return journal.open(root, "", run);
  }
  std::string text(Colour colour = Colour::no) { return report_text(report(), colour); }
  Json report() {
    std::vector<Json> entries;
    for (const auto& e : journal.entries()) entries.push_back(to_json(e));
    return make_report(entries, root, "work", "{\"x\":1}\n");
  }

  Loop loop;
  Journal journal;
  std::uint64_t root = 0;
};

TEST(Report, SaysInputProcessAndOutput) {
  Told t;
  auto run = t.invocation("\"done\"");
  t.journal.add(run, "", LogEntry{"work", "stream", "id", "a line"});
  CallEntry publish{"sns", "Publish", "arn:aws:sts::000000000000:assumed-role/role/work", "*"};
  publish.status = 200;
  auto call = t.journal.open(run, "", publish);
  MessageEntry sms;
  sms.kind = "sms";
  sms.to = {"+15556667788"};
  sms.text = "hello";
  t.journal.add(call, "", sms);
  std::string text = t.text();
  EXPECT_THAT(text, HasSubstr("event     {\"x\":1}\n"));
  EXPECT_THAT(text, HasSubstr("invoke work  ok"));
  EXPECT_THAT(text, HasSubstr("log    a line"));
  EXPECT_THAT(text, HasSubstr("call   sns:Publish  ok"));
  EXPECT_THAT(text, HasSubstr("as role/work"));
  EXPECT_THAT(text, HasSubstr("response  \"done\""));
  EXPECT_THAT(text, HasSubstr("sms       +15556667788: hello"));
  EXPECT_EQ(report_verdict(t.report()), 0);
}

TEST(Report, ARefusedCallShowsItsTextWholeAndTheMissingStatement) {
  Told t;
  auto run = t.invocation("null");
  CallEntry call{"sns", "Publish", "arn:aws:sts::000000000000:assumed-role/role/work", "*"};
  call.status = 403;
  call.error_code = "AuthorizationError";
  call.error_message =
      "User: arn:aws:sts::000000000000:assumed-role/role/work is not authorized to perform: SNS:Publish on resource: +15556667788 because no identity-based policy allows the SNS:Publish action";
  Denial denial;
  denial.principal = call.principal;
  denial.action = "sns:Publish";
  denial.resource = "*";
  call.denial = std::make_shared<const Denial>(std::move(denial));
  t.journal.add(run, "", call);
  std::string text = t.text();
  EXPECT_THAT(text, HasSubstr("refused AuthorizationError"));
  EXPECT_THAT(text, HasSubstr("SNS:Publish"));
  EXPECT_THAT(text, HasSubstr("is not authorized to perform:"));
  EXPECT_EQ(report_verdict(t.report()), 1);
}

TEST(Report, AFailedFunctionIsNamedByItsOwnErrorType) {
  Told t;
  t.invocation(R"({"errorMessage": "no", "errorType": "OutOfStock"})", "Unhandled");
  EXPECT_THAT(t.text(), HasSubstr("invoke work  failed OutOfStock"));
  EXPECT_EQ(report_verdict(t.report()), 1);
}

TEST(Report, TextOfFunctionsCannotDriveTheTerminal) {
  Told t;
  auto run = t.invocation("\"\x1b[2J\"");
  t.journal.add(run, "", LogEntry{"work", "stream", "id", "\x1b]0;owned\x07"});
  EXPECT_THAT(t.text(), Not(HasSubstr("\x1b")));
  EXPECT_THAT(t.text(), HasSubstr("\\u001b]0;owned"));
  EXPECT_THAT(t.text(Colour::yes), HasSubstr("\x1b[1mInput"));
}

}  // namespace
}  // namespace lambent::cli
