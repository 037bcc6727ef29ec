// Replies of phones, and what is seen of SMS.
#include "mocks/sns/sms_price.h"
#include "mocks/sns/sms_text.h"
#include "tests/sns/world.h"

namespace lambent::sns {
namespace {

struct Phones : testing::Test {
  Phones() { w.sns.seed(kScope, parse_json(R"({"Sandbox": false})")); }
  Json view(const std::string& target) { return parse_json(w.http("GET", "/_lambent/api/v1/" + target).body); }
  HttpResponse reply(const std::string& phone, const std::string& body) { return w.http("POST", "/_lambent/phones/" + phone + "/reply", body); }
  World w;
};

TEST_F(Phones, AStopOptsOutAndTheConversationShowsIt) {
  Json sent = w.publish(attribute("AWS.SNS.SMS.SenderID", "String", "MyShop"));
  HttpResponse answer = reply("+15550001111", R"({"text": " stop ", "to": "MyShop"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(parse_json(answer.body)["optedOut"], true);
  w.publish(object({{"Message", "too late"}}));

  Json phone = view("phones/+15550001111");
  EXPECT_EQ(phone["optedOut"], true);
  ASSERT_EQ(phone["messages"].size(), 3u);
  EXPECT_EQ(text_at(phone["messages"][0], "id"), text_at(sent, "MessageId"));
  EXPECT_EQ(text_at(phone["messages"][0], "status"), "delivered");
  EXPECT_EQ(text_at(phone["messages"][0], "sender"), "MyShop");
  EXPECT_EQ(int_at(phone["messages"][0], "span"), 1);
  EXPECT_EQ(text_at(phone["messages"][1], "status"), "received");
  EXPECT_EQ(text_at(phone["messages"][1], "to"), "MyShop");
  EXPECT_EQ(text_at(phone["messages"][2], "reason"), "Phone number is opted out");
  EXPECT_EQ(w.inbox(kPhone).size(), 1u) << "neither replies nor what did not arrive are among the messages sent";
  EXPECT_STREQ(w.journal.find(3)->type(), "reply");
}

TEST_F(Phones, OtherWordsDoNotOptOutAndBadRepliesAreRefused) {
  EXPECT_EQ(parse_json(reply("15550001111", R"({"text": "stop it"})").body)["optedOut"], false);
  EXPECT_EQ(reply("mum", R"({"text": "x"})").status, 400);
  EXPECT_EQ(reply("+15550001111", R"(["x"])").status, 400);
  EXPECT_EQ(reply("+15550001111", R"({"txt": "x"})").status, 400);
  EXPECT_EQ(reply("+15550001111", R"({"text": 1})").status, 400);
  EXPECT_EQ(reply("+15550001111", object({{"text", std::string(1601, 'x')}}).dump()).status, 400);
  EXPECT_EQ(view("sms")["items"].size(), 1u);
}

TEST_F(Phones, AReplyGoesToTheAccountThatWroteLast) {
  Principal other = Principal::root("111111111111");
  w.sns.seed(Scope{"111111111111", "eu-west-1"}, parse_json(R"({"Sandbox": false})"));
  Call call("sns", "Publish", object({{"PhoneNumber", kPhone}, {"Message", "x"}}), other, Scope{"111111111111", "eu-west-1"});
  w.ask_call(std::move(call));
  reply("+15550001111", R"({"text": "STOP"})");
  EXPECT_EQ(w.call("CheckIfPhoneNumberIsOptedOut", object({{"phoneNumber", kPhone}})), object({{"isOptedOut", false}}));
  Json last = view("sms")["items"][1];
  EXPECT_EQ(text_at(last, "account"), "111111111111");
  EXPECT_EQ(text_at(last, "region"), "eu-west-1");
}

TEST_F(Phones, TheListPagesAndFilters) {
  for (int i = 0; i < 5; ++i) w.publish(object({{"Message", "text " + std::to_string(i)}}));
  w.publish(object({{"PhoneNumber", "+4915112345678"}, {"Message", "Grüße"}}));
  auto texts = [&](const std::string& query) {
    std::string out;
    Json page = view("sms?" + query);
    for (const auto& one : page["items"]) out += text_at(one, "text").back();
    return out + (page["next"].is_null() ? "" : " " + std::to_string(int_at(page, "next")));
  };
  EXPECT_EQ(texts("limit=2&to=%2B15550001111"), "34 4");
  EXPECT_EQ(texts("limit=2&to=15550001111&before=4"), "12 2");
  EXPECT_EQ(texts("limit=3&after=0"), "012 3");
  EXPECT_EQ(texts("q=TEXT%203"), "3");
  EXPECT_EQ(texts("status=failed"), "");
  EXPECT_EQ(w.http("GET", "/_lambent/api/v1/sms?status=lost").status, 400);
  EXPECT_EQ(w.http("GET", "/_lambent/api/v1/sms?wait=5").status, 400);

  Json phones = view("phones")["items"];
  ASSERT_EQ(phones.size(), 2u);
  EXPECT_EQ(text_at(phones[1], "number"), "+4915112345678");
  EXPECT_EQ(text_at(phones[1]["last"], "encoding"), "GSM-7");
  EXPECT_EQ(int_at(phones[0], "messages"), 5);
  EXPECT_EQ(view("phones?q=4915")["items"].size(), 1u);
  EXPECT_EQ(w.http("GET", "/_lambent/api/v1/phones/mum").status, 404);
  EXPECT_EQ(w.http("DELETE", "/_lambent/api/v1/sms").status, 204);
  EXPECT_EQ(view("phones")["items"].size(), 0u);
}

TEST_F(Phones, ALongPollEndsWithTheNextMessage) {
  HttpResponse out;
  bool done = false;
  HttpRequest request{"GET", "/_lambent/api/v1/sms?after=0&wait=30", {}, "", "127.0.0.1"};
  RouteMatch match;
  match.request = request;
  Routes routes;
  routes.add(w.sns.routes());
  bool known = false;
  const Route* route = routes.find(request, match.captured, known);
  w.loop.tasks().spawn("poll", World::serve(*route, std::move(match), out, done));
  w.publish();
  w.loop.run_until([&] { return done; });
  EXPECT_EQ(parse_json(out.body)["items"].size(), 1u);
}

TEST(Prices, DifferByCountryAndSpendWhatIsSent) {
  EXPECT_EQ(sms_country("+15550001111").iso2, "US");
  EXPECT_EQ(sms_country("420601123456").iso2, "CZ") << "the longest calling code";
  EXPECT_EQ(sms_country("+9999999999").iso2, "");
  World w;
  w.sns.seed(kScope, parse_json(R"({"Sandbox": false})"));
  w.call("SetSMSAttributes", parse_json(R"({"attributes": {"MonthlySpendLimit": "1"}})"));
  for (int i = 0; i < 11; ++i) w.publish(object({{"PhoneNumber", "+4915112345678"}}));
  Json items = parse_json(w.http("GET", "/_lambent/api/v1/sms?status=delivered").body)["items"];
  EXPECT_EQ(items.size(), 10u) << "ten of 0.10 USD";
  EXPECT_EQ(items[0]["priceUsd"], 0.1);
  EXPECT_EQ(items[0]["priceIsEstimate"], true);
  w.http("DELETE", "/_aws/sns/sms-messages");
  w.publish();
  EXPECT_EQ(w.inbox(kPhone).size(), 0u) << "clearing the outbox gives no money back";
}

TEST(Origination, NumbersOfTheAccountAreListed) {
  World w;
  EXPECT_EQ(w.call("ListOriginationNumbers", Json::object())["PhoneNumbers"], array());
  w.sns.seed(kScope, parse_json(R"({"OriginationNumbers": ["+18335550100", {"PhoneNumber": "+447700900123", "RouteType": "Promotional",
                                     "NumberCapabilities": ["SMS", "VOICE"]}]})"));
  Json first = w.call("ListOriginationNumbers", object({{"MaxResults", 1}}));
  EXPECT_EQ(text_at(first["PhoneNumbers"][0], "PhoneNumber"), "+18335550100");
  EXPECT_EQ(text_at(first["PhoneNumbers"][0], "Iso2CountryCode"), "US");
  Json second = w.call("ListOriginationNumbers", object({{"NextToken", text_at(first, "NextToken")}}));
  ASSERT_EQ(second["PhoneNumbers"].size(), 1u);
  EXPECT_EQ(text_at(second["PhoneNumbers"][0], "RouteType"), "Promotional");
  EXPECT_FALSE(has(second, "NextToken"));
  EXPECT_THROW(w.sns.seed(kScope, parse_json(R"({"OriginationNumbers": [{"PhoneNumber": "+447700900123", "RouteType": "Fast"}]})")), std::invalid_argument);
}

TEST(SmsText, TheAlphabetIsNamed) {
  EXPECT_STREQ(sms_encoding("hello €"), "GSM-7");
  EXPECT_STREQ(sms_encoding("привет"), "UCS-2");
  EXPECT_TRUE(asks_to_stop("Unsubscribe"));
  EXPECT_FALSE(asks_to_stop(""));
}

}  // namespace
}  // namespace lambent::sns
