// Who may do what with a topic, decided as the emulator decides it.
#include "access/authorizer.h"
#include "tests/sns/world.h"

namespace lambent::sns {
namespace {

const std::string kTopic = "arn:aws:sns:us-east-1:000000000000:news";

// Knows one role without policies.
class OneRole final : public access::Directory {
 public:
  std::shared_ptr<const access::Entity> find(const std::string&) const override {
    auto out = std::make_shared<access::Entity>();
    out->name = "worker";
    out->id = "AROAWORKER";
    return out;
  }
  std::optional<access::UserKey> find_key(const std::string&) const override { return std::nullopt; }
};

struct TopicPolicy : testing::Test {
  TopicPolicy() {
    aws.add(sns);
    ask(Principal::root("000000000000"), "CreateTopic", object({{"Name", "news"}}));
  }
  ~TopicPolicy() override {
    loop.tasks().cancel();
    loop.tasks().drain();
  }
  std::string ask(Principal caller, const std::string& operation, Json input) {
    Json answer;
    std::optional<AwsError> error;
    bool done = false;
    Call call("sns", operation, std::move(input), std::move(caller), kScope);
    loop.tasks().spawn("ask", World::ask(aws, std::move(call), answer, error, done));
    loop.run_until([&] { return done; });
    return error ? error->code() + ": " + error->message() : "none";
  }
  std::string publish(Principal caller) { return ask(std::move(caller), "Publish", object({{"TopicArn", kTopic}, {"Message", "x"}})); }
  std::string set_policy(const std::string& statement) {
    return ask(Principal::root("000000000000"), "SetTopicAttributes",
               object({{"TopicArn", kTopic}, {"AttributeName", "Policy"}, {"AttributeValue", R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}"}}));
  }
  Principal worker() const {
    Principal p;
    p.kind = PrincipalKind::role_session;
    p.account = "000000000000";
    p.arn = "arn:aws:sts::000000000000:assumed-role/worker/s";
    p.entity_arn = "arn:aws:iam::000000000000:role/worker";
    p.entity_id = "AROAWORKER";
    return p;
  }

  Loop loop{ClockMode::frozen, TimePoint(std::chrono::seconds(1700000000))};
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  OneRole directory;
  access::PolicyAuthorizer authorizer{directory, loop.clock()};
  Aws aws{loop, ids, journal, store, authorizer};
  Sns sns{aws};
};

TEST_F(TopicPolicy, ByDefaultARoleNeedsAPolicyOfItsOwn) {
  EXPECT_EQ(publish(Principal::root("000000000000")), "none");
  EXPECT_EQ(publish(worker()), "AuthorizationError: User: arn:aws:sts::000000000000:assumed-role/worker/s is not authorized to perform: SNS:Publish on resource: " + kTopic +
                                   " because no identity-based policy allows the SNS:Publish action");
}

TEST_F(TopicPolicy, AnotherAccountNeedsAPermission) {
  EXPECT_NE(publish(Principal::root("111122223333")), "none");
  EXPECT_EQ(ask(Principal::root("000000000000"), "AddPermission",
                object({{"TopicArn", kTopic}, {"Label", "other"}, {"AWSAccountId", text_array({"111122223333"})}, {"ActionName", text_array({"Publish"})}})), "none");
  EXPECT_EQ(publish(Principal::root("111122223333")), "none");
  EXPECT_NE(ask(Principal::root("111122223333"), "DeleteTopic", object({{"TopicArn", kTopic}})), "none");
}

TEST_F(TopicPolicy, AServiceOfTheOwnerMayByDefaultAndByName) {
  EXPECT_EQ(publish(Principal::service("ses.amazonaws.com", "arn:aws:ses:us-east-1:000000000000:identity/a", "000000000000")), "none");
  EXPECT_NE(publish(Principal::service("ses.amazonaws.com", "arn:aws:ses:us-east-1:111122223333:identity/a", "111122223333")), "none");
  EXPECT_NE(publish(Principal::service("events.amazonaws.com", "arn:aws:events:us-east-1:000000000000:rule/r", "000000000000")), "none");
  ASSERT_EQ(set_policy(R"({"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish", "Resource": ")" + kTopic + "\"}"), "none");
  EXPECT_EQ(publish(Principal::service("events.amazonaws.com", "arn:aws:events:us-east-1:000000000000:rule/r", "000000000000")), "none");
  EXPECT_NE(publish(Principal::service("ses.amazonaws.com", "arn:aws:ses:us-east-1:000000000000:identity/a", "000000000000")), "none");
}

TEST_F(TopicPolicy, GivesAndTakes) {
  ASSERT_EQ(set_policy(R"({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:role/worker"}, "Action": "sns:Publish", "Resource": "*"})"), "none");
  EXPECT_EQ(publish(worker()), "none");
  ASSERT_EQ(set_policy(R"({"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": "*"})"), "none");
  EXPECT_NE(publish(Principal::root("000000000000")), "none");
  EXPECT_NE(ask(Principal::root("000000000000"), "PublishBatch", object({{"TopicArn", kTopic}, {"PublishBatchRequestEntries", parse_json(R"([{"Id": "1", "Message": "x"}])")}})), "none");
}

TEST_F(TopicPolicy, TheProtocolOfASubscriptionIsACondition) {
  ASSERT_EQ(set_policy(R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sns:Subscribe", "Resource": "*", "Condition": {"StringEquals": {"sns:Protocol": "sqs"}}})"), "none");
  auto subscribe = [&](const char* protocol, const char* endpoint) {
    return ask(Principal::root("111122223333"), "Subscribe", object({{"TopicArn", kTopic}, {"Protocol", protocol}, {"Endpoint", endpoint}}));
  };
  EXPECT_EQ(subscribe("sqs", "arn:aws:sqs:us-east-1:111122223333:q"), "none");
  EXPECT_NE(subscribe("email", "a@example.com"), "none");
}

}  // namespace
}  // namespace lambent::sns
