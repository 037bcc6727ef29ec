// Suppression list, contact lists and the links by which people leave them.
#include "mocks/ses/mime.h"
#include "tests/ses/topics.h"

namespace lambent::ses {
namespace {

Json suppress(const char* address, const char* reason = "BOUNCE") { return object({{"EmailAddress", address}, {"Reason", reason}}); }

TEST(SuppressionList, KeepsAndListsAddresses) {
  EventWorld w;
  EXPECT_EQ(w.fault_of("GetSuppressedDestination", object({{"EmailAddress", "x@y.example"}}), "sesv2"),
            "NotFoundException: Email address x@y.example does not exist on your suppression list.");
  w.call_v2("PutSuppressedDestination", suppress("b@two.example"));
  w.loop.clock().advance(std::chrono::hours(1));
  w.call_v2("PutSuppressedDestination", suppress("a@two.example", "COMPLAINT"));
  w.call_v2("PutSuppressedDestination", suppress("c@two.example"));
  Json first = w.call_v2("ListSuppressedDestinations", object({{"PageSize", 2}}));
  EXPECT_EQ(first["SuppressedDestinationSummaries"][0]["EmailAddress"], "a@two.example");
  Json second = w.call_v2("ListSuppressedDestinations", object({{"PageSize", 2}, {"NextToken", text_at(first, "NextToken")}}));
  EXPECT_EQ(second["SuppressedDestinationSummaries"].size(), 1u);
  EXPECT_FALSE(has(second, "NextToken"));
  EXPECT_EQ(w.call_v2("ListSuppressedDestinations", object({{"Reasons", text_array({"COMPLAINT"})}}))["SuppressedDestinationSummaries"].size(), 1u);
  EXPECT_EQ(w.call_v2("ListSuppressedDestinations", object({{"StartDate", 1700000001}}))["SuppressedDestinationSummaries"].size(), 2u);
  EXPECT_EQ(w.call_v2("ListSuppressedDestinations", object({{"EndDate", 1700000001}}))["SuppressedDestinationSummaries"].size(), 1u);
  EXPECT_EQ(w.fault_of("ListSuppressedDestinations", object({{"NextToken", "!"}}), "sesv2").substr(0, 25), "InvalidNextTokenException");
  EXPECT_EQ(w.fault_of("PutSuppressedDestination", suppress("nobody"), "sesv2"), "BadRequestException: Invalid email address <nobody>: Missing final '@domain'.");
  EXPECT_EQ(w.fault_of("DeleteSuppressedDestination", object({{"EmailAddress", "b@TWO.example"}}), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("DeleteSuppressedDestination", object({{"EmailAddress", "b@two.example"}}), "sesv2").substr(0, 17), "NotFoundException");
}

TEST(SuppressionList, MailToItIsAcceptedAndNotDelivered) {
  EventWorld w;
  w.tell(R"(["SEND", "BOUNCE", "COMPLAINT", "DELIVERY"])");
  w.call_v2("PutSuppressedDestination", suppress("b@two.example"));
  w.call_v2("PutSuppressedDestination", suppress("c@two.example", "COMPLAINT"));
  w.send_to("b@two.example");
  EXPECT_EQ(w.topics.types(), "Send Bounce");
  EXPECT_EQ(w.topics.last()["bounce"]["bounceSubType"], "OnAccountSuppressionList");
  w.send_to("c@two.example");
  EXPECT_EQ(w.topics.last()["complaint"]["complaintSubType"], "OnAccountSuppressionList");

  w.topics.published.clear();
  w.call_v2("PutConfigurationSetSuppressionOptions", parse_json(R"({"ConfigurationSetName": "cs", "SuppressedReasons": ["COMPLAINT"]})"));
  w.send_to("b@two.example");
  EXPECT_EQ(w.topics.types(), "Send Delivery") << "reasons of the set override the account's";
  w.topics.published.clear();
  w.call_v2("PutAccountSuppressionAttributes", parse_json(R"({"SuppressedReasons": []})"));
  EXPECT_EQ(w.call_v2("GetAccount", Json::object())["SuppressionAttributes"]["SuppressedReasons"].size(), 0u);
  w.send_to("c@two.example");
  EXPECT_EQ(w.topics.types(), "Send Complaint");
}

struct ContactWorld : EventWorld {
  ContactWorld() {
    call_v2("CreateContactList", parse_json(R"({"ContactListName": "people", "Topics": [{"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"},
                                                {"TopicName": "offers", "DisplayName": "Offers", "DefaultSubscriptionStatus": "OPT_OUT"}]})"));
  }
  Json contact(const std::string& address, const std::string& more = "{}") {
    Json out = object({{"ContactListName", "people"}, {"EmailAddress", address}});
    Json extra = parse_json(more);
    for (const auto& [key, value] : extra.items()) out[key] = value;
    return out;
  }
  std::string send_list(const std::string& to, const std::string& topic, const std::string& list = "people") {
    Json options = object({{"ContactListName", list}});
    if (!topic.empty()) set_text(options, "TopicName", topic);
    Json input = mail_v2(R"({"ConfigurationSetName": "cs", "Content": {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "leave: {{amazonSESUnsubscribeUrl}} !"}}}}})");
    input["Destination"] = object({{"ToAddresses", text_array({to})}});
    input["ListManagementOptions"] = options;
    std::string id = text_at(call_v2("SendEmail", input), "MessageId");
    settle();
    return id;
  }
};

TEST(ContactLists, OperationsAndFaults) {
  ContactWorld w;
  EXPECT_EQ(w.fault_of("CreateContactList", parse_json(R"({"ContactListName": "more"})"), "sesv2"), "BadRequestException: A maximum of 1 Lists allowed per account.");
  EXPECT_EQ(w.fault_of("GetContactList", parse_json(R"({"ContactListName": "x"})"), "sesv2"), "NotFoundException: List with name: x doesn't exist.");
  EXPECT_EQ(w.call_v2("GetContactList", parse_json(R"({"ContactListName": "people"})"))["Topics"].size(), 2u);
  EXPECT_EQ(w.call_v2("ListContactLists", Json::object())["ContactLists"][0]["ContactListName"], "people");
  EXPECT_EQ(w.fault_of("CreateContact", w.contact("a@x.example", R"({"TopicPreferences": [{"TopicName": "offers", "SubscriptionStatus": "OPT_IN"}], "AttributesData": "{\"n\": 1}"})"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("CreateContact", w.contact("a@x.example"), "sesv2"), "AlreadyExistsException: a@x.example already exists in List.");
  EXPECT_EQ(w.fault_of("GetContact", w.contact("z@x.example"), "sesv2"), "NotFoundException: z@x.example doesn't exist in List.");
  EXPECT_EQ(w.fault_of("CreateContact", w.contact("b@x.example", R"({"TopicPreferences": [{"TopicName": "none", "SubscriptionStatus": "OPT_IN"}]})"), "sesv2"),
            "BadRequestException: Topic: none doesn't exist in List.");
  Json shown = w.call_v2("GetContact", w.contact("a@x.example"));
  EXPECT_EQ(dump(shown["TopicPreferences"]), R"([{"TopicName":"offers","SubscriptionStatus":"OPT_IN"}])");
  EXPECT_EQ(dump(shown["TopicDefaultPreferences"]), R"([{"TopicName":"news","SubscriptionStatus":"OPT_IN"}])");
  EXPECT_EQ(shown["AttributesData"], "{\"n\": 1}");
  w.call_v2("CreateContact", w.contact("b@x.example"));
  w.call_v2("CreateContact", w.contact("c@x.example", R"({"UnsubscribeAll": true})"));
  auto listed = [&](const std::string& filter) {
    Json input = object({{"ContactListName", "people"}});
    if (!filter.empty()) input["Filter"] = parse_json(filter);
    std::string out;
    const Json answer = w.call_v2("ListContacts", input);
    for (const auto& one : answer["Contacts"]) out += text_at(one, "EmailAddress").substr(0, 1);
    return out;
  };
  EXPECT_EQ(listed(""), "abc");
  EXPECT_EQ(listed(R"({"FilteredStatus": "OPT_OUT"})"), "c");
  EXPECT_EQ(listed(R"({"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "offers"}})"), "a");
  EXPECT_EQ(listed(R"({"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "news", "UseDefaultIfPreferenceUnavailable": true}})"), "ab");
  Json page = w.call_v2("ListContacts", parse_json(R"({"ContactListName": "people", "PageSize": 2})"));
  EXPECT_EQ(w.call_v2("ListContacts", object({{"ContactListName", "people"}, {"NextToken", text_at(page, "NextToken")}}))["Contacts"].size(), 1u);
  EXPECT_EQ(w.fault_of("UpdateContact", w.contact("a@x.example", R"({"UnsubscribeAll": true})"), "sesv2"), "none");
  EXPECT_EQ(w.call_v2("GetContact", w.contact("a@x.example"))["UnsubscribeAll"], true);
  EXPECT_EQ(w.fault_of("DeleteContact", w.contact("a@x.example"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("UpdateContactList", parse_json(R"({"ContactListName": "people", "Description": "d", "Topics": []})"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("DeleteContactList", parse_json(R"({"ContactListName": "people"})"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("CreateContactList", parse_json(R"({"ContactListName": "people"})"), "sesv2"), "none");
  EXPECT_EQ(w.call_v2("ListContacts", parse_json(R"({"ContactListName": "people"})"))["Contacts"].size(), 0u) << "contacts go with their list";
}

TEST(ContactLists, TheLinkInAMailUnsubscribes) {
  ContactWorld w;
  w.tell(R"(["SUBSCRIPTION", "DELIVERY", "BOUNCE"])");
  std::string id = w.send_list("b@two.example", "news");
  ASSERT_EQ(w.fault(), "none");
  EXPECT_EQ(w.topics.types(), "Delivery");
  Json mail = w.outbox("?id=" + id)[0];
  const std::string link = "/_aws/ses/unsubscribe/" + id;
  EXPECT_EQ(mail["Body"]["text_part"], "leave: http://127.0.0.1:4599" + link + " !");
  EXPECT_EQ(dump(mail["Headers"]), R"([{"Name":"List-Unsubscribe","Value":"<http://127.0.0.1:4599)" + link + R"(>"},{"Name":"List-Unsubscribe-Post","Value":"List-Unsubscribe=One-Click"}])");
  EXPECT_EQ(w.post(link, "List-Unsubscribe=One-Click").status, 200);
  w.settle();
  EXPECT_EQ(dump(w.topics.last()["subscription"]),
            R"({"contactList":"people","timestamp":"2023-11-14T22:13:20.000Z","source":"127.0.0.1","newTopicPreferences":{"unsubscribeAll":false,"topicSubscriptionStatus":)"
            R"([{"topicName":"news","subscriptionStatus":"OptOut"}]},"oldTopicPreferences":{"unsubscribeAll":false,"topicSubscriptionStatus":[]}})");
  w.topics.published.clear();
  id = w.send_list("b@two.example", "news");
  EXPECT_EQ(w.topics.types(), "Bounce");
  EXPECT_EQ(w.topics.last()["bounce"]["bounceSubType"], "UnsubscribedRecipient");
  EXPECT_EQ(w.outbox("?id=" + id)[0]["Undelivered"], object({{"b@two.example", "Unsubscribed"}}));
  w.topics.published.clear();
  w.send_list("b@two.example", "");
  EXPECT_EQ(w.topics.types(), "Delivery") << "the list as a whole is not left";
  w.send_list("c@two.example", "offers");
  EXPECT_EQ(w.topics.types(), "Delivery Bounce") << "nobody asked for offers";
  EXPECT_EQ(w.http("GET", "/_aws/ses/unsubscribe/none").status, 404);
  Json several = World::mail_v2(R"({"Destination": {"ToAddresses": ["d@two.example"], "CcAddresses": ["e@two.example"]}, "ListManagementOptions": {"ContactListName": "people"}})");
  several["Content"]["Simple"]["Body"]["Text"]["Data"] = "{{amazonSESUnsubscribeUrl}}";
  id = text_at(w.call_v2("SendEmail", several), "MessageId");
  mail = w.outbox("?id=" + id)[0];
  EXPECT_EQ(mail["Body"]["text_part"], "{{amazonSESUnsubscribeUrl}}") << "whose link would it be?";
  EXPECT_FALSE(has(mail, "Headers"));
  w.send_list("b@two.example", "none");
  EXPECT_EQ(w.fault(), "BadRequestException: Topic: none doesn't exist in List.");
  w.send_list("b@two.example", "", "other");
  EXPECT_EQ(w.fault(), "NotFoundException: List with name: other doesn't exist.");
}

const char* kRawOfAList =
    "From: a@one.example\r\nTo: b@two.example\r\nSubject: s\r\nX-SES-LIST-MANAGEMENT-OPTIONS: people; topic=news\r\n"
    "List-Unsubscribe: <mailto:me@one.example>\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nleave: {{amazonSES=\r\nUnsubscribeUrl}}\r\n"
    "--b\r\nContent-Type: text/html\r\n\r\n<a href=\"{{amazonSESUnsubscribeUrl}}\">x</a>{{amazonSESUnsubscribeUrl}}\r\n--b--\r\n";

Json raw_v1(const std::string& bytes) { return object({{"ConfigurationSetName", "cs"}, {"RawMessage", object({{"Data", bytes}})}}); }

TEST(ContactLists, RawMailIsOfAListByItsHeader) {
  ContactWorld w;
  w.tell(R"(["DELIVERY", "BOUNCE"])");
  std::string id = text_at(w.call("SendRawEmail", raw_v1(kRawOfAList)), "MessageId");
  ASSERT_EQ(w.fault(), "none");
  w.settle();
  const std::string link = "http://127.0.0.1:4599/_aws/ses/unsubscribe/" + id, raw = text_at(w.outbox("?id=" + id)[0], "RawData");
  MimePart mail = parse_parts(raw);
  EXPECT_EQ(mail.get("List-Unsubscribe"), "<" + link + ">") << "the sender's own gives way";
  EXPECT_EQ(mail.get("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
  EXPECT_EQ(mail.get("X-SES-LIST-MANAGEMENT-OPTIONS"), "");
  EXPECT_EQ(raw.find("mailto:"), std::string::npos);
  Texts texts = texts_of(mail);
  EXPECT_EQ(texts.plain, "leave: " + link);
  EXPECT_EQ(texts.html, "<a href=\"" + link + "\">x</a>{{amazonSESUnsubscribeUrl}}") << "two links a mail";
  EXPECT_EQ(w.post("/_aws/ses/unsubscribe/" + id, "List-Unsubscribe=One-Click").status, 200);
  w.topics.published.clear();
  id = text_at(w.call("SendRawEmail", raw_v1(kRawOfAList)), "MessageId");
  w.settle();
  EXPECT_EQ(w.topics.last()["bounce"]["bounceSubType"], "UnsubscribedRecipient");
  EXPECT_EQ(w.outbox("?id=" + id)[0]["Undelivered"], object({{"b@two.example", "Unsubscribed"}}));
}

TEST(ContactLists, RawMailIsOfAListByItsOptions) {
  ContactWorld w;
  auto send = [&](const std::string& bytes, const std::string& options) {
    Json input = object({{"Content", object({{"Raw", object({{"Data", bytes}})}})}, {"ListManagementOptions", parse_json(options)}});
    return text_at(w.call_v2("SendEmail", input), "MessageId");
  };
  const std::string bare = "From: a@one.example\nTo: b@two.example\n\nleave: {{amazonSESUnsubscribeUrl}}\n";
  const std::string id = send(bare, R"({"ContactListName": "people"})");
  ASSERT_EQ(w.fault(), "none");
  const std::string sent = text_at(w.outbox("?id=" + id)[0], "RawData");
  const MimePart mail = parse_parts(sent);  // views into it
  EXPECT_EQ(texts_of(mail).plain, "leave: http://127.0.0.1:4599/_aws/ses/unsubscribe/" + id + "\n");
  send(kRawOfAList, R"({"ContactListName": "other"})");
  EXPECT_EQ(w.fault(), "NotFoundException: List with name: other doesn't exist.") << "the call's options win over the header";
  w.call("SendRawEmail", raw_v1("X-SES-LIST-MANAGEMENT-OPTIONS: other\n" + bare));
  EXPECT_EQ(w.fault(), "InvalidParameterValue: List with name: other doesn't exist.");
  w.call("SendRawEmail", raw_v1("X-SES-LIST-MANAGEMENT-OPTIONS: people; topic=none\n" + bare));
  EXPECT_EQ(w.fault(), "InvalidParameterValue: Topic: none doesn't exist in List.");
}

}  // namespace
}  // namespace lambent::ses
