#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/digest.h"
#include "base/text.h"
#include "mocks/sns/signer.h"
#include "tests/sns/topic_world.h"

namespace lambent::sns {
namespace {

const std::string kInvalid = "InvalidParameter: Invalid parameter: ";
const Json kDead = object({{"RedrivePolicy", R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead"})"}});

struct Fanout : testing::Test {
  TopicWorld w;
  std::string topic = w.topic();
};

std::vector<std::string> names(const Json& object) {
  std::vector<std::string> out;
  for (const auto& [name, value] : object.items()) out.push_back(name);
  return out;
}

bool signed_by(const std::string& certificate, const EVP_MD* digest, const Json& envelope) {
  std::string text = signed_text(envelope), signature = base64_decode(text_at(envelope, "Signature")).value_or("");
  std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())), BIO_free_all);
  std::unique_ptr<X509, decltype(&X509_free)> cert(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!cert || EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, X509_get0_pubkey(cert.get())) != 1) return false;
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

TEST_F(Fanout, AQueueGetsTheEnvelope) {
  std::string arn = w.queue(topic);
  Json sent = w.send(topic, "hello", object({{"Subject", "greeting"}, {"MessageAttributes", attribute("n", "Number", "1")["MessageAttributes"]}}));
  ASSERT_EQ(w.queues.inputs.size(), 1u);
  EXPECT_EQ(names(w.queues.inputs[0]), (std::vector<std::string>{"QueueUrl", "MessageBody"}));
  EXPECT_EQ(w.queues.inputs[0]["QueueUrl"], w.aws.home().url + "/000000000000/orders");
  EXPECT_EQ(w.queues.callers[0].arn, "sns.amazonaws.com");
  EXPECT_EQ(w.queues.callers[0].source_arn, topic);
  Json envelope = w.envelope(0);
  EXPECT_EQ(names(envelope), (std::vector<std::string>{"Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL",
                                                       "MessageAttributes"}));
  EXPECT_EQ(envelope["MessageId"], sent["MessageId"]);
  EXPECT_EQ(envelope["Timestamp"], "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(envelope["UnsubscribeURL"], w.aws.home().url + "/?Action=Unsubscribe&SubscriptionArn=" + arn);
  EXPECT_EQ(dump(envelope["MessageAttributes"]), R"({"n":{"Type":"Number","Value":"1"}})");
  EXPECT_TRUE(text_at(w.queues.inputs[0], "MessageBody").starts_with("{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \""));
}

TEST_F(Fanout, RawDeliveryIsTheMessageAndItsAttributes) {
  w.queue(topic, kRaw);
  w.send(topic, "hello", attribute("n", "Number", "1"));
  ASSERT_EQ(w.queues.inputs.size(), 1u);
  EXPECT_EQ(w.bodies()[0], "hello");
  EXPECT_EQ(dump(w.queues.inputs[0]["MessageAttributes"]), R"({"n":{"DataType":"Number","StringValue":"1"}})");
  Json many = Json::object();
  for (int i = 0; i < 11; ++i) many["a" + std::to_string(i)] = object({{"DataType", "String"}, {"StringValue", "x"}});
  w.send(topic, "too many", object({{"MessageAttributes", many}}));
  EXPECT_EQ(w.queues.inputs.size(), 1u);
}

TEST_F(Fanout, AFunctionGetsOneRecord) {
  std::string function = "arn:aws:lambda:us-east-1:000000000000:function:f";
  std::string arn = w.subscribe(topic, "lambda", function);
  w.call("SetTopicAttributes", object({{"TopicArn", topic}, {"AttributeName", "SignatureVersion"}, {"AttributeValue", "2"}}));
  w.send(topic, "hello");
  ASSERT_EQ(w.functions.inputs.size(), 1u);
  EXPECT_EQ(w.functions.inputs[0]["FunctionName"], function);
  EXPECT_EQ(w.functions.inputs[0]["InvocationType"], "Event");
  Json record = parse_json(text_at(w.functions.inputs[0], "Payload"))["Records"][0];
  EXPECT_EQ(record["EventSubscriptionArn"], arn);
  EXPECT_EQ(names(record["Sns"]), (std::vector<std::string>{"Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion", "Signature", "SigningCertUrl",
                                                            "UnsubscribeUrl", "MessageAttributes"}));
  EXPECT_TRUE(record["Sns"]["Subject"].is_null());
  EXPECT_EQ(record["Sns"]["SignatureVersion"], "1");
  EXPECT_TRUE(record["Sns"]["MessageAttributes"].empty());
}

TEST_F(Fanout, SignaturesAreOfTheServedCertificate) {
  w.queue(topic);
  w.send(topic, "hello");
  w.call("SetTopicAttributes", object({{"TopicArn", topic}, {"AttributeName", "SignatureVersion"}, {"AttributeValue", "2"}}));
  w.send(topic, "hello", object({{"Subject", "s"}}));
  Json one = w.envelope(0), two = w.envelope(1);
  EXPECT_EQ(one["SignatureVersion"], "1");
  EXPECT_EQ(two["SignatureVersion"], "2");
  EXPECT_EQ(signed_text(two), "Message\nhello\nMessageId\n" + text_at(two, "MessageId") + "\nSubject\ns\nTimestamp\n2023-11-14T22:13:20.000Z\nTopicArn\n" + topic + "\nType\nNotification\n");
  std::string url = text_at(two, "SigningCertURL");
  ASSERT_TRUE(url.starts_with(w.aws.home().url + "/_aws/sns/SimpleNotificationService-")) << url;
  HttpResponse pem = w.http("GET", url.substr(w.aws.home().url.size()));
  ASSERT_EQ(pem.status, 200);
  EXPECT_TRUE(signed_by(pem.body, EVP_sha1(), one));
  EXPECT_TRUE(signed_by(pem.body, EVP_sha256(), two));
  EXPECT_FALSE(signed_by(pem.body, EVP_sha1(), two));
  two["Message"] = "other";
  EXPECT_FALSE(signed_by(pem.body, EVP_sha256(), two));
  EXPECT_EQ(w.http("GET", "/_aws/sns/SimpleNotificationService-00000000000000000000000000000000.pem").status, 404);
}

TEST_F(Fanout, FiltersChoose) {
  w.queue(topic, object({{"FilterPolicy", R"({"kind": ["a"]})"}, {"RawMessageDelivery", "true"}}), "a");
  w.queue(topic, parse_json(R"({"FilterPolicy": "{\"kind\": [\"b\"]}", "FilterPolicyScope": "MessageBody", "RawMessageDelivery": "true"})"), "b");
  w.send(topic, "one", attribute("kind", "String", "a"));
  w.send(topic, R"({"kind": "b"})", attribute("kind", "String", "c"));
  w.send(topic, "neither");
  EXPECT_EQ(w.bodies(), (std::vector<std::string>{"one", R"({"kind": "b"})"}));
}

TEST_F(Fanout, EachProtocolMayHaveAText) {
  w.queue(topic, kRaw);
  w.subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f");
  w.send(topic, R"({"default": "any", "sqs": "for queues", "lambda": 1})", object({{"MessageStructure", "json"}}));
  EXPECT_EQ(w.bodies(), std::vector<std::string>{"for queues"});
  EXPECT_EQ(parse_json(text_at(w.functions.inputs.at(0), "Payload"))["Records"][0]["Sns"]["Message"], "any");
  w.send(topic, R"({"sqs": "x"})", object({{"MessageStructure", "json"}}));
  EXPECT_EQ(w.fault(), kInvalid + "Message Structure - No default entry in JSON message body");
}

TEST_F(Fanout, AServersFaultIsTriedAgainAndThenTheDeadLetterQueueGetsIt) {
  w.queue(topic, kDead);
  w.queues.errors.assign(4, unavailable());
  w.send(topic, "hello");
  EXPECT_EQ(w.queues.inputs.size(), 4u);  // and three at once
  w.pass(std::chrono::milliseconds(999));
  EXPECT_EQ(w.queues.inputs.size(), 4u);
  w.pass(std::chrono::milliseconds(1));
  EXPECT_EQ(w.queues.inputs.size(), 5u);  // arrived
  w.pass(std::chrono::hours(1));
  EXPECT_EQ(w.queues.inputs.size(), 5u);
  w.queues.errors.assign(1, AwsError("AccessDenied", 403, "no"));
  w.send(topic, "refused");
  ASSERT_EQ(w.queues.inputs.size(), 7u);
  EXPECT_EQ(w.queues.inputs[6]["QueueUrl"], w.aws.home().url + "/000000000000/dead");
  EXPECT_EQ(w.queues.inputs[6]["MessageBody"], w.queues.inputs[5]["MessageBody"]);
}

TEST_F(Fanout, ThreeWeeksOfTriesKeepNobodyWaiting) {
  w.queue(topic);
  w.queues.errors.assign(1000, unavailable());
  w.send(topic, "hello");
  for (int i = 0; i < 20; ++i) w.pass(std::chrono::seconds(30));
  size_t tried = w.queues.inputs.size();
  EXPECT_GT(tried, 16u);
  EXPECT_TRUE(w.loop.clock().quiet());
  w.pass(std::chrono::seconds(20));
  EXPECT_EQ(w.queues.inputs.size(), tried + 1);
}

TEST_F(Fanout, PhonesGetTheNameOfTheTopic) {
  w.sns.seed(kScope, object({{"SandboxPhoneNumbers", text_array({kPhone})}}));
  w.call("SetTopicAttributes", object({{"TopicArn", topic}, {"AttributeName", "DisplayName"}, {"AttributeValue", "A long name"}}));
  w.subscribe(topic, "sms", "+1555-000-1111");
  w.send(topic, "hello");
  ASSERT_EQ(w.inbox(kPhone).size(), 1u);
  EXPECT_EQ(w.inbox(kPhone)[0]["Message"], "A long nam> hello");
  w.call("SetTopicAttributes", object({{"TopicArn", topic}, {"AttributeName", "DisplayName"}, {"AttributeValue", "Bäckerei Öl"}}));
  w.send(topic, "hello");
  EXPECT_EQ(w.inbox(kPhone)[1]["Message"], "Bäckerei Ö> hello") << "characters, not bytes";
}

TEST_F(Fanout, AStreamIsRecorded) {
  w.subscribe(topic, "firehose", "arn:aws:firehose:us-east-1:000000000000:deliverystream/s", parse_json(R"({"SubscriptionRoleArn": "arn:aws:iam::000000000000:role/r", "RawMessageDelivery": "true"})"));
  ASSERT_EQ(w.fault(), "none");
  w.send(topic, "hello");
  bool found = false;
  for (const auto& e : w.journal.entries())
    if (const auto* m = std::get_if<MessageEntry>(&e.data)) found |= m->kind == "firehose" && m->text == "hello";
  EXPECT_TRUE(found);
}

TEST_F(Fanout, DeliveryStatusIsLoggedForTheRoleThatAsks) {
  w.queue(topic);
  auto set = [&](const char* name, const char* value) { w.call("SetTopicAttributes", object({{"TopicArn", topic}, {"AttributeName", name}, {"AttributeValue", value}})); };
  set("SQSFailureFeedbackRoleArn", "arn:aws:iam::000000000000:role/r");
  w.send(topic, "fine");
  EXPECT_EQ(w.delivery_log().size(), 0u);
  set("SQSSuccessFeedbackRoleArn", "arn:aws:iam::000000000000:role/r");
  set("SQSSuccessFeedbackSampleRate", "100");
  w.send(topic, "fine");
  w.queues.errors.assign(1, AwsError("AccessDenied", 403, "no"));
  w.send(topic, "refused");
  auto log = w.delivery_log();
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log[0]["status"], "SUCCESS");
  EXPECT_EQ(log[1]["status"], "FAILURE");
  EXPECT_EQ(log[1]["delivery"]["statusCode"], 403);
  EXPECT_EQ(log[1]["delivery"]["dwellTimeMs"], 0);
  EXPECT_EQ(log[1]["delivery"]["providerResponse"], "AccessDenied: no");
  EXPECT_EQ(log[1]["notification"]["messageMD5Sum"], hex_encode(md5("refused")));
}

TEST_F(Fanout, WhatIsNotEvenTriedIsLoggedWithoutADwell) {
  w.queue(topic, kRaw);
  w.call("SetTopicAttributes", object({{"TopicArn", topic}, {"AttributeName", "SQSFailureFeedbackRoleArn"}, {"AttributeValue", "arn:aws:iam::000000000000:role/r"}}));
  Json attributes = Json::object();
  for (int i = 0; i < 11; ++i) attributes["a" + std::to_string(i)] = object({{"DataType", "String"}, {"StringValue", "x"}});
  w.send(topic, "too many", object({{"MessageAttributes", attributes}}));
  auto log = w.delivery_log();
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0]["status"], "FAILURE");
  EXPECT_EQ(log[0]["delivery"]["dwellTimeMs"], 0);
  EXPECT_EQ(log[0]["delivery"]["attempts"], 1);
}

TEST_F(Fanout, PublishIsChecked) {
  auto fault = [&](Json extra) {
    w.send(topic, "x", std::move(extra));
    return w.fault();
  };
  EXPECT_EQ(fault(object({{"Message", ""}})), kInvalid + "Empty message");
  EXPECT_EQ(fault(object({{"Message", std::string(262'145, 'x')}})), kInvalid + "Message too long");
  EXPECT_EQ(fault(object({{"Subject", "a\nb"}})), kInvalid + "Subject");
  EXPECT_EQ(fault(object({{"MessageDeduplicationId", "d"}})),
            kInvalid + "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type");
  EXPECT_EQ(fault(object({{"TopicArn", topic + "x"}})), "NotFound: Topic does not exist");
  EXPECT_EQ(w.fault_of("Publish", object({{"TargetArn", topic}, {"Message", "x"}})), "none");
}

TEST_F(Fanout, AGroupOfAStandardTopicReachesAStandardQueue) {
  w.queue(topic);
  w.send(topic, "x", object({{"MessageGroupId", "g"}}));
  EXPECT_EQ(w.queues.inputs.at(0)["MessageGroupId"], "g");
}

TEST_F(Fanout, BatchesAreCheckedAsAWhole) {
  w.queue(topic, kRaw);
  auto batch = [&](const std::string& entries) {
    Json out = w.call("PublishBatch", object({{"TopicArn", topic}, {"PublishBatchRequestEntries", parse_json(entries)}}));
    w.settle();
    return out;
  };
  Json sent = batch(R"([{"Id": "1", "Message": "a"}, {"Id": "2", "Message": "b"}])");
  EXPECT_EQ(w.bodies(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(sent["Successful"][1]["Id"], "2");
  EXPECT_EQ(sent["Failed"].size(), 0u);
  std::string many = R"([{"Id": "0", "Message": "a"})";
  for (int i = 1; i <= 10; ++i) many += R"(, {"Id": ")" + std::to_string(i) + R"(", "Message": "a"})";
  const std::pair<std::string, std::string> rows[] = {
      {"[]", "EmptyBatchRequest: The batch request doesn't contain any entries."},
      {many + "]", "TooManyEntriesInBatchRequest: The batch request contains more entries than permissible."},
      {R"([{"Id": "1", "Message": "a"}, {"Id": "1", "Message": "b"}])", "BatchEntryIdsNotDistinct: Two or more batch entries in the request have the same Id."},
      {R"([{"Id": "a b", "Message": "a"}])", "InvalidBatchEntryId: The Id of a batch entry in the batch request contains an impermissible character: a b"},
      {R"([{"Id": ")" + std::string(81, 'i') + R"(", "Message": "a"}])", "InvalidBatchEntryId: The Id of a batch entry in the batch request is too long: " + std::string(81, 'i')},
      {R"([{"Id": "1", "Message": ")" + std::string(140'000, 'x') + R"("}, {"Id": "2", "Message": ")" + std::string(140'000, 'x') + R"("}])",
       "BatchRequestTooLong: The length of all the messages put together is more than the limit."},
      {R"([{"Id": "1", "Message": "a"}, {"Id": "2", "Message": "b", "MessageStructure": "json"}])", kInvalid + "Message Structure - JSON message body failed to parse"},
  };
  for (const auto& [entries, fault] : rows) {
    batch(entries);
    EXPECT_EQ(w.fault(), fault);
  }
  EXPECT_EQ(w.queues.inputs.size(), 2u);
}

TEST(FullFanout, WhatWouldNotFitIsThrottledAndNothingTakenIsLost) {
  TopicWorld w;
  const std::string topic = w.topic();
  for (int i = 0; i < 100; ++i) w.queue(topic, kRaw, "q" + std::to_string(i));
  const std::string large(200'000, 'x');
  w.queues.errors.assign(10'000, unavailable());
  size_t taken = 0;
  for (;; ++taken) {
    w.queues.inputs.clear();
    w.send(topic, large);
    if (w.fault() != "none") break;
  }
  EXPECT_EQ(w.fault(), "Throttled: Rate exceeded");
  EXPECT_GE(taken, 3u);
  EXPECT_LE(taken * 100 * large.size(), Deliveries::kMostPendingBytes);
  w.queues.errors.clear();
  w.queues.inputs.clear();
  w.pass(std::chrono::hours(1));
  EXPECT_EQ(w.queues.inputs.size(), taken * 100);
  w.send(topic, "small");
  EXPECT_EQ(w.fault(), "none");
}

}  // namespace
}  // namespace lambent::sns
