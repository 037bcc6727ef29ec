// Messages of standard queues: sending, receiving, deleting, their rules and digests, batches.
#include "base/text.h"
#include "tests/sqs/world.h"

namespace lambent::sqs {
namespace {

const std::string kBad = "InvalidParameterValueException: ";

Json text_attribute(const std::string& name, const std::string& type, const std::string& value) {
  return object({{"MessageAttributes", object({{name, object({{"DataType", type}, {"StringValue", value}})}})}});
}

struct Messages : testing::Test {
  World w;
  std::string url = w.make("q");
  std::string sent(const std::string& body, Json extra = Json::object()) {
    w.send(url, body, std::move(extra));
    return w.fault();
  }
  std::string received(Json extra) {
    w.receive(url, std::move(extra));
    return w.fault();
  }
};

TEST_F(Messages, AMessageComesAsItWasSent) {
  // The digests are those AWS's own clients compute.
  Json attributes = parse_json(R"({"UserId": {"DataType": "Number.bigint", "StringValue": "1234567890123456789012"}})");
  Json system = parse_json(R"({"AWSTraceHeader": {"DataType": "String", "StringValue": "some-trace-id"}})");
  Json answer = w.send(url, "Test Message", object({{"MessageAttributes", attributes}, {"MessageSystemAttributes", system}}));
  ASSERT_EQ(w.fault(), "none");
  EXPECT_EQ(text_at(answer, "MD5OfMessageAttributes"), "797ab158d73dcb5242dedc4412c8e855");
  EXPECT_EQ(text_at(answer, "MD5OfMessageBody"), "d1d4180b7e411c4be86b00fb2ee103eb");
  EXPECT_EQ(text_at(answer, "MD5OfMessageSystemAttributes"), "fdce4f2818803f2f73becc09a54792c0");
  w.wait(2);
  Json messages = w.receive(url);
  ASSERT_EQ(messages.size(), 1u);
  Json one = messages[0];
  EXPECT_EQ(text_at(one, "MessageId"), text_at(answer, "MessageId"));
  EXPECT_EQ(text_at(one, "MD5OfBody"), "d1d4180b7e411c4be86b00fb2ee103eb");
  EXPECT_EQ(text_at(one, "MD5OfMessageAttributes"), "797ab158d73dcb5242dedc4412c8e855");
  EXPECT_EQ(one["MessageAttributes"], attributes);
  EXPECT_EQ(one["Attributes"], parse_json(R"({"SenderId": "000000000000", "SentTimestamp": "1700000000000", "ApproximateReceiveCount": "1",
                                             "ApproximateFirstReceiveTimestamp": "1700000002000", "AWSTraceHeader": "some-trace-id"})"));
}

TEST_F(Messages, BinaryAttributesKeepTheirBytes) {
  std::string bytes("\x00\xFFtrace\x1E", 8);
  Json attributes = object({{"b", object({{"DataType", "Binary"}, {"BinaryValue", bytes}})}});
  w.send(url, "x", object({{"MessageAttributes", attributes}}));
  EXPECT_EQ(w.receive(url)[0]["MessageAttributes"], attributes);
}

TEST_F(Messages, AttributesAreShownWhenAskedFor) {
  Json attributes = parse_json(R"({"Help.Me": {"DataType": "String", "StringValue": "Me"}, "Hello": {"DataType": "String", "StringValue": "There"},
                                   "General": {"DataType": "String", "StringValue": "Kenobi"}})");
  w.send(url, "msg", object({{"MessageAttributes", attributes}}));
  auto seen = [&](std::vector<std::string> names) {
    Json input = object({{"VisibilityTimeout", 0}, {"MessageAttributeNames", text_array(names)}, {"MessageSystemAttributeNames", array()}});
    Json one = w.receive(url, input).at(0);
    std::string out = text_at(one, "MD5OfMessageAttributes");
    if (one.contains("MessageAttributes"))
      for (const auto& [name, value] : one["MessageAttributes"].items()) out += " " + name;
    return out;
  };
  EXPECT_EQ(seen({}), "");
  EXPECT_EQ(seen({"None"}), "");
  EXPECT_EQ(seen({"All"}), "4c360f3fdafd970e05fae2f149d997f5 Help.Me Hello General");
  EXPECT_EQ(seen({".*"}), "4c360f3fdafd970e05fae2f149d997f5 Help.Me Hello General");
  EXPECT_EQ(seen({"Hello", "General"}), "fca026605781cb4126a1e9044df24232 Hello General");
  EXPECT_EQ(seen({"Hel.*"}), "83fee93c1bcd8b9a5a923ffacdc636c7 Help.Me Hello");
  EXPECT_EQ(received(object({{"MessageSystemAttributeNames", text_array({"Foo"})}})), "InvalidAttributeName: Unknown Attribute Foo.");
}

TEST_F(Messages, BodiesAreChecked) {
  EXPECT_EQ(sent(""), "MissingRequiredParameterException: The request must contain the parameter MessageBody.");
  EXPECT_EQ(sent(std::string("a\0b", 3)).substr(0, 41), "InvalidMessageContents: Invalid character");
  EXPECT_EQ(sent("tab\t line\n \xF0\x9F\x98\x80"), "none");
  EXPECT_EQ(sent("\xEF\xBF\xBF").substr(0, 22), "InvalidMessageContents");
  EXPECT_EQ(sent(std::string(1'048'577, 'a')), kBad + "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.");
  EXPECT_EQ(sent(std::string(1'048'576, 'a')), "none");
  url = w.make("small", object({{"MaximumMessageSize", "1024"}}));
  EXPECT_EQ(sent(std::string(1024, 'a')), "none");
  EXPECT_EQ(sent(std::string(1010, 'a'), text_attribute("name", "String", "value")), kBad + "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.");
}

TEST_F(Messages, AttributesAreChecked) {
  auto fault = [&](const std::string& name, const std::string& type, const std::string& value) { return sent("x", text_attribute(name, type, value)); };
  EXPECT_EQ(fault("ErrorDetails", "String", ""), kBad + "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.");
  EXPECT_EQ(fault("Hello", "Number", "world"), kBad + "Can't cast the value of message (user) attribute 'Hello' to a number.");
  EXPECT_EQ(fault("Hello", "Number", "-1.5e3"), "none");
  EXPECT_EQ(fault("Hello", "InvalidType", "x"),
            kBad + "The type of message (user) attribute 'Hello' is invalid. You must use only the following supported type prefixes: Binary, Number, String.");
  EXPECT_EQ(fault("", "String", "x"), kBad + "The request must contain non-empty message (user) attribute names.");
  EXPECT_EQ(fault(std::string(256, 'a'), "String", "x"), kBad + "Message (user) attribute name must be shorter than 256 bytes.");
  EXPECT_EQ(fault("a", "String." + std::string(250, 'a'), "x"), kBad + "Message (user) attribute type must be shorter than 256 bytes.");
  for (const char* name : {"AWS.x", "amazon.x", ".x", "x.", "x..y"})
    EXPECT_EQ(fault(name, "String", "x").substr(0, 71), kBad + "You can't use message attribute names b") << name;
  EXPECT_EQ(fault("a b", "String", "x").substr(0, 62), kBad + "Message (user) attributes name");
  EXPECT_EQ(fault("b", "Binary", "x"), kBad + "The message (user) attribute 'b' with type 'Binary' must use field 'Binary'.");
  Json eleven = Json::object();
  for (int i = 0; i < 11; ++i) set(eleven, "a" + std::to_string(i), object({{"DataType", "String"}, {"StringValue", "x"}}));
  EXPECT_EQ(sent("x", object({{"MessageAttributes", eleven}})), kBad + "Number of message attributes [11] exceeds the allowed maximum [10].");
  EXPECT_EQ(sent("x", parse_json(R"({"MessageSystemAttributes": {"Hello": {"DataType": "String", "StringValue": "x"}}})")),
            kBad + "Message system attribute name 'Hello' is invalid.");
  EXPECT_EQ(sent("x", parse_json(R"({"MessageAttributes": {"l": {"DataType": "String", "StringListValues": ["x"]}}})")),
            "UnsupportedOperation: Message attribute list values in SendMessage operation are not supported.");
  EXPECT_EQ(sent("x", object({{"MessageDeduplicationId", "d"}})).substr(0, 76), kBad + "Value d for parameter MessageDeduplicationId");
  EXPECT_EQ(sent("x", object({{"MessageGroupId", "a b"}})),
            kBad + "Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.");
  EXPECT_EQ(sent("x", object({{"DelaySeconds", 1000}})), kBad + "Value 1000 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.");
}

TEST_F(Messages, AReceivedMessageIsHiddenForAWhile) {
  w.send(url, "a");
  w.send(url, "b");
  EXPECT_EQ(w.bodies(url, object({{"MaxNumberOfMessages", 1}})), "a");
  EXPECT_EQ(w.counts(url), "1/1/0");
  EXPECT_EQ(w.bodies(url, seconds(40)), "b");
  EXPECT_EQ(w.bodies(url), "");
  w.wait(29);
  EXPECT_EQ(w.bodies(url), "");
  w.wait(1);
  Json again = w.receive(url);
  EXPECT_EQ(World::bodies_of(again), "a");
  EXPECT_EQ(text_at(again[0]["Attributes"], "ApproximateReceiveCount"), "2");
  w.wait(10);
  EXPECT_EQ(w.bodies(url), "b");
}

TEST_F(Messages, ParametersOfAReceiveAreChecked) {
  auto fault = [&](const char* name, std::int64_t value) { return received(object({{name, value}})); };
  EXPECT_EQ(fault("MaxNumberOfMessages", 11), kBad + "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.");
  EXPECT_EQ(fault("WaitTimeSeconds", 21), kBad + "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.");
  EXPECT_EQ(fault("VisibilityTimeout", 43201), kBad + "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.");
  EXPECT_EQ(w.fault_of("ReceiveMessage", object({{"QueueUrl", kHome + "none"}})), "QueueDoesNotExist: The specified queue does not exist.");
}

TEST_F(Messages, DelaysHideNewMessages) {
  std::string slow = w.make("slow", object({{"DelaySeconds", "10"}}));
  w.send(slow, "by the queue");
  w.send(slow, "at once", object({{"DelaySeconds", 0}}));
  w.send(slow, "by itself", object({{"DelaySeconds", 20}}));
  EXPECT_EQ(w.counts(slow), "1/0/2");
  EXPECT_EQ(w.bodies(slow), "at once");
  w.wait(10);
  EXPECT_EQ(w.bodies(slow), "by the queue");
  w.wait(10);
  EXPECT_EQ(w.bodies(slow), "by itself");
}

TEST_F(Messages, OldMessagesAreForgotten) {
  std::string url = w.make("short", object({{"MessageRetentionPeriod", "60"}}));
  w.send(url, "a");
  w.wait(30);
  w.send(url, "b");
  w.wait(30);
  EXPECT_EQ(w.counts(url), "1/0/0");
  EXPECT_EQ(w.bodies(url), "b");
}

TEST_F(Messages, TheLastHandleDeletes) {
  w.send(url, "a");
  Json first = w.receive(url, seconds(0)), second = w.receive(url, seconds(0));
  auto gone = [&](const std::string& handle) { return w.fault_of("DeleteMessage", object({{"QueueUrl", url}, {"ReceiptHandle", handle}})); };
  EXPECT_EQ(gone(handle_of(first)), "none");
  EXPECT_EQ(w.counts(url), "1/0/0");
  EXPECT_EQ(gone(handle_of(second)), "none") << "its visibility timeout is over, but nobody received it since";
  EXPECT_EQ(w.counts(url), "0/0/0");
  EXPECT_EQ(gone(handle_of(second)), "none");
  EXPECT_EQ(gone("garbage"), "ReceiptHandleIsInvalid: The input receipt handle \"garbage\" is not a valid receipt handle.");
  std::string other = w.make("other");
  EXPECT_EQ(w.fault_of("DeleteMessage", object({{"QueueUrl", other}, {"ReceiptHandle", handle_of(second)}})).substr(0, 22), "ReceiptHandleIsInvalid");
}

TEST_F(Messages, VisibilityCanBeChanged) {
  w.send(url, "a");
  std::string handle = handle_of(w.receive(url));
  auto change = [&](const std::string& of, std::int64_t s) {
    return w.fault_of("ChangeMessageVisibility", object({{"QueueUrl", url}, {"ReceiptHandle", of}, {"VisibilityTimeout", s}}));
  };
  EXPECT_EQ(change(handle, 0), "none");
  std::string newer = handle_of(w.receive(url));
  EXPECT_EQ(change(handle, 9), kBad + "Value " + handle + " for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.");
  EXPECT_EQ(change(newer, 100), "none");
  w.wait(99);
  EXPECT_EQ(w.bodies(url), "");
  EXPECT_EQ(change(newer, 43200), kBad + "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].");
  EXPECT_EQ(change(newer, 43201).substr(0, 44), kBad + "Value 43201 ");
  w.wait(1);
  EXPECT_EQ(change(newer, 10), "none") << "as recorded: after its timeout, too";
  EXPECT_EQ(w.bodies(url), "");
}

TEST_F(Messages, BatchesFailEntryByEntry) {
  Json entries = parse_json(R"([{"Id": "a", "MessageBody": "1"}, {"Id": "b", "MessageBody": ""}, {"Id": "c", "MessageBody": "3", "DelaySeconds": 901}])");
  Json answer = w.call("SendMessageBatch", object({{"QueueUrl", url}, {"Entries", entries}}));
  ASSERT_EQ(w.fault(), "none");
  ASSERT_EQ(answer["Successful"].size(), 1u);
  EXPECT_EQ(text_at(answer["Successful"][0], "Id"), "a");
  EXPECT_EQ(text_at(answer["Successful"][0], "MD5OfMessageBody"), "c4ca4238a0b923820dcc509a6f75849b");
  EXPECT_EQ(answer["Failed"][0], object({{"Id", "b"}, {"SenderFault", true}, {"Code", "MissingParameter"},
                                         {"Message", "The request must contain the parameter SendMessageBatchRequestEntry.2.MessageBody."}}));
  EXPECT_EQ(text_at(answer["Failed"][1], "Code"), "InvalidParameterValue");
  w.send(url, "4");
  Json messages = w.receive(url);
  ASSERT_EQ(World::bodies_of(messages), "1 4");
  Json gone = array();
  gone.push_back(object({{"Id", "x"}, {"ReceiptHandle", handle_of(messages, 0)}}));
  gone.push_back(object({{"Id", "y"}, {"ReceiptHandle", "garbage"}}));
  answer = w.call("DeleteMessageBatch", object({{"QueueUrl", url}, {"Entries", gone}}));
  EXPECT_EQ(answer["Successful"], parse_json(R"([{"Id": "x"}])"));
  EXPECT_EQ(text_at(answer["Failed"][0], "Code"), "ReceiptHandleIsInvalid");
  Json back = array();
  back.push_back(object({{"Id", "x"}, {"ReceiptHandle", handle_of(messages, 1)}, {"VisibilityTimeout", 0}}));
  answer = w.call("ChangeMessageVisibilityBatch", object({{"QueueUrl", url}, {"Entries", back}}));
  EXPECT_EQ(answer, parse_json(R"({"Successful": [{"Id": "x"}]})"));
  EXPECT_EQ(w.bodies(url), "4");
}

TEST_F(Messages, BatchesAreCheckedAsAWhole) {
  auto fault = [&](Json entries) { return w.fault_of("SendMessageBatch", object({{"QueueUrl", url}, {"Entries", std::move(entries)}})); };
  auto entry = [](const std::string& id, const std::string& body = "x") { return object({{"Id", id}, {"MessageBody", body}}); };
  auto list = [](std::vector<Json> entries) {
    Json out = array();
    for (auto& one : entries) out.push_back(std::move(one));
    return out;
  };
  EXPECT_EQ(fault(array()), "EmptyBatchRequest: There should be at least one SendMessageBatchRequestEntry in the request.");
  EXPECT_EQ(fault(list(std::vector<Json>(11, entry("a")))), "TooManyEntriesInBatchRequest: Maximum number of entries per request are 10. You have sent 11.");
  EXPECT_EQ(fault(list({entry("a:b")})),
            "InvalidBatchEntryId: A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
  EXPECT_EQ(fault(list({entry("a"), entry("a")})), "BatchEntryIdsNotDistinct: Id a repeated.");
  EXPECT_EQ(fault(list({entry("a"), object({{"MessageBody", "x"}})})), "MissingRequiredParameterException: The request must contain the parameter SendMessageBatchRequestEntry.2.Id.");
  EXPECT_EQ(fault(list({entry("a", std::string(1'048'576, 'a')), entry("b", "b")})),
            "BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.");
  EXPECT_EQ(w.counts(url), "0/0/0");
}

TEST_F(Messages, TooManyInFlightAreAnError) {
  World w("", {.in_flight = 3});
  std::string url = w.make("q"), fifo = w.make("q.fifo", object({{"ContentBasedDeduplication", "true"}}));
  for (const char* body : {"a", "b", "c", "d"}) {
    w.send(url, body);
    w.send(fifo, body, object({{"MessageGroupId", body}}));
  }
  EXPECT_EQ(w.bodies(url, object({{"MaxNumberOfMessages", 3}})), "a b c");
  EXPECT_EQ(w.bodies(url), "");
  EXPECT_EQ(w.fault().substr(0, 9), "OverLimit");
  EXPECT_EQ(w.bodies(fifo, object({{"MaxNumberOfMessages", 3}})), "a b c");
  EXPECT_EQ(w.bodies(fifo), "");
  EXPECT_EQ(w.fault(), "none") << "a FIFO queue finds nothing, says AWS";
}

TEST_F(Messages, ManyMessagesCostNoMoreThanFew) {
  for (int i = 0; i < 3000; ++i) w.send(url, "x");
  EXPECT_EQ(w.counts(url), "3000/0/0");
  EXPECT_EQ(w.receive(url).size(), 10u);
  w.call("PurgeQueue", object({{"QueueUrl", url}}));
  EXPECT_EQ(w.counts(url), "0/0/0");
  w.turn();
}

}  // namespace
}  // namespace lambent::sqs
