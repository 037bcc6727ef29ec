// Queues: making, finding, purging and deleting them; attributes, tags and permissions.
#include "tests/sqs/world.h"

namespace lambent::sqs {
namespace {

struct Queues : testing::Test {
  World w;
  std::string created(Json input) {
    w.call("CreateQueue", std::move(input));
    return w.fault();
  }
  std::string with(const char* attribute, const std::string& value, const char* name = "x") {
    return created(object({{"QueueName", name}, {"Attributes", object({{attribute, value}})}}));
  }
};

TEST_F(Queues, AQueueHasAnAddressAndDefaults) {
  EXPECT_EQ(w.make("orders"), kHome + "orders");
  EXPECT_EQ(w.attributes(kHome + "orders"),
            parse_json(R"({"ApproximateNumberOfMessages":"0","ApproximateNumberOfMessagesDelayed":"0","ApproximateNumberOfMessagesNotVisible":"0",
              "CreatedTimestamp":"1700000000","DelaySeconds":"0","LastModifiedTimestamp":"1700000000","MaximumMessageSize":"1048576",
              "MessageRetentionPeriod":"345600","QueueArn":"arn:aws:sqs:us-east-1:000000000000:orders","ReceiveMessageWaitTimeSeconds":"0",
              "SqsManagedSseEnabled":"true","VisibilityTimeout":"30"})"));
  w.make("o.fifo");
  Json fifo = w.attributes(kHome + "o.fifo", {"ContentBasedDeduplication", "DeduplicationScope", "FifoQueue", "FifoThroughputLimit"});
  EXPECT_EQ(fifo, parse_json(R"({"ContentBasedDeduplication":"false","DeduplicationScope":"queue","FifoQueue":"true","FifoThroughputLimit":"perQueue"})"));
}

TEST_F(Queues, NamesAreChecked) {
  const std::string bad = "InvalidParameterValueException: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
  for (const std::string name : {"", "a b", "a.b", "a.fifo", "ä"}) EXPECT_EQ(created(object({{"QueueName", name}})), bad) << name;
  EXPECT_EQ(created(object({{"QueueName", std::string(81, 'a')}})), bad);
  EXPECT_EQ(created(object({{"QueueName", std::string(80, 'a')}})), "none");
  EXPECT_EQ(created(Json::object()), "MissingRequiredParameterException: The request must contain the parameter QueueName.");
  EXPECT_EQ(with("FifoQueue", "true").substr(0, 56), "InvalidParameterValueException: The name of a FIFO queue");
}

TEST_F(Queues, MakingOneAgainNeedsTheSameAttributes) {
  EXPECT_EQ(with("DelaySeconds", "1"), "none");
  EXPECT_EQ(with("DelaySeconds", "1"), "none");
  EXPECT_EQ(created(object({{"QueueName", "x"}})), "none");
  EXPECT_EQ(with("DelaySeconds", "2"), "QueueNameExists: A queue already exists with the same name and a different value for attribute DelaySeconds");
  EXPECT_EQ(text_at(w.attributes(kHome + "x"), "DelaySeconds"), "1");
}

TEST_F(Queues, AttributesAreChecked) {
  EXPECT_EQ(with("Colour", "red"), "InvalidAttributeName: Unknown Attribute Colour.");
  EXPECT_EQ(with("QueueArn", "x"), "InvalidAttributeName: Unknown Attribute QueueArn.");
  for (auto [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"DelaySeconds", "901"}, {"DelaySeconds", "-1"}, {"DelaySeconds", "1.5"}, {"DelaySeconds", ""}, {"MaximumMessageSize", "1023"},
           {"MaximumMessageSize", "1048577"}, {"MessageRetentionPeriod", "59"}, {"MessageRetentionPeriod", "1209601"},
           {"ReceiveMessageWaitTimeSeconds", "21"}, {"VisibilityTimeout", "43201"}, {"KmsDataKeyReusePeriodSeconds", "59"},
           {"SqsManagedSseEnabled", "maybe"}, {"Policy", "{"}, {"Policy", "[]"}, {"Policy", R"({"Statement":[{"Effect":"Perhaps"}]})"}})
    EXPECT_EQ(with(name, value), "InvalidAttributeValue: Invalid value for the parameter " + std::string(name) + ".") << value;
  EXPECT_EQ(with("FifoQueue", "false"), "InvalidAttributeName: Unknown Attribute FifoQueue.");
  EXPECT_EQ(with("ContentBasedDeduplication", "true"), "InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.");
  EXPECT_EQ(with("DeduplicationScope", "queue"), "InvalidAttributeName: You can specify the DeduplicationScope only when FifoQueue is set to true.");
  EXPECT_EQ(w.fault_of("GetQueueAttributes", object({{"QueueUrl", kHome + "x"}})), "QueueDoesNotExist: The specified queue does not exist.");
}

TEST_F(Queues, SettingAttributesChangesThemAtOnceOrNotAtAll) {
  std::string url = w.make("x");
  w.wait(5);
  auto set_to = [&](Json attributes) { return w.fault_of("SetQueueAttributes", object({{"QueueUrl", url}, {"Attributes", attributes}})); };
  EXPECT_EQ(set_to(object({{"DelaySeconds", "7"}, {"VisibilityTimeout", "99999"}})), "InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.");
  EXPECT_EQ(text_at(w.attributes(url), "DelaySeconds"), "0");
  EXPECT_EQ(set_to(object({{"DelaySeconds", "7"}})), "none");
  EXPECT_EQ(w.attributes(url, {"DelaySeconds", "LastModifiedTimestamp"}), object({{"DelaySeconds", "7"}, {"LastModifiedTimestamp", "1700000005"}}));
  EXPECT_EQ(set_to(object({{"FifoQueue", "true"}})), "InvalidAttributeName: Unknown Attribute FifoQueue.");
  std::string fifo = w.make("x.fifo");
  EXPECT_EQ(w.fault_of("SetQueueAttributes", object({{"QueueUrl", fifo}, {"Attributes", object({{"FifoQueue", "false"}})}})),
            "InvalidAttributeValue: Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.");
  EXPECT_EQ(w.fault_of("GetQueueAttributes", object({{"QueueUrl", url}, {"AttributeNames", text_array({"Foobar"})}})), "InvalidAttributeName: Unknown Attribute Foobar.");
}

TEST_F(Queues, OneSortOfEncryptionAtATime) {
  std::string url = w.make("x", object({{"KmsMasterKeyId", "key"}, {"KmsDataKeyReusePeriodSeconds", "6000"}}));
  EXPECT_EQ(w.attributes(url, {"KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"}),
            object({{"KmsMasterKeyId", "key"}, {"KmsDataKeyReusePeriodSeconds", "6000"}, {"SqsManagedSseEnabled", "false"}}));
  auto set_to = [&](Json attributes) { return w.fault_of("SetQueueAttributes", object({{"QueueUrl", url}, {"Attributes", attributes}})); };
  EXPECT_EQ(set_to(object({{"SqsManagedSseEnabled", "true"}})),
            "InvalidAttributeName: You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.");
  EXPECT_EQ(set_to(object({{"KmsMasterKeyId", ""}, {"KmsDataKeyReusePeriodSeconds", "300"}})), "none");
  EXPECT_EQ(w.attributes(url, {"KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"}), object({{"SqsManagedSseEnabled", "false"}}));
}

TEST_F(Queues, UrlsOfManyFormsLeadToTheQueue) {
  w.make("x");
  for (const char* url : {"http://localhost:4566/000000000000/x", "https://sqs.us-east-1.amazonaws.com/000000000000/x", "/000000000000/x", "x",
                          "http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/x", "http://localhost:4566/queue/us-east-1/000000000000/x"})
    EXPECT_EQ(w.fault_of("GetQueueAttributes", object({{"QueueUrl", url}})), "none") << url;
  EXPECT_EQ(w.fault_of("GetQueueAttributes", object({{"QueueUrl", "https://sqs.eu-west-1.amazonaws.com/000000000000/x"}})),
            "QueueDoesNotExist: The specified queue does not exist.");
  EXPECT_EQ(w.fault_of("GetQueueAttributes", object({{"QueueUrl", "http://localhost/x/y/z"}})), "InvalidAddress: The address http://localhost/x/y/z is not valid for this endpoint.");
  EXPECT_EQ(text_at(w.call("GetQueueUrl", object({{"QueueName", "x"}})), "QueueUrl"), kHome + "x");
  EXPECT_EQ(w.fault_of("GetQueueUrl", object({{"QueueName", "x"}, {"QueueOwnerAWSAccountId", "111111111111"}})), "QueueDoesNotExist: The specified queue does not exist.");
}

TEST_F(Queues, ListsComeInPages) {
  EXPECT_EQ(w.call("ListQueues", Json::object()), Json::object());
  for (const char* name : {"b2", "a1", "b1", "b3"}) w.make(name);
  EXPECT_EQ(w.call("ListQueues", object({{"QueueNamePrefix", "b"}})), object({{"QueueUrls", text_array({kHome + "b1", kHome + "b2", kHome + "b3"})}}));
  Json page = w.call("ListQueues", object({{"MaxResults", 3}}));
  EXPECT_EQ(texts_at(page, "QueueUrls"), (std::vector<std::string>{kHome + "a1", kHome + "b1", kHome + "b2"}));
  page = w.call("ListQueues", object({{"MaxResults", 3}, {"NextToken", text_at(page, "NextToken")}}));
  EXPECT_EQ(page, object({{"QueueUrls", text_array({kHome + "b3"})}}));
  EXPECT_EQ(w.fault_of("ListQueues", object({{"MaxResults", 1001}})).substr(0, 66), "InvalidParameterValueException: Value 1001 for parameter MaxResult");
  EXPECT_EQ(w.fault_of("ListQueues", object({{"NextToken", "?"}})), "InvalidParameterValueException: Invalid or expired next token.");
}

TEST_F(Queues, ADeletedNameIsFreeAfterAMinute) {
  std::string url = w.make("x");
  w.send(url, "old");
  EXPECT_EQ(w.fault_of("DeleteQueue", object({{"QueueUrl", url}})), "none");
  EXPECT_EQ(w.fault_of("DeleteQueue", object({{"QueueUrl", url}})), "QueueDoesNotExist: The specified queue does not exist.");
  w.wait(59);
  EXPECT_EQ(created(object({{"QueueName", "x"}})),
            "QueueDeletedRecently: You must wait 60 seconds after deleting a queue before you can create another with the same name.");
  w.wait(1);
  EXPECT_EQ(created(object({{"QueueName", "x"}})), "none");
  EXPECT_EQ(w.counts(url), "0/0/0");
}

TEST_F(Queues, APurgeEmptiesTheQueueOnceAMinute) {
  std::string url = w.make("x");
  w.send(url, "visible");
  w.send(url, "delayed", object({{"DelaySeconds", 9}}));
  EXPECT_EQ(w.fault_of("PurgeQueue", object({{"QueueUrl", url}})), "none");
  EXPECT_EQ(w.counts(url), "0/0/0");
  EXPECT_EQ(w.fault_of("PurgeQueue", object({{"QueueUrl", url}})), "PurgeQueueInProgress: Only one PurgeQueue operation on x is allowed every 60 seconds.");
  w.send(url, "new");
  w.wait(60);
  EXPECT_EQ(w.bodies(url), "new");
  EXPECT_EQ(w.fault_of("PurgeQueue", object({{"QueueUrl", url}})), "none");
}

TEST_F(Queues, TagsAreKept) {
  w.call("CreateQueue", object({{"QueueName", "x"}, {"tags", object({{"tag1", "value1"}})}}));
  Json url = object({{"QueueUrl", kHome + "x"}});
  auto with_url = [&](const char* key, Json value) {
    Json out = url;
    set(out, key, std::move(value));
    return out;
  };
  w.call("TagQueue", with_url("Tags", object({{"tag2", "value2"}, {"tag3", ""}})));
  EXPECT_EQ(w.call("ListQueueTags", url), object({{"Tags", object({{"tag1", "value1"}, {"tag2", "value2"}, {"tag3", ""}})}}));
  w.call("UntagQueue", with_url("TagKeys", text_array({"tag1", "tag3", "none"})));
  EXPECT_EQ(w.call("ListQueueTags", url), object({{"Tags", object({{"tag2", "value2"}})}}));
  w.call("UntagQueue", with_url("TagKeys", text_array({"tag2"})));
  EXPECT_EQ(w.call("ListQueueTags", url), Json::object());
  EXPECT_EQ(w.fault_of("TagQueue", with_url("Tags", Json::object())), "MissingRequiredParameterException: The request must contain the parameter Tags.");
  Json many = Json::object();
  for (int i = 0; i < 51; ++i) set(many, "k" + std::to_string(i), "v");
  EXPECT_EQ(w.fault_of("TagQueue", with_url("Tags", many)), "InvalidParameterValueException: Too many tags added for queue x.");
}

TEST_F(Queues, PermissionsBecomeAPolicy) {
  std::string url = w.make("x");
  auto add = [&](const char* label, std::vector<std::string> accounts, std::vector<std::string> actions) {
    return w.fault_of("AddPermission", object({{"QueueUrl", url}, {"Label", label}, {"AWSAccountIds", text_array(accounts)}, {"Actions", text_array(actions)}}));
  };
  EXPECT_EQ(add("one", {"111111111111", "222222222222"}, {"ReceiveMessage"}), "none");
  EXPECT_EQ(parse_json(text_at(w.attributes(url), "Policy")),
            parse_json(R"({"Version":"2008-10-17","Id":"arn:aws:sqs:us-east-1:000000000000:x/SQSDefaultPolicy","Statement":[{"Sid":"one","Effect":"Allow",
              "Principal":{"AWS":["arn:aws:iam::111111111111:root","arn:aws:iam::222222222222:root"]},"Action":"SQS:ReceiveMessage",
              "Resource":"arn:aws:sqs:us-east-1:000000000000:x"}]})"));
  const std::string bad = "InvalidParameterValueException: Value ";
  EXPECT_EQ(add("one", {"111111111111"}, {"*"}), bad + "one for parameter Label is invalid. Reason: Already exists.");
  EXPECT_EQ(add("two", {"111111111111"}, {"DeleteQueue"}), bad + "SQS:DeleteQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.");
  EXPECT_EQ(add("two", {"111111111111"}, {"Fly"}), bad + "SQS:Fly for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions. ");
  EXPECT_EQ(add("two", {"1"}, {"*"}), bad + "[1] for parameter PrincipalId is invalid. Reason: Unable to verify.");
  EXPECT_EQ(add("two", {"111111111111"}, std::vector<std::string>(8, "SendMessage")), "OverLimit: 8 Actions were found, maximum allowed is 7.");
  auto remove = [&](const char* label) { return w.fault_of("RemovePermission", object({{"QueueUrl", url}, {"Label", label}})); };
  EXPECT_EQ(remove("two"), bad + "two for parameter Label is invalid. Reason: can't find label.");
  EXPECT_EQ(remove("one"), "none");
  EXPECT_FALSE(w.attributes(url).contains("Policy"));
}

}  // namespace
}  // namespace lambent::sqs
