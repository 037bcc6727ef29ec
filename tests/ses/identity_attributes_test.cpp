#include "tests/ses/topics.h"

namespace lambent::ses {
namespace {

Json dkim_of(World& w, const std::string& name) {
  return w.call("GetIdentityDkimAttributes", object({{"Identities", text_array({name})}}))["DkimAttributes"][name];
}

TEST(Dkim, FollowsTheVerificationOfTheDomain) {
  World w;
  w.call("VerifyDomainIdentity", object({{"Domain", "one.example"}}));
  EXPECT_EQ(dump(dkim_of(w, "one.example")), R"({"DkimEnabled":false,"DkimVerificationStatus":"NotStarted"})");
  Json tokens = w.call("VerifyDomainDkim", object({{"Domain", "one.example"}}))["DkimTokens"];
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[0].get<std::string>().size(), 32u);
  EXPECT_EQ(w.call("VerifyDomainDkim", object({{"Domain", "one.example"}}))["DkimTokens"], tokens);
  EXPECT_EQ(dkim_of(w, "one.example")["DkimVerificationStatus"], "Pending");
  EXPECT_EQ(w.fault_of("SetIdentityDkimEnabled", object({{"Identity", "one.example"}, {"DkimEnabled", true}})),
            "InvalidParameterValue: Domain one.example is not verified for DKIM signing.");
  EXPECT_EQ(w.http("GET", "/_lambent/ses/verify/" + tokens[1].get<std::string>()).status, 200);
  EXPECT_EQ(dkim_of(w, "one.example")["DkimVerificationStatus"], "Success");
  EXPECT_EQ(w.fault_of("SetIdentityDkimEnabled", object({{"Identity", "one.example"}, {"DkimEnabled", false}})), "none");
  EXPECT_EQ(dkim_of(w, "one.example")["DkimEnabled"], false);
  w.call("VerifyEmailIdentity", object({{"EmailAddress", "a@one.example"}}));
  EXPECT_EQ(dkim_of(w, "a@one.example")["DkimTokens"], tokens) << "an address is signed as its domain";
  EXPECT_EQ(w.fault_of("VerifyDomainDkim", object({{"Domain", "a@b"}})), "InvalidParameterValue: Invalid domain name a@b.");
}

TEST(Dkim, OfVersionTwo) {
  World w;
  Json made = w.call_v2("CreateEmailIdentity", parse_json(R"({"EmailIdentity": "one.example", "DkimSigningAttributes": {"NextSigningKeyLength": "RSA_1024_BIT"}})"));
  EXPECT_EQ(made["DkimAttributes"]["Tokens"].size(), 3u);
  EXPECT_EQ(made["DkimAttributes"]["CurrentSigningKeyLength"], "RSA_1024_BIT");
  Json own = w.call_v2("PutEmailIdentityDkimSigningAttributes", parse_json(R"({"EmailIdentity": "one.example", "SigningAttributesOrigin": "EXTERNAL",
               "SigningAttributes": {"DomainSigningSelector": "sel", "DomainSigningPrivateKey": "QUJD"}})"));
  EXPECT_EQ(dump(own), R"({"DkimStatus":"PENDING","DkimTokens":[]})");
  EXPECT_EQ(w.call_v2("GetEmailIdentity", parse_json(R"({"EmailIdentity": "one.example"})"))["DkimAttributes"]["SigningAttributesOrigin"], "EXTERNAL");
  EXPECT_EQ(w.fault_of("PutEmailIdentityDkimSigningAttributes", parse_json(R"({"EmailIdentity": "one.example", "SigningAttributesOrigin": "EXTERNAL"})"), "sesv2").substr(0, 38),
            "BadRequestException: Signing attribute");
  EXPECT_EQ(w.fault_of("CreateEmailIdentity", parse_json(R"({"EmailIdentity": "two.example", "DkimSigningAttributes": {"DomainSigningAttributesOrigin": "AWS_SES_EU_WEST_1"}})"), "sesv2"),
            "NotImplemented: sesv2: the DKIM signing origin AWS_SES_EU_WEST_1 is not emulated by lambent");
  EXPECT_EQ(w.fault_of("GetEmailIdentity", parse_json(R"({"EmailIdentity": "two.example"})"), "sesv2"), "NotFoundException: Email identity two.example does not exist.");
}

TEST(MailFrom, RefusesSendsUntilItIsVerifiedIfAsked) {
  World w;
  w.seed(R"({"VerifiedIdentities": ["one.example", "b@two.example"]})");
  auto mail_from = [&] { return w.call("GetIdentityMailFromDomainAttributes", parse_json(R"({"Identities": ["one.example"]})"))["MailFromDomainAttributes"]["one.example"]; };
  EXPECT_EQ(mail_from()["BehaviorOnMXFailure"], "UseDefaultValue");
  EXPECT_FALSE(has(mail_from(), "MailFromDomain"));
  EXPECT_EQ(w.fault_of("SetIdentityMailFromDomain", parse_json(R"({"Identity": "one.example", "MailFromDomain": "mail.other.example"})")),
            "InvalidParameterValue: Provided MAIL-FROM domain 'mail.other.example' is not subdomain of the domain of the identity 'one.example'.");
  EXPECT_EQ(w.fault_of("SetIdentityMailFromDomain", parse_json(R"({"Identity": "one.example", "MailFromDomain": "mail.one.example", "BehaviorOnMXFailure": "RejectMessage"})")), "none");
  EXPECT_EQ(mail_from()["MailFromDomainStatus"], "Pending");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()).substr(0, 34), "MailFromDomainNotVerifiedException");
  EXPECT_EQ(w.http("GET", "/_lambent/ses/verify-mail-from/mail.one.example").status, 200);
  EXPECT_EQ(w.http("GET", "/_lambent/ses/verify-mail-from/x.example").status, 404);
  EXPECT_EQ(mail_from()["MailFromDomainStatus"], "Success");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail()), "none");
  EXPECT_EQ(w.fault_of("PutEmailIdentityMailFromAttributes", parse_json(R"({"EmailIdentity": "one.example", "MailFromDomain": "new.one.example"})"), "sesv2"), "none");
  w.loop.clock().advance(std::chrono::hours(73));
  Json v2 = w.call_v2("GetEmailIdentity", parse_json(R"({"EmailIdentity": "one.example"})"))["MailFromAttributes"];
  EXPECT_EQ(dump(v2), R"({"MailFromDomain":"new.one.example","MailFromDomainStatus":"FAILED","BehaviorOnMxFailure":"USE_DEFAULT_VALUE"})");
  EXPECT_EQ(w.fault_of("SetIdentityMailFromDomain", parse_json(R"({"Identity": "one.example"})")), "none");
  EXPECT_FALSE(has(mail_from(), "MailFromDomain"));
}

TEST(IdentityAttributes, OfUnknownIdentities) {
  World w;
  EXPECT_EQ(w.fault_of("SetIdentityFeedbackForwardingEnabled", parse_json(R"({"Identity": "x@y.example", "ForwardingEnabled": true})")),
            "InvalidParameterValue: Identity 'x@y.example' does not exist.");
  EXPECT_EQ(w.call("GetIdentityNotificationAttributes", parse_json(R"({"Identities": ["x@y.example"]})"))["NotificationAttributes"].size(), 0u);
  w.seed(R"({"VerifiedIdentities": ["one.example"]})");
  Json one = w.call("GetIdentityNotificationAttributes", parse_json(R"({"Identities": ["arn:aws:ses:us-east-1:000000000000:identity/one.example"]})"))["NotificationAttributes"];
  ASSERT_EQ(w.fault(), "none");
  const Json& attributes = one["arn:aws:ses:us-east-1:000000000000:identity/one.example"];
  EXPECT_EQ(attributes["ForwardingEnabled"], true);
  EXPECT_FALSE(has(attributes, "BounceTopic"));
}

const char* kPolicy = R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "ses:SendEmail",
                        "Resource": "arn:aws:ses:us-east-1:000000000000:identity/one.example"}]})";

TEST(IdentityPolicies, AreKeptAndCheckedInBothVersions) {
  World w;
  w.seed(R"({"VerifiedIdentities": ["one.example"]})");
  Json put = object({{"Identity", "one.example"}, {"PolicyName", "p"}, {"Policy", kPolicy}});
  EXPECT_EQ(w.fault_of("PutIdentityPolicy", put), "none");
  EXPECT_EQ(w.call("ListIdentityPolicies", parse_json(R"({"Identity": "one.example"})"))["PolicyNames"], text_array({"p"}));
  EXPECT_EQ(w.call("GetIdentityPolicies", parse_json(R"({"Identity": "one.example", "PolicyNames": ["p", "q"]})"))["Policies"], object({{"p", kPolicy}}));
  EXPECT_EQ(w.call_v2("GetEmailIdentity", parse_json(R"({"EmailIdentity": "one.example"})"))["Policies"], object({{"p", kPolicy}}));
  Json v2 = object({{"EmailIdentity", "one.example"}, {"PolicyName", "p"}, {"Policy", kPolicy}});
  EXPECT_EQ(w.fault_of("CreateEmailIdentityPolicy", v2, "sesv2"), "AlreadyExistsException: Policy p already exists for identity one.example.");
  EXPECT_EQ(w.fault_of("UpdateEmailIdentityPolicy", v2, "sesv2"), "none");
  auto fault = [&](const std::string& text) {
    put["Policy"] = text;
    return w.fault_of("PutIdentityPolicy", put);
  };
  EXPECT_EQ(fault("{"), "InvalidPolicy: Invalid policy: the document is no JSON object.");
  EXPECT_EQ(fault("{}"), "InvalidPolicy: Invalid policy: Statement is missing.");
  EXPECT_EQ(fault(R"({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:Get", "Resource": "*"}})"), "InvalidPolicy: Invalid policy: the action s3:Get is none of Amazon SES.");
  EXPECT_EQ(fault(R"({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "ses:*", "Resource": "arn:aws:ses:us-east-1:000000000000:identity/other"}})"),
            "InvalidPolicy: Invalid policy: the resource arn:aws:ses:us-east-1:000000000000:identity/other is not the identity one.example.");
  EXPECT_EQ(fault(std::string(4097, ' ')), "InvalidPolicy: Invalid policy: the document is longer than 4096 bytes.");
  EXPECT_EQ(w.fault_of("DeleteIdentityPolicy", parse_json(R"({"Identity": "one.example", "PolicyName": "p"})")), "none");
  EXPECT_EQ(w.fault_of("DeleteEmailIdentityPolicy", v2, "sesv2"), "NotFoundException: Policy p does not exist for identity one.example.");
}

TEST(IdentityPolicies, AnotherAccountSendsForTheIdentity) {
  World w;
  const Scope owner{"111111111111", "us-east-1"};
  w.ses.seed(owner, parse_json(R"({"VerifiedIdentities": ["shared.example"]})"));
  w.seed(R"({"VerifiedIdentities": ["two.example"], "Sandbox": false})");
  const std::string arn = "arn:aws:ses:us-east-1:111111111111:identity/shared.example";
  w.ses.mailbox().identities().update(owner, "shared.example", [](IdentityRow& row) {
    row.policies["p"] = R"({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "ses:*", "Resource": "*"}})";
  });
  Json mail = World::mail(R"({"Source": "x@shared.example"})");
  EXPECT_EQ(w.fault_of("SendEmail", mail).substr(0, 15), "MessageRejected") << "without its ARN it is no identity of ours";
  set_text(mail, "SourceArn", arn);
  EXPECT_EQ(w.fault_of("SendEmail", mail), "none");
  ASSERT_EQ(w.access.asked.size(), 1u);
  EXPECT_EQ(w.access.asked[0].resource, arn);
  EXPECT_EQ(w.access.asked[0].resource_account, "111111111111");
  ASSERT_TRUE(w.access.asked[0].resource_policy);
  EXPECT_EQ((*w.access.asked[0].resource_policy)["Statement"].size(), 1u);
  set_text(mail, "Source", "x@other.example");
  EXPECT_EQ(w.fault_of("SendEmail", mail).substr(0, 15), "MessageRejected") << "the ARN is of another domain";
  set_text(mail, "SourceArn", "arn:aws:ses:eu-west-1:111111111111:identity/shared.example");
  set_text(mail, "Source", "x@shared.example");
  EXPECT_EQ(w.fault_of("SendEmail", mail).substr(0, 15), "MessageRejected") << "identities are of one region";
}

}  // namespace
}  // namespace lambent::ses
