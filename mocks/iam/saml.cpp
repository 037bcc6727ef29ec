// AssumeRoleWithSAML: an unsigned call with the assertion of an identity provider. Whose it is, for whom, until when and for
// which role is checked; its signature is not. AWS source: IAM User Guide, "Configuring SAML assertions".
#include <algorithm>
#include <charconv>

#include "aws/arn.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/xml_tree.h"
#include "base/time_text.h"
#include "mocks/iam/sts.h"

namespace lambent::iam {
namespace {

const std::string kAttributes = "https://aws.amazon.com/SAML/Attributes/";
constexpr std::int64_t kSamlSeconds = 3600;

AwsError invalid_assertion(const std::string& why) { return AwsError("InvalidIdentityToken", 400, why); }

std::string text_of(const XmlElement* element) { return element ? std::string(trim(element->text)) : ""; }

// What the assertion says under a name of AWS's.
std::vector<std::string> said(const XmlElement& assertion, const std::string& name) {
  std::vector<std::string> out;
  const XmlElement* statement = assertion.find("AttributeStatement");
  if (!statement) return out;
  for (const auto& attribute : statement->children)
    if (attribute.name == "Attribute" && attribute.attribute("Name") == kAttributes + name)
      for (const auto& value : attribute.children)
        if (value.name == "AttributeValue") out.emplace_back(trim(value.text));
  return out;
}

Tags said_tags(const XmlElement& assertion) {
  Tags out;
  const XmlElement* statement = assertion.find("AttributeStatement");
  if (!statement) return out;
  for (const auto& attribute : statement->children) {
    std::string name = attribute.attribute("Name");
    if (name.starts_with(kAttributes + "PrincipalTag:")) out[name.substr(kAttributes.size() + 13)] = text_of(attribute.find("AttributeValue"));
  }
  return out;
}

void check_time(const XmlElement& assertion, TimePoint now) {
  for (const char* element : {"Conditions", "SubjectConfirmationData"}) {
    const XmlElement* limits = assertion.find_deep(element);
    auto end = limits ? parse_iso(limits->attribute("NotOnOrAfter")) : std::nullopt;
    if (end && now >= *end) throw AwsError("ExpiredTokenException", 400, "Token must be redeemed before " + iso_seconds(*end));
    auto begin = limits ? parse_iso(limits->attribute("NotBefore")) : std::nullopt;
    if (begin && now < *begin) throw invalid_assertion("The assertion is not valid before " + iso_seconds(*begin));
  }
}

// "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" is persistent.
std::string subject_type(const XmlElement* name_id) {
  std::string format = name_id ? name_id->attribute("Format") : "";
  return format.substr(format.rfind(':') + 1);
}

}  // namespace

Json Sts::assume_role_with_saml(const Call& call) {
  std::string role_arn = text_at(call.input, "RoleArn"), provider_arn = text_at(call.input, "PrincipalArn");
  auto bytes = base64_decode(text_at(call.input, "SAMLAssertion"));
  if (!bytes) throw invalid_assertion("Invalid base64 SAMLResponse");
  auto document = parse_xml(*bytes);
  if (!document) throw invalid_assertion("Could not parse the SAMLResponse");
  if (document->find_deep("EncryptedAssertion")) throw not_emulated("sts", "AssumeRoleWithSAML with an encrypted assertion");
  const XmlElement* assertion = document->find_deep("Assertion");
  if (!assertion) throw invalid_assertion("Response does not contain the required assertion");

  const SamlProviderRow* provider = entities_.saml_providers.find(provider_arn);
  if (!provider) throw invalid_assertion("Specified provider doesn't exist");
  std::string issuer = text_of(assertion->find("Issuer"));
  if (issuer != provider->entity_id) throw invalid_assertion("Issuer not present in specified provider");
  check_time(*assertion, aws_.clock().now());

  auto roles = said(*assertion, "Role");
  bool named = std::any_of(roles.begin(), roles.end(), [&](const std::string& pair) { return pair == role_arn + "," + provider_arn || pair == provider_arn + "," + role_arn; });
  if (!named) throw AwsError("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithSAML");
  auto names = said(*assertion, "RoleSessionName");
  if (names.empty()) throw invalid_assertion("RoleSessionName is required in AuthnResponse");
  if (names.front().size() < 2 || names.front().size() > 64 ||
      names.front().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-") != std::string::npos)
    throw invalid_assertion("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");

  const XmlElement* name_id = assertion->find_deep("NameID");
  const XmlElement* confirmation = assertion->find_deep("SubjectConfirmationData");
  std::string audience = confirmation ? confirmation->attribute("Recipient") : "", subject = text_of(name_id), type = subject_type(name_id);
  auto arn = Arn::parse(provider_arn);
  std::string qualifier = base64_encode(sha1(issuer + arn->account + "/" + provider_arn.substr(provider_arn.rfind('/') + 1)));

  Vouched who;
  who.action = "sts:AssumeRoleWithSAML";
  who.provider = provider_arn;
  who.session_name = names.front();
  who.tags = said_tags(*assertion);
  who.transitive_tags = said(*assertion, "TransitiveTagKeys");
  if (auto source = said(*assertion, "SourceIdentity"); !source.empty()) who.source_identity = source.front();
  who.keys = {{"saml:aud", {audience}}, {"saml:iss", {issuer}}, {"saml:sub", {subject}}, {"saml:sub_type", {type}}, {"saml:namequalifier", {qualifier}}};
  std::int64_t seconds = kSamlSeconds;
  if (auto given = said(*assertion, "SessionDuration"); !given.empty()) {
    const std::string& text = given.front();
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 900 || seconds > 43200)
      throw invalid_assertion("SessionDuration in AuthnResponse must be a number from 900 to 43200");
  }
  Json out = assume_vouched(call, who, int_at(call.input, "DurationSeconds", seconds));
  for (auto [member, value] : {std::pair{"Subject", subject}, {"SubjectType", type}, {"Issuer", issuer}, {"Audience", audience}, {"NameQualifier", qualifier}})
    set_text(out, member, value);
  return out;
}

}  // namespace lambent::iam
