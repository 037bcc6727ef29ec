// What calls need to be allowed, refusals, and what is to be seen besides the API: effects, seeds, inspection.
#include "tests/sqs/world.h"

namespace lambent::sqs {
namespace {

const std::string kArn = "arn:aws:sqs:us-east-1:000000000000:";

struct Around : testing::Test {
  World w;
  // "action resource; …"
  std::string needs(const std::string& operation, Json input, const std::string& account = kScope.account) {
    Call call("sqs", operation, std::move(input), Principal::root(account), Scope{account, kScope.region});
    std::string out;
    for (const auto& need : w.sqs.needs(call)) out += (out.empty() ? "" : "; ") + need.action + " " + need.resource;
    return out;
  }
  std::optional<Json> policy_for(const std::string& operation, const std::string& account) {
    Call call("sqs", operation, object({{"QueueUrl", kHome + "q"}}), Principal::root(account), Scope{account, kScope.region});
    return w.sqs.needs(call).at(0).resource_policy;
  }
  std::vector<SeenEffect> effects() {
    std::vector<SeenEffect> out;
    for (const auto& e : w.journal.entries())
      if (auto seen = w.sqs.effect(w.journal, e)) out.push_back(*seen);
    return out;
  }
};

TEST_F(Around, EachOperationNeedsItsActionOnTheQueue) {
  Json url = object({{"QueueUrl", "https://sqs.eu-west-1.amazonaws.com/111111111111/q"}});
  EXPECT_EQ(needs("SendMessageBatch", url), "sqs:SendMessage arn:aws:sqs:eu-west-1:111111111111:q");
  EXPECT_EQ(needs("ReceiveMessage", url), "sqs:ReceiveMessage arn:aws:sqs:eu-west-1:111111111111:q");
  EXPECT_EQ(needs("ListQueues", Json::object()), "sqs:ListQueues *");
  EXPECT_EQ(needs("CreateQueue", object({{"QueueName", "n"}})), "sqs:CreateQueue " + kArn + "n");
  EXPECT_EQ(needs("CreateQueue", object({{"QueueName", "n"}, {"tags", object({{"k", "v"}})}})), "sqs:CreateQueue " + kArn + "n; sqs:TagQueue " + kArn + "n");
  EXPECT_EQ(needs("StartMessageMoveTask", object({{"SourceArn", kArn + "a"}, {"DestinationArn", kArn + "b"}})),
            "sqs:StartMessageMoveTask " + kArn + "a; sqs:ReceiveMessage " + kArn + "a; sqs:DeleteMessage " + kArn + "a; sqs:GetQueueAttributes " + kArn +
                "a; sqs:SendMessage " + kArn + "b");
}

TEST_F(Around, TheQueuesPolicyCountsAsAResourcePolicy) {
  w.make("q", object({{"Policy", R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}]})"}}));
  EXPECT_TRUE(policy_for("SendMessage", "000000000000"));
  EXPECT_TRUE(policy_for("SendMessage", "111111111111"));
  EXPECT_TRUE(policy_for("DeleteQueue", "000000000000"));
  EXPECT_FALSE(policy_for("DeleteQueue", "111111111111")) << "nobody of another account may";
}

TEST_F(Around, ARefusalNamesTheActionInLowerCase) {
  std::string url = w.make("q");
  Principal denied = Principal::root(kScope.account);
  denied.arn = "arn:aws:sts::000000000000:assumed-role/denied/s";
  denied.entity_arn = "arn:aws:iam::000000000000:role/denied";
  w.finish(w.begin("SendMessageBatch", object({{"QueueUrl", url}, {"Entries", array()}}), denied));
  EXPECT_EQ(w.fault(), "AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/denied/s is not authorized to perform: sqs:sendmessage on resource: " + kArn +
                           "q because no identity-based policy allows the sqs:sendmessage action");
  EXPECT_EQ(w.error->status(), 403);
}

TEST_F(Around, ASentMessageIsAnEffect) {
  std::string url = w.make("q"), fifo = w.make("f.fifo");
  w.send(url, "plain");
  w.send(url, "more", parse_json(R"({"DelaySeconds": 3, "MessageAttributes": {"a": {"DataType": "String", "StringValue": "b"}}})"));
  w.send(fifo, "x", object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "d"}}));
  w.send(fifo, "copy", object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "d"}}));
  w.receive(url);
  auto seen = effects();
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0].kind, "message");
  EXPECT_EQ(seen[0].fields, object({{"queue", "q"}, {"body", "plain"}}));
  EXPECT_EQ(seen[1].fields, object({{"queue", "q"}, {"body", "more"}, {"attributes", object({{"a", "b"}})}, {"delay", 3}}));
  EXPECT_EQ(seen[2].fields, object({{"queue", "f.fifo"}, {"body", "x"}, {"group", "g"}, {"dedup", "d"}}));
  EXPECT_STREQ(w.journal.entries().back().type(), "call");
  EXPECT_EQ(w.sqs.touch("SendMessage"), Touch::told);
  EXPECT_EQ(w.sqs.touch("ReceiveMessage"), Touch::reads);
  EXPECT_EQ(w.sqs.touch("DeleteMessage"), Touch::writes);
}

TEST_F(Around, ACaseMayBeginWithMessages) {
  w.sqs.seed(kScope, parse_json(R"({"jobs": ["one", {"body": {"n": 2}, "attributes": {"a": "b"}}], "f.fifo": [{"body": "x", "group": "g"}], "empty": []})"));
  Json messages = w.receive(kHome + "jobs");
  EXPECT_EQ(World::bodies_of(messages), R"(one {"n":2})");
  EXPECT_EQ(messages[1]["MessageAttributes"], parse_json(R"({"a": {"DataType": "String", "StringValue": "b"}})"));
  EXPECT_EQ(w.bodies(kHome + "f.fifo"), "x");
  EXPECT_EQ(w.counts(kHome + "empty"), "0/0/0");
  EXPECT_TRUE(effects().empty());
  auto wrong = [&](const char* seed) {
    try {
      w.sqs.seed(kScope, parse_json(seed));
    } catch (const std::invalid_argument& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_EQ(wrong(R"({"jobs": "x"})"), "sqs: 'jobs' is a list of messages, not \"x\"");
  EXPECT_EQ(wrong(R"({"jobs": [{"text": "x"}]})"), "sqs: a message of 'jobs' has 'text': \"x\"; there are body, attributes, group, dedup and delay");
  EXPECT_EQ(wrong(R"({"a b": []})").substr(0, 17), "sqs: queue 'a b':");
}

TEST_F(Around, TheInspectionShowsAndChangesNothing) {
  std::string url = w.make("q");
  w.send(url, "a");
  w.send(url, "b");
  w.send(url, "c", object({{"DelaySeconds", 9}}));
  w.receive(url, object({{"MaxNumberOfMessages", 1}}));
  auto seen = [&](const std::string& query) {
    Json list = parse_json(w.http("/_aws/sqs/messages?QueueUrl=" + url + query).body)["ReceiveMessageResponse"]["ReceiveMessageResult"];
    std::string out;
    if (list.contains("Message"))
      for (const auto& one : list["Message"]) {
        out += " " + text_at(one, "Body");
        for (const auto& attribute : one["Attribute"])
          if (text_at(attribute, "Name").starts_with("Is")) out += ":" + text_at(attribute, "Name") + "=" + text_at(attribute, "Value");
      }
    return out;
  };
  EXPECT_EQ(seen(""), " b");
  EXPECT_EQ(seen("&ShowInvisible=True"), " a:IsVisible=false b:IsVisible=true");
  EXPECT_EQ(seen("&ShowDelayed=1"), " b:IsDelayed=false c:IsDelayed=true");
  EXPECT_EQ(w.counts(url), "1/1/1");
  EXPECT_EQ(w.http("/_aws/sqs/messages/us-east-1/000000000000/q", "*/*").body.substr(0, 80),
            "<ReceiveMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Rece");
  HttpResponse none = w.http("/_aws/sqs/messages?QueueUrl=" + kHome + "none");
  EXPECT_EQ(none.status, 400);
  EXPECT_EQ(text_at(parse_json(none.body)["ErrorResponse"]["Error"], "Code"), "AWS.SimpleQueueService.NonExistentQueue");
  EXPECT_EQ(w.http("/_aws/sqs/messages?QueueUrl=http://localhost:4566/nonsense/x/y").status, 404);
}

}  // namespace
}  // namespace lambent::sqs
