#include "tests/ses/world.h"

namespace lambent::ses {
namespace {

std::string status(World& w, const std::string& name) {
  Json answer = w.call("GetIdentityVerificationAttributes", object({{"Identities", text_array({name})}}));
  const Json* one = find_path(answer, {"VerificationAttributes", name});
  return one ? text_at(*one, "VerificationStatus") : "unknown";
}
std::string link_in(const std::string& text) {
  auto at = text.find("http://127.0.0.1:4599");
  if (at == std::string::npos) return "";
  return text.substr(at + 21, text.find_first_of(" \n", at) - at - 21);
}

TEST(Identities, AnAddressIsVerifiedByTheLinkInItsMail) {
  World w;
  w.call("VerifyEmailIdentity", object({{"EmailAddress", "a@one.example"}}));
  EXPECT_EQ(status(w, "a@one.example"), "Pending");
  Json mail = w.outbox().at(0);
  EXPECT_EQ(mail["Destination"]["ToAddresses"], text_array({"a@one.example"}));
  std::string link = link_in(text_at(mail["Body"], "text_part"));
  ASSERT_TRUE(link.starts_with("/_lambent/ses/verify/")) << link;
  EXPECT_EQ(w.http("GET", link + "0").status, 404);
  EXPECT_EQ(status(w, "a@one.example"), "Pending");
  EXPECT_EQ(w.http("GET", link).status, 200);
  EXPECT_EQ(status(w, "a@one.example"), "Success");
  EXPECT_EQ(w.call_v2("GetEmailIdentity", object({{"EmailIdentity", "a@one.example"}}))["VerifiedForSendingStatus"], true);
  EXPECT_EQ(w.call("GetSendQuota", Json::object())["SentLast24Hours"], 0.0);
}

TEST(Identities, ALinkExpiresAfterADay) {
  World w;
  w.call("VerifyEmailAddress", object({{"EmailAddress", "a@one.example"}}));
  std::string link = link_in(text_at(w.outbox().at(0)["Body"], "text_part"));
  w.loop.clock().advance(std::chrono::hours(25));
  EXPECT_EQ(w.http("GET", link).status, 404);
  EXPECT_EQ(status(w, "a@one.example"), "Failed");
  w.call("VerifyEmailIdentity", object({{"EmailAddress", "a@one.example"}}));
  EXPECT_EQ(status(w, "a@one.example"), "Pending");
}

TEST(Identities, AutoVerifySkipsTheMail) {
  World w;
  w.seed(R"({"AutoVerify": true})");
  w.call("VerifyEmailIdentity", object({{"EmailAddress", "a@one.example"}}));
  EXPECT_EQ(status(w, "a@one.example"), "Success");
  EXPECT_EQ(w.outbox().size(), 0u);
}

TEST(Identities, ADomainIsVerifiedByItsToken) {
  World w;
  std::string token = text_at(w.call("VerifyDomainIdentity", object({{"Domain", "one.example"}})), "VerificationToken");
  EXPECT_EQ(token.size(), 44u);
  EXPECT_EQ(text_at(w.call("VerifyDomainIdentity", object({{"Domain", "one.example"}})), "VerificationToken"), token);
  EXPECT_EQ(w.outbox().size(), 0u);
  EXPECT_EQ(w.http("GET", "/_lambent/ses/verify/" + token).status, 200);
  EXPECT_EQ(status(w, "one.example"), "Success");
}

TEST(Identities, AreListedDeletedAndValidated) {
  World w;
  w.seed(R"({"VerifiedIdentities": ["b@one.example", "a@one.example", "two.example"]})");
  EXPECT_EQ(w.call("ListIdentities", Json::object())["Identities"], text_array({"a@one.example", "b@one.example", "two.example"}));
  EXPECT_EQ(w.call("ListIdentities", object({{"IdentityType", "Domain"}}))["Identities"], text_array({"two.example"}));
  Json first = w.call("ListIdentities", object({{"MaxItems", 2}}));
  EXPECT_EQ(first["Identities"].size(), 2u);
  Json second = w.call("ListIdentities", object({{"MaxItems", 2}, {"NextToken", text_at(first, "NextToken")}}));
  EXPECT_EQ(second["Identities"], text_array({"two.example"}));
  EXPECT_FALSE(has(second, "NextToken"));
  EXPECT_EQ(w.call("ListVerifiedEmailAddresses", Json::object())["VerifiedEmailAddresses"].size(), 2u);

  EXPECT_EQ(w.fault_of("DeleteIdentity", object({{"Identity", "two.example"}})), "none");
  EXPECT_EQ(w.fault_of("DeleteIdentity", object({{"Identity", "two.example"}})), "none");
  EXPECT_EQ(status(w, "two.example"), "unknown");
  EXPECT_EQ(w.fault_of("VerifyEmailIdentity", object({{"EmailAddress", "nobody"}})), "InvalidParameterValue: Invalid email address<nobody>.");
  EXPECT_EQ(w.fault_of("VerifyDomainIdentity", object({{"Domain", "a@b.example"}})), "InvalidParameterValue: Invalid domain name a@b.example.");
}

TEST(IdentitiesV2, AreMadeShownAndDeleted) {
  World w;
  Json made = w.call_v2("CreateEmailIdentity", parse_json(R"({"EmailIdentity": "one.example", "Tags": [{"Key": "k", "Value": "v"}]})"));
  EXPECT_EQ(made["IdentityType"], "DOMAIN");
  EXPECT_EQ(made["VerifiedForSendingStatus"], false);
  EXPECT_EQ(made["DkimAttributes"]["Tokens"].size(), 3u);
  EXPECT_EQ(w.fault_of("CreateEmailIdentity", object({{"EmailIdentity", "one.example"}}), "sesv2"), "AlreadyExistsException: Email identity one.example already exist.");
  Json shown = w.call_v2("GetEmailIdentity", object({{"EmailIdentity", "one.example"}}));
  EXPECT_EQ(shown["VerificationStatus"], "PENDING");
  EXPECT_EQ(shown["Tags"], parse_json(R"([{"Key": "k", "Value": "v"}])"));
  w.call_v2("CreateEmailIdentity", object({{"EmailIdentity", "a@one.example"}}));
  EXPECT_EQ(w.outbox().size(), 1u) << "the address gets its mail";
  EXPECT_EQ(w.call_v2("ListEmailIdentities", Json::object())["EmailIdentities"].size(), 2u);
  EXPECT_EQ(w.fault_of("DeleteEmailIdentity", object({{"EmailIdentity", "one.example"}}), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("DeleteEmailIdentity", object({{"EmailIdentity", "one.example"}}), "sesv2"), "NotFoundException: Email identity one.example does not exist.");
  EXPECT_EQ(w.error->status(), 404);
}

TEST(IdentitiesV2, AnIdentitysConfigurationSetIsUsedByItsMail) {
  World w;
  w.seed(R"({"AutoVerify": true})");
  EXPECT_EQ(w.fault_of("CreateEmailIdentity", parse_json(R"({"EmailIdentity": "one.example", "ConfigurationSetName": "cs"})"), "sesv2"),
            "NotFoundException: Configuration set <cs> does not exist.");
  w.call_v2("CreateConfigurationSet", parse_json(R"({"ConfigurationSetName": "cs"})"));
  w.call_v2("CreateEmailIdentity", parse_json(R"({"EmailIdentity": "one.example", "ConfigurationSetName": "cs"})"));
  w.call_v2("CreateEmailIdentity", parse_json(R"({"EmailIdentity": "two.example"})"));
  w.call("SendEmail", World::mail());
  EXPECT_EQ(w.outbox().at(0)["ConfigurationSetName"], "cs");
  w.call_v2("PutConfigurationSetSendingOptions", parse_json(R"({"ConfigurationSetName": "cs", "SendingEnabled": false})"));
  EXPECT_EQ(w.fault_of("SendEmail", World::mail_v2(), "sesv2"), "SendingPausedException: Sending is paused for configuration set cs");
  EXPECT_EQ(w.call_v2("GetConfigurationSet", object({{"ConfigurationSetName", "cs"}}))["SendingOptions"], parse_json(R"({"SendingEnabled": false})"));
  EXPECT_EQ(w.call_v2("ListConfigurationSets", Json::object())["ConfigurationSets"], text_array({"cs"}));
  EXPECT_EQ(w.fault_of("CreateConfigurationSet", parse_json(R"({"ConfigurationSetName": "x", "ArchivingOptions": {}})"), "sesv2").substr(0, 14), "NotImplemented");
}

TEST(Account, AFreshOneIsInTheSandbox) {
  World w;
  Json account = w.call_v2("GetAccount", Json::object());
  EXPECT_EQ(account["ProductionAccessEnabled"], false);
  EXPECT_EQ(account["EnforcementStatus"], "HEALTHY");
  EXPECT_EQ(account["SendQuota"], parse_json(R"({"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 0.0})"));
  w.seed(R"({"Sandbox": false})");
  EXPECT_EQ(w.call_v2("GetAccount", Json::object())["ProductionAccessEnabled"], true);
}

TEST(Seed, UnknownMembersAndAddressesAreNamed) {
  World w;
  EXPECT_THROW(w.seed(R"({"Identities": []})"), std::invalid_argument);
  EXPECT_THROW(w.seed(R"({"VerifiedIdentities": ["nobody@"]})"), std::invalid_argument);
  EXPECT_THROW(w.seed(R"({"Sandbox": 1})"), std::invalid_argument);
}

}  // namespace
}  // namespace lambent::ses
