#include "tests/ses/topics.h"

namespace lambent::ses {
namespace {

TEST(Events, ComeInOrderForEachSimulatorAddress) {
  EventWorld w;
  w.tell(R"(["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT"])");
  const std::pair<const char*, const char*> expected[] = {
      {"success@simulator.amazonses.com", "Send Delivery"},         {"bounce@simulator.amazonses.com", "Send Bounce"},
      {"complaint+x@simulator.amazonses.com", "Send Delivery Complaint"}, {"ooto@simulator.amazonses.com", "Send Delivery"},
      {"suppressionlist@simulator.amazonses.com", "Send Bounce"},   {"anybody@two.example", "Send Delivery"},
  };
  for (const auto& [to, types] : expected) {
    w.topics.published.clear();
    w.send_to(to);
    EXPECT_EQ(w.topics.types(), types) << to;
  }
  w.topics.published.clear();
  const std::string virus = std::string("X5O!P%@AP[4\\PZX54(P^)7CC)7}$") + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
  Json message = object({{"Subject", object({{"Data", "s"}})}, {"Body", object({{"Text", object({{"Data", virus}})}})}});
  std::string id = w.send_to("anybody@two.example", dump(object({{"Message", message}})));
  EXPECT_EQ(w.topics.types(), "Send Reject");
  EXPECT_EQ(w.topics.last()["reject"], object({{"reason", "Bad content"}}));
  EXPECT_EQ(w.outbox("?id=" + id)[0]["Undelivered"], object({{"anybody@two.example", "Reject"}}));
}

TEST(Events, GoToTheTopicAsTheServiceOnBehalfOfTheSet) {
  EventWorld w;
  w.tell(R"(["BOUNCE"])");
  std::string id = w.send_to("bounce@simulator.amazonses.com");
  ASSERT_EQ(w.topics.published.size(), 1u);
  EXPECT_EQ(text_at(w.topics.published[0], "Subject"), "Amazon SES Email Event Notification");
  EXPECT_EQ(w.topics.callers.back().arn, "ses.amazonaws.com");
  EXPECT_EQ(w.topics.callers.back().source_arn, "arn:aws:ses:us-east-1:000000000000:configuration-set/cs");
  Json event = w.topics.last();
  EXPECT_EQ(event["mail"]["messageId"], id);
  EXPECT_EQ(event["mail"]["destination"], text_array({"bounce@simulator.amazonses.com"}));
  EXPECT_EQ(event["bounce"]["bounceType"], "Permanent");
  EXPECT_EQ(event["bounce"]["bouncedRecipients"][0]["status"], "5.1.1");
  Json points = w.call("GetSendStatistics", Json::object())["SendDataPoints"];
  EXPECT_EQ(points[0]["Bounces"], 1);
  EXPECT_EQ(w.call("GetSendQuota", Json::object())["SentLast24Hours"], 0.0) << "the simulator counts for nothing";
}

TEST(Events, OfADefaultConfigurationSetAndOfNone) {
  EventWorld w;
  w.tell(R"(["SEND"])");
  w.call("SendEmail", World::mail());
  w.settle();
  EXPECT_EQ(w.topics.types(), "");
  w.call_v2("PutEmailIdentityConfigurationSetAttributes", object({{"EmailIdentity", "a@one.example"}, {"ConfigurationSetName", "cs"}}));
  w.call("SendEmail", World::mail());
  w.settle();
  EXPECT_EQ(w.topics.types(), "Send");
}

TEST(Events, ThatNobodyTakesAreInTheJournal) {
  EventWorld w;
  auto add = [&](const char* name, const std::string& destination) {
    Json full = parse_json(R"({"Enabled": true, "MatchingEventTypes": ["SEND"]})");
    Json more = parse_json(destination);
    for (const auto& [key, value] : more.items()) full[key] = value;
    return w.fault_of("CreateConfigurationSetEventDestination", object({{"ConfigurationSetName", "cs"}, {"EventDestinationName", name}, {"EventDestination", full}}), "sesv2");
  };
  EXPECT_EQ(add("bus", R"({"EventBridgeDestination": {"EventBusArn": "arn:aws:events:us-east-1:000000000000:event-bus/default"}})"), "none");
  EXPECT_EQ(add("stream", R"({"KinesisFirehoseDestination": {"IamRoleArn": "arn:aws:iam::000000000000:role/r", "DeliveryStreamArn": "arn:aws:firehose:us-east-1:000000000000:deliverystream/s"}})"), "none");
  EXPECT_EQ(add("metric", R"({"CloudWatchDestination": {"DimensionConfigurations": [{"DimensionName": "k", "DimensionValueSource": "MESSAGE_TAG", "DefaultDimensionValue": "none"}]}})"), "none");
  w.send_to("b@two.example");
  std::map<std::string, MessageEntry> noted;
  for (const auto& entry : w.journal.entries())
    if (auto* message = std::get_if<MessageEntry>(&entry.data); message && message->kind == "mail-event") {
      noted[text_at(message->data, "Destination")] = *message;
      EXPECT_STREQ(entry.type(), "mail-event");
    }
  ASSERT_EQ(noted.size(), 3u);
  EXPECT_EQ(noted["events"].subject, "Email Sent");
  EXPECT_EQ(noted["events"].to, std::vector<std::string>{"arn:aws:events:us-east-1:000000000000:event-bus/default"});
  EXPECT_TRUE(noted["firehose"].text.ends_with("\"send\":{}}\n"));
  EXPECT_EQ(parse_json(noted["cloudwatch"].text)["MetricData"][0]["Dimensions"][0]["Value"], "none");
}

TEST(Events, ARefusedTopicDoesNotStopTheNext) {
  EventWorld w;
  w.tell(R"(["SEND"])");
  w.ses.mailbox().put_set(kScope, [&] {
    ConfigurationSetRow row = *w.ses.mailbox().find_set(kScope, "cs");
    EventDestination lost = row.destinations[0];
    lost.name = "lost";
    lost.arn = "arn:aws:sns:us-east-1:000000000000:gone";
    row.destinations.insert(row.destinations.begin(), lost);
    return row;
  }());
  w.send_to("b@two.example");
  EXPECT_EQ(w.topics.types(), "Send");
}

TEST(Events, NotificationsOfAnIdentity) {
  EventWorld w;
  auto set_topic = [&](const char* type, const std::string& topic) {
    return w.fault_of("SetIdentityNotificationTopic", object({{"Identity", "a@one.example"}, {"NotificationType", type}, {"SnsTopic", topic}}));
  };
  EXPECT_EQ(set_topic("Bounce", kTopic), "none");
  EXPECT_EQ(w.topics.last()["message"], std::string("You have successfully subscribed your Amazon SNS topic '") + kTopic + "' to receive 'Bounce' notifications from Amazon SES for identity 'a@one.example'.");
  EXPECT_EQ(set_topic("Complaint", "arn:aws:sns:us-east-1:000000000000:unknown").substr(0, 49), "InvalidParameterValue: Invalid SNS topic <arn:aws");
  EXPECT_EQ(set_topic("Complaint", kTopic), "none");
  EXPECT_EQ(set_topic("Delivery", kTopic), "none");
  EXPECT_EQ(w.fault_of("SetIdentityFeedbackForwardingEnabled", object({{"Identity", "a@one.example"}, {"ForwardingEnabled", false}})), "none");
  EXPECT_EQ(w.fault_of("SetIdentityHeadersInNotificationsEnabled", object({{"Identity", "a@one.example"}, {"NotificationType", "Delivery"}, {"Enabled", true}})), "none");
  w.topics.published.clear();
  w.call("SendEmail", World::mail(R"({"Destination": {"ToAddresses": ["bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"]}})"));
  w.settle();
  EXPECT_EQ(w.topics.types(), "Bounce Delivery Complaint");
  EXPECT_FALSE(has(parse_json(text_at(w.topics.published[0], "Message"))["mail"], "headers"));
  EXPECT_TRUE(has(parse_json(text_at(w.topics.published[1], "Message"))["mail"], "headers"));
  EXPECT_FALSE(has(w.topics.published[0], "Subject"));
  EXPECT_EQ(w.topics.callers.back().source_arn, "arn:aws:ses:us-east-1:000000000000:identity/a@one.example");
  EXPECT_EQ(w.outbox().size(), 1u) << "nothing is forwarded";
}

TEST(Events, FeedbackIsForwardedByMailUnlessSwitchedOff) {
  EventWorld w;
  w.send_to("bounce@simulator.amazonses.com", R"({"ReturnPath": "a@one.example"})");
  w.send_to("complaint@simulator.amazonses.com");
  w.send_to("ooto@simulator.amazonses.com");
  Json box = w.outbox();
  ASSERT_EQ(box.size(), 6u);
  EXPECT_EQ(box[1]["Source"], "MAILER-DAEMON@amazonses.com");
  EXPECT_EQ(box[1]["Destination"]["ToAddresses"], text_array({"a@one.example"}));
  EXPECT_NE(text_at(box[1]["Body"], "text_part").find("bounce@simulator.amazonses.com\n    smtp; 550 5.1.1 user unknown"), std::string::npos);
  EXPECT_EQ(box[3]["Source"], "complaints@email-abuse.amazonses.com");
  EXPECT_EQ(box[5]["Source"], "ooto@simulator.amazonses.com");
  EXPECT_EQ(box[5]["Own"], true);
  EXPECT_EQ(w.fault_of("SetIdentityFeedbackForwardingEnabled", object({{"Identity", "a@one.example"}, {"ForwardingEnabled", false}})),
            "InvalidParameterValue: Feedback forwarding of a@one.example can be disabled only while both bounce and complaint notifications have an Amazon SNS topic.");
}

TEST(Events, ALaterBounceIsToldCountedAndSuppressed) {
  EventWorld w;
  w.tell(R"(["BOUNCE", "COMPLAINT"])");
  std::string id = w.send_to("b@two.example");
  auto feedback = [&](const std::string& body) {
    HttpResponse answer = w.post("/_lambent/ses/feedback", body);
    w.settle();
    return answer.status;
  };
  EXPECT_EQ(feedback("[]"), 400);
  EXPECT_EQ(feedback(R"({"MessageId": "none", "Type": "Bounce"})"), 404);
  EXPECT_EQ(feedback(R"({"MessageId": ")" + id + R"(", "Type": "Bounce", "Recipients": ["x@y.example"]})"), 400);
  EXPECT_EQ(feedback(R"({"MessageId": ")" + id + R"(", "Type": "Bounce"})"), 204);
  EXPECT_EQ(w.topics.types(), "Bounce");
  Json suppressed = w.call_v2("GetSuppressedDestination", object({{"EmailAddress", "b@two.example"}}))["SuppressedDestination"];
  EXPECT_EQ(suppressed["Reason"], "BOUNCE");
  EXPECT_EQ(suppressed["Attributes"]["MessageId"], id);
  w.send_to("b@two.example");
  EXPECT_EQ(w.topics.last()["bounce"]["bounceSubType"], "OnAccountSuppressionList");
}

TEST(Events, OfAMailWhoseTemplateCouldNotBeRendered) {
  EventWorld w;
  w.tell(R"(["SEND", "RENDERING_FAILURE", "DELIVERY"])");
  Call call("ses", "SendTemplatedEmail", Json::object(), Principal::root(kScope.account), kScope);
  Outgoing outgoing = read_send_email_v1(World::mail(R"({"ConfigurationSetName": "cs"})"));
  std::string id = w.ses.mailbox().accept_unrendered(call, Dialect::v1, outgoing, "welcome", "Attribute 'x' is not present in the rendering data.");
  w.settle();
  EXPECT_EQ(w.topics.types(), "Send Rendering Failure");
  EXPECT_EQ(w.topics.last()["mail"]["messageId"], id);
  EXPECT_EQ(w.outbox().size(), 0u);
  SendOptions options;
  options.template_name = "welcome";
  w.topics.published.clear();
  w.ses.mailbox().accept(call, Dialect::v1, outgoing, options);
  w.settle();
  EXPECT_EQ(w.topics.types(), "Send Delivery");
  EXPECT_FALSE(has(parse_json(text_at(w.topics.published[0], "Message"))["mail"]["commonHeaders"], "subject"));
  EXPECT_TRUE(has(w.topics.last()["mail"]["commonHeaders"], "subject"));
}

}  // namespace
}  // namespace lambent::ses
