#include "base/text.h"
#include "tests/sns/topic_world.h"

namespace lambent::sns {
namespace {

const std::string kArn = "arn:aws:sns:us-east-1:000000000000:news";
const std::string kInvalid = "InvalidParameter: Invalid parameter: ";

struct TopicsTest : testing::Test {
  TopicWorld w;
  Json attributes(const std::string& arn) { return w.call("GetTopicAttributes", object({{"TopicArn", arn}}))["Attributes"]; }
  std::string set(const std::string& arn, const std::string& name, const std::string& value) {
    return w.fault_of("SetTopicAttributes", object({{"TopicArn", arn}, {"AttributeName", name}, {"AttributeValue", value}}));
  }
  std::string create_fault(const std::string& name, Json attributes = Json::object()) {
    return w.fault_of("CreateTopic", object({{"Name", name}, {"Attributes", std::move(attributes)}}));
  }
};

TEST_F(TopicsTest, AFreshTopicIsAsOnAws) {
  EXPECT_EQ(w.topic(), kArn);
  Json a = attributes(kArn);
  EXPECT_EQ(a["Owner"], "000000000000");
  EXPECT_EQ(a["DisplayName"], "");
  EXPECT_EQ(a["SubscriptionsConfirmed"], "0");
  EXPECT_EQ(a["EffectiveDeliveryPolicy"],
            R"({"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,)"
            R"("backoffFunction":"linear"},"disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}})");
  Json policy = parse_json(a["Policy"].get<std::string>());
  EXPECT_EQ(policy["Id"], "__default_policy_ID");
  EXPECT_EQ(policy["Statement"][0]["Resource"], kArn);
  EXPECT_FALSE(a.contains("DeliveryPolicy"));
  EXPECT_FALSE(a.contains("FifoTopic"));
}

TEST_F(TopicsTest, NamesAreChecked) {
  for (const char* wrong : {"", "a b", "a.b", "topic.fifo", "\xC3\xA9"}) EXPECT_EQ(create_fault(wrong), kInvalid + "Topic Name") << wrong;
  EXPECT_EQ(create_fault(std::string(257, 'a')), kInvalid + "Topic Name");
  EXPECT_EQ(create_fault("plain", object({{"FifoTopic", "true"}})), kInvalid + "Topic Name");
  EXPECT_EQ(create_fault(std::string(256, 'a')), "none");
}

TEST_F(TopicsTest, CreatingAgainIsTheSameUnlessSomethingDiffers) {
  Json tags = parse_json(R"([{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])");
  auto create = [&](const char* display, Json with) {
    Json input = object({{"Name", "news"}, {"Tags", std::move(with)}});
    if (display) input["Attributes"] = object({{"DisplayName", display}});
    return w.fault_of("CreateTopic", std::move(input));
  };
  EXPECT_EQ(create("News", tags), "none");
  EXPECT_EQ(create(nullptr, tags), "none");
  EXPECT_EQ(create("News", parse_json(R"([{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "1"}])")), "none");
  EXPECT_EQ(create("Olds", tags), kInvalid + "Attributes Reason: Topic already exists with different attributes");
  EXPECT_EQ(create("News", parse_json(R"([{"Key": "a", "Value": "2"}])")), kInvalid + "Tags Reason: Topic already exists with different tags");
  EXPECT_EQ(create("News", parse_json(R"([{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "1"}])")), kInvalid + "Duplicated keys are not allowed.");
}

TEST_F(TopicsTest, ArnsAreReadAsSnsReadsThem) {
  auto fault = [&](const std::string& arn) { return w.fault_of("GetTopicAttributes", object({{"TopicArn", arn}})); };
  EXPECT_EQ(fault("news"), kInvalid + "TopicArn Reason: An ARN must have at least 6 elements, not 1");
  EXPECT_EQ(fault("arn:aws:sns:us-east-1:000000000000"), kInvalid + "TopicArn Reason: An ARN must have at least 6 elements, not 5");
  EXPECT_EQ(fault("arn:aws:sns:eu-west-1:000000000000:news"), kInvalid + "TopicArn");
  EXPECT_EQ(fault(kArn), "NotFound: Topic does not exist");
  EXPECT_EQ(w.fault_of("DeleteTopic", object({{"TopicArn", kArn}})), "none");
}

TEST_F(TopicsTest, AttributesActOrAreRefused) {
  w.topic();
  EXPECT_EQ(set(kArn, "DisplayName", "News"), "none");
  EXPECT_EQ(set(kArn, "DisplayName", std::string(101, 'x')), kInvalid + "DisplayName must be at most 100 characters long");
  EXPECT_EQ(set(kArn, "Nothing", "x"), kInvalid + "AttributeName");
  EXPECT_EQ(set(kArn, "FifoTopic", "true"), kInvalid + "AttributeName");
  EXPECT_EQ(set(kArn, "ContentBasedDeduplication", "true"), kInvalid + "AttributeName");
  EXPECT_EQ(set(kArn, "SignatureVersion", "3"), kInvalid + "SignatureVersion: Invalid value [3]. Must be 1 or 2.");
  EXPECT_EQ(set(kArn, "KmsMasterKeyId", "alias/aws/sns"), "none");
  EXPECT_EQ(set(kArn, "KmsMasterKeyId", "alias/own"), "NotImplemented: sns: a KmsMasterKeyId other than alias/aws/sns is not emulated by lambent");
  EXPECT_EQ(set(kArn, "ArchivePolicy", "{}"), "NotImplemented: sns: the topic attribute ArchivePolicy is not emulated by lambent");
  EXPECT_EQ(set(kArn, "Policy", "{"), kInvalid + "Policy Error: null");
  EXPECT_EQ(set(kArn, "Policy", R"({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage"}]})"), kInvalid + "Policy statement action out of service scope!");
  EXPECT_EQ(set(kArn, "DeliveryPolicy", R"({"http": {"defaultHealthyRetryPolicy": {"numRetries": 5}}})"), "none");
  EXPECT_NE(text_at(attributes(kArn), "EffectiveDeliveryPolicy").find("\"numRetries\":5,"), std::string::npos);
  EXPECT_EQ(attributes(kArn)["DisplayName"], "News");
}

TEST_F(TopicsTest, DeliveryPoliciesAreChecked) {
  w.topic();
  const std::string fault = kInvalid + "DeliveryPolicy: ";
  auto with = [&](const std::string& retry) { return set(kArn, "DeliveryPolicy", R"({"http": {"defaultHealthyRetryPolicy": )" + retry + "}}"); };
  EXPECT_EQ(with(R"({"numRetries": 101})"), fault + "http.defaultHealthyRetryPolicy.numRetries must be between 0 and 100");
  EXPECT_EQ(with(R"({"minDelayTarget": 0})"), fault + "http.defaultHealthyRetryPolicy.minDelayTarget must be between 1 and 3600");
  EXPECT_EQ(with(R"({"minDelayTarget": 30, "maxDelayTarget": 20})"), fault + "http.defaultHealthyRetryPolicy.minDelayTarget must be less than or equal to maxDelayTarget");
  EXPECT_EQ(with(R"({"numRetries": 1, "numNoDelayRetries": 2})"),
            fault + "http.defaultHealthyRetryPolicy.numRetries must be greater than or equal to numNoDelayRetries + numMinDelayRetries + numMaxDelayRetries");
  EXPECT_EQ(with(R"({"backoffFunction": "cubic"})"), fault + "http.defaultHealthyRetryPolicy.backoffFunction must be one of [linear, arithmetic, geometric, exponential]");
  EXPECT_EQ(with(R"({"numRetries": 100, "maxDelayTarget": 3600})"), fault + "http.defaultHealthyRetryPolicy: the total delay must be less than or equal to 3600 seconds");
  EXPECT_EQ(with(R"({"retries": 1})"), fault + "Unexpected JSON member: http.defaultHealthyRetryPolicy.retries");
  EXPECT_EQ(set(kArn, "DeliveryPolicy", "no"), fault + "failed to parse JSON.");
}

TEST_F(TopicsTest, PermissionsAreStatementsOfThePolicy) {
  w.topic();
  auto add = [&](const char* label, const char* account, const char* action) {
    return w.fault_of("AddPermission", object({{"TopicArn", kArn}, {"Label", label}, {"AWSAccountId", text_array({account})}, {"ActionName", text_array({action})}}));
  };
  EXPECT_EQ(add("other", "111122223333", "Publish"), "none");
  EXPECT_EQ(add("other", "111122223333", "Publish"), kInvalid + "Statement already exists");
  EXPECT_EQ(add("more", "111122223333", "Fly"), kInvalid + "Policy statement action out of service scope!");
  Json statements = parse_json(text_at(attributes(kArn), "Policy"))["Statement"];
  ASSERT_EQ(statements.size(), 2u);
  EXPECT_EQ(statements[1], object({{"Sid", "other"}, {"Effect", "Allow"}, {"Principal", object({{"AWS", "arn:aws:iam::111122223333:root"}})}, {"Action", "SNS:Publish"}, {"Resource", kArn}}));
  EXPECT_EQ(w.fault_of("RemovePermission", object({{"TopicArn", kArn}, {"Label", "other"}})), "none");
  EXPECT_EQ(w.fault_of("RemovePermission", object({{"TopicArn", kArn}, {"Label", "other"}})), "none");
  EXPECT_EQ(parse_json(text_at(attributes(kArn), "Policy"))["Statement"].size(), 1u);
}

TEST_F(TopicsTest, TagsAreKept) {
  w.topic();
  auto tags = [&] { return w.call("ListTagsForResource", object({{"ResourceArn", kArn}}))["Tags"]; };
  w.call("TagResource", object({{"ResourceArn", kArn}, {"Tags", parse_json(R"([{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])")}}));
  w.call("TagResource", object({{"ResourceArn", kArn}, {"Tags", parse_json(R"([{"Key": "a", "Value": "3"}])")}}));
  EXPECT_EQ(dump(tags()), R"([{"Key":"a","Value":"3"},{"Key":"b","Value":"2"}])");
  w.call("UntagResource", object({{"ResourceArn", kArn}, {"TagKeys", text_array({"a"})}}));
  EXPECT_EQ(dump(tags()), R"([{"Key":"b","Value":"2"}])");
  EXPECT_EQ(w.fault_of("ListTagsForResource", object({{"ResourceArn", kArn + "x"}})), "ResourceNotFound: Resource does not exist");
}

TEST_F(TopicsTest, ListsComeInPages) {
  for (int i = 0; i < 101; ++i) w.topic("t" + std::to_string(1000 + i));
  Json first = w.call("ListTopics", Json::object());
  ASSERT_EQ(first["Topics"].size(), 100u);
  Json second = w.call("ListTopics", object({{"NextToken", first["NextToken"]}}));
  ASSERT_EQ(second["Topics"].size(), 1u);
  EXPECT_FALSE(second.contains("NextToken"));
  EXPECT_EQ(w.fault_of("ListTopics", object({{"NextToken", "???"}})), kInvalid + "NextToken");
}

TEST_F(TopicsTest, DeletingATopicEndsItsSubscriptions) {
  w.topic();
  std::string subscription = w.queue(kArn);
  EXPECT_EQ(w.fault_of("DeleteTopic", object({{"TopicArn", kArn}})), "none");
  EXPECT_EQ(w.fault_of("ListSubscriptionsByTopic", object({{"TopicArn", kArn}})), "NotFound: Topic does not exist");
  EXPECT_EQ(w.fault_of("GetSubscriptionAttributes", object({{"SubscriptionArn", subscription}})), "NotFound: Subscription does not exist");
  w.topic();
  EXPECT_EQ(w.call("ListSubscriptionsByTopic", object({{"TopicArn", kArn}}))["Subscriptions"].size(), 0u);
}

}  // namespace
}  // namespace lambent::sns
