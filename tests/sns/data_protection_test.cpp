// Data protection policies: what they find, and what comes of it.
#include "mocks/sns/data_protection.h"

#include "tests/sns/world.h"

namespace lambent::sns {
namespace {

const std::string kTopic = "arn:aws:sns:us-east-1:000000000000:orders";

std::string policy(const std::string& identifier, const std::string& operation = R"({"Deny": {}})", const std::string& principal = "*") {
  return R"({"Name": "p", "Version": "2021-06-01", "Statement": [{"DataDirection": "Inbound", "Principal": [")" + principal +
         R"("], "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/)" + identifier + R"("], "Operation": )" + operation + "}]}";
}

// What an identifier finds, each in brackets.
std::string found(const char* identifier, const std::string& text) {
  std::string out;
  for (const auto& one : find_data_identifier(identifier)->find(text)) out += "[" + text.substr(one.start, one.end - one.start) + "]";
  return out;
}

TEST(DataIdentifiers, EmailAddresses) {
  EXPECT_EQ(found("EmailAddress", "to ada@example.com, bob.b+x@mail.example.org."), "[ada@example.com][bob.b+x@mail.example.org]");
  for (const char* none : {"a@b", "@example.com", "a@.com", "user@host.1", "a @ b.com", "x.@example.com"}) EXPECT_EQ(found("EmailAddress", none), "") << none;
  EXPECT_EQ(found("EmailAddress", std::string(100'000, '@')), "");
  EXPECT_EQ(found("EmailAddress", "a@b.com@c.com"), "[a@b.com]") << "none is in two";
}

TEST(DataIdentifiers, CardsNeedABrandACheckDigitAndAKeyword) {
  EXPECT_EQ(found("CreditCardNumber", "Visa 4539148803436467"), "[4539148803436467]");
  EXPECT_EQ(found("CreditCardNumber", R"({"card_number":"4539 1488 0343 6467"})"), "[4539 1488 0343 6467]");
  EXPECT_EQ(found("CreditCardNumber", "4539148803436467"), "") << "no keyword";
  EXPECT_EQ(found("CreditCardNumber", "card 4539148803436468"), "") << "Luhn";
  EXPECT_EQ(found("CreditCardNumber", "card 4111111111111111"), "") << "kept for tests";
  EXPECT_EQ(found("CreditCardNumber", "card 1234567812345670"), "") << "of no brand";
  EXPECT_EQ(found("CreditCardNumber", "card " + std::string(200, '.') + " 4539148803436467"), "") << "too far away";
  EXPECT_EQ(found("CreditCardNumber", "cardinal 4539148803436467"), "") << "a keyword is a word";
}

TEST(DataIdentifiers, SocialSecurityNumbersThatAreGivenOut) {
  EXPECT_EQ(found("Ssn-US", "SSN: 123-45-6789"), "[123-45-6789]");
  EXPECT_EQ(found("Ssn-US", "social-security 123456789"), "[123456789]");
  for (const char* none : {"ssn 000-45-6789", "ssn 666-45-6789", "ssn 923-45-6789", "ssn 123-00-6789", "ssn 123-45-0000", "123-45-6789", "ssn 1234-5-6789"})
    EXPECT_EQ(found("Ssn-US", none), "") << none;
}

TEST(DataIdentifiers, PhoneNumbersOfTheNorthAmericanPlan) {
  EXPECT_EQ(found("PhoneNumber-US", "+1 (425) 555-2671 or tel. 425.555.2671"), "[+1 (425) 555-2671][425.555.2671]");
  EXPECT_EQ(found("PhoneNumber-US", "+14255552671"), "[+14255552671]");
  for (const char* none : {"4255552671", "phone 125-555-2671", "phone 425-055-2671", "phone 425-911-2671", "+44 425 555 2671", "phone 425-555-26711"})
    EXPECT_EQ(found("PhoneNumber-US", none), "") << none;
}

TEST(DataIdentifiers, AddressesOfMachines) {
  EXPECT_EQ(found("IpAddress", "from 10.0.0.1, ::1 and 2001:db8::8a2e:370:7334."), "[10.0.0.1][::1][2001:db8::8a2e:370:7334]");
  EXPECT_EQ(found("IpAddress", "1:2:3:4:5:6:7:8"), "[1:2:3:4:5:6:7:8]");
  for (const char* none : {"1.2.3", "256.1.1.1", "1.2.3.4.5", "12:30:45", "std::string", "1:2:3:4:5:6:7:8:9", "::"}) EXPECT_EQ(found("IpAddress", none), "") << none;
}

TEST(DataIdentifiers, SecretAccessKeys) {
  const std::string key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  EXPECT_EQ(found("AwsSecretKey", "aws_secret_access_key = " + key), "[" + key + "]");
  EXPECT_EQ(found("AwsSecretKey", "Secret Key: " + key), "[" + key + "]");
  EXPECT_EQ(found("AwsSecretKey", "key: " + key), "");
  EXPECT_EQ(found("AwsSecretKey", "secret key: da39a3ee5e6b4b0d3255bfef95601890afd80709"), "") << "a digest";
}

struct Protection : testing::Test {
  Protection() { w.call("CreateTopic", object({{"Name", "orders"}})); }
  std::string put(const std::string& text, const std::string& arn = kTopic) {
    return w.fault_of("PutDataProtectionPolicy", object({{"ResourceArn", arn}, {"DataProtectionPolicy", text}}));
  }
  std::string ask(const std::string& message, Principal caller = Principal::root(kScope.account)) {
    Call call("sns", "Publish", Json::object(), std::move(caller), kScope);
    auto refused = w.data_protection(call, kTopic, message);
    return refused ? refused->code() + ": " + refused->message() : "none";
  }
  World w;
};

TEST_F(Protection, ADenyRefusesWhatItFinds) {
  EXPECT_EQ(ask("ada@example.com"), "none") << "no policy";
  EXPECT_EQ(put(policy("EmailAddress")), "none");
  EXPECT_EQ(ask("hello"), "none");
  EXPECT_EQ(ask("ada@example.com"), "AuthorizationError: The topic's data protection policy prohibits this message from being published to " + kTopic);
  EXPECT_EQ(text_at(w.call("GetDataProtectionPolicy", object({{"ResourceArn", kTopic}})), "DataProtectionPolicy"), policy("EmailAddress"));
  EXPECT_EQ(put(""), "none");
  EXPECT_EQ(ask("ada@example.com"), "none");
}

TEST_F(Protection, PublishAsksAndADeletedTopicForgets) {
  const Json to_topic = object({{"TopicArn", kTopic}, {"Message", "to ada@example.com"}});
  EXPECT_EQ(w.fault_of("Publish", to_topic), "none");
  put(policy("EmailAddress"));
  const std::string refused = "AuthorizationError: The topic's data protection policy prohibits this message from being published to " + kTopic;
  EXPECT_EQ(w.fault_of("Publish", to_topic), refused);
  EXPECT_EQ(w.fault_of("PublishBatch", parse_json(R"({"TopicArn": ")" + kTopic + R"(", "PublishBatchRequestEntries": [{"Id": "1", "Message": "hello"}, {"Id": "2", "Message": "to ada@example.com"}]})")), refused);
  EXPECT_EQ(put(policy("EmailAddress"), kTopic + "x"), "NotFound: Topic does not exist");
  w.call("DeleteTopic", object({{"TopicArn", kTopic}}));
  w.call("CreateTopic", object({{"Name", "orders"}}));
  EXPECT_EQ(w.fault_of("Publish", to_topic), "none");
  w.call("CreateTopic", object({{"Name", "guarded"}, {"DataProtectionPolicy", policy("EmailAddress")}}));
  EXPECT_NE(w.fault_of("Publish", object({{"TopicArn", "arn:aws:sns:us-east-1:000000000000:guarded"}, {"Message", "to ada@example.com"}})), "none");
}

TEST_F(Protection, AStatementConcernsItsPrincipals) {
  put(policy("EmailAddress", R"({"Deny": {}})", "arn:aws:iam::000000000000:role/web"));
  Principal web;
  web.kind = PrincipalKind::role_session;
  web.account = kScope.account;
  web.arn = "arn:aws:sts::000000000000:assumed-role/web/f";
  web.entity_arn = "arn:aws:iam::000000000000:role/web";
  EXPECT_NE(ask("ada@example.com", web), "none");
  EXPECT_EQ(ask("ada@example.com"), "none");
}

TEST_F(Protection, AnAuditWritesItsLog) {
  put(policy("EmailAddress", R"({"Audit": {"SampleRate": "99", "FindingsDestination": {"CloudWatchLogs": {"LogGroup": "/aws/vendedlogs/found"}},
                                "NoFindingsDestination": {"CloudWatchLogs": {"LogGroup": "/aws/vendedlogs/clean"}}}})"));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ask("to ada@example.com"), "none");
  ask("nothing");
  std::map<std::string, int> lines;
  Json last;
  for (const auto& e : w.journal.entries())
    if (auto* log = std::get_if<LogEntry>(&e.data)) ++lines[log->log_stream], last = log->log_stream == "/aws/vendedlogs/found" ? parse_json(log->line) : last;
  EXPECT_GE(lines["/aws/vendedlogs/found"], 17);
  EXPECT_EQ(last["dataIdentifiers"], parse_json(R"([{"name": "EmailAddress", "count": 1, "detections": [{"start": 3, "end": 18}]}])"));
  EXPECT_EQ(last["callerPrincipal"], "arn:aws:iam::000000000000:root");
  put(policy("EmailAddress", R"({"Audit": {"SampleRate": 0, "FindingsDestination": {"CloudWatchLogs": {"LogGroup": "/aws/vendedlogs/never"}}}})"));
  ask("ada@example.com");
  for (const auto& e : w.journal.entries()) {
    auto* log = std::get_if<LogEntry>(&e.data);
    EXPECT_FALSE(log && log->log_stream == "/aws/vendedlogs/never");
  }
}

TEST_F(Protection, WhatWouldNotActIsRefusedByName) {
  EXPECT_EQ(put(policy("Name")), "NotImplemented: sns: the data identifier arn:aws:dataprotection::aws:data-identifier/Name of a data protection policy is not emulated by lambent");
  EXPECT_EQ(put(policy("EmailAddress", R"({"Deidentify": {"MaskConfig": {}}})")), "NotImplemented: sns: the operation Deidentify of a data protection policy is not emulated by lambent");
  EXPECT_EQ(put(policy("EmailAddress", R"({"Audit": {"SampleRate": "1", "FindingsDestination": {"S3": {"Bucket": "b"}}}})")).substr(0, 14), "NotImplemented");
  std::string outbound = policy("EmailAddress");
  outbound.replace(outbound.find("Inbound"), 7, "Outbound");
  EXPECT_EQ(put(outbound).substr(0, 14), "NotImplemented");
}

TEST_F(Protection, WrongPoliciesAreNotTaken) {
  const std::string code = "InvalidParameter: Invalid parameter: DataProtectionPolicy Reason: ";
  EXPECT_EQ(put("{"), code + "failed to parse JSON");
  EXPECT_EQ(put("[]"), code + "the policy must be an object");
  EXPECT_EQ(put(R"({"Name": "p", "Version": "2021-06-01", "Statement": []})"), code + "Statement must be a list that is not empty");
  EXPECT_EQ(put(R"({"Name": "p", "Version": "2012-10-17", "Statement": [{}]})"), code + "Version must be 2021-06-01");
  EXPECT_EQ(put(policy("EmailAddress", R"({"Audit": {"SampleRate": "100"}})")), code + "SampleRate must be an integer from 0 to 99");
  EXPECT_EQ(put(policy("EmailAddress", R"({"Deny": {"x": 1}})")), code + "unknown property x in Deny");
  EXPECT_EQ(put(std::string(30'721, 'x')), code + "must be at most 30720 characters long");
  EXPECT_EQ(put(policy("EmailAddress"), "topic"), "InvalidParameter: Invalid parameter: ResourceArn Reason: An ARN must have at least 6 elements, not 1");
  EXPECT_EQ(put(policy("EmailAddress"), "arn:aws:sns:eu-west-1:000000000000:orders"), "InvalidParameter: Invalid parameter: ResourceArn");
  EXPECT_EQ(text_at(w.call("GetDataProtectionPolicy", object({{"ResourceArn", kTopic}})), "DataProtectionPolicy"), "");
}

}  // namespace
}  // namespace lambent::sns
