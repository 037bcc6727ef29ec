// Sessions of those for whom a SAML provider vouches, and the reader of its documents.
#include "base/xml_tree.h"
#include "world.h"

namespace lambent::iam {
namespace {

TEST(XmlTree, ReadsWhatProvidersSend) {
  auto root = parse_xml("\xEF\xBB\xBF<?xml version='1.0'?><!-- c --><a:r xmlns:a=\"u\" k='1 &amp; &#x32;'>x<b/><![CDATA[<&>]]>&lt;<c><d>deep</d></c></a:r>\n");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->name, "r");
  EXPECT_EQ(root->attribute("k"), "1 & 2");
  EXPECT_EQ(root->text, "x<&><");
  EXPECT_EQ(root->children.size(), 2u);
  ASSERT_TRUE(root->find_deep("d"));
  EXPECT_EQ(root->find_deep("d")->text, "deep");
  EXPECT_EQ(root->find("d"), nullptr);
  for (const char* bad : {"", "text", "<a>", "<a></b>", "<a><b></a></b>", "<a b></a>", "<a b=c/>", "<a>&other;</a>", "<a>&#0;</a>", "<a>&amp</a>", "<a/><b/>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
                          "<a><!DOCTYPE b></a>", "<a><![CDATA[x</a>"})
    EXPECT_FALSE(parse_xml(bad)) << bad;
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  EXPECT_FALSE(parse_xml(deep));
}

const std::string kProvider = "arn:aws:iam::123456789012:saml-provider/corp";

struct Corp : World {
  Corp() {
    std::string metadata = "<EntityDescriptor entityID=\"https://corp.example.com\"><IDPSSODescriptor/>" + std::string(1000, ' ') + "</EntityDescriptor>";
    make("CreateSAMLProvider", object({{"Name", "corp"}, {"SAMLMetadataDocument", metadata}}));
    make_role("staff", document("{'Effect':'Allow','Principal':{'Federated':'" + kProvider + "'},'Action':'sts:AssumeRoleWithSAML',"
                                "'Condition':{'StringEquals':{'SAML:aud':'https://signin.aws.amazon.com/saml'}}}"));
  }
  static std::string attribute(const std::string& name, const std::string& value) {
    return "<saml:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/" + name + "\"><saml:AttributeValue>" + value + "</saml:AttributeValue></saml:Attribute>";
  }
  std::string fault_with(const std::string& attributes, const std::string& issuer = "https://corp.example.com", const std::string& recipient = "https://signin.aws.amazon.com/saml") {
    std::string xml = "<samlp:Response><saml:Assertion><saml:Issuer>" + issuer + "</saml:Issuer><saml:Subject><saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">ann</saml:NameID>"
                      "<saml:SubjectConfirmation><saml:SubjectConfirmationData Recipient=\"" + recipient + "\" NotOnOrAfter=\"2023-11-14T22:18:20Z\"/></saml:SubjectConfirmation></saml:Subject>"
                      "<saml:AttributeStatement>" + attributes + "</saml:AttributeStatement></saml:Assertion></samlp:Response>";
    answer = call("AssumeRoleWithSAML", object({{"RoleArn", role_arn("staff")}, {"PrincipalArn", kProvider}, {"SAMLAssertion", base64_encode(xml)}}));
    return fault();
  }
  const std::string good = attribute("Role", role_arn("staff") + "," + kProvider) + attribute("RoleSessionName", "ann@example.com");
  Json answer;
};

TEST(Saml, IsLetInByTheTrustPolicy) {
  Corp w;
  ASSERT_EQ(w.fault_with(w.good), "none");
  EXPECT_EQ(text_at(w.answer["AssumedRoleUser"], "Arn"), "arn:aws:sts::123456789012:assumed-role/staff/ann@example.com");
  EXPECT_EQ(text_at(w.answer, "Subject"), "ann");
  EXPECT_EQ(text_at(w.answer, "SubjectType"), "persistent");
  EXPECT_EQ(text_at(w.answer, "Issuer"), "https://corp.example.com");
  EXPECT_EQ(text_at(w.answer, "NameQualifier").size(), 28u);
  EXPECT_EQ(w.credentials.find(text_at(w.answer["Credentials"], "AccessKeyId"))->principal.federated_by, kProvider);
  EXPECT_EQ(w.fault_with(w.good, "https://corp.example.com", "https://elsewhere.example.com"), "AccessDenied: Not authorized to perform sts:AssumeRoleWithSAML");
}

TEST(Saml, AssertionsThatDoNotHold) {
  Corp w;
  EXPECT_EQ(w.fault_with(w.good, "https://other.example.com"), "InvalidIdentityToken: Issuer not present in specified provider");
  EXPECT_EQ(w.fault_with(Corp::attribute("Role", role_arn("other") + "," + kProvider)), "AccessDenied: Not authorized to perform sts:AssumeRoleWithSAML");
  EXPECT_EQ(w.fault_with(Corp::attribute("Role", kProvider + "," + role_arn("staff"))), "InvalidIdentityToken: RoleSessionName is required in AuthnResponse");
  EXPECT_EQ(w.fault_with(Corp::attribute("Role", kProvider + "," + role_arn("staff")) + Corp::attribute("RoleSessionName", "a b")),
            "InvalidIdentityToken: RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
  EXPECT_EQ(w.fault_with(w.good + Corp::attribute("PrincipalTag:team", "red")), "AccessDenied: Not authorized to perform sts:TagSession");
  EXPECT_EQ(w.fault_with(w.good + Corp::attribute("SessionDuration", "7200")), "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  EXPECT_EQ(w.fault_with(w.good + Corp::attribute("SessionDuration", "soon")), "InvalidIdentityToken: SessionDuration in AuthnResponse must be a number from 900 to 43200");
  EXPECT_EQ(w.fault_with("<broken"), "InvalidIdentityToken: Could not parse the SAMLResponse");
  EXPECT_EQ(w.fault_of("AssumeRoleWithSAML", object({{"RoleArn", role_arn("staff")}, {"PrincipalArn", kProvider}, {"SAMLAssertion", "!!!!"}})), "InvalidIdentityToken: Invalid base64 SAMLResponse");
  w.loop.clock().advance(std::chrono::minutes(5));
  EXPECT_EQ(w.fault_with(w.good), "ExpiredTokenException: Token must be redeemed before 2023-11-14T22:18:20Z");
}

}  // namespace
}  // namespace lambent::iam
