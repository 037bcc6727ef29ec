// Dead-letter queues and the tasks that bring messages back from them.
#include "tests/sqs/world.h"

namespace lambent::sqs {
namespace {

const std::string kArn = "arn:aws:sqs:us-east-1:000000000000:";
const std::string kBad = "InvalidParameterValueException: ";

std::string redrive(const std::string& target, const std::string& most) {
  return R"({"deadLetterTargetArn":")" + kArn + target + R"(","maxReceiveCount":)" + most + "}";
}

struct DeadLetters : testing::Test {
  World w;
  std::string dead = w.make("dead"), url = w.make("q", object({{"RedrivePolicy", redrive("dead", "1")}}));
  std::string set_to(const std::string& name, const std::string& value, const char* attribute = "RedrivePolicy") {
    return w.fault_of("SetQueueAttributes", object({{"QueueUrl", kHome + name}, {"Attributes", object({{attribute, value}})}}));
  }
  // Messages m0, m1, … in the dead-letter queue.
  void bury(int n) {
    for (int i = 0; i < n; ++i) w.send(url, "m" + std::to_string(i));
    while (!w.receive(url, seconds(0)).empty()) {
    }
  }
  Json tasks(std::int64_t most = 10) { return w.call("ListMessageMoveTasks", object({{"SourceArn", kArn + "dead"}, {"MaxResults", most}}))["Results"]; }
};

TEST_F(DeadLetters, AMessageReceivedTooOftenGoesThere) {
  w.send(url, "a");
  Json first = w.receive(url);
  w.wait(30);
  EXPECT_EQ(w.bodies(url), "");
  EXPECT_EQ(w.counts(url), "0/0/0");
  Json messages = w.receive(dead);
  ASSERT_EQ(World::bodies_of(messages), "a");
  EXPECT_EQ(text_at(messages[0], "MessageId"), text_at(first[0], "MessageId"));
  Json seen = messages[0]["Attributes"];
  EXPECT_EQ(text_at(seen, "ApproximateReceiveCount"), "2") << "it goes on counting, as recorded";
  EXPECT_EQ(text_at(seen, "DeadLetterQueueSourceArn"), kArn + "q");
  EXPECT_EQ(text_at(seen, "SentTimestamp"), "1700000000000");
}

TEST_F(DeadLetters, OthersAreReceivedInTheSameCall) {
  w.send(url, "a");
  w.receive(url, seconds(0));
  w.send(url, "b");
  EXPECT_EQ(w.bodies(url), "b");
  EXPECT_EQ(w.bodies(dead), "a");
}

TEST_F(DeadLetters, APollAtTheDeadLetterQueueSeesIt) {
  auto poll = w.begin("ReceiveMessage", object({{"QueueUrl", dead}, {"WaitTimeSeconds", 20}}));
  w.send(url, "a");
  w.receive(url, seconds(0));
  EXPECT_EQ(w.bodies(url), "");
  w.turn();
  ASSERT_TRUE(poll->done);
  EXPECT_EQ(World::bodies_of(poll->answer["Messages"]), "a");
}

TEST_F(DeadLetters, WithoutItMessagesStay) {
  w.send(url, "a");
  w.receive(url, seconds(0));
  w.call("DeleteQueue", object({{"QueueUrl", dead}}));
  EXPECT_EQ(w.bodies(url, seconds(0)), "a");
  EXPECT_EQ(w.counts(url), "1/0/0");
}

TEST_F(DeadLetters, RedrivePoliciesAreChecked) {
  w.make("f.fifo");
  auto reason = [&](const std::string& policy, const std::string& why) { EXPECT_EQ(set_to("q", policy), kBad + "Value " + policy + " for parameter RedrivePolicy is invalid. Reason: " + why); };
  reason(redrive("none", "1"), "Dead letter target does not exist.");
  reason(redrive("dead", "0"), "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.");
  reason(redrive("dead", "\"1001\""), "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.");
  reason(R"({"maxReceiveCount":1})", "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  reason("{}", "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  reason(R"({"deadLetterTargetArn":"dead","maxReceiveCount":1})", "Dead-letter target ARN should be fully qualified ARN.");
  reason(redrive("f.fifo", "1"), "Dead-letter queue must be same type of queue as the source.");
  EXPECT_EQ(set_to("q", "no"), "InvalidAttributeValue: Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.");
  EXPECT_EQ(set_to("q", redrive("dead", "\"2\"")), "none");
  EXPECT_EQ(text_at(w.attributes(url), "RedrivePolicy"), redrive("dead", "\"2\""));
  EXPECT_EQ(set_to("q", ""), "none");
  EXPECT_FALSE(w.attributes(url).contains("RedrivePolicy"));
}

TEST_F(DeadLetters, ADeadLetterQueueChoosesItsSources) {
  EXPECT_EQ(set_to("dead", R"({"redrivePermission":"denyAll"})", "RedriveAllowPolicy"), "none");
  EXPECT_EQ(set_to("q", redrive("dead", "3")).substr(0, 38), kBad + "Value ");
  EXPECT_EQ(set_to("dead", R"({"redrivePermission":"byQueue","sourceQueueArns":[")" + kArn + R"(q"]})", "RedriveAllowPolicy"), "none");
  EXPECT_EQ(set_to("q", redrive("dead", "3")), "none");
  EXPECT_EQ(set_to("dead", R"({"redrivePermission":"byQueue"})", "RedriveAllowPolicy"),
            kBad + R"(Value {"redrivePermission":"byQueue"} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.)");
  EXPECT_EQ(set_to("dead", "x", "RedriveAllowPolicy").substr(0, 21), "InvalidAttributeValue");
  w.make("r", object({{"RedrivePolicy", redrive("q", "1")}}));
  EXPECT_EQ(w.call("ListDeadLetterSourceQueues", object({{"QueueUrl", dead}})), object({{"queueUrls", text_array({kHome + "q"})}}));
}

TEST_F(DeadLetters, ATaskBringsMessagesBack) {
  bury(2);
  Json start = w.call("StartMessageMoveTask", object({{"SourceArn", kArn + "dead"}}));
  ASSERT_EQ(w.fault(), "none");
  w.turn();
  Json task = tasks().at(0);
  EXPECT_EQ(task, object({{"Status", "COMPLETED"}, {"SourceArn", kArn + "dead"}, {"ApproximateNumberOfMessagesMoved", 2}, {"ApproximateNumberOfMessagesToMove", 2},
                          {"StartedTimestamp", 1700000000000}}));
  Json messages = w.receive(url);
  EXPECT_EQ(World::bodies_of(messages), "m0 m1");
  EXPECT_EQ(text_at(messages[0]["Attributes"], "ApproximateReceiveCount"), "1") << "it is a new message";
  EXPECT_EQ(w.counts(dead), "0/0/0");
}

TEST_F(DeadLetters, ATaskMayBeSlowAndCancelled) {
  bury(5);
  std::string other = w.make("other");
  Json input = object({{"SourceArn", kArn + "dead"}, {"DestinationArn", kArn + "other"}, {"MaxNumberOfMessagesPerSecond", 1}});
  std::string handle = text_at(w.call("StartMessageMoveTask", input), "TaskHandle");
  w.turn();
  w.wait(1);
  Json task = tasks(1).at(0);
  EXPECT_EQ(text_at(task, "Status"), "RUNNING");
  EXPECT_EQ(text_at(task, "TaskHandle"), handle);
  EXPECT_EQ(int_at(task, "ApproximateNumberOfMessagesMoved"), 2);
  EXPECT_EQ(w.fault_of("StartMessageMoveTask", input), kBad + "There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
  EXPECT_EQ(w.call("CancelMessageMoveTask", object({{"TaskHandle", handle}})), object({{"ApproximateNumberOfMessagesMoved", 2}}));
  w.wait(1);
  EXPECT_EQ(text_at(tasks().at(0), "Status"), "CANCELLED");
  EXPECT_EQ(w.counts(other) + " " + w.counts(dead), "2/0/0 3/0/0");
}

TEST_F(DeadLetters, ATaskFailsWithItsDestination) {
  bury(3);
  std::string other = w.make("other");
  w.call("StartMessageMoveTask", object({{"SourceArn", kArn + "dead"}, {"DestinationArn", kArn + "other"}, {"MaxNumberOfMessagesPerSecond", 1}}));
  w.turn();
  w.call("DeleteQueue", object({{"QueueUrl", other}}));
  w.wait(1);
  EXPECT_EQ(text_at(tasks().at(0), "Status"), "FAILED");
  EXPECT_EQ(text_at(tasks().at(0), "FailureReason"), "AWS.SimpleQueueService.NonExistentQueue");
}

TEST_F(DeadLetters, TasksAreChecked) {
  auto start = [&](const std::string& source, const std::string& destination = "") {
    Json input = object({{"SourceArn", source}});
    if (!destination.empty()) set_text(input, "DestinationArn", destination);
    return w.fault_of("StartMessageMoveTask", input);
  };
  EXPECT_EQ(start(kArn + "q"), kBad + "Source queue must be configured as a Dead Letter Queue.");
  EXPECT_EQ(start(kArn + "none"), "ResourceNotFoundException: The resource that you specified for the SourceArn parameter doesn't exist.");
  EXPECT_EQ(start(kArn + "dead", kArn + "none"), "ResourceNotFoundException: The resource that you specified for the DestinationArn parameter doesn't exist.");
  EXPECT_EQ(start("x"), kBad + "You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
  EXPECT_EQ(w.fault_of("CancelMessageMoveTask", object({{"TaskHandle", "foobared"}})), kBad + "Value for parameter TaskHandle is invalid.");
}

}  // namespace
}  // namespace lambent::sqs
