#include <filesystem>

#include "mocks/sns/sms_text.h"
#include "tests/sns/world.h"

namespace lambent::sns {
namespace {

std::string code_in(const std::string& message) {
  std::string out;
  for (char c : message)
    if (c >= '0' && c <= '9') out += c;
  return out;
}
Json number(const char* phone) { return object({{"PhoneNumber", phone}}); }

TEST(Sandbox, AFreshAccountReachesOnlyVerifiedNumbers) {
  World w;
  EXPECT_EQ(w.call("GetSMSSandboxAccountStatus", Json::object()), object({{"IsInSandbox", true}}));
  EXPECT_TRUE(has(w.publish(), "MessageId"));
  EXPECT_EQ(w.inbox(kPhone).size(), 0u);
  ASSERT_EQ(w.delivery_log().size(), 1u);
  EXPECT_EQ(w.delivery_log()[0]["status"], "FAILURE");
  EXPECT_EQ(w.delivery_log()[0]["delivery"]["destination"], kPhone);

  w.sns.seed(kScope, object({{"Sandbox", false}}));
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 1u);
}

TEST(Sandbox, ANumberIsVerifiedByTheCodeItReceives) {
  World w;
  ASSERT_EQ(w.fault_of("CreateSMSSandboxPhoneNumber", number(kPhone)), "none");
  std::string code = code_in(text_at(w.inbox(kPhone).at(0), "Message"));
  ASSERT_EQ(code.size(), 6u);
  std::string wrong = code == "111111" ? "222222" : "111111";
  Json verify = object({{"PhoneNumber", kPhone}, {"OneTimePassword", wrong}});
  EXPECT_EQ(w.fault_of("VerifySMSSandboxPhoneNumber", verify), "VerificationException: The one-time password is not valid");
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 1u) << "still pending";
  set_text(verify, "OneTimePassword", code);
  EXPECT_EQ(w.fault_of("VerifySMSSandboxPhoneNumber", verify), "none");
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 2u);
  EXPECT_EQ(w.call("ListSMSSandboxPhoneNumbers", Json::object())["PhoneNumbers"], parse_json(R"([{"PhoneNumber": "+15550001111", "Status": "Verified"}])"));
}

TEST(Sandbox, TheCodeComesInTheAskedLanguage) {
  World w;
  w.call("CreateSMSSandboxPhoneNumber", object({{"PhoneNumber", kPhone}, {"LanguageCode", "de-DE"}}));
  EXPECT_NE(text_at(w.inbox(kPhone).at(0), "Message").find("Bestätigungscode"), std::string::npos);
}

TEST(Sandbox, NumbersAreLimitedPagedAndKeptForADay) {
  World w;
  for (int i = 0; i < 10; ++i) w.call("CreateSMSSandboxPhoneNumber", number(("+1555000222" + std::to_string(i)).c_str()));
  EXPECT_EQ(w.error, std::nullopt);
  EXPECT_EQ(w.fault_of("CreateSMSSandboxPhoneNumber", number(kPhone)).substr(0, 10), "UserError:");
  Json first = w.call("ListSMSSandboxPhoneNumbers", object({{"MaxResults", 6}}));
  EXPECT_EQ(first["PhoneNumbers"].size(), 6u);
  Json second = w.call("ListSMSSandboxPhoneNumbers", object({{"MaxResults", 6}, {"NextToken", text_at(first, "NextToken")}}));
  EXPECT_EQ(second["PhoneNumbers"].size(), 4u);
  EXPECT_FALSE(has(second, "NextToken"));

  EXPECT_EQ(w.fault_of("DeleteSMSSandboxPhoneNumber", number("+15550002220")).substr(0, 10), "UserError:");
  w.loop.clock().advance(std::chrono::hours(25));
  EXPECT_EQ(w.fault_of("DeleteSMSSandboxPhoneNumber", number("+15550002220")), "none");
  EXPECT_EQ(w.fault_of("DeleteSMSSandboxPhoneNumber", number("+15550002220")).substr(0, 17), "ResourceNotFound:");
}

TEST(OptOut, NothingReachesANumberThatOptedOut) {
  World w;
  w.sns.seed(kScope, parse_json(R"({"Sandbox": false, "OptedOutPhoneNumbers": ["+15550001111"]})"));
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 0u);
  EXPECT_EQ(w.delivery_log().back()["delivery"]["providerResponse"], "Phone number is opted out");
  Json phone = object({{"phoneNumber", kPhone}});
  EXPECT_EQ(w.call("CheckIfPhoneNumberIsOptedOut", phone), object({{"isOptedOut", true}}));
  EXPECT_EQ(w.call("ListPhoneNumbersOptedOut", Json::object())["phoneNumbers"], parse_json(R"(["+15550001111"])"));
  EXPECT_EQ(w.fault_of("CheckIfPhoneNumberIsOptedOut", object({{"phoneNumber", "+1a"}})),
            "InvalidParameter: Invalid parameter: PhoneNumber Reason: input incorrectly formatted");

  EXPECT_EQ(w.fault_of("OptInPhoneNumber", phone), "none");
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 1u);

  EXPECT_EQ(w.http("POST", "/_aws/sns/phone-opt-outs", R"({"phoneNumber": "+15550001111"})").status, 200);
  EXPECT_NE(w.fault_of("OptInPhoneNumber", phone), "none") << "once in 30 days";
  w.loop.clock().advance(std::chrono::hours(24 * 31));
  EXPECT_EQ(w.fault_of("OptInPhoneNumber", phone), "none");
  EXPECT_EQ(w.http("POST", "/_aws/sns/phone-opt-outs", "{}").status, 400);
}

TEST(Settings, DefaultsActAndUnknownOnesAreRefused) {
  World w;
  w.sns.seed(kScope, object({{"Sandbox", false}}));
  EXPECT_EQ(w.call("GetSMSAttributes", Json::object())["attributes"], parse_json(R"({"MonthlySpendLimit": "1"})"));
  auto set_one = [&](const char* name, const char* value) { return w.fault_of("SetSMSAttributes", object({{"attributes", object({{name, value}})}})); };
  EXPECT_EQ(set_one("Colour", "red"), "InvalidParameter: Colour is not a valid attribute");
  EXPECT_EQ(set_one("DefaultSMSType", "Urgent"), "InvalidParameter: DefaultSMSType is invalid");
  EXPECT_EQ(set_one("UsageReportS3Bucket", "b").substr(0, 14), "NotImplemented");
  EXPECT_EQ(set_one("DefaultSenderID", "MyShop"), "none");
  w.publish();
  EXPECT_EQ(std::get<MessageEntry>(w.journal.entries().back().data).from, "MyShop");

  EXPECT_EQ(w.delivery_log().size(), 0u);
  EXPECT_EQ(set_one("DeliveryStatusIAMRole", "arn:aws:iam::000000000000:role/logs"), "none");
  EXPECT_EQ(set_one("DefaultSMSType", "Transactional"), "none");
  w.publish();
  ASSERT_EQ(w.delivery_log().size(), 1u);
  EXPECT_EQ(w.delivery_log()[0]["status"], "SUCCESS");
  EXPECT_EQ(w.delivery_log()[0]["delivery"]["smsType"], "Transactional");
  EXPECT_EQ(w.call("GetSMSAttributes", object({{"attributes", parse_json(R"(["DefaultSenderID"])")}}))["attributes"],
            parse_json(R"({"DefaultSenderID": "MyShop"})"));
}

TEST(Settings, TheSpendLimitEndsDeliveriesUntilTheNextMonth) {
  World w;
  w.sns.seed(kScope, object({{"Sandbox", false}}));
  w.call("SetSMSAttributes", parse_json(R"({"attributes": {"MonthlySpendLimit": "0"}})"));
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 0u);
  w.call("SetSMSAttributes", parse_json(R"({"attributes": {"MonthlySpendLimit": "1"}})"));
  for (int i = 0; i < 156; ++i) w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 155u);  // 155 × 0.00645 = 0.99975 USD
  w.loop.clock().advance(std::chrono::hours(24 * 31));
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 156u);
}

TEST(Seed, UnknownMembersAndNumbersAreNamed) {
  World w;
  EXPECT_THROW(w.sns.seed(kScope, object({{"Phones", array()}})), std::invalid_argument);
  EXPECT_THROW(w.sns.seed(kScope, parse_json(R"({"SandboxPhoneNumbers": ["mum"]})")), std::invalid_argument);
  EXPECT_THROW(w.sns.seed(kScope, parse_json(R"({"Sandbox": "no"})")), std::invalid_argument);
}

TEST(SmsText, PartsAreCountedInTheAlphabetOfThePhone) {
  EXPECT_EQ(sms_parts(std::string(160, 'a')), 1u);
  EXPECT_EQ(sms_parts(std::string(161, 'a')), 2u);
  EXPECT_EQ(sms_parts(std::string(80, '{')), 1u);
  EXPECT_EQ(sms_parts(std::string(81, '{')), 2u);
  std::string greek, russian;
  for (int i = 0; i < 71; ++i) greek += "Ω", russian += "ж";
  EXPECT_EQ(sms_parts(greek), 1u) << "Ω is in GSM-7";
  EXPECT_EQ(sms_parts(russian), 2u);
}

TEST(Durability, MessagesAndNumbersAreThereAfterARestart) {
  std::string file = testing::TempDir() + "sns-" + std::to_string(::getpid()) + ".sqlite";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
  {
    World w(file);
    w.sns.seed(kScope, parse_json(R"({"SandboxPhoneNumbers": ["+15550001111"]})"));
    w.publish();
  }
  World w(file);
  EXPECT_EQ(w.inbox(kPhone).size(), 1u);
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 2u);
  w.sns.reset();
  EXPECT_EQ(w.inbox(kPhone).size(), 0u);
  EXPECT_EQ(w.call("ListSMSSandboxPhoneNumbers", Json::object())["PhoneNumbers"].size(), 0u);
}

}  // namespace
}  // namespace lambent::sns
