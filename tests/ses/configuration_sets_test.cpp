#include "tests/ses/topics.h"

namespace lambent::ses {
namespace {

Json in_set(const std::string& more = "{}") {
  Json out = object({{"ConfigurationSetName", "cs"}});
  Json extra = parse_json(more);
  for (const auto& [key, value] : extra.items()) out[key] = value;
  return out;
}

TEST(ConfigurationSets, FaultsOfBothVersions) {
  EventWorld w;
  EXPECT_EQ(w.fault_of("CreateConfigurationSet", parse_json(R"({"ConfigurationSet": {"Name": "cs"}})")), "ConfigurationSetAlreadyExists: Configuration set cs already exists.");
  EXPECT_EQ(w.fault_of("CreateConfigurationSet", in_set(), "sesv2"), "AlreadyExistsException: Configuration set cs already exists.");
  EXPECT_EQ(w.fault_of("DescribeConfigurationSet", parse_json(R"({"ConfigurationSetName": "x"})")), "ConfigurationSetDoesNotExist: Configuration set <x> does not exist.");
  EXPECT_EQ(w.fault_of("GetConfigurationSet", parse_json(R"({"ConfigurationSetName": "x"})"), "sesv2"), "NotFoundException: Configuration set <x> does not exist.");
  EXPECT_EQ(w.fault_of("DeleteConfigurationSetEventDestination", in_set(R"({"EventDestinationName": "none"})")), "EventDestinationDoesNotExist: No EventDestination found for cs");
  EXPECT_EQ(w.fault_of("CreateConfigurationSet", parse_json(R"({"ConfigurationSetName": "y", "VdmOptions": {}})"), "sesv2"),
            "NotImplemented: sesv2: CreateConfigurationSet with VdmOptions is not emulated by lambent");
}

TEST(ConfigurationSets, ADestinationIsValidatedShownChangedAndDeleted) {
  EventWorld w;
  Json v1 = in_set(R"({"EventDestination": {"Name": "d", "Enabled": true, "MatchingEventTypes": ["send", "open", "click", "bounce", "delivery"],
                       "SNSDestination": {"TopicARN": "arn:aws:sns:us-east-1:000000000000:known"}}})");
  EXPECT_EQ(w.fault_of("CreateConfigurationSetEventDestination", v1), "none");
  EXPECT_EQ(text_at(w.topics.published.back(), "Message"), "Successfully validated SNS topic for Amazon SES event publishing.");
  EXPECT_FALSE(has(w.topics.published.back(), "Subject"));
  EXPECT_EQ(w.fault_of("CreateConfigurationSetEventDestination", v1), "EventDestinationAlreadyExists: Event destination d already exists in configuration set cs.");
  Json shown = w.call("DescribeConfigurationSet", in_set(R"({"ConfigurationSetAttributeNames": ["eventDestinations"]})"))["EventDestinations"];
  EXPECT_EQ(shown[0]["MatchingEventTypes"], text_array({"bounce", "click", "delivery", "open", "send"}));
  EXPECT_EQ(shown[0]["SNSDestination"]["TopicARN"], kTopic);
  Json v2 = w.call_v2("GetConfigurationSetEventDestinations", in_set())["EventDestinations"];
  EXPECT_EQ(v2[0]["MatchingEventTypes"], text_array({"BOUNCE", "CLICK", "DELIVERY", "OPEN", "SEND"}));

  Json lost = v1;
  lost["EventDestination"]["Name"] = "lost";
  lost["EventDestination"]["SNSDestination"]["TopicARN"] = "arn:aws:sns:us-east-1:000000000000:gone";
  EXPECT_EQ(w.fault_of("CreateConfigurationSetEventDestination", lost), "InvalidSNSDestination: SNS topic <arn:aws:sns:us-east-1:000000000000:gone> not found.");
  lost["EventDestination"]["SNSDestination"]["TopicARN"] = "arn:aws:sns:us-east-1:000000000000:hidden";
  EXPECT_EQ(w.fault_of("CreateConfigurationSetEventDestination", lost), "InvalidSNSDestination: SNS topic <arn:aws:sns:us-east-1:000000000000:hidden> not found.");
  lost["EventDestination"]["SNSDestination"]["TopicARN"] = "arn:aws:sns:us-east-1:000000000000:closed";
  EXPECT_EQ(w.fault_of("CreateConfigurationSetEventDestination", lost), "InvalidSNSDestination: Could not publish to SNS topic <arn:aws:sns:us-east-1:000000000000:closed>.");
  EXPECT_EQ(w.fault_of("UpdateConfigurationSetEventDestination", lost), "EventDestinationDoesNotExist: No EventDestination found for cs");
  Json both = in_set(R"({"EventDestinationName": "two", "EventDestination": {"MatchingEventTypes": ["SEND"], "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:000000000000:known"},
                         "CloudWatchDestination": {"DimensionConfigurations": []}}})");
  EXPECT_EQ(w.fault_of("CreateConfigurationSetEventDestination", both, "sesv2").substr(0, 83), "BadRequestException: Please provide only one destination with each request. Valid d");

  Json off = in_set(R"({"EventDestinationName": "d", "EventDestination": {"Enabled": false, "MatchingEventTypes": ["SEND", "SUBSCRIPTION"], "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:000000000000:known"}}})");
  EXPECT_EQ(w.fault_of("UpdateConfigurationSetEventDestination", off, "sesv2"), "none");
  w.settle();
  w.topics.published.clear();
  w.send_to("b@two.example");
  EXPECT_EQ(w.topics.published.size(), 0u) << "it is switched off";
  EXPECT_EQ(w.call("DescribeConfigurationSet", in_set(R"({"ConfigurationSetAttributeNames": ["eventDestinations"]})"))["EventDestinations"][0]["MatchingEventTypes"], text_array({"send"}));
  EXPECT_EQ(w.fault_of("DeleteConfigurationSetEventDestination", in_set(R"({"EventDestinationName": "d"})"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("DeleteConfigurationSetEventDestination", in_set(R"({"EventDestinationName": "d"})"), "sesv2"), "NotFoundException: No EventDestination found for cs");
}

TEST(ConfigurationSets, HaveTenDestinationsAtMost) {
  EventWorld w;
  for (int i = 0; i < 10; ++i) {
    w.tell(R"(["SEND"])", "d" + std::to_string(i));
    ASSERT_EQ(w.fault(), "none");
  }
  w.tell(R"(["SEND"])", "d10");
  EXPECT_EQ(w.fault(), "LimitExceededException: A configuration set has at most 10 event destinations.");
}

TEST(ConfigurationSets, OptionsAreKeptAndShown) {
  EventWorld w;
  EXPECT_EQ(w.fault_of("CreateConfigurationSetTrackingOptions", in_set(R"({"TrackingOptions": {"CustomRedirectDomain": "links.one.example"}})")),
            "InvalidTrackingOptions: The custom redirect domain <links.one.example> is not verified.");
  w.seed(R"({"VerifiedIdentities": ["one.example"]})");
  EXPECT_EQ(w.fault_of("UpdateConfigurationSetTrackingOptions", in_set(R"({"TrackingOptions": {"CustomRedirectDomain": "links.one.example"}})")),
            "TrackingOptionsDoesNotExistException: Tracking options do not exist for configuration set <cs>.");
  EXPECT_EQ(w.fault_of("CreateConfigurationSetTrackingOptions", in_set(R"({"TrackingOptions": {"CustomRedirectDomain": "links.one.example"}})")), "none");
  EXPECT_EQ(w.fault_of("CreateConfigurationSetTrackingOptions", in_set(R"({"TrackingOptions": {"CustomRedirectDomain": "links.one.example"}})")),
            "TrackingOptionsAlreadyExistsException: Tracking options already exist for configuration set <cs>.");
  EXPECT_EQ(w.fault_of("PutConfigurationSetTrackingOptions", in_set(R"({"CustomRedirectDomain": "links.one.example", "HttpsPolicy": "REQUIRE"})"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("PutConfigurationSetDeliveryOptions", in_set(R"({"TlsPolicy": "REQUIRE", "MaxDeliverySeconds": 300})"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("PutConfigurationSetDeliveryOptions", in_set(R"({"SendingPoolName": "mine"})"), "sesv2"), "NotFoundException: Dedicated IP pool mine does not exist.");
  EXPECT_EQ(w.fault_of("CreateDedicatedIpPool", parse_json(R"({"PoolName": "mine"})"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("CreateDedicatedIpPool", parse_json(R"({"PoolName": "mine"})"), "sesv2"), "AlreadyExistsException: Dedicated IP pool mine already exists.");
  EXPECT_EQ(w.call_v2("ListDedicatedIpPools", Json::object())["DedicatedIpPools"], text_array({"mine"}));
  EXPECT_EQ(w.call_v2("GetDedicatedIps", parse_json(R"({"PoolName": "mine"})"))["DedicatedIps"].size(), 0u);
  w.call_v2("PutDedicatedIpPoolScalingAttributes", parse_json(R"({"PoolName": "mine", "ScalingMode": "MANAGED"})"));
  EXPECT_EQ(w.call_v2("GetDedicatedIpPool", parse_json(R"({"PoolName": "mine"})"))["DedicatedIpPool"]["ScalingMode"], "MANAGED");
  w.call_v2("CreateConfigurationSet", parse_json(R"({"ConfigurationSetName": "pooled", "DeliveryOptions": {"SendingPoolName": "mine"}})"));
  EXPECT_EQ(w.fault_of("DeleteDedicatedIpPool", parse_json(R"({"PoolName": "mine"})"), "sesv2"), "BadRequestException: Dedicated IP pool mine is used by configuration set pooled.");
  EXPECT_EQ(w.fault_of("UpdateConfigurationSetReputationMetricsEnabled", in_set(R"({"Enabled": true})")), "none");
  EXPECT_EQ(w.fault_of("PutConfigurationSetSuppressionOptions", in_set(R"({"SuppressedReasons": ["COMPLAINT"]})"), "sesv2"), "none");
  EXPECT_EQ(w.fault_of("UpdateConfigurationSetSendingEnabled", in_set(R"({"Enabled": false})")), "none");
  EXPECT_EQ(w.fault_of("SendEmail", World::mail(R"({"ConfigurationSetName": "cs"})")), "ConfigurationSetSendingPausedException: Sending is paused for configuration set cs");
  EXPECT_EQ(w.fault_of("PutConfigurationSetSendingOptions", in_set(R"({"SendingEnabled": true})"), "sesv2"), "none");
  EXPECT_EQ(dump(w.call_v2("GetConfigurationSet", in_set())),
            R"({"ConfigurationSetName":"cs","TrackingOptions":{"CustomRedirectDomain":"links.one.example","HttpsPolicy":"REQUIRE"},)"
            R"("DeliveryOptions":{"TlsPolicy":"REQUIRE","MaxDeliverySeconds":300},"ReputationOptions":{"ReputationMetricsEnabled":true,"LastFreshStart":1700000000.0},)"
            R"("SendingOptions":{"SendingEnabled":true},"Tags":[],"SuppressionOptions":{"SuppressedReasons":["COMPLAINT"]}})");
  Json all = w.call("DescribeConfigurationSet", in_set(R"({"ConfigurationSetAttributeNames": ["trackingOptions", "deliveryOptions", "reputationOptions"]})"));
  EXPECT_EQ(all["DeliveryOptions"]["TlsPolicy"], "Require");
  EXPECT_EQ(all["ReputationOptions"]["ReputationMetricsEnabled"], true);
  EXPECT_EQ(w.fault_of("DeleteConfigurationSetTrackingOptions", in_set()), "none");
  EXPECT_EQ(w.fault_of("DeleteConfigurationSetTrackingOptions", in_set()), "TrackingOptionsDoesNotExistException: Tracking options do not exist for configuration set <cs>.");
}

}  // namespace
}  // namespace lambent::ses
