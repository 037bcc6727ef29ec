#include "mocks/ses/mime.h"
#include "tests/ses/world.h"

namespace lambent::ses {
namespace {

struct Template : testing::Test {
  Template() {
    w.seed(R"({"VerifiedIdentities": ["a@one.example", "two.example"]})");
    create("t", "Hi {{name}}", "Dear {{name}}", "<b>{{name}}</b>");
  }
  void create(const std::string& name, const std::string& subject, const std::string& text, const std::string& html) {
    w.call("CreateTemplate", object({{"Template", object({{"TemplateName", name}, {"SubjectPart", subject}, {"TextPart", text}, {"HtmlPart", html}})}}));
  }
  Json templated(const std::string& data, const std::string& name = "t") {
    return object({{"Source", "a@one.example"}, {"Destination", parse_json(R"({"ToAddresses": ["b@two.example"]})")}, {"Template", name}, {"TemplateData", data}});
  }
  Json last_entry() { return std::get<MessageEntry>(w.journal.entries().back().data).data; }
  World w;
};

TEST_F(Template, AreKeptUnderTheirNames) {
  EXPECT_EQ(w.fault_of("CreateTemplate", parse_json(R"({"Template": {"TemplateName": "t"}})")), "AlreadyExists: Template t already exists.");
  EXPECT_EQ(w.call("GetTemplate", parse_json(R"({"TemplateName": "t"})"))["Template"]["TextPart"], "Dear {{name}}");
  EXPECT_EQ(w.fault_of("GetTemplate", parse_json(R"({"TemplateName": "no"})")), "TemplateDoesNotExist: Template no does not exist.");
  EXPECT_EQ(w.fault_of("UpdateTemplate", parse_json(R"({"Template": {"TemplateName": "no"}})")), "TemplateDoesNotExist: Template no does not exist.");
  EXPECT_EQ(w.fault_of("DeleteTemplate", parse_json(R"({"TemplateName": "no"})")), "none");
  EXPECT_EQ(w.fault_of("CreateTemplate", parse_json(R"({"Template": {"TemplateName": "bad", "TextPart": "{{#if"}})")),
            "InvalidTemplate: The template is invalid: line 1: a tag that does not end");
  EXPECT_EQ(w.fault_of("GetEmailTemplate", parse_json(R"({"TemplateName": "no"})"), "sesv2"), "NotFoundException: Template no does not exist.");
  EXPECT_EQ(w.fault_of("DeleteEmailTemplate", parse_json(R"({"TemplateName": "no"})"), "sesv2"), "NotFoundException: Template no does not exist.");
  w.call_v2("UpdateEmailTemplate", parse_json(R"({"TemplateName": "t", "TemplateContent": {"Subject": "new"}})"));
  Json seen = w.call_v2("GetEmailTemplate", parse_json(R"({"TemplateName": "t"})"));
  EXPECT_EQ(seen["TemplateContent"], parse_json(R"({"Subject": "new"})"));
}

TEST_F(Template, AreListedFromTheNewest) {
  for (const char* name : {"u", "v"}) {
    w.loop.clock().advance(std::chrono::seconds(5));
    create(name, "s", "t", "h");
  }
  Json first = w.call("ListTemplates", parse_json(R"({"MaxItems": 2})"));
  EXPECT_EQ(first["TemplatesMetadata"][0]["Name"], "v");
  EXPECT_EQ(first["TemplatesMetadata"][1]["Name"], "u");
  Json rest = w.call("ListTemplates", object({{"NextToken", first["NextToken"]}}));
  EXPECT_EQ(rest["TemplatesMetadata"].size(), 1u);
  EXPECT_FALSE(has(rest, "NextToken"));
}

TEST_F(Template, AreRenderedOnTrial) {
  auto render = [&](const std::string& data) { return w.call("TestRenderTemplate", object({{"TemplateName", "t"}, {"TemplateData", data}})); };
  const std::string text = text_at(render(R"({"name": "Ann"})"), "RenderedTemplate");
  EXPECT_EQ(text.substr(0, 80), "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\nSubject: Hi Ann\r\nMIME-Version: 1.0\r\nConte");
  EXPECT_EQ(texts_of(parse_parts(text)).plain, "Dear Ann");
  EXPECT_EQ(texts_of(parse_parts(text)).html, "<b>Ann</b>");
  render("{}");
  EXPECT_EQ(w.fault(), "MissingRenderingAttribute: Attribute 'name' is not present in the rendering data.");
  for (const char* bad : {"[1]", "3", "{", "\"x\""}) {
    render(bad);
    EXPECT_EQ(w.fault().substr(0, 62), "InvalidRenderingParameter: Template rendering data is invalid:") << bad;
  }
  render("");
  EXPECT_EQ(w.fault(), "InvalidRenderingParameter: Template rendering data is required.");
  EXPECT_EQ(w.fault_of("TestRenderEmailTemplate", parse_json(R"({"TemplateName": "t", "TemplateData": "{}"})"), "sesv2"),
            "BadRequestException: Attribute 'name' is not present in the rendering data.");
}

TEST_F(Template, ASendIsRendered) {
  w.call("SendTemplatedEmail", templated(R"({"name": "Ann"})"));
  ASSERT_EQ(w.fault(), "none");
  Json sent = w.outbox().at(0);
  EXPECT_EQ(sent["Template"], "t");
  EXPECT_EQ(sent["TemplateData"], R"({"name": "Ann"})");
  EXPECT_EQ(sent["Subject"], "Hi Ann");
  EXPECT_EQ(sent["Body"]["html_part"], "<b>Ann</b>");
  w.call("SendTemplatedEmail", templated("{}", "no"));
  EXPECT_EQ(w.fault(), "TemplateDoesNotExist: Template no does not exist.");
  w.call("SendTemplatedEmail", templated("nonsense"));
  EXPECT_EQ(w.fault().substr(0, 58), "InvalidParameterValue: Template rendering data is invalid:");
}

TEST_F(Template, AFailureIsToldOfLater) {
  Json answer = w.call("SendTemplatedEmail", templated("{}"));
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(text_at(answer, "MessageId").size(), 60u);
  EXPECT_EQ(w.outbox().size(), 0u) << "nothing is sent";
  EXPECT_EQ(last_entry()["failure"], parse_json(R"({"errorMessage": "Attribute 'name' is not present in the rendering data.", "templateName": "t"})"));
  create("loop", "s", R"({{#* inline "a"}}{{> a}}{{/inline}}{{> a}})", "");
  w.call("SendTemplatedEmail", templated("{}", "loop"));
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(last_entry()["failure"]["errorMessage"], "The template nests too deeply: a partial uses itself.");
}

TEST_F(Template, WhoMaySendNeedsTheTemplateToo) {
  w.call("SendTemplatedEmail", templated(R"({"name": "Ann"})"));
  std::vector<std::string> resources;
  for (const auto& need : w.access.asked) {
    EXPECT_EQ(need.action, "ses:SendTemplatedEmail");
    resources.push_back(need.resource);
  }
  EXPECT_EQ(resources, (std::vector<std::string>{"arn:aws:ses:us-east-1:000000000000:identity/a@one.example", "arn:aws:ses:us-east-1:000000000000:identity/two.example",
                                                 "arn:aws:ses:us-east-1:000000000000:template/t"}));
  w.call("SendTemplatedEmail", templated("{}"), "ses", "denied");
  EXPECT_EQ(w.fault(), "AccessDenied: User `arn:aws:sts::000000000000:assumed-role/denied/f' is not authorized to perform `ses:SendTemplatedEmail' on resource "
                       "`arn:aws:ses:us-east-1:000000000000:identity/a@one.example'");
}

TEST_F(Template, Version2TakesNameArnOrContent) {
  auto send = [&](const std::string& content) {
    w.call_v2("SendEmail", World::mail_v2(R"({"Content": {"Template": )" + content + "}}"));
    return w.fault();
  };
  EXPECT_EQ(send(R"({"TemplateName": "t", "TemplateData": "{\"name\": \"A\"}"})"), "none");
  EXPECT_EQ(w.access.asked.at(0).action, "ses:SendTemplatedEmail");
  EXPECT_EQ(send(R"({"TemplateArn": "arn:aws:ses:us-east-1:000000000000:template/t", "TemplateData": "{\"name\": \"B\"}"})"), "none");
  EXPECT_EQ(send(R"({"TemplateContent": {"Subject": "S {{x}}", "Text": "T"}, "TemplateData": "{\"x\": 1}", "Headers": [{"Name": "X-A", "Value": "v"}]})"), "none");
  Json box = w.outbox();
  EXPECT_EQ(box.at(0)["Subject"], "Hi A");
  EXPECT_EQ(box.at(1)["Subject"], "Hi B");
  EXPECT_EQ(box.at(2)["Subject"], "S 1");
  EXPECT_EQ(box.at(2)["Headers"][0]["Name"], "X-A");
  EXPECT_EQ(send(R"({"TemplateName": "no", "TemplateData": "{}"})"), "NotFoundException: Template no does not exist.");
  EXPECT_EQ(send(R"({"TemplateName": "t", "TemplateArn": "x", "TemplateData": "{}"})"),
            "BadRequestException: Template must have exactly one of TemplateName, TemplateArn and TemplateContent.");
  EXPECT_EQ(send(R"({"TemplateName": "t"})"), "BadRequestException: Template rendering data is required.");
}

TEST_F(Template, ABulkAnswersForEachDestination) {
  Json input = parse_json(R"({"Source": "a@one.example", "Template": "t", "DefaultTemplateData": "{\"name\": \"all\"}", "DefaultTags": [{"Name": "k", "Value": "d"}],
    "Destinations": [{"Destination": {"ToAddresses": ["b@two.example"]}},
                     {"Destination": {"ToAddresses": ["x@no.example"]}},
                     {"Destination": {"ToAddresses": ["broken"]}},
                     {"Destination": {"ToAddresses": ["c@two.example"]}, "ReplacementTemplateData": "{\"name\": \"C\"}", "ReplacementTags": [{"Name": "k", "Value": "r"}]}]})");
  Json status = w.call("SendBulkTemplatedEmail", input)["Status"];
  ASSERT_EQ(status.size(), 4u) << w.fault();
  EXPECT_EQ(status[0]["Status"], "Success");
  EXPECT_EQ(status[1]["Status"], "MessageRejected");
  EXPECT_EQ(status[1]["Error"], "Email address is not verified. The following identities failed the check in region US-EAST-1: x@no.example");
  EXPECT_EQ(status[2]["Status"], "InvalidParameterValue");
  EXPECT_EQ(status[3]["Status"], "Success");
  Json box = w.outbox();
  EXPECT_EQ(box.at(0)["Subject"], "Hi all");
  EXPECT_EQ(box.at(0)["Tags"][0]["Value"], "d");
  EXPECT_EQ(box.at(1)["Subject"], "Hi C");
  EXPECT_EQ(box.at(1)["Tags"], parse_json(R"([{"Name": "k", "Value": "r"}])"));
  input["Template"] = "no";
  w.call("SendBulkTemplatedEmail", input);
  EXPECT_EQ(w.fault(), "TemplateDoesNotExist: Template no does not exist.");
  input["Destinations"] = array();
  w.call("SendBulkTemplatedEmail", input);
  EXPECT_EQ(w.fault(), "InvalidParameterValue: At least one destination is required.");
}

TEST_F(Template, AttachmentsOfABulkGoToEachAndAreLookedAtInTheirTurn) {
  Json input = parse_json(R"({"FromEmailAddress": "a@one.example", "DefaultContent": {"Template": {"TemplateContent": {"Subject": "s", "Text": "t"}, "TemplateData": "{}",
    "Attachments": [{"FileName": "a.txt", "ContentType": "text/plain", "RawContent": "bytes"}]}},
    "BulkEmailEntries": [{"Destination": {"ToAddresses": ["b@two.example"]}}, {"Destination": {"ToAddresses": ["c@two.example"]}}]})");
  Json results = w.call_v2("SendBulkEmail", input)["BulkEmailEntryResults"];
  ASSERT_EQ(w.fault(), "none");
  for (const auto& one : results) {
    const std::string parts = w.http("GET", "/_lambent/mail/" + text_at(one, "MessageId") + "/parts").body;
    EXPECT_NE(parts.find("\"text\":\"bytes\""), std::string::npos) << parts;
  }
  input["DefaultContent"]["Template"]["Attachments"][0]["RawContent"] = std::string(41 << 20, 'x');
  results = w.call_v2("SendBulkEmail", input)["BulkEmailEntryResults"];
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[1]["Status"], "INVALID_PARAMETER");
  EXPECT_TRUE(text_at(results[1], "Error").starts_with("Message length is more than 41943040 bytes long")) << results[1];
}

TEST_F(Template, Version2Bulk) {
  Json results = w.call_v2("SendBulkEmail", parse_json(R"({"FromEmailAddress": "a@one.example",
    "DefaultContent": {"Template": {"TemplateName": "t", "TemplateData": "{\"name\": \"all\"}", "Headers": [{"Name": "X-A", "Value": "1"}]}},
    "BulkEmailEntries": [{"Destination": {"ToAddresses": ["b@two.example"]}, "ReplacementHeaders": [{"Name": "x-a", "Value": "2"}],
                          "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": "{\"name\": \"B\"}"}}},
                         {"Destination": {"ToAddresses": ["x@no.example"]}}]})"))["BulkEmailEntryResults"];
  ASSERT_EQ(results.size(), 2u) << w.fault();
  EXPECT_EQ(results[0]["Status"], "SUCCESS");
  EXPECT_EQ(results[1]["Status"], "MESSAGE_REJECTED");
  EXPECT_EQ(w.outbox().at(0)["Subject"], "Hi B");
  EXPECT_EQ(w.outbox().at(0)["Headers"], parse_json(R"([{"Name": "x-a", "Value": "2"}])"));
  EXPECT_EQ(w.access.asked.at(0).action, "ses:SendBulkTemplatedEmail");
}

}  // namespace
}  // namespace lambent::ses
