#include "tests/ses/world.h"

#include <filesystem>

namespace lambent::ses {
namespace {

struct Send : testing::Test {
  Send() { w.seed(R"({"VerifiedIdentities": ["a@one.example", "two.example"]})"); }
  World w;
};

TEST_F(Send, AMailIsInTheOutboxAndTheJournal) {
  Json answer = w.call("SendEmail", World::mail(R"({"Source": "Ann <a@one.example>", "ReplyToAddresses": ["r@x.example"]})"));
  ASSERT_EQ(w.fault(), "none");
  std::string id = text_at(answer, "MessageId");
  EXPECT_EQ(id.size(), 60u);
  EXPECT_TRUE(id.starts_with("0100018bcfe56800-") && id.ends_with("-000000")) << id;
  ASSERT_EQ(w.outbox().size(), 1u);
  EXPECT_EQ(w.outbox()[0], parse_json(R"({"Id": ")" + id + R"(", "Region": "us-east-1", "Timestamp": "2023-11-14T22:13:20", "Source": "Ann <a@one.example>",
    "Destination": {"ToAddresses": ["b@two.example"], "CcAddresses": [], "BccAddresses": []}, "Subject": "hello",
    "Body": {"text_part": "text", "html_part": null}, "ReplyToAddresses": ["r@x.example"]})"));
  const auto& entry = std::get<MessageEntry>(w.journal.entries().back().data);
  EXPECT_EQ(entry.kind, "email");
  EXPECT_EQ(entry.subject + "/" + entry.text, "hello/text");
  EXPECT_EQ(w.journal.entries().back().parent, w.journal.entries().front().seq);
}

TEST_F(Send, TheSandboxNamesAllUnverifiedAddresses) {
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"Source": "x@no.example", "Destination": {"ToAddresses": ["b@two.example", "c@no.example"], "BccAddresses": ["d@no.example"]}})")),
            "MessageRejected: Email address is not verified. The following identities failed the check in region US-EAST-1: x@no.example, c@no.example, d@no.example");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"Destination": {"ToAddresses": ["success@simulator.amazonses.com"]}})")), "none");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"Destination": {"ToAddresses": ["x@mail.two.example"]}})")), "none") << "a parent domain covers it";
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"Source": "A@one.example"})")).substr(0, 15), "MessageRejected") << "local parts differ by case";
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"Source": "a@ONE.example"})")), "none");

  w.seed(R"({"Sandbox": false})");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"Destination": {"ToAddresses": ["c@no.example"]}})")), "none");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"ReturnPath": "bounce@no.example"})")),
            "MessageRejected: Email address is not verified. The following identities failed the check in region US-EAST-1: bounce@no.example");
}

TEST_F(Send, RecipientsAreCheckedInTheWordsOfSes) {
  auto to = [&](const std::string& list) { return w.fault_of("SendEmail", World::mail(R"({"Destination": {"ToAddresses": )" + list + "}}")); };
  EXPECT_EQ(to("[]"), "InvalidParameterValue: At least one destination address is required.");
  EXPECT_EQ(to(R"(["nobody"])"), "InvalidParameterValue: Missing final '@domain'");
  EXPECT_EQ(to(R"(["a@b c.example"])"), "InvalidParameterValue: Domain contains control or whitespace");
  EXPECT_EQ(to(R"(["a@.example"])"), "InvalidParameterValue: Domain starts with dot");
  EXPECT_EQ(to(R"(["a b@x.example"])"), "InvalidParameterValue: Local address contains control or whitespace");
  EXPECT_EQ(to(R"(["Ann <a@x.example"])"), "InvalidParameterValue: Missing '>'");
  EXPECT_EQ(to(R"(["a@x.example>"])"), "InvalidParameterValue: Missing '<'");
  EXPECT_EQ(to(R"(["\"Last, First\" <b@two.example>"])"), "none");
  Json many = array();
  for (int i = 0; i < 51; ++i) many.push_back("b@two.example");
  EXPECT_EQ(to(dump(many)), "InvalidParameterValue: Recipient count exceeds 50.");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"ReplyToAddresses": ["nobody"]})")), "InvalidParameterValue: Missing final '@domain'");
}

TEST_F(Send, TagsCharsetsAndArnsAreChecked) {
  auto tag = [&](const std::string& name, const std::string& value) {
    return w.fault_of("SendEmail", World::mail(dump(object({{"Tags", Json::array({object({{"Name", name}, {"Value", value}})})}}))));
  };
  EXPECT_EQ(tag("a b", "x"), "InvalidParameterValue: Invalid tag name <a b>: only alphanumeric ASCII characters, '_',  '-' are allowed.");
  EXPECT_EQ(tag("a", "x y"), "InvalidParameterValue: Invalid tag value <x y>: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed.");
  EXPECT_EQ(tag("", "x"), "InvalidParameterValue: The tag name must be specified.");
  EXPECT_EQ(tag("a", ""), "InvalidParameterValue: The tag value must be specified.");
  EXPECT_EQ(tag(std::string(256, 'a'), "x"), "InvalidParameterValue: Tag name cannot exceed 255 characters.");
  EXPECT_EQ(tag("campaign", "spring"), "none");
  EXPECT_EQ(w.outbox()[0]["Tags"], parse_json(R"([{"Name": "campaign", "Value": "spring"}])"));

  auto subject = [&](const char* text, const char* charset) {
    return w.fault_of("SendEmail", World::mail(dump(object({{"Message", object({{"Subject", object({{"Data", text}, {"Charset", charset}})}, {"Body", Json::object()}})}}))));
  };
  EXPECT_EQ(subject("жук", "UTF-8"), "none");
  EXPECT_EQ(subject("café", "ISO-8859-1"), "none");
  EXPECT_EQ(subject("café", "US-ASCII").substr(0, 21), "InvalidParameterValue");
  EXPECT_EQ(subject("x", "Shift_JIS").substr(0, 14), "NotImplemented");

  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"SourceArn": "arn:aws:ses:us-east-1:111111111111:identity/one.example"})")).substr(0, 15), "MessageRejected") << "nobody there has it";
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"SourceArn": "identity"})")), "InvalidParameterValue: Invalid ARN: identity");
}

TEST_F(Send, ConfigurationSetsMustExistAndBeOn) {
  Json mail = World::mail(R"({"ConfigurationSetName": "cs"})");
  EXPECT_EQ(w.fault_of("SendEmail", mail), "ConfigurationSetDoesNotExist: Configuration set <cs> does not exist.");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(R"({"ConfigurationSetName": "cs"})"), "sesv2"), "BadRequestException: Configuration set <cs> does not exist.");
  w.call("CreateConfigurationSet", parse_json(R"({"ConfigurationSet": {"Name": "cs"}})"));
  EXPECT_EQ(w.fault_of("SendEmail", mail), "none");
  EXPECT_EQ(w.outbox()[0]["ConfigurationSetName"], "cs");
  w.call("UpdateConfigurationSetSendingEnabled", parse_json(R"({"ConfigurationSetName": "cs", "Enabled": false})"));
  EXPECT_EQ(w.fault_of("SendEmail", mail), "ConfigurationSetSendingPausedException: Sending is paused for configuration set cs");
  EXPECT_EQ(w.fault_of("CreateConfigurationSet", parse_json(R"({"ConfigurationSet": {"Name": "cs"}})")), "ConfigurationSetAlreadyExists: Configuration set cs already exists.");
}

TEST_F(Send, ThePausedAccountSendsNothing) {
  w.call("UpdateAccountSendingEnabled", object({{"Enabled", false}}));
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()).substr(0, 29), "AccountSendingPausedException");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(), "sesv2"), "SendingPausedException: Account sending is disabled.");
  w.call_v2("PutAccountSendingAttributes", object({{"SendingEnabled", true}}));
  EXPECT_EQ(w.call("GetAccountSendingEnabled", Json::object()), object({{"Enabled", true}}));
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()), "none");
}

TEST_F(Send, TheDailyQuotaCountsRecipientsInAny24Hours) {
  w.seed(R"({"Max24HourSend": 3, "MaxSendRate": 100})");
  Json two = World::mail(R"({"Destination": {"ToAddresses": ["b@two.example"], "CcAddresses": ["c@two.example"]}})");
  EXPECT_EQ(w.fault_of("SendEmail", two), "none");
  w.loop.clock().advance(std::chrono::hours(12));
  EXPECT_EQ(w.fault_of("SendEmail", two), "Throttling: Daily message quota exceeded");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()), "none");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"Destination": {"ToAddresses": ["bounce@simulator.amazonses.com"]}})")), "none");
  EXPECT_EQ(w.call("GetSendQuota", Json::object()), parse_json(R"({"Max24HourSend": 3.0, "MaxSendRate": 100.0, "SentLast24Hours": 3.0})"));
  w.loop.clock().advance(std::chrono::hours(12));
  EXPECT_EQ(w.fault_of("SendEmail", two), "none") << "the first two are 24 hours old";
  Json points = w.call("GetSendStatistics", Json::object())["SendDataPoints"];
  ASSERT_EQ(points.size(), 3u);
  EXPECT_EQ(points[1]["DeliveryAttempts"], 2);
  EXPECT_EQ(points[1]["Bounces"], 1);
}

TEST_F(Send, AMinuteOfTheRateMayGoAtOnce) {
  for (int i = 0; i < 60; ++i) ASSERT_EQ(w.fault_of("SendEmail", World::mail()), "none");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()), "Throttling: Maximum sending rate exceeded");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(), "sesv2"), "TooManyRequestsException: Maximum sending rate exceeded");
  EXPECT_EQ(w.error->status(), 429);
  w.loop.clock().advance(std::chrono::seconds(1));
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()), "none");
}

TEST_F(Send, RefusalsAreWordedBySes) {
  w.call("SendEmail", World::mail(), "ses", "denied");
  EXPECT_EQ(w.fault(), "AccessDenied: User `arn:aws:sts::000000000000:assumed-role/denied/f' is not authorized to perform `ses:SendEmail' on resource "
                       "`arn:aws:ses:us-east-1:000000000000:identity/a@one.example'");
  w.call("SendEmail", World::mail_v2(R"({"Content": {"Raw": {"Data": "From: a@one.example\n\nx"}}})"), "sesv2", "denied");
  EXPECT_EQ(w.error->code(), "AccessDeniedException");
  EXPECT_NE(w.fault().find("`ses:SendRawEmail'"), std::string::npos);
  w.call("ListIdentities", Json::object(), "ses", "denied");
  EXPECT_NE(w.fault().find("is not authorized to perform: ses:ListIdentities on resource: *"), std::string::npos);
  EXPECT_EQ(w.outbox().size(), 0u);
}

TEST_F(Send, NeedsNameTheIdentitiesAndTheKeys) {
  w.call("SendEmail", World::mail(R"({"Source": "Ann <a@one.example>", "ReturnPath": "a@one.example"})"));
  ASSERT_EQ(w.access.asked.size(), 2u);
  EXPECT_EQ(w.access.asked[0].resource, "arn:aws:ses:us-east-1:000000000000:identity/a@one.example");
  EXPECT_EQ(w.access.asked[1].resource, "arn:aws:ses:us-east-1:000000000000:identity/two.example") << "in the sandbox recipients count";
  std::map<std::string, std::vector<std::string>> keys(w.access.asked[0].keys.begin(), w.access.asked[0].keys.end());
  EXPECT_EQ(keys["ses:FromAddress"], std::vector<std::string>{"a@one.example"});
  EXPECT_EQ(keys["ses:Recipients"], std::vector<std::string>{"b@two.example"});
  EXPECT_EQ(keys["ses:FeedbackAddress"], std::vector<std::string>{"a@one.example"});
  EXPECT_EQ(keys["ses:FromDisplayName"], std::vector<std::string>{"Ann"});
}

TEST_F(Send, Version2SendsWithHeadersAndAttachments) {
  Json mail = World::mail_v2(R"({"EmailTags": [{"Name": "k", "Value": "v"}], "FeedbackForwardingEmailAddress": "a@one.example"})");
  mail["Content"]["Simple"]["Headers"] = parse_json(R"([{"Name": "X-Order", "Value": "7"}])");
  mail["Content"]["Simple"]["Attachments"] = parse_json(R"([{"FileName": "a.txt", "RawContent": "bytes"}])");
  Json answer = w.call_v2("SendEmail", mail);
  ASSERT_EQ(w.fault(), "none");
  Json sent = w.outbox("?id=" + text_at(answer, "MessageId")).at(0);
  EXPECT_EQ(sent["Headers"], parse_json(R"([{"Name": "X-Order", "Value": "7"}])"));
  EXPECT_EQ(sent["Attachments"], parse_json(R"([{"FileName": "a.txt", "RawContent": "Ynl0ZXM="}])"));
  EXPECT_EQ(sent["ReturnPath"], "a@one.example");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(R"({"Content": {"Template": {"TemplateName": "t", "TemplateData": "{}"}}})"), "sesv2"),
            "NotFoundException: Template t does not exist.");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(R"({"TenantName": "t"})"), "sesv2").substr(0, 14), "NotImplemented");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(R"({"Content": {}})"), "sesv2").substr(0, 19), "BadRequestException");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(R"({"Destination": {}})"), "sesv2"), "BadRequestException: At least one destination address is required.");
}

TEST_F(Send, TheOutboxIsFilteredAndCleared) {
  std::string id = text_at(w.call("SendEmail", World::mail()), "MessageId");
  w.call("SendEmail", World::mail(R"({"Source": "c@two.example"})"));
  EXPECT_EQ(w.outbox().size(), 2u);
  EXPECT_EQ(w.outbox("?email=c@two.example").size(), 1u);
  EXPECT_EQ(w.outbox("?id=" + id).at(0)["Source"], "a@one.example");
  EXPECT_EQ(w.http("DELETE", "/_aws/ses?id=" + id).status, 204);
  EXPECT_EQ(w.outbox().size(), 1u);
  EXPECT_EQ(w.http("DELETE", "/_aws/ses").status, 204);
  EXPECT_EQ(w.outbox().size(), 0u);
  EXPECT_EQ(w.call("GetSendQuota", Json::object())["SentLast24Hours"], 2.0) << "clearing the outbox does not unsend";
}

TEST(Durability, MailIdentitiesAndQuotaAreThereAfterARestart) {
  std::string file = testing::TempDir() + "ses-" + std::to_string(::getpid()) + ".sqlite";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
  {
    World w(file);
    w.seed(R"({"VerifiedIdentities": ["a@one.example", "two.example"], "Max24HourSend": 2})");
    w.call("SendEmail", World::mail());
    w.call("SendRawEmail", parse_json(R"({"RawMessage": {"Data": "From: a@one.example\nTo: b@two.example\n\nraw"}})"));
  }
  World w(file);
  ASSERT_EQ(w.outbox().size(), 2u);
  EXPECT_EQ(w.outbox()[1]["RawData"], "From: a@one.example\nTo: b@two.example\n\nraw");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()), "Throttling: Daily message quota exceeded");
  w.ses.reset();
  EXPECT_EQ(w.outbox().size(), 0u);
  EXPECT_EQ(w.call("ListIdentities", Json::object())["Identities"].size(), 0u);
}

}  // namespace
}  // namespace lambent::ses
