// Mail that comes in, with S3, SNS and Lambda played by services that remember what they were asked.
#include "mocks/ses/cidr.h"
#include "mocks/ses/mime.h"
#include "tests/ses/world.h"

namespace lambent::ses {
namespace {

class Played final : public Service {
 public:
  Played(std::string name, std::string operation, Json answer) : answer(std::move(answer)), name_(std::move(name)), operation_(std::move(operation)) {}
  std::string_view name() const override { return name_; }
  std::vector<std::string_view> operations() const override { return {operation_}; }
  Task<Json> handle(Call call) override {
    calls.push_back(call);
    if (refuses) throw AwsError("AccessDenied", 403, "no");
    co_return answer;
  }
  std::vector<Need> needs(const Call&) const override { return {}; }

  std::vector<Call> calls;
  Json answer;
  bool refuses = false;

 private:
  std::string name_, operation_;
};

const char* kMail =
    "From: Ann <ann@outside.example>\r\nTo: box@in.example, other@in.example\r\nSubject: =?utf-8?Q?caf=C3=A9?=\r\nMessage-ID: <m1@outside.example>\r\n\r\nhello\r\n";

struct Inbound : testing::Test {
  Inbound() {
    w.aws.add(s3);
    w.aws.add(sns);
    w.aws.add(lambda);
    w.seed(R"({"VerifiedIdentities": ["in.example"]})");
    w.call("CreateReceiptRuleSet", parse_json(R"({"RuleSetName": "set"})"));
    w.call("SetActiveReceiptRuleSet", parse_json(R"({"RuleSetName": "set"})"));
  }
  std::string rule(const std::string& name, const std::string& actions, const std::string& more = "") {
    return w.fault_of("CreateReceiptRule", parse_json(R"({"RuleSetName": "set", "Rule": {"Name": ")" + name + R"(", "Enabled": true)" + more + R"(, "Actions": )" + actions + "}}"));
  }
  Json receive(const std::string& query = "from=ann@outside.example&to=box@in.example", const std::string& mail = kMail) {
    s3.calls.clear();
    sns.calls.clear();
    lambda.calls.clear();
    HttpResponse response = w.http("POST", "/_lambent/mail/receive?" + query, mail);
    Json out = parse_json(response.body);
    set(out, "status", response.status);
    return out;
  }
  static Json message_of(const Call& publish) { return parse_json(text_at(publish.input, "Message")); }

  World w;
  Played s3{"s3", "PutObject", Json::object()};
  Played sns{"sns", "Publish", object({{"MessageId", "m"}})};
  Played lambda{"lambda", "Invoke", object({{"StatusCode", 200}})};
};

TEST_F(Inbound, WithoutARuleNobodyIsThere) {
  Json report = receive();
  EXPECT_EQ(report["status"], 200);
  EXPECT_EQ(report["accepted"], false);
  EXPECT_EQ(report["reply"], "550 5.1.1 Requested action not taken: mailbox unavailable");
  EXPECT_EQ(rule("all", "[]"), "none");
  EXPECT_EQ(receive()["accepted"], true);
  EXPECT_EQ(receive("to=x@unverified.example")["accepted"], false);
  w.call("SetActiveReceiptRuleSet", Json::object());
  EXPECT_EQ(receive()["accepted"], false);
}

TEST_F(Inbound, AFunctionIsToldWithoutTheText) {
  ASSERT_EQ(rule("f", R"([{"LambdaAction": {"FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:f"}}])"), "none");
  EXPECT_EQ(lambda.calls.at(0).input["InvocationType"], "DryRun") << "tried when the rule is made";
  Json report = receive();
  ASSERT_EQ(lambda.calls.size(), 1u) << dump(report);
  const Call& call = lambda.calls[0];
  EXPECT_EQ(call.caller.arn, "ses.amazonaws.com");
  EXPECT_EQ(call.caller.source_arn, "arn:aws:ses:us-east-1:000000000000:receipt-rule-set/set:receipt-rule/f");
  EXPECT_EQ(call.caller.source_account, "000000000000");
  EXPECT_EQ(call.input["InvocationType"], "Event");
  Json record = parse_json(text_at(call.input, "Payload"))["Records"][0];
  EXPECT_EQ(record["eventSource"], "aws:ses");
  Json mail = record["ses"]["mail"];
  EXPECT_EQ(mail["messageId"], report["messageId"]);
  EXPECT_EQ(text_at(mail, "messageId").size(), 40u);
  EXPECT_EQ(mail["source"], "ann@outside.example");
  EXPECT_EQ(mail["headers"][0], parse_json(R"({"name": "Return-Path", "value": "<ann@outside.example>"})"));
  EXPECT_EQ(mail["commonHeaders"], parse_json(R"({"returnPath": "ann@outside.example", "from": ["Ann <ann@outside.example>"],
    "to": ["box@in.example", "other@in.example"], "messageId": "<m1@outside.example>", "subject": "café"})"));
  Json receipt = record["ses"]["receipt"];
  EXPECT_EQ(receipt["recipients"], text_array({"box@in.example"}));
  EXPECT_EQ(receipt["spamVerdict"]["status"], "DISABLED") << "the rule does not scan";
  EXPECT_EQ(receipt["spfVerdict"]["status"], "PASS");
  EXPECT_EQ(receipt["action"]["type"], "Lambda");
  EXPECT_EQ(text_at(call.input, "Payload").find("hello"), std::string::npos);
  const JournalEntry* cause = w.journal.find(call.parent);
  ASSERT_NE(cause, nullptr);
  EXPECT_STREQ(cause->type(), "received-email");
}

TEST_F(Inbound, AFunctionMayStopTheRuleOrTheSet) {
  const std::string function = R"({"LambdaAction": {"FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:f", "InvocationType": "RequestResponse"}})";
  const std::string topic = R"({"SNSAction": {"TopicArn": "arn:aws:sns:us-east-1:000000000000:t"}})";
  ASSERT_EQ(rule("first", "[" + function + "," + topic + "]"), "none");
  ASSERT_EQ(w.fault_of("CreateReceiptRule", parse_json(R"({"RuleSetName": "set", "After": "first", "Rule": {"Name": "second", "Enabled": true, "Actions": [)" + topic + "]}}")), "none");
  struct Case {
    const char* payload;
    size_t published;
  };
  for (const Case& c : {Case{R"({"disposition": "CONTINUE"})", 2}, Case{"null", 2}, Case{R"({"disposition": "stop_rule"})", 1},
                        Case{R"({"disposition": "STOP_RULE_SET"})", 0}, Case{"nonsense", 2}}) {
    lambda.answer = object({{"StatusCode", 200}, {"Payload", c.payload}});
    Json report = receive();
    EXPECT_EQ(sns.calls.size(), c.published) << c.payload << dump(report);
  }
  lambda.answer = object({{"StatusCode", 200}, {"FunctionError", "Unhandled"}, {"Payload", R"({"errorMessage": "x"})"}});
  Json report = receive();
  EXPECT_EQ(text_at(report["actions"][0], "error").substr(0, 20), "the function failed:");
  EXPECT_EQ(sns.calls.size(), 2u) << "a failure does not end the rule";
}

TEST_F(Inbound, TopicsGetTheWholeMail) {
  ASSERT_EQ(rule("t", R"([{"AddHeaderAction": {"HeaderName": "X-Added", "HeaderValue": "yes"}}, {"SNSAction": {"TopicArn": "arn:aws:sns:us-east-1:000000000000:t", "Encoding": "UTF-8"}}])",
                 R"(, "ScanEnabled": true)"),
            "none");
  EXPECT_EQ(sns.calls.at(0).input["Message"], "Successfully validated SNS topic for Amazon SES email receiving.");
  receive("from=ann@outside.example&to=box@in.example&spam=FAIL");
  ASSERT_EQ(sns.calls.size(), 1u);
  EXPECT_EQ(sns.calls[0].input["Subject"], "Amazon SES Email Receipt Notification");
  Json message = message_of(sns.calls[0]);
  EXPECT_EQ(message["notificationType"], "Received");
  EXPECT_EQ(message["receipt"]["spamVerdict"]["status"], "FAIL");
  EXPECT_EQ(message["receipt"]["action"], parse_json(R"({"type": "SNS", "topicArn": "arn:aws:sns:us-east-1:000000000000:t", "encoding": "UTF8"})"));
  const std::string content = text_at(message, "content");
  EXPECT_EQ(content.substr(0, 30), "X-Added: yes\r\nReturn-Path: <an");
  EXPECT_TRUE(content.ends_with("hello\r\n"));
  Json report = receive("to=box@in.example", std::string(kMail) + std::string(160 << 10, 'x'));
  EXPECT_EQ(report["actions"][1]["error"], "the mail is larger than the 150 KB that SNSAction takes");
}

TEST_F(Inbound, BucketsGetTheBytes) {
  ASSERT_EQ(rule("s", R"([{"S3Action": {"BucketName": "bucket", "ObjectKeyPrefix": "mail", "TopicArn": "arn:aws:sns:us-east-1:000000000000:t"}}])"), "none");
  EXPECT_EQ(s3.calls.at(0).input["Key"], "mail/AMAZON_SES_SETUP_NOTIFICATION");
  Json report = receive();
  ASSERT_EQ(s3.calls.size(), 1u);
  const std::string id = text_at(report, "messageId");
  EXPECT_EQ(s3.calls[0].input["Bucket"], "bucket");
  EXPECT_EQ(s3.calls[0].input["Key"], "mail/" + id);
  EXPECT_EQ(w.http("GET", "/_lambent/mail/" + id + "/raw").body, text_at(s3.calls[0].input, "Body"));
  Json message = message_of(sns.calls.at(0));
  EXPECT_FALSE(has(message, "content"));
  EXPECT_EQ(message["receipt"]["action"]["objectKey"], "mail/" + id);
  s3.refuses = true;
  EXPECT_EQ(receive()["actions"][0]["error"], "AccessDenied: no");
  EXPECT_EQ(rule("s2", R"([{"S3Action": {"BucketName": "b2"}}])"), "InvalidS3Configuration: Could not write to bucket: b2");
}

TEST_F(Inbound, ARuleThatCannotWorkIsRefused) {
  sns.refuses = lambda.refuses = true;
  EXPECT_EQ(rule("r", R"([{"SNSAction": {"TopicArn": "arn:t"}}])"), "InvalidSnsTopic: Invalid SNS topic: arn:t");
  EXPECT_EQ(rule("r", R"([{"LambdaAction": {"FunctionArn": "f"}}])"), "InvalidLambdaFunction: Could not invoke Lambda function: f");
  EXPECT_EQ(rule("r", R"([{"WorkmailAction": {"OrganizationArn": "x"}}])"), "NotImplemented: ses: a receipt rule with WorkmailAction is not emulated by lambent");
  EXPECT_EQ(rule("r", R"([{"StopAction": {"Scope": "RuleSet"}, "AddHeaderAction": {"HeaderName": "x", "HeaderValue": "y"}}])"),
            "InvalidParameterValue: Exactly one action must be given in each of Actions.");
  EXPECT_EQ(rule("r", R"([{"AddHeaderAction": {"HeaderName": "X Y", "HeaderValue": "y"}}])"), "InvalidParameterValue: Invalid header name: X Y");
  EXPECT_EQ(rule("r", R"([{"BounceAction": {"SmtpReplyCode": "250", "Message": "m", "Sender": "s@in.example"}}])"), "InvalidParameterValue: Invalid SMTP reply code: 250");
  EXPECT_EQ(rule("bad name", "[]"), "InvalidParameterValue: Not a valid rule name: bad name");
  EXPECT_EQ(rule("r", "[]", R"(, "Recipients": ["no domain"])"), "InvalidParameterValue: Invalid recipient: no domain");
  EXPECT_EQ(w.fault_of("CreateReceiptRule", parse_json(R"({"RuleSetName": "no", "Rule": {"Name": "r"}})")), "RuleSetDoesNotExist: Rule set does not exist: no");
  EXPECT_EQ(w.fault_of("CreateReceiptRule", parse_json(R"({"RuleSetName": "set", "After": "no", "Rule": {"Name": "r"}})")), "RuleDoesNotExist: Rule does not exist: no");
}

TEST_F(Inbound, RulesAreKeptInTheirOrder) {
  for (const char* name : {"a", "b", "c"}) ASSERT_EQ(rule(name, "[]"), "none");
  auto order = [&](const char* set) {
    std::string out;
    const Json described = w.call("DescribeReceiptRuleSet", object({{"RuleSetName", set}}));
    for (const auto& one : described["Rules"]) out += text_at(one, "Name");
    return out;
  };
  EXPECT_EQ(order("set"), "cba") << "without After a rule comes first";
  EXPECT_EQ(rule("a", "[]"), "AlreadyExists: Rule already exists: a");
  EXPECT_EQ(w.fault_of("SetReceiptRulePosition", parse_json(R"({"RuleSetName": "set", "RuleName": "c", "After": "b"})")), "none");
  EXPECT_EQ(order("set"), "bca");
  EXPECT_EQ(w.fault_of("ReorderReceiptRuleSet", parse_json(R"({"RuleSetName": "set", "RuleNames": ["a", "b", "c"]})")), "none");
  EXPECT_EQ(order("set"), "abc");
  EXPECT_EQ(w.fault_of("ReorderReceiptRuleSet", parse_json(R"({"RuleSetName": "set", "RuleNames": ["a", "x"]})")), "RuleDoesNotExist: Rule does not exist: x");
  EXPECT_EQ(w.fault_of("ReorderReceiptRuleSet", parse_json(R"({"RuleSetName": "set", "RuleNames": ["a"]})")),
            "InvalidParameterValue: All rules of the rule set must be named.");
  w.call("CloneReceiptRuleSet", parse_json(R"({"RuleSetName": "copy", "OriginalRuleSetName": "set"})"));
  EXPECT_EQ(order("copy"), "abc");
  EXPECT_EQ(w.fault_of("DeleteReceiptRule", parse_json(R"({"RuleSetName": "copy", "RuleName": "b"})")), "none");
  EXPECT_EQ(order("copy"), "ac");
  EXPECT_EQ(w.fault_of("UpdateReceiptRule", parse_json(R"({"RuleSetName": "copy", "Rule": {"Name": "a", "TlsPolicy": "Require"}})")), "none");
  EXPECT_EQ(w.call("DescribeReceiptRule", parse_json(R"({"RuleSetName": "copy", "RuleName": "a"})"))["Rule"]["TlsPolicy"], "Require");
  EXPECT_EQ(w.fault_of("DescribeReceiptRule", parse_json(R"({"RuleSetName": "copy", "RuleName": "b"})")), "RuleDoesNotExist: Rule does not exist: b");
  EXPECT_EQ(w.fault_of("DeleteReceiptRuleSet", parse_json(R"({"RuleSetName": "set"})")), "CannotDelete: Cannot delete active rule set: set");
  EXPECT_EQ(w.fault_of("DeleteReceiptRuleSet", parse_json(R"({"RuleSetName": "copy"})")), "none");
  EXPECT_EQ(w.call("ListReceiptRuleSets", Json::object())["RuleSets"].size(), 1u);
  EXPECT_EQ(w.call("DescribeActiveReceiptRuleSet", Json::object())["Metadata"]["Name"], "set");
  EXPECT_EQ(w.fault_of("CreateReceiptRuleSet", parse_json(R"({"RuleSetName": "set"})")), "AlreadyExists: Rule set already exists: set");
}

TEST_F(Inbound, RecipientsAreMatched) {
  w.seed(R"({"VerifiedIdentities": ["sub.in.example", "box@single.example"]})");
  struct Case {
    const char *wanted, *recipient;
    bool taken;
  };
  int number = 0;
  for (const Case& c : {Case{"box@in.example", "box@in.example", true}, Case{"box@in.example", "box%2Blabel@IN.example", true}, Case{"box@in.example", "boxx@in.example", false},
                        Case{"in.example", "any@in.example", true}, Case{"in.example", "any@sub.in.example", false}, Case{".in.example", "any@sub.in.example", true},
                        Case{".in.example", "any@in.example", false}, Case{"box@single.example", "box@single.example", true}}) {
    const std::string name = "r" + std::to_string(++number);
    ASSERT_EQ(rule(name, "[]", std::string(R"(, "Recipients": [")") + c.wanted + "\"]"), "none");
    EXPECT_EQ(receive(std::string("to=") + c.recipient)["accepted"], c.taken) << c.wanted << " for " << c.recipient;
    w.call("DeleteReceiptRule", object({{"RuleSetName", "set"}, {"RuleName", name}}));
  }
}

TEST_F(Inbound, FiltersBlockAddresses) {
  ASSERT_EQ(rule("all", "[]"), "none");
  auto filter = [&](const char* name, const char* policy, const char* cidr) {
    return w.fault_of("CreateReceiptFilter", object({{"Filter", object({{"Name", name}, {"IpFilter", object({{"Policy", policy}, {"Cidr", cidr}})}})}}));
  };
  EXPECT_EQ(filter("net", "Block", "10.0.0.0/8"), "none");
  EXPECT_EQ(filter("one", "Allow", "10.0.0.7"), "none");
  EXPECT_EQ(filter("one", "Allow", "10.0.0.7"), "AlreadyExists: Filter already exists: one");
  EXPECT_EQ(filter("bad", "Allow", "10.0.0.0/33"), "InvalidParameterValue: Invalid CIDR block: 10.0.0.0/33");
  EXPECT_EQ(receive("to=box@in.example&ip=10.1.2.3")["accepted"], false);
  EXPECT_EQ(receive("to=box@in.example&ip=10.0.0.7")["accepted"], true);
  EXPECT_EQ(receive("to=box@in.example&ip=11.0.0.1")["accepted"], true);
  w.call("DeleteReceiptFilter", parse_json(R"({"FilterName": "net"})"));
  EXPECT_EQ(receive("to=box@in.example&ip=10.1.2.3")["accepted"], true);
  EXPECT_EQ(w.call("ListReceiptFilters", Json::object())["Filters"],
            parse_json(R"([{"Name": "one", "IpFilter": {"Policy": "Allow", "Cidr": "10.0.0.7"}}])"));
  EXPECT_TRUE(in_cidr("2001:db8::1", "2001:db8::/32"));
  EXPECT_FALSE(in_cidr("10.0.0.1", "2001:db8::/32"));
}

TEST_F(Inbound, ABounceGoesBack) {
  ASSERT_EQ(rule("b", R"([{"BounceAction": {"SmtpReplyCode": "550", "StatusCode": "5.1.1", "Message": "nobody here", "Sender": "daemon@in.example"}},
                         {"StopAction": {"Scope": "RuleSet"}}, {"SNSAction": {"TopicArn": "arn:t"}}])"), "none");
  receive();
  EXPECT_EQ(sns.calls.size(), 0u) << "the set was stopped";
  Json sent = w.outbox().at(0);
  EXPECT_EQ(sent["Source"], "daemon@in.example");
  EXPECT_EQ(sent["Destinations"], text_array({"ann@outside.example"}));
  const std::string bytes = text_at(sent, "RawData");
  const MimePart mail = parse_parts(bytes);
  EXPECT_EQ(mail.type, "multipart/report");
  ASSERT_EQ(mail.parts.size(), 3u);
  EXPECT_NE(mail.parts[1].body.find("Status: 5.1.1"), std::string_view::npos);
  EXPECT_NE(mail.parts[2].body.find("Subject: =?utf-8"), std::string_view::npos);
}

TEST_F(Inbound, TlsMayBeRequired) {
  ASSERT_EQ(rule("tls", "[]", R"(, "TlsPolicy": "Require")"), "none");
  EXPECT_EQ(receive()["accepted"], true);
  EXPECT_EQ(receive("to=box@in.example&tls=false")["reply"], "530 5.7.0 Must issue a STARTTLS command first");
}

TEST_F(Inbound, BadPostsAreSaid) {
  EXPECT_EQ(receive("to=box@in.example", "")["message"], "the body of the request is the mail, and it is empty");
  EXPECT_EQ(receive("spam=MAYBE")["message"], "'spam' is one of PASS, FAIL, GRAY and PROCESSING_FAILED");
  EXPECT_EQ(receive("x=1")["message"], "there is no parameter 'x'; there are from, to, ip, tls, account, region, spam, virus, spf, dkim and dmarc");
  EXPECT_EQ(receive("from=a@x.example", "Subject: x\n\nno recipient")["message"], "no recipient: give 'to', or a mail with one");
  EXPECT_EQ(receive("to=box@in.example", std::string((40 << 20) + 1, 'x'))["message"], "a mail has at most 40 MB");
}

TEST_F(Inbound, FortyMegabytesAreTaken) {
  ASSERT_EQ(rule("s", R"([{"S3Action": {"BucketName": "bucket"}}])"), "none");
  std::string mail = std::string(kMail) + std::string((39u << 20), 'x');
  EXPECT_EQ(receive("to=box@in.example", mail)["accepted"], true);
  EXPECT_GT(text_at(s3.calls.at(0).input, "Body").size(), mail.size());
}

TEST_F(Inbound, VirusesAreFound) {
  ASSERT_EQ(rule("f", R"([{"LambdaAction": {"FunctionArn": "f"}}])", R"(, "ScanEnabled": true)"), "none");
  receive("to=box@in.example", std::string(kMail) + "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");
  EXPECT_EQ(parse_json(text_at(lambda.calls.at(0).input, "Payload"))["Records"][0]["ses"]["receipt"]["virusVerdict"]["status"], "FAIL");
}

}  // namespace
}  // namespace lambent::ses
