// Identity providers, and the sessions of those whom OpenID Connect providers vouch for.
#include "keys_for_tests.h"
#include "world.h"

namespace lambent::iam {
namespace {

const std::string kProvider = "arn:aws:iam::123456789012:oidc-provider/id.example.com";

std::string base64url(const std::string& bytes) {
  std::string out = replace_all(replace_all(base64_encode(bytes), "+", "-"), "/", "_");
  while (out.ends_with('=')) out.pop_back();
  return out;
}
// An unsigned token of these claims, written with ' for ".
std::string token(const std::string& claims) { return base64url(R"({"alg":"RS256","kid":"k1"})") + "." + base64url(quoted(claims)) + ".c2ln"; }
const std::string kClaims = "'iss':'https://id.example.com','sub':'user-0001','aud':'app','exp':1700003600";

Json web(const std::string& token_text, Json more = Json::object()) {
  more["RoleArn"] = role_arn("web");
  more["RoleSessionName"] = "job";
  more["WebIdentityToken"] = token_text;
  return more;
}
std::string web_trust(const std::string& more = "", const std::string& actions = "'sts:AssumeRoleWithWebIdentity'") {
  return document("{'Effect':'Allow','Principal':{'Federated':'" + kProvider + "'},'Action':" + actions + more + "}");
}
void make_provider(World& w) {
  w.make("CreateOpenIDConnectProvider", object({{"Url", "https://id.example.com"}, {"ClientIDList", text_array({"app"})}, {"ThumbprintList", text_array({std::string(40, 'a')})}}));
}
std::string ask(World& w, const Json& input) { return w.fault_as(Principal::root("000000000000"), "AssumeRoleWithWebIdentity", input); }

TEST(OidcProviders, AreMadeChangedAndDeleted) {
  World w;
  make_provider(w);
  Json arn = object({{"OpenIDConnectProviderArn", kProvider}});
  EXPECT_EQ(w.fault_of("CreateOpenIDConnectProvider", object({{"Url", "https://id.example.com/"}})).substr(0, 19), "EntityAlreadyExists");
  EXPECT_EQ(w.fault_of("CreateOpenIDConnectProvider", object({{"Url", "http://id.example.com"}})), "ValidationError: Invalid Open ID Connect Provider URL");
  Json client = arn;
  client["ClientID"] = "second";
  w.make("AddClientIDToOpenIDConnectProvider", client);
  w.make("AddClientIDToOpenIDConnectProvider", client);
  Json found = w.make("GetOpenIDConnectProvider", arn);
  EXPECT_EQ(text_at(found, "Url"), "id.example.com");
  EXPECT_EQ(found["ClientIDList"], text_array({"app", "second"}));
  w.make("RemoveClientIDFromOpenIDConnectProvider", client);
  Json prints = arn;
  prints["ThumbprintList"] = text_array({std::string(40, 'b')});
  w.make("UpdateOpenIDConnectProviderThumbprint", prints);
  EXPECT_EQ(w.make("GetOpenIDConnectProvider", arn)["ThumbprintList"], prints["ThumbprintList"]);
  EXPECT_EQ(World::names(w.make("ListOpenIDConnectProviders")["OpenIDConnectProviderList"], "Arn"), kProvider);
  w.make("DeleteOpenIDConnectProvider", arn);
  w.make("DeleteOpenIDConnectProvider", arn);
  EXPECT_EQ(w.fault_of("GetOpenIDConnectProvider", arn), "NoSuchEntity: OpenIDConnect Provider not found for arn " + kProvider);
}

TEST(SamlProviders, AreReadForWhoseTheyAre) {
  World w;
  auto metadata = [](const std::string& attributes) {
    return "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" " + attributes + "><md:IDPSSODescriptor/>" + std::string(1000, ' ') + "</md:EntityDescriptor>";
  };
  Json input = object({{"Name", "corp"}, {"SAMLMetadataDocument", std::string(1000, 'x')}});
  EXPECT_EQ(w.fault_of("CreateSAMLProvider", input), "InvalidInput: Could not parse metadata");
  input["SAMLMetadataDocument"] = metadata("entityID=\"https://corp.example.com\" validUntil=\"2030-01-01T00:00:00Z\"");
  Json arn = w.make("CreateSAMLProvider", input);
  EXPECT_EQ(text_at(arn, "SAMLProviderArn"), "arn:aws:iam::123456789012:saml-provider/corp");
  EXPECT_EQ(w.fault_of("CreateSAMLProvider", input), "EntityAlreadyExists: SAMLProvider with name corp already exists.");
  Json found = w.make("GetSAMLProvider", arn);
  EXPECT_EQ(number_at(found, "ValidUntil"), 1893456000);
  EXPECT_EQ(text_at(found, "SAMLMetadataDocument"), text_at(input, "SAMLMetadataDocument"));
  Json change = arn;
  change["SAMLMetadataDocument"] = metadata("entityID='https://corp.example.com'");
  w.make("UpdateSAMLProvider", change);
  EXPECT_GT(number_at(w.make("ListSAMLProviders")["SAMLProviderList"][0], "ValidUntil"), 4e9) << "a hundred years if it does not say";
  Json key = arn;
  key["AddPrivateKey"] = kOtherKey;
  w.make("UpdateSAMLProvider", key);
  w.make("UpdateSAMLProvider", key);
  EXPECT_EQ(w.fault_of("UpdateSAMLProvider", key).substr(0, 13), "LimitExceeded");
  Json keys = w.make("GetSAMLProvider", arn)["PrivateKeyList"];
  ASSERT_EQ(keys.size(), 2u);
  Json remove = arn;
  remove["RemovePrivateKey"] = text_at(keys[0], "KeyId");
  w.make("UpdateSAMLProvider", remove);
  EXPECT_EQ(World::names(w.make("GetSAMLProvider", arn)["PrivateKeyList"], "KeyId"), text_at(keys[1], "KeyId"));
  w.make("DeleteSAMLProvider", arn);
  EXPECT_EQ(w.fault_of("GetSAMLProvider", arn).substr(0, 12), "NoSuchEntity");
}

TEST(WebIdentity, IsLetInByTheTrustPolicy) {
  World w;
  make_provider(w);
  w.make_role("web", web_trust(",'Condition':{'StringEquals':{'id.example.com:aud':'app'},'StringLike':{'id.example.com:sub':'user-*'}}"));
  Json answer = w.call_as(Principal::root("000000000000"), "AssumeRoleWithWebIdentity", web(token("{" + kClaims + "}")));
  ASSERT_EQ(w.fault(), "none");
  EXPECT_EQ(text_at(answer["AssumedRoleUser"], "Arn"), "arn:aws:sts::123456789012:assumed-role/web/job");
  EXPECT_EQ(text_at(answer, "SubjectFromWebIdentityToken"), "user-0001");
  EXPECT_EQ(text_at(answer, "Audience"), "app");
  EXPECT_EQ(text_at(answer, "Provider"), "https://id.example.com");
  EXPECT_EQ(w.credentials.find(text_at(answer["Credentials"], "AccessKeyId"))->principal.federated_by, kProvider);
  std::string other = replace_all(kClaims, "user-0001", "robot-1");
  EXPECT_EQ(ask(w, web(token("{" + other + "}"))), "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity");
  Json ghost = web(token("{" + kClaims + "}"));
  ghost["RoleArn"] = role_arn("ghost");
  EXPECT_EQ(ask(w, ghost), "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity");
  w.make_role("lambdas");
  ghost["RoleArn"] = role_arn("lambdas");
  EXPECT_EQ(ask(w, ghost), "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity");
}

TEST(WebIdentity, TokensThatDoNotHold) {
  World w;
  w.make_role("web", web_trust());
  auto fault = [&](const std::string& text) { return ask(w, web(text)); };
  EXPECT_EQ(fault("not a token"), "InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  EXPECT_EQ(fault("a.b.c"), "InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  EXPECT_EQ(fault(token("{" + kClaims + "}")), "InvalidIdentityToken: No OpenIDConnect provider found in your account for https://id.example.com");
  make_provider(w);
  EXPECT_EQ(fault(token("{'iss':'https://id.example.com','sub':'user-0001','aud':'app'}")), "InvalidIdentityToken: Missing a required claim: exp");
  EXPECT_EQ(fault(token("{" + replace_all(kClaims, "'app'", "'another'") + "}")), "InvalidIdentityToken: Incorrect token audience");
  w.loop.clock().advance(std::chrono::hours(1));
  EXPECT_EQ(fault(token("{" + kClaims + "}")),
            "ExpiredTokenException: Token expired: current date/time 1700003600 must be before the expiration date/time 1700003600");
}

TEST(WebIdentity, SignaturesAreVerifiedOnceKeysAreKnown) {
  World w;
  make_provider(w);
  w.make_role("web", web_trust());
  w.sts.set_token_keys(TokenKeys::parse(R"({"keys":[{"kty":"RSA","kid":"k1","alg":"RS256","e":"AQAB","n":")" + kModulus + "\"}]}"));
  EXPECT_EQ(ask(w, web(kSignedToken)), "none");
  EXPECT_NE(ask(w, web(token("{" + kClaims + "}"))), "none");
  std::string tampered = kSignedToken;
  tampered[tampered.rfind('.') + 5] ^= 1;
  EXPECT_EQ(ask(w, web(tampered)).substr(0, 20), "InvalidIdentityToken");
  w.sts.set_token_keys(TokenKeys::parse(R"({"keys":[{"kty":"RSA","kid":"k2","e":"AQAB","n":")" + kModulus + "\"}]}"));
  EXPECT_EQ(ask(w, web(kSignedToken)).substr(0, 62), "InvalidIdentityToken: Couldn't retrieve verification key from ");
  for (const char* bad : {"", "{}", R"({"keys":[]})", R"({"keys":[{"kty":"RSA","kid":"x"}]})"}) EXPECT_THROW(TokenKeys::parse(bad), std::invalid_argument) << bad;
}

TEST(WebIdentity, TagsOfTheTokenNeedTagSession) {
  World w;
  make_provider(w);
  const std::string tagged = "{" + kClaims + ",'https://aws.amazon.com/tags':{'principal_tags':{'team':['red']},'transitive_tag_keys':['team']}}";
  w.make_role("web", web_trust());
  EXPECT_EQ(ask(w, web(token(tagged))), "AccessDenied: Not authorized to perform sts:TagSession");
  w.make("UpdateAssumeRolePolicy", role("web", object({{"PolicyDocument", web_trust("", "['sts:AssumeRoleWithWebIdentity','sts:TagSession']")}})));
  Json answer = w.call_as(Principal::root("000000000000"), "AssumeRoleWithWebIdentity", web(token(tagged)));
  ASSERT_EQ(w.fault(), "none");
  Principal session = w.credentials.find(text_at(answer["Credentials"], "AccessKeyId"))->principal;
  EXPECT_EQ(session.session_tags, (Tags{{"team", "red"}}));
  EXPECT_EQ(session.transitive_tags, std::vector<std::string>{"team"});
}

}  // namespace
}  // namespace lambent::iam
