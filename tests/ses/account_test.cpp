// The account, tags, SendBounce, and the outbox with many mails.
#include "tests/ses/topics.h"

namespace lambent::ses {
namespace {

TEST(Account, DetailsLeaveTheSandbox) {
  World w;
  EXPECT_EQ(w.call_v2("GetAccount", Json::object())["ProductionAccessEnabled"], false);
  EXPECT_EQ(w.fault_of("PutAccountDetails", parse_json(R"({"MailType": "TRANSACTIONAL", "WebsiteURL": "https://one.example", "ProductionAccessEnabled": true})"), "sesv2"), "none");
  Json account = w.call_v2("GetAccount", Json::object());
  EXPECT_EQ(account["ProductionAccessEnabled"], true);
  EXPECT_EQ(account["SendQuota"]["Max24HourSend"], 50000.0);
  EXPECT_EQ(dump(account["Details"]), R"({"MailType":"TRANSACTIONAL","WebsiteURL":"https://one.example","ReviewDetails":{"Status":"GRANTED"}})");
}

TEST(Account, SendingIsSwitchedOff) {
  World w;
  w.seed(R"({"VerifiedIdentities": ["a@one.example", "two.example"]})");
  w.call_v2("PutAccountSendingAttributes", parse_json(R"({"SendingEnabled": false})"));
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()), "AccountSendingPausedException: Account sending is disabled.");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(), "sesv2"), "SendingPausedException: Account sending is disabled.");
}

TEST(Tags, OfEachResource) {
  EventWorld w;
  w.call_v2("CreateContactList", parse_json(R"({"ContactListName": "people", "Tags": [{"Key": "a", "Value": "1"}]})"));
  for (const char* resource : {"configuration-set/cs", "identity/a@one.example", "contact-list/people"}) {
    const std::string arn = std::string("arn:aws:ses:us-east-1:000000000000:") + resource;
    Json tag = object({{"ResourceArn", arn}, {"Tags", parse_json(R"([{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}])")}});
    EXPECT_EQ(w.fault_of("TagResource", tag, "sesv2"), "none");
    EXPECT_EQ(w.fault_of("UntagResource", object({{"ResourceArn", arn}, {"TagKeys", text_array({"a"})}}), "sesv2"), "none");
    EXPECT_EQ(dump(w.call_v2("ListTagsForResource", object({{"ResourceArn", arn}}))["Tags"]), R"([{"Key":"b","Value":"3"}])") << resource;
  }
  auto fault = [&](const char* arn) { return w.fault_of("ListTagsForResource", object({{"ResourceArn", arn}}), "sesv2"); };
  EXPECT_EQ(fault("arn:aws:ses:us-east-1:000000000000:identity/none"), "NotFoundException: Resource arn:aws:ses:us-east-1:000000000000:identity/none does not exist.");
  EXPECT_EQ(fault("nonsense"), "BadRequestException: Invalid ARN: nonsense");
  EXPECT_EQ(fault("arn:aws:ses:us-east-1:000000000000:tenant/x"), "NotImplemented: sesv2: tags of tenant is not emulated by lambent");
}

TEST(SendBounce, GoesBackToTheSenderOfAReceivedMail) {
  EventWorld w;
  Json input = parse_json(R"({"OriginalMessageId": "received1", "BounceSender": "a@one.example", "Explanation": "no such user",
                              "BouncedRecipientInfoList": [{"Recipient": "gone@one.example", "BounceType": "DoesNotExist"}]})");
  EXPECT_EQ(w.fault_of("SendBounce", input), "MessageRejected: The original message received1 was not received within the last 24 hours.");
  w.ses.mailbox().set_received([](const Scope&, const std::string& id) -> std::optional<std::string> {
    if (id != "received1") return std::nullopt;
    return "writer@far.example";
  });
  std::string id = text_at(w.call("SendBounce", input), "MessageId");
  ASSERT_EQ(w.fault(), "none");
  Json mail = w.outbox("?id=" + id)[0];
  EXPECT_EQ(mail["Destinations"], text_array({"writer@far.example"}));
  const std::string raw = text_at(mail, "RawData");
  EXPECT_NE(raw.find("Content-Type: multipart/report; report-type=delivery-status"), std::string::npos);
  EXPECT_NE(raw.find("Final-Recipient: rfc822; gone@one.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"), std::string::npos) << raw;
  set_text(input, "BounceSender", "x@no.example");
  EXPECT_EQ(w.fault_of("SendBounce", input).substr(0, 15), "MessageRejected");
  input["BouncedRecipientInfoList"][0].erase("BounceType");
  EXPECT_EQ(w.fault_of("SendBounce", input), "InvalidParameterValue: Each bounced recipient needs exactly one of BounceType and RecipientDsnFields.");
}

TEST(Outbox, IsShownInPagesAndByItsIds) {
  World w;
  w.seed(R"({"VerifiedIdentities": ["a@one.example", "two.example"], "Sandbox": false})");
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(text_at(w.call("SendEmail", World::mail()), "MessageId"));
  Json first = parse_json(w.http("GET", "/_aws/ses?limit=2").body);
  EXPECT_EQ(first["messages"].size(), 2u);
  EXPECT_EQ(first["next"], ids[1]);
  Json rest = parse_json(w.http("GET", "/_aws/ses?limit=3&after=" + ids[1]).body);
  EXPECT_EQ(rest["messages"].size(), 3u);
  EXPECT_EQ(rest["messages"][0]["Id"], ids[2]);
  EXPECT_FALSE(has(rest, "next"));
  EXPECT_EQ(w.http("DELETE", "/_aws/ses?id=" + ids[0]).status, 204);
  EXPECT_EQ(w.outbox().size(), 4u);
  EXPECT_EQ(w.outbox("?id=" + ids[0]).size(), 0u);
  EXPECT_EQ(w.http("DELETE", "/_aws/ses").status, 204);
  EXPECT_EQ(w.outbox().size(), 0u);
}

TEST(Outbox, BeyondItsBudgetTheOldestGo) {
  World w;
  MailRow row;
  row.text = std::string(1000, 'x');
  EXPECT_GT(weight(row), 1000 + sizeof(MailRow));
  MailStore store(w.aws, 4 * weight(row));
  for (int i = 0; i < 20; ++i) {
    row.id = "m" + std::to_string(i);
    store.put(i % 2 ? kScope : Scope{"999999999999", "us-east-1"}, row);
  }
  EXPECT_EQ(store.size(), 4u);
  EXPECT_EQ(store.dropped(), 16u);
  EXPECT_NE(store.find("m19"), nullptr);
  EXPECT_NE(store.find("m16"), nullptr);
  EXPECT_EQ(store.find("m15"), nullptr);
}

TEST(Mailbox, AwsSendsMailsOfItsOwn) {
  World w;
  w.ses.mailbox().drop(kScope, {"no-reply@sns.amazonaws.com", "ops@x.example", "AWS Notification Message", "text"});
  Json mail = w.outbox()[0];
  EXPECT_EQ(mail["Source"], "no-reply@sns.amazonaws.com");
  EXPECT_EQ(mail["Own"], true);
  EXPECT_EQ(w.call("GetSendQuota", Json::object())["SentLast24Hours"], 0.0);
}

TEST(Needs, NameTheResourcesOfBothVersions) {
  EventWorld w;
  auto resources = [&](const std::string& operation, Json input, const std::string& service) {
    w.call(operation, std::move(input), service);
    std::string out;
    for (const auto& need : w.access.asked) out += need.action + " " + need.resource.substr(need.resource.rfind(':') + 1) + ";";
    return out;
  };
  EXPECT_EQ(resources("PutEmailIdentityConfigurationSetAttributes", parse_json(R"({"EmailIdentity": "a@one.example", "ConfigurationSetName": "cs"})"), "sesv2"),
            "ses:PutEmailIdentityConfigurationSetAttributes identity/a@one.example;ses:PutEmailIdentityConfigurationSetAttributes configuration-set/cs;");
  EXPECT_EQ(resources("GetContactList", parse_json(R"({"ContactListName": "l"})"), "sesv2"), "ses:GetContactList contact-list/l;");
  EXPECT_EQ(resources("PutSuppressedDestination", parse_json(R"({"EmailAddress": "a@b.example", "Reason": "BOUNCE"})"), "sesv2"), "ses:PutSuppressedDestination *;");
  EXPECT_EQ(resources("GetCustomVerificationEmailTemplate", parse_json(R"({"TemplateName": "t"})"), "ses"), "ses:GetCustomVerificationEmailTemplate custom-verification-email-template/t;");
  EXPECT_EQ(resources("SetIdentityDkimEnabled", parse_json(R"({"Identity": "a@one.example", "DkimEnabled": true})"), "ses"), "ses:SetIdentityDkimEnabled *;");
  EXPECT_EQ(w.access.asked[0].keys[0].first, "ses:ApiVersion");
}

}  // namespace
}  // namespace lambent::ses
