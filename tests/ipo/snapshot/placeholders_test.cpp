// Ids by their look and by their keys; the same id has the same name everywhere.
#include "ipo/snapshot/placeholders.h"

#include <gtest/gtest.h>

namespace lambent::ipo {
namespace {

constexpr const char* kOne = "11111111-aaaa-4bbb-8ccc-000000000001";
constexpr const char* kTwo = "22222222-aaaa-4bbb-8ccc-000000000002";

TEST(Placeholders, TheSameIdHasTheSameNameAndTheFirstUseDecidesTheKind) {
  Placeholders ids;
  EXPECT_EQ(ids.name(kOne, "message-id"), "<message-id:1>");
  EXPECT_EQ(ids.name(kTwo, "message-id"), "<message-id:2>");
  EXPECT_EQ(ids.name(kOne, "uuid"), "<message-id:1>");
  EXPECT_EQ(ids.replaced(std::string("sent ") + kOne + " and " + kTwo), "sent <message-id:1> and <message-id:2>");
}

TEST(Placeholders, KnowIdsByTheirLook) {
  Placeholders ids;
  const std::string one = kOne, two = kTwo;
  EXPECT_EQ(ids.replaced("email 0100019aaf4e2400-" + one + "-000000"), "email <message-id:1>");
  EXPECT_EQ(ids.replaced("arn:aws:states:us-east-1:000000000000:execution:Sending:" + two), "arn:aws:states:us-east-1:000000000000:execution:Sending:<execution:1>");
  EXPECT_EQ(ids.replaced("it is " + two + "."), "it is <execution:1>.");
  EXPECT_EQ(ids.replaced("RequestId: 33333333-aaaa-4bbb-8ccc-000000000003 Error"), "RequestId: <request-id:1> Error");
  EXPECT_EQ(ids.replaced(R"({"MessageId": "44444444-AAAA-4bbb-8ccc-000000000003"})"), R"({"MessageId": "<message-id:2>"})");
  EXPECT_EQ(ids.replaced("key ASIAQWERTYUIOPASDFGH"), "key <access-key:1>");
  EXPECT_EQ(ids.replaced("Root=1-0a1b2c3d-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0"), "Root=<trace-id:1>;Parent=<span-id:1>;Sampled=0");
  EXPECT_EQ(ids.replaced("2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef"), "2026/11/23/[$LATEST]<log-stream:1>");
  EXPECT_EQ(ids.replaced("arn:aws:sts::000000000000:assumed-role/Machine/abcdefghijABCDEFGHIJ0123456789ab"), "arn:aws:sts::000000000000:assumed-role/Machine/<session:1>");
  EXPECT_EQ(ids.replaced("https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod"), "https://<api-id:1>.execute-api.us-east-1.amazonaws.com/prod");
  EXPECT_EQ(ids.replaced("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/POST/x"), "arn:aws:execute-api:us-east-1:000000000000:<api-id:1>/prod/POST/x");
}

TEST(Placeholders, LeaveTextThatIsNoIdAlone) {
  Placeholders ids;
  for (const char* text : {"", "Dentist, 10:30", "+15556667788", "arn:aws:iam::000000000000:role/SendingRole", "arn:aws:sts::000000000000:assumed-role/SendingRole/email",
                           "d41d8cd98f00b204e9800998ecf8427e", "execution: none", "1111-2222", "AKIA is a prefix", "\xff\xfe"})
    EXPECT_EQ(ids.replaced(text), text);
}

TEST(Placeholders, AKeyTellsTheKind) {
  EXPECT_EQ(kind_of_key("MessageId").kind, "message-id");
  EXPECT_EQ(kind_of_key("messageId").kind, "message-id");
  EXPECT_EQ(kind_of_key("x-amzn-requestid").kind, "request-id");
  EXPECT_EQ(kind_of_key("aws_request_id").kind, "request-id");
  EXPECT_EQ(kind_of_key("name").kind, "");
  EXPECT_FALSE(kind_of_key("MessageId").opaque);
  EXPECT_TRUE(kind_of_key("apiId").opaque);
  EXPECT_TRUE(kind_of_key("ReceiptHandle").opaque);
  EXPECT_TRUE(kind_of_key("x-amz-apigw-id").opaque);
}

TEST(Placeholders, WithoutNumbersAllIdsOfAKindAreAlike) {
  Placeholders ids(Placeholders::Numbers::none);
  EXPECT_EQ(ids.replaced(std::string(kOne) + " " + kTwo), "<uuid> <uuid>");
}

}  // namespace
}  // namespace lambent::ipo
