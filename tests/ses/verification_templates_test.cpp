#include "tests/ses/topics.h"

namespace lambent::ses {
namespace {

Json a_template(const std::string& more = "{}") {
  Json out = parse_json(R"({"TemplateName": "hi", "FromEmailAddress": "a@one.example", "TemplateSubject": "please", "TemplateContent": "<p>Hello</p>",
                            "SuccessRedirectionURL": "https://one.example/yes", "FailureRedirectionURL": "https://one.example/no"})");
  Json extra = parse_json(more);
  for (const auto& [key, value] : extra.items()) out[key] = value;
  return out;
}

std::string verify_link(const Json& mail) {
  const std::string html = text_at(mail["Body"], "html_part");
  auto at = html.find("/_lambent/ses/verify/");
  return html.substr(at, html.find('"', at) - at);
}

TEST(CustomVerification, TheLinkVerifiesAndLeadsOn) {
  EventWorld w;
  EXPECT_EQ(w.fault_of("CreateCustomVerificationEmailTemplate", a_template()), "none");
  Json send = parse_json(R"({"EmailAddress": "new@three.example", "TemplateName": "hi", "ConfigurationSetName": "cs"})");
  w.tell(R"(["SEND", "DELIVERY"])");
  std::string id = text_at(w.call("SendCustomVerificationEmail", send), "MessageId");
  ASSERT_EQ(w.fault(), "none");
  w.settle();
  EXPECT_EQ(w.topics.types(), "Send Delivery");
  Json mail = w.outbox("?id=" + id)[0];
  EXPECT_EQ(mail["Subject"], "please");
  HttpResponse answer = w.http("GET", verify_link(mail));
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.headers.get("Location"), "https://one.example/yes");
  EXPECT_EQ(w.call("ListVerifiedEmailAddresses", Json::object())["VerifiedEmailAddresses"], text_array({"a@one.example", "new@three.example"}));

  set_text(send, "EmailAddress", "late@three.example");
  id = text_at(w.call_v2("SendCustomVerificationEmail", send), "MessageId");
  w.loop.clock().advance(std::chrono::hours(25));
  EXPECT_EQ(w.http("GET", verify_link(w.outbox("?id=" + id)[0])).headers.get("Location"), "https://one.example/no");
}

TEST(CustomVerification, Faults) {
  EventWorld w;
  EXPECT_EQ(w.fault_of("CreateCustomVerificationEmailTemplate", a_template(R"({"FromEmailAddress": "x@no.example"})")), "FromEmailAddressNotVerified: Email address <x@no.example> is not verified.");
  EXPECT_EQ(w.fault_of("CreateCustomVerificationEmailTemplate", a_template(R"({"TemplateContent": ""})")).substr(0, 37), "CustomVerificationEmailInvalidContent");
  EXPECT_EQ(w.fault_of("CreateCustomVerificationEmailTemplate", a_template(R"({"SuccessRedirectionURL": "nowhere"})")), "InvalidParameterValue: The redirection URL is not valid: nowhere");
  EXPECT_EQ(w.fault_of("CreateCustomVerificationEmailTemplate", a_template(), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("CreateCustomVerificationEmailTemplate", a_template()), "CustomVerificationEmailTemplateAlreadyExists: Custom verification email template hi already exists.");
  EXPECT_EQ(w.fault_of("GetCustomVerificationEmailTemplate", parse_json(R"({"TemplateName": "x"})")),
            "CustomVerificationEmailTemplateDoesNotExist: Custom verification email template x does not exist.");
  EXPECT_EQ(w.fault_of("GetCustomVerificationEmailTemplate", parse_json(R"({"TemplateName": "x"})"), "sesv2"), "NotFoundException: Custom verification email template x does not exist.");
  EXPECT_EQ(w.fault_of("UpdateCustomVerificationEmailTemplate", parse_json(R"({"TemplateName": "hi", "TemplateSubject": "now"})")), "none");
  Json shown = w.call("GetCustomVerificationEmailTemplate", parse_json(R"({"TemplateName": "hi"})"));
  EXPECT_EQ(shown["TemplateSubject"], "now");
  EXPECT_EQ(shown["TemplateContent"], "<p>Hello</p>");
  EXPECT_EQ(w.call("ListCustomVerificationEmailTemplates", Json::object())["CustomVerificationEmailTemplates"].size(), 1u);
  w.seed(R"({"Sandbox": true})");
  EXPECT_EQ(w.fault_of("SendCustomVerificationEmail", parse_json(R"({"EmailAddress": "n@x.example", "TemplateName": "hi"})")),
            "ProductionAccessNotGranted: Your account has not been granted production access.");
  EXPECT_EQ(w.fault_of("DeleteCustomVerificationEmailTemplate", parse_json(R"({"TemplateName": "hi"})")), "none");
  EXPECT_EQ(w.fault_of("DeleteCustomVerificationEmailTemplate", parse_json(R"({"TemplateName": "hi"})")), "none");
  EXPECT_EQ(w.fault_of("DeleteCustomVerificationEmailTemplate", parse_json(R"({"TemplateName": "hi"})"), "sesv2").substr(0, 17), "NotFoundException");
}

}  // namespace
}  // namespace lambent::ses
