#include "mocks/ses/mail_event.h"

#include <gtest/gtest.h>

#include "mocks/ses/metric.h"
#include "mocks/ses/mime/compose.h"

namespace lambent::ses {
namespace {

MailRow a_mail() {
  MailRow row;
  row.id = "0100018bcfe56800-1";
  row.at_ms = 1'700'000'000'123;
  row.source = "Ann <a@one.example>";
  row.to = {"Bob <b@two.example>"};
  row.cc = {"c@two.example"};
  row.bcc = {"d@two.example"};
  row.subject = "hello";
  row.text = "text";
  row.configuration_set = "cs";
  row.operation = "SendEmail";
  row.source_ip = "127.0.0.1";
  row.caller = "sender";
  row.source_arn = "arn:aws:ses:us-east-1:000000000000:identity/a@one.example";
  Json tag = object({{"Name", "campaign"}, {"Value", "spring"}});
  row.tags.push_back(tag);
  return row;
}
const Scope kHome{"000000000000", "us-east-1"};

TEST(MailEvent, IsWrittenAsAwsWritesIt) {
  MailRow row = a_mail();
  EventMail mail{kHome, &row};
  EXPECT_EQ(dump(event_json(mail, {EventType::send, Json::object()})),
            R"({"eventType":"Send","mail":{"timestamp":"2023-11-14T22:13:20.123Z","source":"Ann <a@one.example>",)"
            R"("sourceArn":"arn:aws:ses:us-east-1:000000000000:identity/a@one.example","sendingAccountId":"000000000000","messageId":"0100018bcfe56800-1",)"
            R"("destination":["b@two.example","c@two.example","d@two.example"],"headersTruncated":false,)"
            R"("headers":[{"name":"From","value":"Ann <a@one.example>"},{"name":"To","value":"Bob <b@two.example>"},{"name":"Cc","value":"c@two.example"},)"
            R"({"name":"Subject","value":"hello"},{"name":"MIME-Version","value":"1.0"},{"name":"Content-Type","value":"text/plain; charset=UTF-8"},)"
            R"({"name":"Content-Transfer-Encoding","value":"7bit"}],)"
            R"("commonHeaders":{"from":["Ann <a@one.example>"],"to":["Bob <b@two.example>"],"cc":["c@two.example"],"messageId":"0100018bcfe56800-1","subject":"hello"},)"
            R"("tags":{"ses:operation":["SendEmail"],"ses:configuration-set":["cs"],"ses:source-ip":["127.0.0.1"],"ses:from-domain":["one.example"],)"
            R"("campaign":["spring"],"ses:caller-identity":["sender"]}},"send":{}})");
}

TEST(MailEvent, BeforeRenderingThereIsNoSubjectAndNoContentType) {
  MailRow row = a_mail();
  EventMail mail{kHome, &row};
  mail.rendered = false;
  Json told = event_json(mail, {EventType::rendering_failure, rendering_failure_json("Attribute 'x' is not present in the rendering data.", "welcome")});
  EXPECT_EQ(told["eventType"], "Rendering Failure");
  EXPECT_EQ(dump(told["failure"]), R"({"errorMessage":"Attribute 'x' is not present in the rendering data.","templateName":"welcome"})");
  EXPECT_FALSE(has(told["mail"], "sourceArn"));
  EXPECT_FALSE(has(told["mail"]["commonHeaders"], "subject"));
  EXPECT_EQ(told["mail"]["headers"].size(), 4u);
}

TEST(MailEvent, NotificationsHaveNoTagsAndHeadersOnlyIfAsked) {
  MailRow row = a_mail();
  EventMail mail{kHome, &row};
  MailEvent bounce{EventType::bounce, bounce_json("Permanent", "General", {{"b@two.example", "5.1.1", "smtp; 550 5.1.1 user unknown"}}, "2023-11-14T22:13:21.000Z", "f", "mta")};
  Json told = notification_json(mail, bounce, Headers::leave_out);
  EXPECT_EQ(told["notificationType"], "Bounce");
  EXPECT_EQ(dump(told["mail"]), R"({"timestamp":"2023-11-14T22:13:20.123Z","source":"Ann <a@one.example>","sourceArn":"arn:aws:ses:us-east-1:000000000000:identity/a@one.example",)"
                                R"("sourceIp":"127.0.0.1","callerIdentity":"sender","sendingAccountId":"000000000000","messageId":"0100018bcfe56800-1",)"
                                R"("destination":["b@two.example","c@two.example","d@two.example"]})");
  EXPECT_EQ(dump(told["bounce"]), R"({"feedbackId":"f","bounceType":"Permanent","bounceSubType":"General","bouncedRecipients":[{"emailAddress":"b@two.example",)"
                                  R"("action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}],"timestamp":"2023-11-14T22:13:21.000Z","reportingMTA":"dns; mta"})");
  EXPECT_TRUE(has(notification_json(mail, bounce, Headers::include)["mail"], "headers"));
}

TEST(MailEvent, LongHeadersAreCut) {
  MailRow row = a_mail();
  Json header = object({{"Name", "X-Long"}, {"Value", std::string(9000, 'x')}});
  row.headers.push_back(header);
  row.headers.push_back(header);
  Json told = event_json({kHome, &row}, {EventType::send, Json::object()});
  EXPECT_EQ(told["mail"]["headersTruncated"], true);
  EXPECT_EQ(told["mail"]["headers"].size(), 5u);
}

TEST(MailEvent, HeadersAreThoseOfTheMailThatLeaves) {
  MailRow row = a_mail();
  row.source = "Ann Ä <a@one.example>";
  row.reply_to = {"r@one.example"};
  row.subject = "Grüße";
  row.html = "<b>ä</b>";
  row.template_data = "{}";
  row.headers.push_back(object({{"Name", "X-Mine"}, {"Value", "1"}}));
  row.attachments.push_back(object({{"FileName", "a.txt"}, {"RawContent", "aGk="}}));
  Json told = event_json({kHome, &row}, {EventType::delivery, Json::object()})["mail"];
  Json composed = array();
  for (const auto& field : parse_mime(mime::compose(row)).headers)
    if (field.name != "Message-ID") composed.push_back(object({{"name", field.name}, {"value", field.value}}));
  EXPECT_EQ(told["headers"], composed);
  EXPECT_EQ(told["headers"][0]["value"], "Tue, 14 Nov 2023 22:13:20 +0000");
  EXPECT_EQ(told["commonHeaders"], parse_json(R"({"from": ["Ann Ä <a@one.example>"], "date": "Tue, 14 Nov 2023 22:13:20 +0000", "to": ["Bob <b@two.example>"],
                                                  "cc": ["c@two.example"], "replyTo": ["r@one.example"], "messageId": "0100018bcfe56800-1", "subject": "Grüße"})"));
  row.attachments.clear();
  for (bool plain : {true, false}) {  // with both texts, and with the HTML alone
    if (!plain) row.text.reset();
    const auto fields = mime::composed_fields(row), written = parse_mime(mime::compose(row)).headers;
    ASSERT_EQ(fields.size(), written.size());
    for (size_t i = 0; i < fields.size(); ++i) EXPECT_EQ(fields[i].name + fields[i].value, written[i].name + written[i].value);
  }
}

TEST(MailEvent, ARawMailShowsItsOwnHeaders) {
  MailRow row = a_mail();
  row.raw = "From: a@one.example\r\nX-Mine: 1\r\n\r\nbody";
  EXPECT_EQ(dump(event_json({kHome, &row}, {EventType::send, Json::object()})["mail"]["headers"]),
            R"([{"name":"From","value":"a@one.example"},{"name":"X-Mine","value":"1"}])");
  row.raw = "From: a@one.example\r\nDate: yesterday\r\nMessage-ID: <mine>\r\n\r\nbody";
  EXPECT_EQ(dump(event_json({kHome, &row}, {EventType::send, Json::object()})["mail"]["headers"]),
            R"([{"name":"From","value":"a@one.example"},{"name":"Date","value":"Tue, 14 Nov 2023 22:13:20 +0000"},)"
            R"({"name":"Message-ID","value":"<0100018bcfe56800-1@email.amazonses.com>"}])")
      << "SES sets these itself";
  row.raw = "no headers here";
  EXPECT_EQ(event_json({kHome, &row}, {EventType::send, Json::object()})["mail"]["headers"].size(), 0u);
}

TEST(MailEvent, CountsForAMetricWithItsDimensions) {
  MailRow row = a_mail();
  EventMail mail{kHome, &row};
  EventDestination destination;
  destination.kind = DestinationKind::cloud_watch;
  destination.dimensions = {{"campaign", "MESSAGE_TAG", "none"}, {"Subject", "EMAIL_HEADER", "none"}, {"ses:operation", "MESSAGE_TAG", "none"}, {"colour", "LINK_TAG", "grey"}};
  MailEvent click{EventType::click, click_json("1.2.3.4", "agent", "t", {"https://x.example", Json()})};
  Json told = event_json(mail, click);
  EXPECT_EQ(dump(metric_json(mail, click, destination, told)),
            R"({"Namespace":"AWS/SES","MetricData":[{"MetricName":"Click","Dimensions":[{"Name":"campaign","Value":"spring"},{"Name":"Subject","Value":"hello"},)"
            R"({"Name":"ses:operation","Value":"SendEmail"},{"Name":"colour","Value":"grey"}],"Value":1}]})");
}

}  // namespace
}  // namespace lambent::ses
