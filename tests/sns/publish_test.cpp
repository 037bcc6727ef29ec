#include "tests/sns/world.h"

namespace lambent::sns {
namespace {

struct Publish : testing::Test {
  Publish() { w.sns.seed(kScope, parse_json(R"({"SandboxPhoneNumbers": ["+15550001111"]})")); }
  World w;
};

TEST_F(Publish, AnSmsToAVerifiedNumberIsInTheOutboxAndTheJournal) {
  Json answer = w.publish(object({{"Subject", "greeting"}}));
  ASSERT_EQ(w.fault(), "none");
  Json box = w.inbox(kPhone);
  ASSERT_EQ(box.size(), 1u);
  EXPECT_EQ(box[0], object({{"PhoneNumber", kPhone}, {"TopicArn", nullptr}, {"SubscriptionArn", nullptr}, {"MessageId", text_at(answer, "MessageId")},
                            {"Message", "hello"}, {"MessageAttributes", Json::object()}, {"MessageStructure", nullptr}, {"Subject", "greeting"}}));
  const JournalEntry& last = w.journal.entries().back();
  ASSERT_STREQ(last.type(), "sms");
  EXPECT_EQ(last.parent, w.journal.entries().front().seq);
  EXPECT_EQ(std::get<MessageEntry>(last.data).to, std::vector<std::string>{kPhone});
}

TEST_F(Publish, NumbersAreCheckedAsSnsDoes) {
  for (const char* wrong : {"+1a234", "NAA+15551234567", "+05551234567", "", "+1555123456789012"})
    EXPECT_EQ(w.publish_fault(object({{"PhoneNumber", wrong}})),
              "InvalidParameter: Invalid parameter: PhoneNumber Reason: " + std::string(wrong) + " is not valid to publish to");
  EXPECT_EQ(w.publish_fault(object({{"PhoneNumber", "15550001111"}})), "none");
  EXPECT_EQ(w.inbox("15550001111").size(), 1u);
}

TEST_F(Publish, MessageSubjectAndTargetAreChecked) {
  EXPECT_EQ(w.publish_fault(object({{"Message", ""}})), "InvalidParameter: Invalid parameter: Empty message");
  EXPECT_EQ(w.publish_fault(object({{"Message", std::string(1601, 'x')}})), "InvalidParameter: Invalid parameter: Message too long");
  EXPECT_EQ(w.publish_fault(object({{"Subject", "two\nlines"}})), "InvalidParameter: Invalid parameter: Subject");
  EXPECT_EQ(w.publish_fault(object({{"MessageStructure", "xml"}})), "InvalidParameter: Invalid parameter: MessageStructure");
  EXPECT_EQ(w.fault_of("Publish", object({{"Message", "x"}})),
            "InvalidParameter: Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
  EXPECT_EQ(w.fault_of("Publish", object({{"PhoneNumber", kPhone}})),
            "ValidationError: 1 validation error detected: Value null at 'message' failed to satisfy constraint: Member must not be null");
  EXPECT_EQ(w.inbox(kPhone).size(), 0u);
}

TEST_F(Publish, UnknownTopicsAreRefused) {
  auto to = [&](const char* arn) { return w.fault_of("Publish", object({{"TopicArn", arn}, {"Message", "x"}})); };
  EXPECT_EQ(to("arn:aws:sns:us-east-1:000000000000:none"), "NotFound: Topic does not exist");
  EXPECT_EQ(to("arn:aws:sns:eu-west-1:000000000000:none"), "InvalidParameter: Invalid parameter: TopicArn");
  EXPECT_EQ(to("none"), "InvalidParameter: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
  EXPECT_EQ(w.fault_of("Publish", object({{"TargetArn", "arn:aws:sns:us-east-1:000000000000:endpoint/GCM/a/b"}, {"Message", "x"}})),
            "InvalidParameter: Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified");
}

TEST_F(Publish, JsonStructurePicksTheTextForPhones) {
  Json structure = object({{"MessageStructure", "json"}});
  auto with = [&](const char* message) {
    Json out = structure;
    set_text(out, "Message", message);
    return out;
  };
  EXPECT_EQ(w.publish_fault(with(R"({"default": "any", "sms": "short"})")), "none");
  EXPECT_EQ(w.publish_fault(with(R"({"default": "any", "sms": 1})")), "none");
  Json box = w.inbox(kPhone);
  EXPECT_EQ(text_at(box[0], "Message"), "short");
  EXPECT_EQ(text_at(box[1], "Message"), "any");
  EXPECT_EQ(w.publish_fault(with("{")), "InvalidParameter: Invalid parameter: Message Structure - JSON message body failed to parse");
  EXPECT_EQ(w.publish_fault(with(R"({"sms": "x"})")), "InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message body");
}

TEST_F(Publish, MessageAttributesAreChecked) {
  auto fault = [&](const std::string& name, const std::string& type, const std::string& value) {
    return w.publish_fault(attribute(name, type, value));
  };
  const std::string code = "ParameterValueInvalid: ";
  EXPECT_EQ(fault("a", "String", ""), code + "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.");
  EXPECT_EQ(fault("a", "Text", "x"), code + "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
  EXPECT_EQ(fault("a", "Binary", "x"), code + "The message attribute 'a' with type 'Binary' must use field 'Binary'.");
  EXPECT_EQ(fault("a^b", "String", "x"), code + "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.");
  EXPECT_EQ(fault(".a", "String", "x"), code + "Invalid message attribute name starting with character '.' was found.");
  EXPECT_EQ(fault("a.", "String", "x"), code + "Invalid message attribute name ending with character '.' was found.");
  EXPECT_EQ(fault("a..b", "String", "x"), code + "Message attribute name can not have successive '.' character.");
  EXPECT_EQ(fault(std::string(257, 'a'), "String", "x"), code + "Length of message attribute name must be less than 256 bytes.");
  EXPECT_EQ(fault("a", "String.custom", "x"), "none");
  EXPECT_EQ(w.inbox(kPhone)[0]["MessageAttributes"], parse_json(R"({"a": {"DataType": "String.custom", "StringValue": "x"}})"));
}

TEST_F(Publish, SmsAttributesAct) {
  EXPECT_EQ(w.publish_fault(attribute("AWS.SNS.SMS.SenderID", "String", "MyShop")), "none");
  EXPECT_EQ(std::get<MessageEntry>(w.journal.entries().back().data).from, "MyShop");
  EXPECT_EQ(w.publish_fault(attribute("AWS.SNS.SMS.SenderID", "String", "12345")),
            "InvalidParameter: Invalid parameter: MessageAttributes Reason: 12345 is not a valid value of AWS.SNS.SMS.SenderID");
  EXPECT_NE(w.publish_fault(attribute("AWS.SNS.SMS.SMSType", "String", "Urgent")), "none");
  EXPECT_NE(w.publish_fault(attribute("AWS.SNS.SMS.MaxPrice", "Number", "cheap")), "none");
  EXPECT_EQ(w.publish_fault(attribute("AWS.SNS.SMS.MaxPrice", "Number", "0.001")), "none");
  EXPECT_EQ(w.inbox(kPhone).size(), 1u) << "a message over its price is not delivered";
  EXPECT_EQ(w.delivery_log().back()["delivery"]["providerResponse"], "This delivery would exceed max price");
  EXPECT_EQ(w.publish_fault(attribute("AWS.SNS.SMS.MaxPrice", "Number", "0.5")), "none");
  EXPECT_EQ(w.inbox(kPhone).size(), 2u);
}

TEST_F(Publish, ARefusalNamesTheNumberAndTheActionInCapitals) {
  Principal denied;
  denied.kind = PrincipalKind::role_session;
  denied.account = kScope.account;
  denied.arn = "arn:aws:sts::000000000000:assumed-role/denied/f";
  denied.entity_arn = "arn:aws:iam::000000000000:role/denied";
  w.call_as(denied, "Publish", object({{"PhoneNumber", kPhone}, {"Message", "x"}}));
  EXPECT_EQ(w.error->status(), 403);
  EXPECT_EQ(w.fault(), "AuthorizationError: User: arn:aws:sts::000000000000:assumed-role/denied/f is not authorized to perform: SNS:Publish on "
                       "resource: +15550001111 because no identity-based policy allows the SNS:Publish action");
  EXPECT_EQ(w.inbox(kPhone).size(), 0u);
}

TEST_F(Publish, TheOutboxIsKeptPerAccountAndRegionAndCanBeCleared) {
  w.publish();
  EXPECT_EQ(parse_json(w.http("GET", "/_aws/sns/sms-messages?region=eu-west-1").body), parse_json(R"({"sms_messages": {}, "region": "eu-west-1"})"));
  EXPECT_EQ(parse_json(w.http("GET", "/_aws/sns/sms-messages?accountId=111111111111").body)["sms_messages"], Json::object());
  EXPECT_EQ(parse_json(w.http("GET", "/_aws/sns/sms-messages?phoneNumber=%2B15550001111").body)["sms_messages"].size(), 1u);
  EXPECT_EQ(w.http("DELETE", "/_aws/sns/sms-messages?phoneNumber=%2B19990000000").status, 204);
  EXPECT_EQ(w.inbox(kPhone).size(), 1u);
  EXPECT_EQ(w.http("DELETE", "/_aws/sns/sms-messages").status, 204);
  EXPECT_EQ(w.inbox(kPhone).size(), 0u);
}

}  // namespace
}  // namespace lambent::sns
