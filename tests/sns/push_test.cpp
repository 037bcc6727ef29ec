// Mobile push: applications, endpoints, publishing to them, what is told and shown.
#include <filesystem>

#include <unistd.h>

#include "tests/sns/world.h"

namespace lambent::sns {
namespace {

const std::string kApp = "arn:aws:sns:us-east-1:000000000000:app/GCM/shop";

struct Push : testing::Test {
  std::string make_app(const std::string& platform = "GCM", const std::string& attributes = R"({"PlatformCredential": "key"})", const std::string& name = "shop") {
    Json answer = w.call("CreatePlatformApplication", object({{"Name", name}, {"Platform", platform}, {"Attributes", parse_json(attributes)}}));
    return text_at(answer, "PlatformApplicationArn");
  }
  std::string endpoint(const std::string& token, Json extra = Json::object(), const std::string& app = kApp) {
    Json input = object({{"PlatformApplicationArn", app}, {"Token", token}});
    for (const auto& [name, value] : extra.items()) input[name] = value;
    return text_at(w.call("CreatePlatformEndpoint", input), "EndpointArn");
  }
  std::string publish(const std::string& arn, Json extra = Json::object()) {
    Json input = object({{"TargetArn", arn}, {"Message", "hello"}});
    for (const auto& [name, value] : extra.items()) input[name] = value;
    return w.fault_of("Publish", input);
  }
  std::string set_endpoint(const std::string& arn, const std::string& attributes) {
    return w.fault_of("SetEndpointAttributes", object({{"EndpointArn", arn}, {"Attributes", parse_json(attributes)}}));
  }
  Json shown(const std::string& query = "") { return parse_json(w.http("GET", "/_aws/sns/platform-endpoint-messages" + query).body); }
  // Messages that were published to a topic, as events tell them. Topics are asked for through the door.
  std::vector<Json> told() {
    std::vector<Json> out;
    for (const auto& e : w.journal.entries()) {
      auto* call = std::get_if<CallEntry>(&e.data);
      if (call && call->operation == "Publish" && has(call->input, "TopicArn")) out.push_back(call->input);
    }
    return out;
  }
  World w;
};

TEST_F(Push, ApplicationsAreMadeListedChangedAndDeleted) {
  EXPECT_EQ(make_app(), kApp);
  EXPECT_EQ(w.call("ListPlatformApplications", Json::object())["PlatformApplications"],
            parse_json(R"([{"PlatformApplicationArn": ")" + kApp + R"(", "Attributes": {"Enabled": "true"}}])"));
  Json arn = object({{"PlatformApplicationArn", kApp}});
  Json change = arn;
  set(change, "Attributes", parse_json(R"({"SuccessFeedbackSampleRate": "50"})"));
  EXPECT_EQ(w.fault_of("SetPlatformApplicationAttributes", change), "none");
  EXPECT_EQ(w.call("GetPlatformApplicationAttributes", arn)["Attributes"], parse_json(R"({"Enabled": "true", "SuccessFeedbackSampleRate": "50"})"));
  EXPECT_EQ(w.fault_of("DeletePlatformApplication", arn), "none");
  EXPECT_EQ(w.fault_of("DeletePlatformApplication", arn), "none");
  EXPECT_EQ(w.fault_of("GetPlatformApplicationAttributes", arn), "NotFound: PlatformApplication does not exist");
}

TEST_F(Push, ApplicationsAreCheckedAsSnsDoes) {
  auto fault = [&](const char* name, const char* platform, const char* attributes) {
    return w.fault_of("CreatePlatformApplication", object({{"Name", name}, {"Platform", platform}, {"Attributes", parse_json(attributes)}}));
  };
  const std::string wrong = "InvalidParameter: Invalid parameter: ";
  EXPECT_EQ(fault("", "ADM", "{}"), wrong + " Reason: cannot be empty");
  EXPECT_EQ(fault("@name", "ADM", "{}"), wrong + "@name Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'");
  EXPECT_EQ(fault(std::string(257, 'a').c_str(), "ADM", "{}"), wrong + std::string(257, 'a') + " Reason: must be at most 256 characters long");
  EXPECT_EQ(fault("a", "AAA", "{}"), wrong + "Platform Reason: AAA is not supported");
  EXPECT_EQ(fault("a", "ADM", R"({"PlatformPrincipal": "p"})"), wrong + "Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential");
  EXPECT_EQ(fault("a", "ADM", R"({"PlatformCredential": "c"})"), wrong + "Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal");
  EXPECT_EQ(fault("a", "GCM", R"({"PlatformCredential": "c", "Colour": "red"})"), wrong + "Attributes Reason: Invalid attribute name: Colour");
  EXPECT_EQ(fault("a", "MPNS", "{}"), "none") << "MPNS also takes unauthenticated senders";
  EXPECT_EQ(w.fault_of("GetPlatformApplicationAttributes", object({{"PlatformApplicationArn", "x"}})),
            wrong + "PlatformApplicationArn Reason: An ARN must have at least 6 elements, not 1");
  EXPECT_EQ(w.fault_of("CreatePlatformApplication", object({{"Name", "a"}, {"Platform", "ADM"}})),
            "ValidationError: 1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null");
  EXPECT_EQ(w.fault_of("SetPlatformApplicationAttributes", object({{"PlatformApplicationArn", kApp}, {"Attributes", parse_json(R"({"x": "y"})")}})),
            "NotFound: PlatformApplication does not exist");
}

TEST_F(Push, ADeviceIsKnownByItsToken) {
  make_app();
  std::string arn = endpoint("token_1");
  EXPECT_EQ(arn.substr(0, arn.rfind('/')), "arn:aws:sns:us-east-1:000000000000:endpoint/GCM/shop");
  EXPECT_EQ(endpoint("token_1"), arn);
  endpoint("token_1", object({{"CustomUserData", "other"}}));
  EXPECT_EQ(w.fault(), "InvalidParameter: Invalid parameter: Token Reason: Endpoint " + arn + " already exists with the same Token, but different attributes.");
  EXPECT_EQ(w.call("GetEndpointAttributes", object({{"EndpointArn", arn}}))["Attributes"], parse_json(R"({"Enabled": "true", "Token": "token_1"})"));
  std::string both = endpoint("token_2", parse_json(R"({"CustomUserData": "bar", "Attributes": {"CustomUserData": "foo"}})"));
  EXPECT_EQ(w.call("GetEndpointAttributes", object({{"EndpointArn", both}}))["Attributes"]["CustomUserData"], "foo");
  EXPECT_EQ(w.fault_of("DeleteEndpoint", object({{"EndpointArn", arn}})), "none");
  EXPECT_EQ(w.fault_of("DeleteEndpoint", object({{"EndpointArn", arn}})), "none");
  EXPECT_EQ(endpoint("token_1"), arn) << "a device that comes back has the ARN it had";
  EXPECT_EQ(w.call("ListEndpointsByPlatformApplication", object({{"PlatformApplicationArn", kApp}}))["Endpoints"].size(), 2u);
  w.call("DeletePlatformApplication", object({{"PlatformApplicationArn", kApp}}));
  EXPECT_EQ(w.fault_of("ListEndpointsByPlatformApplication", object({{"PlatformApplicationArn", kApp}})), "NotFound: PlatformApplication does not exist");
  EXPECT_EQ(w.fault_of("GetEndpointAttributes", object({{"EndpointArn", arn}})), "NotFound: Endpoint does not exist");
}

TEST_F(Push, ATokenCanMoveButNotOntoAnother) {
  make_app();
  std::string first = endpoint("old"), second = endpoint("other");
  EXPECT_EQ(set_endpoint(first, R"({"Token": "new"})"), "none");
  EXPECT_EQ(endpoint("new"), first);
  EXPECT_NE(endpoint("old"), first) << "the old token is free again, the ARN is not";
  EXPECT_EQ(set_endpoint(first, R"({"Token": "other"})"),
            "InvalidParameter: Invalid parameter: Token Reason: Endpoint " + second + " already exists with the same Token, but different attributes.");
  EXPECT_EQ(set_endpoint("arn:aws:sns:us-east-1:000000000000:endpoint/GCM/shop", R"({"Token": "x"})"),
            "InvalidParameter: Invalid parameter: EndpointArn Reason: Wrong number of slashes in relative portion of the ARN.");
  EXPECT_EQ(set_endpoint(first, R"({"PlatformPrincipal": "x"})"), "InvalidParameter: Invalid parameter: Attributes Reason: Invalid attribute name: PlatformPrincipal");
  EXPECT_EQ(set_endpoint(first, "{\"CustomUserData\": \"" + std::string(2049, 'x') + "\"}"),
            "InvalidParameter: Invalid parameter: Attributes Reason: Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding");
  EXPECT_EQ(set_endpoint(first.substr(0, first.size() - 1) + "x", R"({"Token": "x"})"), "NotFound: Endpoint does not exist");
}

TEST_F(Push, AppleTokensAreHexadecimal) {
  std::string app = make_app("APNS", R"({"PlatformPrincipal": "cert", "PlatformCredential": "key"})");
  endpoint("not hex", Json::object(), app);
  EXPECT_EQ(w.fault(), "InvalidParameter: Invalid parameter: Token Reason: iOS device tokens must be no more than 400 hexadecimal characters");
  EXPECT_NE(endpoint(std::string(64, 'a'), Json::object(), app), "");
}

TEST_F(Push, WhatIsPublishedIsShownAsLocalStackDoes) {
  make_app();
  std::string arn = endpoint("token_1");
  EXPECT_EQ(publish(arn, parse_json(R"({"Subject": "s", "MessageAttributes": {"k": {"DataType": "String", "StringValue": "v"}}})")), "none");
  Json one = shown()["platform_endpoint_messages"][arn][0];
  std::string id = text_at(one, "MessageId");
  EXPECT_EQ(one, object({{"TargetArn", arn}, {"TopicArn", ""}, {"Message", "hello"}, {"MessageAttributes", parse_json(R"({"k": {"DataType": "String", "StringValue": "v"}})")},
                         {"MessageStructure", nullptr}, {"Subject", "s"}, {"MessageId", id}}));
  const JournalEntry& noted = w.journal.entries().back();
  EXPECT_STREQ(noted.type(), "push");
  auto effect = w.sns.effect(w.journal, noted);
  ASSERT_TRUE(effect);
  EXPECT_EQ(effect->kind, "push");
  EXPECT_EQ(effect->fields, object({{"to", arn}, {"text", "hello"}, {"subject", "s"}, {"attributes", object({{"k", "v"}})}}));

  EXPECT_EQ(publish(arn, object({{"MessageStructure", "json"}, {"Message", R"({"GCM": "{\"data\":{}}", "default": "any"})"}})), "none");
  EXPECT_EQ(text_at(shown()["platform_endpoint_messages"][arn][1], "Message"), R"("{\"data\":{}}")");
  Json page = parse_json(w.http("GET", "/_lambent/api/v1/pushes?to=shop&limit=1").body);
  EXPECT_EQ(text_at(page["items"][0], "message"), R"({"data":{}})");
  EXPECT_EQ(text_at(page["items"][0], "platform"), "GCM");
  EXPECT_EQ(text_at(page["items"][0], "token"), "token_1");
  EXPECT_EQ(int_at(page, "next"), 2);

  EXPECT_EQ(shown("?accountId=111111111111")["platform_endpoint_messages"], Json::object());
  EXPECT_EQ(shown("?endpointArn=" + arn + "x")["platform_endpoint_messages"][arn + "x"], array());
  EXPECT_EQ(w.http("DELETE", "/_aws/sns/platform-endpoint-messages?endpointArn=" + arn).status, 204);
  EXPECT_EQ(shown()["platform_endpoint_messages"], Json::object());
}

TEST_F(Push, WhatAPlatformWouldNotTakeIsRefused) {
  make_app();
  std::string arn = endpoint("token_1");
  EXPECT_EQ(publish(arn + "0"), "InvalidParameter: Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified");
  EXPECT_EQ(publish(arn, object({{"Message", std::string(4097, 'x')}})),
            "InvalidParameter: Invalid parameter: Message Reason: Invalid notification for protocol GCM: Notification data is larger than allowed limit");
  EXPECT_EQ(publish(arn, object({{"MessageStructure", "json"}, {"Message", R"({"APNS": "x"})"}})),
            "InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message body");
  EXPECT_EQ(publish(arn, object({{"MessageStructure", "json"}, {"Message", R"({"GCM": "x"})"}})), "none");
  EXPECT_NE(publish(arn, attribute("AWS.SNS.MOBILE.GCM.TTL", "Number", "soon")), "none");
  EXPECT_EQ(publish(arn, attribute("AWS.SNS.MOBILE.GCM.TTL", "Number", "60")), "none");
}

TEST_F(Push, DisabledEndpointsAndApplicationsGetNothing) {
  make_app();
  std::string arn = endpoint("token_1");
  EXPECT_EQ(set_endpoint(arn, R"({"Enabled": "False"})"), "none");
  EXPECT_EQ(publish(arn), "EndpointDisabled: Endpoint is disabled");
  EXPECT_EQ(set_endpoint(arn, R"({"Enabled": "true"})"), "none");
  Json off = object({{"PlatformApplicationArn", kApp}, {"Attributes", parse_json(R"({"Enabled": "false"})")}});
  EXPECT_EQ(w.fault_of("SetPlatformApplicationAttributes", off), "none");
  EXPECT_EQ(publish(arn), "PlatformApplicationDisabled: Platform application is disabled");
  EXPECT_EQ(shown()["platform_endpoint_messages"], Json::object());
}

TEST_F(Push, EventTopicsAreToldThroughTheDoor) {
  std::string topic = "arn:aws:sns:us-east-1:000000000000:events";
  std::string all = object({{"PlatformCredential", "key"}, {"EventEndpointCreated", topic}, {"EventEndpointUpdated", topic}, {"EventEndpointDeleted", topic}, {"EventDeliveryFailure", topic}}).dump();
  make_app("GCM", all);
  std::string arn = endpoint("token_1");
  EXPECT_EQ(w.fault(), "none") << "also when the topic is not there";
  set_endpoint(arn, R"({"Enabled": "false"})");
  set_endpoint(arn, R"({"Enabled": "false"})");
  publish(arn);
  w.call("DeleteEndpoint", object({{"EndpointArn", arn}}));
  auto events = told();
  ASSERT_EQ(events.size(), 4u) << "nothing changed by the second SetEndpointAttributes";
  EXPECT_EQ(text_at(events[0], "Subject"), "EndpointCreated event for app shop (GCM)");
  EXPECT_EQ(text_at(events[0], "Message"),
            R"({"EndpointArn":")" + arn + R"(","EventType":"EndpointCreated","Resource":")" + kApp + R"(","Service":"SNS","Time":"2023-11-14T22:13:20.000Z"})");
  EXPECT_EQ(text_at(events[1], "Subject"), "EndpointUpdated event for app shop (GCM)");
  Json failure = parse_json(text_at(events[2], "Message"));
  EXPECT_EQ(text_at(failure, "FailureType"), "EndpointDisabled");
  EXPECT_EQ(text_at(failure, "FailureMessage"), "Endpoint is disabled");
  EXPECT_EQ(text_at(events[3], "Subject"), "EndpointDeleted event for app shop (GCM)");
}

TEST(PushDurability, DevicesAndPushesAreThereAfterARestart) {
  std::string file = testing::TempDir() + "push-" + std::to_string(::getpid()) + ".sqlite";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
  Json device = object({{"PlatformApplicationArn", kApp}, {"Token", "t"}});
  std::string arn;
  {
    World w(file);
    w.call("CreatePlatformApplication", object({{"Name", "shop"}, {"Platform", "GCM"}, {"Attributes", object({{"PlatformCredential", "key"}})}}));
    arn = text_at(w.call("CreatePlatformEndpoint", device), "EndpointArn");
    w.call("Publish", object({{"TargetArn", arn}, {"Message", "one"}}));
  }
  World w(file);
  EXPECT_EQ(text_at(w.call("CreatePlatformEndpoint", device), "EndpointArn"), arn);
  EXPECT_EQ(w.fault_of("Publish", object({{"TargetArn", arn}, {"Message", "two"}})), "none");
  Json items = parse_json(w.http("GET", "/_lambent/api/v1/pushes").body)["items"];
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(text_at(items[0], "message"), "one");
  EXPECT_LT(int_at(items[0], "seq"), int_at(items[1], "seq"));
}

TEST_F(Push, DeliveryStatusIsLoggedWhereItIsAskedFor) {
  make_app("GCM", R"({"PlatformCredential": "key", "SuccessFeedbackRoleArn": "arn:aws:iam::000000000000:role/logs", "FailureFeedbackRoleArn": "arn:aws:iam::000000000000:role/logs"})");
  std::string arn = endpoint("token_1");
  publish(arn);
  set_endpoint(arn, R"({"Enabled": "false"})");
  publish(arn);
  auto lines = w.delivery_log();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["status"], "SUCCESS");
  EXPECT_EQ(lines[0]["delivery"]["token"], "token_1");
  EXPECT_EQ(lines[1]["status"], "FAILURE");
  EXPECT_EQ(lines[1]["delivery"]["providerResponse"], "Endpoint is disabled");
}

}  // namespace
}  // namespace lambent::sns
